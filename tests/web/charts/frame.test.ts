// SPDX-License-Identifier: MIT
// The frame of a plot: places, ticks and room, for every kind of domain that data may bring.
import { describe, expect, it } from "vitest";
import { type AxisSpec, plotFrame } from "../../../web/src/charts/frame";

const linear = (from: number, to: number): AxisSpec => ({ scale: "linear", domain: [from, to], label: "x" });
const log = (from: number, to: number): AxisSpec => ({ scale: "log", domain: [from, to], label: "x" });
const framed = (x: AxisSpec, y: AxisSpec, width = 640) => plotFrame({ width, height: 400, rem: 16, x, y });
const texts = ({ ticks }: { ticks: { text: string }[] }) => ticks.map(({ text }) => text);

describe("places", () => {
  it("run from the left to the right and from the bottom to the top", () => {
    const { x, y, left, right, top, bottom } = framed(linear(0, 1), linear(0, 1));
    expect([x.at(0), x.at(1), y.at(0), y.at(1)]).toEqual([left, right, bottom, top]);
    expect(x.value(x.at(0.3))).toBeCloseTo(0.3, 12);
    expect(x.value(-1000)).toBe(0);
    expect(x.value(1e6)).toBe(1);
  });

  it("are even in the logarithm on a logarithmic axis, down to 1e-9", () => {
    const { x, left, right } = framed(log(1e-9, 1), linear(0, 1));
    expect(x.at(1e-9)).toBeCloseTo(left, 9);
    expect(x.at(1e-3)).toBeCloseTo(left + ((right - left) * 6) / 9, 9);
  });

  it("exist for data of one value", () => {
    for (const x of [linear(3, 3), linear(0, 0), log(5, 5)]) {
      const frame = framed(x, linear(1, 1));
      expect(Number.isFinite(frame.x.at(x.domain[0]))).toBe(true);
      expect(frame.x.at(x.domain[0])).toBeGreaterThan(frame.left);
      expect(frame.x.at(x.domain[0])).toBeLessThan(frame.right);
    }
  });
});

describe("ticks", () => {
  it("are round, and fewer where there is less room", () => {
    expect(texts(framed(linear(0, 1), linear(0, 1)).x)).toEqual(["0", "0.2", "0.4", "0.6", "0.8", "1"]);
    expect(texts(framed(linear(0, 1), linear(0, 1), 300).x)).toEqual(["0", "0.5", "1"]);
  });

  it("are powers of ten on a logarithmic axis, some of them where there are many, 1 2 5 where there are few", () => {
    expect(texts(framed(log(1e-3, 1e3), linear(0, 1)).x)).toEqual(["0.001", "0.01", "0.1", "1", "10", "100", "1000"]);
    expect(texts(framed(log(1e-9, 1), linear(0, 1), 400).x)).toEqual(["10⁻⁹", "10⁻⁶", "0.001", "1"]);
    expect(texts(framed(log(0.4, 6), linear(0, 1)).x)).toEqual(["0.5", "1", "2", "5"]);
  });

  it("lie inside the domain and have room for their numbers", () => {
    for (const y of [linear(-1e6, 1e6), linear(0, 1e-9), log(1e-12, 1e12), linear(0, 0)]) {
      const frame = framed(linear(0, 1), y);
      expect(frame.y.ticks.length).toBeGreaterThan(1);
      for (const { at } of frame.y.ticks) {
        expect(at).toBeGreaterThanOrEqual(frame.top - 1e-9);
        expect(at).toBeLessThanOrEqual(frame.bottom + 1e-9);
      }
      expect(frame.left).toBeGreaterThan(Math.max(...texts(frame.y).map((text) => 5 * text.length)));
    }
  });
});
