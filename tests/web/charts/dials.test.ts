// SPDX-License-Identifier: MIT
// The dials: every stop is a value that the core takes, and positions and values belong together.
import { describe, expect, it } from "vitest";
import {
  betaAt,
  betaDial,
  betaPosition,
  dialGroupSizes,
  groupSizeAt,
  groupSizePosition,
} from "../../../web/src/charts/dials";

describe("the β dial", () => {
  it("is logarithmic, with β = 1 exactly in its middle", () => {
    expect(betaAt(0)).toBe(1);
    expect(betaPosition(1)).toBe(0);
    expect(betaAt(betaDial.from)).toBe(0.001);
    expect(betaAt(betaDial.to)).toBe(1000);
  });

  it("sets a different β at every stop, short enough to read in a link", () => {
    const count = Math.round((betaDial.to - betaDial.from) / betaDial.step);
    const betas = Array.from({ length: count + 1 }, (_, k) => betaAt(betaDial.from + k * betaDial.step));
    expect(new Set(betas).size).toBe(count + 1);
    for (const beta of betas) expect(String(beta).length).toBeLessThanOrEqual(7);
  });

  it("rests at an end for β beyond it", () => {
    expect([betaPosition(1e-6), betaPosition(1e6), betaPosition(0)]).toEqual([-3, 3, -3]);
  });
});

describe("the G dial", () => {
  it("runs from pairs to the limit, and each of its stops leads back to itself", () => {
    expect(dialGroupSizes[0]).toBe(2);
    expect(dialGroupSizes.at(-1)).toBe("inf");
    dialGroupSizes.forEach((size, position) => {
      expect(groupSizePosition(size)).toBe(position);
      expect(groupSizeAt(position)).toBe(size);
    });
  });

  it("rests at the nearest stop for sizes that were typed", () => {
    expect(groupSizeAt(groupSizePosition(9))).toBe(10);
    expect(groupSizeAt(groupSizePosition(1_000_000))).toBe(256);
  });
});
