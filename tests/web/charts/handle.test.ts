// SPDX-License-Identifier: MIT
// A handle on a plot under the keys of a slider.
import { describe, expect, it } from "vitest";
import { keyedValue, roundedToPixel } from "../../../web/src/charts/handle";

const share = { least: 0.01, most: 0.99, step: 0.01 };

describe("keys", () => {
  it.each([
    ["ArrowRight", 0.51],
    ["ArrowUp", 0.51],
    ["ArrowLeft", 0.49],
    ["PageUp", 0.6],
    ["PageDown", 0.4],
    ["Home", 0.01],
    ["End", 0.99],
  ])("%s from 0.5 leads to %d", (key, value) => {
    expect(keyedValue(0.5, key, share)).toBe(value);
  });

  it("lead from between two steps to the next, and stop at the ends", () => {
    expect(keyedValue(0.333, "ArrowRight", share)).toBe(0.34);
    expect(keyedValue(0.333, "ArrowLeft", share)).toBe(0.33);
    expect(keyedValue(1e-9, "ArrowLeft", share)).toBe(0.01);
    expect(keyedValue(0.99, "ArrowRight", share)).toBe(0.99);
  });

  it("multiply on a logarithmic axis", () => {
    const range = { least: 1e-9, most: 1, step: 10, logarithmic: true };
    expect(keyedValue(0.02, "ArrowLeft", range)).toBe(0.002);
    expect(keyedValue(1e-9, "ArrowLeft", range)).toBe(1e-9);
  });

  it("mean nothing else", () => {
    expect(keyedValue(0.5, "a", share)).toBeNull();
    expect(keyedValue(0.5, "Tab", share)).toBeNull();
  });
});

it("a dragged value has the digits that a pixel tells apart", () => {
  expect(roundedToPixel(0.123456, 0.002)).toBe(0.123);
  expect(roundedToPixel(0.000123456, 3e-7)).toBe(0.0001235);
  expect(roundedToPixel(12.3456, 4)).toBe(12);
  expect(roundedToPixel(0.5, 0)).toBe(0.5);
});
