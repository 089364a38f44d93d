// SPDX-License-Identifier: MIT
// Positions on the two big dials: β on a logarithmic scale, G on a list of sizes that ends at infinity.
import { leastIndex } from "d3-array";
import type { GroupSize } from "../state/types";

/** The β dial runs over these powers of ten; smaller and larger β can be typed. */
export const betaDial = { from: -3, to: 3, step: 0.02 } as const;

/** Digits of β that the dial sets: readable in a link, finer than a pixel. */
const betaDigits = 3;

export function betaPosition(beta: number): number {
  return Math.max(betaDial.from, Math.min(betaDial.to, Math.log10(beta)));
}

export function betaAt(position: number): number {
  return Number((10 ** position).toPrecision(betaDigits));
}

/** The sizes the G dial stops at; every other size can be typed. */
export const dialGroupSizes: readonly GroupSize[] = [
  2,
  3,
  4,
  5,
  6,
  7,
  8,
  10,
  12,
  14,
  16,
  20,
  24,
  28,
  32,
  48,
  64,
  96,
  128,
  256,
  "inf",
];

/** The stop nearest to G, by ratio. */
export function groupSizePosition(size: GroupSize): number {
  if (size === "inf") return dialGroupSizes.length - 1;
  const distance = (stop: GroupSize) => (stop === "inf" ? Infinity : Math.abs(Math.log(stop / size)));
  return leastIndex(dialGroupSizes, (a, b) => distance(a) - distance(b)) ?? 0;
}

export function groupSizeAt(position: number): GroupSize {
  return dialGroupSizes[Math.round(position)] ?? "inf";
}
