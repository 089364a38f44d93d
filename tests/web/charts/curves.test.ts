// SPDX-License-Identifier: MIT
// Curves and their labels in pixels, degenerate ones included.
import { describe, expect, it } from "vitest";
import {
  curvePath,
  distance,
  labelBox,
  type LabelledCurve,
  placed,
  placeLabels,
  type Point,
} from "../../../web/src/charts/curves";
import { freeSpace } from "../../../web/src/charts/leaders";
import { plotFrame, textWidth } from "../../../web/src/charts/frame";
import { drawnShapes } from "../../../web/src/charts/marks";
import { spread } from "../../../web/src/charts/spread";

const frame = plotFrame({
  width: 400,
  height: 300,
  rem: 16,
  x: { scale: "linear", domain: [0, 1], label: "x" },
  y: { scale: "log", domain: [1e-3, 1e3], label: "y" },
});

describe("path data", () => {
  it("is rounded to a hundredth of a pixel and has gaps where there is no place", () => {
    expect(
      curvePath([
        [1, 2],
        [3.14159, 4],
        [NaN, 1],
        [5, 6],
        [7, 8],
      ]),
    ).toBe("M1,2L3.14,4M5,6L7,8");
    expect(curvePath([])).toBe("");
    expect(curvePath([[1, 1]])).toBe("M1,1Z");
  });

  it("leaves out what has no logarithm, and cuts what runs off to infinity", () => {
    const points: Point[] = [
      [0, 0],
      [0.5, 1],
      [1, 1e300],
    ];
    expect(curvePath(placed(points, frame))).toMatch(/^M[\d.]+,[\d.]+L[\d.]+,-[\d.]+$/);
    expect(
      curvePath([
        [0, 0],
        [Infinity, 0],
        [1e12, 0],
      ]),
    ).toBe("M0,0ZM100000,0Z");
  });
});

function boxes(labels: readonly { text: string; x: number; y: number }[], size: number) {
  return labels.map(({ text, x, y }) => ({
    left: x - textWidth(text, size) / 2,
    right: x + textWidth(text, size) / 2,
    top: y - size / 2,
    bottom: y + size / 2,
  }));
}

describe("labels on curves", () => {
  const fan = (count: number): LabelledCurve[] =>
    Array.from({ length: count }, (_, k) => ({
      key: `${k}`,
      text: `β = ${k}`,
      pixels: Array.from({ length: 50 }, (_, i): Point => [50 + 6 * i, 250 - (i * (k + 1) * 4) / count]),
    }));

  it("lie on their curves, inside the plot, and never on each other", () => {
    const labels = placeLabels(fan(7), frame, 13);
    expect(labels.length).toBeGreaterThanOrEqual(5);
    const all = boxes(labels, 13);
    all.forEach((a, i) => {
      expect(a.left).toBeGreaterThanOrEqual(frame.left);
      expect(a.right).toBeLessThanOrEqual(frame.right);
      for (const b of all.slice(i + 1)) {
        expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
      }
    });
  });

  it("have places for one curve, for equal ones and for none, and give up where a hundred do not fit", () => {
    expect(placeLabels([], frame, 13)).toEqual([]);
    expect(placeLabels(fan(1), frame, 13)).toHaveLength(1);
    const equal = fan(1).concat(fan(1).map((curve) => ({ ...curve, key: "twin" })));
    expect(placeLabels(equal, frame, 13)).toHaveLength(2);
    expect(placeLabels(fan(100), frame, 13).length).toBeLessThan(100);
    expect(
      placeLabels(
        [
          {
            key: "far",
            text: "far",
            pixels: [
              [-5000, -5000],
              [NaN, 2],
            ],
          },
        ],
        frame,
        13,
      ),
    ).toEqual([]);
  });
});

describe("labels in a column", () => {
  it("stay where they wish to stand when there is room", () => {
    expect(spread([10, 50, 30], 10, 0, 100)).toEqual([10, 50, 30]);
  });

  it("move as little as possible, keep their order and do not touch", () => {
    expect(spread([50, 50, 50], 10, 0, 100)).toEqual([40, 50, 60]);
    expect(spread([12, 10, 90], 10, 0, 100)).toEqual([16, 6, 90]);
  });

  it("stay between the ends, and go beyond the far one only where they do not fit", () => {
    expect(spread([0, 1, 2], 10, 0, 100)).toEqual([0, 10, 20]);
    expect(spread([99, 100, 100], 10, 0, 100)).toEqual([80, 90, 100]);
    expect(spread([5, 5, 5], 10, 0, 15)).toEqual([0, 10, 20]);
    expect(spread([], 10, 0, 100)).toEqual([]);
  });
});

it("marks are drawn where they lie inside the plot", () => {
  const marks = drawnShapes(
    [
      [0.5, 1],
      [2, 1],
      [0.5, 1e-9],
      [0, 1e3],
      [0.5, 0],
    ],
    frame,
  );
  expect(marks.map(({ index }) => index)).toEqual([0, 3]);
  expect(marks[0]).toEqual({ index: 0, x: frame.x.at(0.5), y: frame.y.at(1) });
});

describe("labels beside their curves", () => {
  /** Curves that run together for most of their way, two pixels apart. */
  const bundle: LabelledCurve[] = Array.from({ length: 4 }, (_, k) => ({
    key: `${k}`,
    text: `rule ${k}`,
    pixels: Array.from({ length: 200 }, (_, i): Point => [60 + 1.5 * i, 150 + 2 * k]),
  }));

  it("are joined to them by a hairline, and cover no curve", () => {
    const labels = placeLabels(bundle, frame, 13);
    expect(labels).toHaveLength(4);
    const beside = labels.filter(({ leader }) => leader);
    expect(beside.length).toBeGreaterThanOrEqual(2);
    for (const { key, leader, text, x, y } of beside) {
      const box = labelBox(x, y, text, 13);
      expect(bundle.flatMap(({ pixels }) => pixels).filter((pixel) => distance(pixel, box) === 0)).toEqual([]);
      const [from, to] = leader!;
      expect(from[1]).toBeCloseTo(150 + 2 * Number(key), 9);
      expect(distance(to, box)).toBe(0);
    }
  });

  it("know at once whether a box holds a point", () => {
    const free = freeSpace([[100, 100]], frame);
    expect(free({ left: 90, right: 110, top: 95, bottom: 105 })).toBe(false);
    expect(free({ left: 120, right: 160, top: 95, bottom: 105 })).toBe(true);
    expect(free({ left: 90, right: 110, top: 110, bottom: 120 })).toBe(true);
    expect(
      freeSpace(
        [
          [-5, 1e9],
          [NaN, 3],
        ],
        frame,
      )({ left: 0, right: 400, top: 0, bottom: 300 }),
    ).toBe(true);
  });
});
