// SPDX-License-Identifier: MIT
// Roots, staircases and basins of the one-step map, on a map whose fixed points are known; degenerate ones included.
import { describe, expect, it } from "vitest";
import type { Point } from "../../../web/src/charts/curves";
import {
  cobweb,
  flowBasins,
  gapDomain,
  numberPlaces,
  mapAt,
  restOf,
  rootsOf,
  startGrid,
  startsTable,
  stepBasins,
  steps,
  twoPanels,
} from "../../../web/src/charts/starts";
import { startsSummary } from "../../../web/src/views/closer/starts/summary";

// π' = σ(c(2p − 1)), h = c(2p − 1) − logit p: for c > 2 three fixed points, symmetric about ½, the middle one unstable.
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const mapOf = (c: number) => startGrid().map((p): Point => [p, sigmoid(c * (2 * p - 1))]);
const gapOf = (c: number) => startGrid().map((p): Point => [p, c * (2 * p - 1) - Math.log(p / (1 - p))]);
let high = 0.9;
for (let k = 0; k < 200; ++k) high = sigmoid(3 * (2 * high - 1));
const three = rootsOf([
  { policy: [high], stable: true, boundary: false },
  { policy: [0.5], stable: false, boundary: false },
  { policy: [1 - high], stable: true, boundary: false },
] as never);

describe("the grid and the map", () => {
  it("reaches from a millionth to its complement, each start once and in order", () => {
    const grid = startGrid();
    expect([grid[0], grid.at(-1)]).toEqual([1e-6, 1 - 1e-6]);
    expect(grid.every((p, k) => k === 0 || p > grid[k - 1]!)).toBe(true);
  });

  it("follows the chord between known points, and the nearest point beyond them", () => {
    const map: Point[] = [
      [0.2, 0.4],
      [0.4, 0.8],
    ];
    expect([0.1, 0.2, 0.3, 0.9].map((p) => mapAt(map, p))).toEqual([0.4, 0.4, expect.closeTo(0.6, 12), 0.8]);
    expect(mapAt([], 0.3)).toBe(0.3);
  });
});

describe("steps", () => {
  it("lead to the stable root on the start's side, and stay at the unstable one", () => {
    expect(three.map(({ stable }) => stable)).toEqual([true, false, true]);
    const ends = [0.1, 0.45, 0.5, 0.55].map((start) => restOf(steps(mapOf(3), start), three));
    expect(ends).toEqual([0, 0, 1, 2]);
  });

  it("are seen to go to and fro where the map overshoots", () => {
    const swapping: Point[] = [
      [0.1, 0.9],
      [0.9, 0.1],
    ];
    expect(restOf(steps(swapping, 0.2), three)).toBe("cycle");
    expect(restOf([0.25], three)).toBeNull();
  });

  it("are a staircase from the diagonal to the map and back", () => {
    expect(cobweb([0.2, 0.4, 0.5])).toEqual([
      [0.2, 0.2],
      [0.2, 0.4],
      [0.4, 0.4],
      [0.4, 0.5],
      [0.5, 0.5],
    ]);
    expect(cobweb([0.3])).toEqual([[0.3, 0.3]]);
  });
});

describe("which start leads where", () => {
  it("is split at the unstable root, for the flow as for a map that rises", () => {
    expect(flowBasins(gapOf(3), three)).toEqual([
      { from: 0, to: 0.5, end: 0 },
      { from: 0.5, to: 1, end: 2 },
    ]);
    const basins = stepBasins(mapOf(3), three);
    expect(basins.map(({ end }) => end)).toEqual([0, 1, 2]);
    expect(basins[1]!.to - basins[1]!.from).toBeLessThan(0.006);
  });

  it("is one stretch for one root, and the corner where none holds still inside", () => {
    const one = rootsOf([{ policy: [0.5], stable: true, boundary: false }] as never);
    expect(flowBasins(gapOf(1), one)).toEqual([{ from: 0, to: 1, end: 0 }]);
    const corner = rootsOf([{ policy: [1], stable: true, boundary: true }] as never);
    const rising = startGrid().map((p): Point => [p, 1]);
    expect(flowBasins(rising, corner)).toEqual([{ from: 0, to: 1, end: 0 }]);
    expect(flowBasins(rising, [])).toEqual([{ from: 0, to: 1, end: null }]);
  });
});

describe("the picture", () => {
  it("shows h without the ends, where it runs off, and always 0", () => {
    const [low, top] = gapDomain(gapOf(3));
    expect([low, top].map((value) => Number(value.toFixed(2)))).toMatchInlineSnapshot(`
      [
        -0.5,
        0.5,
      ]
    `);
    const far = gapDomain(gapOf(3), [{ p: 0.005, stable: true, boundary: false }]);
    expect(far[1]).toBeGreaterThan(top); // all of h between the policies that hold still
    expect(gapDomain([[0.5, 2]])).toEqual([-0.2, 2.2]);
    expect(gapDomain([])).toEqual([-0.1, 0.1]);
  });

  it("has the numbers of close roots side by side, in their order", () => {
    const frame = { left: 0, right: 400, rem: 16 };
    const places = (at: number[], leans: (1 | -1 | 0)[]) =>
      numberPlaces(
        at.map((at, k) => ({ at, lean: leans[k]! })),
        frame,
      );
    expect(places([100, 300], [1, -1])).toEqual([110, 290]);
    expect(places([100, 104], [0, 0])).toEqual([96, 108]);
    expect(places([100, 112], [1, -1])).toEqual([100, 112]);
    expect(places([400, 401, 402], [0, 0, 0])).toEqual([388, 400, 412]);
    expect(numberPlaces([], frame)).toEqual([]);
  });

  it("has its panels side by side, or one above the other on a phone", () => {
    expect(twoPanels({ width: 824, height: 400, rem: 16 })[1]).toEqual({ x: 412 + 12, y: 0, width: 400, height: 400 });
    expect(twoPanels({ width: 360, height: 424, rem: 16 })[1]).toEqual({ x: 0, y: 224, width: 360, height: 200 });
  });
});

describe("degenerate data", () => {
  const places = (p: number[]) =>
    numberPlaces(
      p.map((p) => ({ at: 400 * p, lean: 1 })),
      { left: 0, right: 400, rem: 16 },
    );
  const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(3)));

  it("has its geometry: no root, roots at 1e-9 from both ends, h that is 0 everywhere", () => {
    expect(places([])).toEqual([]);
    expect(rounded(places([1e-9, 1 - 1e-9]))).toMatchInlineSnapshot(`
      [
        10,
        410,
      ]
    `);
    expect(gapDomain(startGrid().map((p) => [p, 0] as const))).toEqual([-0.1, 0.1]);
    const tiny = [{ p: 1e-9, stable: true, boundary: false }];
    const falling = startGrid().map((p) => [p, Math.log(1e-9 / p)] as const);
    expect(rounded(gapDomain(falling, tiny))).toMatchInlineSnapshot(`
      [
        -22.68,
        2.062,
      ]
    `);
    expect(flowBasins(falling, tiny)).toEqual([{ from: 0, to: 1, end: 0 }]);
  });
});

it("the words and the numbers name every root and where the start leads", () => {
  const facts = { answer: "A", beta: 0.2, groupSize: "inf" as const, start: 0.55 };
  const flow = { end: "stationary" as const, p: three[2]!.p };
  expect(startsSummary({ ...facts, roots: three, rest: 2, flow })).toBe(
    "Three policies hold still at β = 0.2 and G = ∞, with “A” at 7.07% (1, stable), 50% (2, unstable), 92.9% (3, stable). " +
      "From 55% the flow comes to rest at 92.9%, and the steps of the map rest at 92.9%.",
  );
  expect(startsSummary({ ...facts, roots: [], rest: "cycle", flow: { end: "unresolved", p: 0.5 } })).toBe(
    "No policy holds still inside the simplex at β = 0.2 and G = ∞. From 55% the flow has not settled at 50%, and the steps of the map go to and fro.",
  );
  const edge = [
    { p: 0.76, stable: true, boundary: false },
    { p: 1, stable: true, boundary: true },
  ];
  expect(startsSummary({ ...facts, roots: edge, rest: 1, flow: { end: "boundary", p: 1 } })).toBe(
    "One policy holds still at β = 0.2 and G = ∞, with “A” at 76% (1, stable). The edge at 100% (2) draws the flow too. " +
      "From 55% the flow runs to the edge at 100%, and the steps of the map run to the edge at 100%.",
  );
  const table = startsTable("A", three, mapOf(3), gapOf(3));
  expect(table.rows).toHaveLength(3 + startGrid().length);
  expect(table.rows[1]).toEqual(["Stationary, unstable", 0.5, 0, 0.5]);
});
