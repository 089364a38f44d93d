// SPDX-License-Identifier: MIT
// Bars that sum to 1, drawn by hand: what was set last stays, what was not yet set gives way first.

/** A thousandth: as fine as a hand can draw. */
const grain = 1000;

const rounded = (share: number) => Math.round(share * grain) / grain;

/**
 * The shares after the one of `index` is set. `touched` are the indices set before, the oldest first. The rest of 1 is
 * shared by those that were never set, in proportion; when they are at 0, or there are none, the oldest gives way.
 */
export function withShare(
  shares: readonly number[],
  index: number,
  value: number,
  touched: readonly number[],
): number[] {
  const wanted = Math.min(1, Math.max(0, rounded(value)));
  if (shares.length === 1) return [1];
  const next = [...shares];
  next[index] = wanted;
  const untouched = shares.map((_, i) => i).filter((i) => i !== index && !touched.includes(i));
  const others = touched.filter((i) => i !== index);
  const groups = [...(untouched.length > 0 ? [untouched] : []), ...others.map((i) => [i])];
  let rest = 1 - wanted - sumOf(next, others.concat(untouched));
  groups.forEach((group, k) => {
    if (Math.abs(rest) < 1e-12) return;
    const before = sumOf(next, group);
    const last = k === groups.length - 1;
    const after = rest > 0 && !last ? before + rest : Math.max(0, before + rest);
    scale(next, group, before, after);
    rest -= after - before;
  });
  return settled(next, index);
}

const sumOf = (shares: readonly number[], indices: readonly number[]) =>
  indices.reduce((total, i) => total + shares[i]!, 0);

function scale(shares: number[], group: readonly number[], before: number, after: number): void {
  for (const i of group) shares[i] = before > 0 ? (shares[i]! * after) / before : after / group.length;
}

/** Rounded so that they sum to 1: the largest of the others takes what is left by rounding. */
function settled(shares: readonly number[], index: number): number[] {
  const next = shares.map(rounded);
  const left = rounded(1 - next.reduce((total, share) => total + share, 0));
  const others = next.map((_, i) => i).filter((i) => i !== index);
  const largest = others.reduce((best, i) => (next[i]! > next[best]! ? i : best), others[0]!);
  next[largest] = rounded(next[largest]! + left);
  return next;
}

/** Equal bars, to begin with. */
export function evenShares(count: number): number[] {
  return Array.from({ length: count }, () => 1 / count);
}

/** `indices` set before, with this one as the newest. */
export function touchedNow(touched: readonly number[], index: number): number[] {
  return [...touched.filter((i) => i !== index), index];
}
