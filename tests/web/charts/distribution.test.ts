// SPDX-License-Identifier: MIT
// Columns of predictions: nobody is lost, nobody counted twice, and edges belong to one side.
import { describe, expect, it } from "vitest";
import { middle, spreadOfNumbers, spreadOfPlaces, spreadOfShares, tallest } from "../../../web/src/charts/distribution";

const total = ({ columns }: ReturnType<typeof spreadOfShares>) => columns.reduce((sum, { count }) => sum + count, 0);

describe("the spread of predictions", () => {
  it("every probability is in one column, 0 in the first and 1 in the last", () => {
    const values = Array.from({ length: 101 }, (_, i) => i / 100);
    const spread = spreadOfShares("A", values, 0.5);
    expect(spread.columns).toHaveLength(20);
    expect(total(spread)).toBe(101);
    expect(spread.columns[0]).toEqual({ from: 0, to: 0.05, count: 5 });
    expect(spread.columns.at(-1)).toEqual({ from: 0.95, to: 1, count: 6 });
  });

  it("every number is counted, whatever its size, and the truth lies within", () => {
    for (const [values, truth] of [
      [[-3, 1e6, 7], 12],
      [[5, 5, 5], 5],
      [[0], 0],
      [[1e-9, 2e-9], 4],
      [[], 3],
    ] as const) {
      const spread = spreadOfNumbers("", values, truth);
      expect(total(spread)).toBe(values.length);
      expect(spread.from).toBeLessThan(spread.to);
      expect(spread.from).toBeLessThanOrEqual(truth);
      expect(spread.to).toBeGreaterThanOrEqual(truth);
      expect(spread.columns.every(({ from, to }) => to > from)).toBe(true);
    }
  });

  it("nothing predicted and nothing known still has an axis", () => {
    const spread = spreadOfNumbers("", [], null);
    expect([spread.from, spread.to, total(spread)].every(Number.isFinite)).toBe(true);
    expect(tallest([spread])).toBe(1);
  });

  it("places of an order have a column each", () => {
    const { columns } = spreadOfPlaces("A", [1, 3, 3], 2, 3);
    expect(columns.map(({ count }) => count)).toEqual([1, 0, 2]);
  });

  it("the middle of an even number lies between two", () => {
    expect([middle([3, 1, 2]), middle([4, 1, 2, 3]), middle([])]).toEqual([2, 2.5, null]);
  });
});
