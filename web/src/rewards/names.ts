// SPDX-License-Identifier: MIT
// Texts from a table where there is little room for them.

/** In one line, cut where it is longer. */
export function shortText(text: string, most: number): string {
  const start = [...text.slice(0, 4 * most).replace(/\s+/g, " ")];
  const isWhole = text.length <= 4 * most && start.length <= most;
  return isWhole ? start.join("") : `${start.slice(0, most - 1).join("")}…`;
}

export function countText(count: number): string {
  return count.toLocaleString("en");
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}
