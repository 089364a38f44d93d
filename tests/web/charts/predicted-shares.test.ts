// SPDX-License-Identifier: MIT
// Bars drawn by hand: they sum to 1, and what was set stays as long as it can.
import { describe, expect, it } from "vitest";
import { evenShares, touchedNow, withShare } from "../../../web/src/charts/predicted-shares";

const sum = (shares: readonly number[]) => shares.reduce((total, share) => total + share, 0);

/** Sets one share after the other. */
function drawn(count: number, ...moves: readonly (readonly [index: number, share: number])[]): number[] {
  let shares = evenShares(count);
  let touched: readonly number[] = [];
  for (const [index, share] of moves) {
    shares = withShare(shares, index, share, touched);
    touched = touchedNow(touched, index);
  }
  return shares;
}

describe("bars that sum to 1", () => {
  it("begin equal", () => {
    expect(evenShares(4)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(sum(evenShares(3))).toBeCloseTo(1, 12);
  });

  it("reach any three shares by setting two: what was not yet set gives way first", () => {
    expect(drawn(3, [0, 0.2], [1, 0.5])).toEqual([0.2, 0.5, 0.3]);
    expect(drawn(4, [2, 0.7], [0, 0.1], [1, 0.15])).toEqual([0.1, 0.15, 0.7, 0.05]);
  });

  it("keep the proportions of those that give way together", () => {
    expect(drawn(3, [0, 0.5])).toEqual([0.5, 0.25, 0.25]);
    expect(withShare([0.2, 0.6, 0.2], 0, 0.6, [])).toEqual([0.6, 0.3, 0.1]);
  });

  it("let the oldest give way once all are set, and the next when it is at 0", () => {
    expect(drawn(3, [0, 0.2], [1, 0.5], [2, 0.4])).toEqual([0.1, 0.5, 0.4]);
    expect(drawn(3, [0, 0.2], [1, 0.5], [2, 0.9])).toEqual([0, 0.1, 0.9]);
  });

  it("sum to 1 to the thousandth after any moves, none below 0 or above 1", () => {
    let seed = 7;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    for (let round = 0; round < 2000; ++round) {
      const count = 1 + Math.floor(8 * random());
      const moves = Array.from({ length: 6 }, () => [Math.floor(count * random()), 1.4 * random() - 0.2] as const);
      const shares = drawn(count, ...moves);
      expect(sum(shares)).toBeCloseTo(1, 9);
      for (const share of shares) expect(share >= 0 && share <= 1, String(shares)).toBe(true);
    }
  });

  it("leave the only answer everything", () => {
    expect(drawn(1, [0, 0.3])).toEqual([1]);
  });
});
