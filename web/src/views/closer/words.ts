// SPDX-License-Identifier: MIT
// What the summaries of several views share.

/** `A, B and C`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
