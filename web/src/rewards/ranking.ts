// SPDX-License-Identifier: MIT
// The first few of very many, in order, without sorting the rest.

/** Indices from 0 to count − 1: the first `most` by the order, ties by index. */
export function firstOf(count: number, most: number, order: (a: number, b: number) => number): number[] {
  const compare = (a: number, b: number) => order(a, b) || a - b;
  let best: number[] = [];
  let bound: number | undefined; // the last that still has a place
  const room = 2 * most + 64;
  const trim = () => (best = best.sort(compare).slice(0, most));
  for (let index = 0; index < count; ++index) {
    if (bound !== undefined && compare(index, bound) > 0) continue;
    best.push(index);
    if (best.length >= room) bound = trim().at(-1);
  }
  return trim();
}
