// SPDX-License-Identifier: MIT
// The axis of the bars: which end it takes, when it stays, and what degenerate numbers make of it.
import { describe, expect, it } from "vitest";
import { axisEnd, axisTicks, barLength, referenceShares } from "../../../web/src/charts/shares";

describe("the axis", () => {
  it("ends at the least of 10, 25, 50 and 100% that leaves room beyond the longest bar", () => {
    expect(axisEnd([0.63, 0.2])).toBe(1);
    expect(axisEnd([0.4, 0.3])).toBe(0.5);
    expect(axisEnd([0.2, 0.1])).toBe(0.25);
    expect(axisEnd([0.01])).toBe(0.1);
    expect(axisEnd([0.49])).toBe(1);
  });

  it("never shrinks during a drag and grows when a bar needs it", () => {
    expect(axisEnd([0.05], 0.5)).toBe(0.5);
    expect(axisEnd([0.9], 0.5)).toBe(1);
  });

  it("is whole for a certain answer, and short for no bars or bars that are no numbers", () => {
    expect(axisEnd([1])).toBe(1);
    expect(axisEnd([])).toBe(0.1);
    expect(axisEnd([NaN, 0])).toBe(0.1);
  });

  it("has five ticks from 0 to its end", () => {
    expect(axisTicks(0.5)).toEqual([0, 0.125, 0.25, 0.375, 0.5]);
  });
});

describe("a bar", () => {
  it("is as long as its part of the axis, in percent", () => {
    expect(barLength(0.634, 1)).toBeCloseTo(63.4, 12);
    expect(barLength(0.1, 0.25)).toBeCloseTo(40, 12);
  });

  it("has no length where there is no probability, and stays inside the axis", () => {
    expect([0, -1, NaN].map((share) => barLength(share, 1))).toEqual([0, 0, 0]);
    expect(barLength(2, 1)).toBe(100);
    expect(barLength(1e-300, 1)).toBeCloseTo(0, 12);
  });
});

describe("references", () => {
  it("are drawn in proportion to their sum", () => {
    expect(referenceShares([2, 5, 3])).toEqual([0.2, 0.5, 0.3]);
  });

  it("are drawn however large or small they are", () => {
    expect(referenceShares([1e308, 1e308])).toEqual([0.5, 0.5]);
    expect(referenceShares([1e-320, 1e-320])).toEqual([0.5, 0.5]);
    expect(referenceShares([1e308, 1e-308])).toEqual([1, 0]);
  });

  it("are not drawn where they cannot be normalised", () => {
    for (const references of [
      [0, 1],
      [-1, 2],
      [NaN, 1],
      [Infinity, 1],
    ]) {
      expect(referenceShares(references)).toBeNull();
    }
  });
});
