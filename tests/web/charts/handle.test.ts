// SPDX-License-Identifier: MIT
// A handle on a plot under the steps of a slider.
import { describe, expect, it } from "vitest";
import { steppedValue, roundedToPixel } from "../../../web/src/charts/handle";

const share = { least: 0.01, most: 0.99, step: 0.01 };

describe("steps", () => {
  it.each([
    [1, 0.51],
    [-1, 0.49],
    [10, 0.6],
    [-10, 0.4],
    [-Infinity, 0.01],
    [Infinity, 0.99],
  ])("%d from 0.5 lead to %d", (by, value) => {
    expect(steppedValue(0.5, by, share)).toBe(value);
  });

  it("lead from between two steps to the next, and stop at the ends", () => {
    expect(steppedValue(0.333, 1, share)).toBe(0.34);
    expect(steppedValue(0.333, -1, share)).toBe(0.33);
    expect(steppedValue(1e-9, -1, share)).toBe(0.01);
    expect(steppedValue(0.99, 1, share)).toBe(0.99);
  });

  it("multiply on a logarithmic axis, and the way back leads to the very same value", () => {
    const decades = { least: 1e-9, most: 1, step: 10, logarithmic: true };
    expect(steppedValue(0.02, -1, decades)).toBe(0.01);
    expect(steppedValue(0.02, 1, decades)).toBe(0.1);
    expect(steppedValue(1e-9, -1, decades)).toBe(1e-9);
    const fine = { least: 1e-3, most: 1000, step: 10 ** 0.05, logarithmic: true };
    for (let value = 1e-3; value < 1000; value = steppedValue(value, 1, fine))
      expect(steppedValue(steppedValue(value, 1, fine), -1, fine)).toBe(value);
  });
});

it("a dragged value has the digits that a pixel tells apart", () => {
  expect(roundedToPixel(0.123456, 0.002)).toBe(0.123);
  expect(roundedToPixel(0.000123456, 3e-7)).toBe(0.0001235);
  expect(roundedToPixel(12.3456, 4)).toBe(12);
  expect(roundedToPixel(0.5, 0)).toBe(0.5);
});
