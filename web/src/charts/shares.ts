// SPDX-License-Identifier: MIT
// The common axis of all bars: probabilities from 0 to an end that suits the largest of them.

/** Where the axis may end, so that many small bars can still be told apart. */
const axisEnds = [0.1, 0.25, 0.5, 1] as const;

/** A bar this close to the end of the axis asks for the next longer axis. */
const fullest = 0.96;

/**
 * The axis end for these probabilities. While something is being dragged the `held` end stays, however small the bars
 * become, and only grows: the picture must not rescale under the pointer.
 */
export function axisEnd(shares: Iterable<number>, held: number | null = null): number {
  let largest = 0;
  for (const share of shares) if (share > largest) largest = share;
  const end = axisEnds.find((candidate) => largest <= fullest * candidate) ?? 1;
  return held === null ? end : Math.max(end, held);
}

/** Four equal steps along the axis, ends included. */
export function axisTicks(end: number): number[] {
  return [0, 0.25, 0.5, 0.75, 1].map((part) => part * end);
}

/** Length of a bar in percent of the axis; what is not (yet) a probability has none. */
export function barLength(share: number, end: number): number {
  return share > 0 ? Math.min(100, (100 * share) / end) : 0;
}

/** The references in proportion, as the core takes them, or null where they cannot be normalised. */
export function referenceShares(references: readonly number[]): number[] | null {
  const most = Math.max(...references);
  if (!Number.isFinite(most) || !references.every((reference) => reference > 0)) return null;
  const parts = references.map((reference) => reference / most); // before the sum, which could overflow
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}
