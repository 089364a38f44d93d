// SPDX-License-Identifier: MIT
// Values from JSON that somebody else wrote.

export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** For messages: what it is, as text. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
