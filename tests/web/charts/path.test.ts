// SPDX-License-Identifier: MIT
// The β path: stretches of one stability, folds, the rules' own β, where two rules part, and places in the picture.
import type { PathPoint } from "grpo-playground";
import { describe, expect, it } from "vitest";
import { curvePath, placed } from "../../../web/src/charts/curves";
import { plotFrame } from "../../../web/src/charts/frame";
import { panelColumns, panels } from "../../../web/src/charts/panels";
import {
  betaDomain,
  betaOf,
  firstStretch,
  folds,
  inScenarioBeta,
  ownRange,
  partingBeta,
  partingBracket,
  partingDistance,
  partingGrid,
  pathDocument,
  pathRules,
  pathRuns,
  pathTable,
  type RulePath,
  runPoints,
  shareDomain,
  totalVariation,
} from "../../../web/src/charts/path";
import type { RuleId } from "../../../web/src/state/types";
import { pathSummary } from "../../../web/src/views/closer/path/summary";
import { found, start } from "../story/pictures";

const point = (value: number, shares: number[], part: Partial<PathPoint> = {}): PathPoint => ({
  ...found(shares),
  value,
  fold: false,
  ...part,
});

const pathOf = (rule: RuleId, ...curves: PathPoint[][]): RulePath => ({
  rule,
  shown: true,
  curves: curves.map((points, index) => ({ index, onReferenceBranch: index === 0, points })),
});

const frame = plotFrame({
  width: 400,
  height: 300,
  rem: 16,
  x: { scale: "log", domain: [1e3, 1e-3], label: "β" },
  y: { scale: "linear", domain: [0, 1], label: "π" },
});

const drawn = (path: RulePath, answer = 0, into = frame) =>
  pathRuns(path).map((run) => [run.stable, curvePath(placed(runPoints(run, answer), into))]);

/** Down to a fold at β = 0.1, back up unstable to β = 10, and down again. */
const folded = pathOf("grpo", [
  point(1000, [0.2, 0.8]),
  point(1, [0.3, 0.7]),
  point(0.1, [0.4, 0.6], { fold: true }),
  point(1, [0.5, 0.5], { stable: false }),
  point(10, [0.6, 0.4], { stable: false, fold: true }),
  point(1, [0.8, 0.2]),
  point(0.001, [0.99, 0.01]),
]);

describe("the stretches of a path", () => {
  it("are drawn from large β at the left to small at the right, stable and unstable apart, without a gap", () => {
    expect(drawn(folded)).toMatchInlineSnapshot(`
      [
        [
          true,
          "M34,210.4L211.42,187.6L270.56,164.8",
        ],
        [
          false,
          "M270.56,164.8L211.42,142L152.28,119.2",
        ],
        [
          true,
          "M152.28,119.2L211.42,73.6L388.84,30.28",
        ],
      ]
    `);
    const runs = pathRuns(folded);
    expect(runs.map(({ stable }) => stable)).toEqual([true, false, true]);
    for (const [k, run] of runs.slice(1).entries()) expect(run.points[0]).toBe(runs[k]!.points.at(-1));
  });

  it("has its folds, and reaches from π_ref only to the first of them", () => {
    expect(folds(folded).map(({ point }) => betaOf(point))).toEqual([0.1, 10]);
    expect(firstStretch(folded).map(betaOf)).toEqual([1000, 1, 0.1]);
  });

  it.each([
    ["one answer", [[1], [1]], [0]],
    [
      "all equal",
      [
        [0.25, 0.25, 0.25, 0.25],
        [0.25, 0.25, 0.25, 0.25],
      ],
      [3],
    ],
    ["100 answers", [Array(100).fill(0.01), Array(100).fill(0.01)], [99]],
    [
      "probabilities of 1e-9",
      [
        [1e-9, 1 - 1e-9],
        [1 - 1e-9, 1e-9],
      ],
      [0],
    ],
  ])("of degenerate data have places inside the picture: %s", (_, [from, to], [answer]) => {
    const path = pathOf("rlhf", [point(1000, from!), point(0.001, to!)]);
    for (const axis of ["linear", "log"] as const) {
      const y = { scale: axis, domain: shareDomain(axis, [path], [answer!]), label: "π" };
      const into = plotFrame({
        width: 400,
        height: 300,
        rem: 16,
        x: { scale: "log", domain: [1e3, 1e-3], label: "β" },
        y,
      });
      for (const [x, height] of pathRuns(path).flatMap((run) => placed(runPoints(run, answer!), into))) {
        expect(x).toBeGreaterThanOrEqual(into.left - 1e-9);
        expect(x).toBeLessThanOrEqual(into.right + 1e-9);
        expect(height).toBeGreaterThanOrEqual(into.top - 1e-9);
        expect(height).toBeLessThanOrEqual(into.bottom + 1e-9);
      }
      expect(drawn(path, answer!, into)).toMatchSnapshot();
    }
  });

  it("leave a gap on a logarithmic axis where a probability underflows to 0", () => {
    const path = pathOf("rlhf", [point(1000, [0.5, 0.5]), point(1, [0, 1]), point(0.001, [0, 1])]);
    const domain = shareDomain("log", [path], [0]);
    expect(domain).toEqual([0.01, 1]);
    const y = { scale: "log" as const, domain, label: "π" };
    const into = plotFrame({
      width: 400,
      height: 300,
      rem: 16,
      x: { scale: "log", domain: [1e3, 1e-3], label: "β" },
      y,
    });
    expect(drawn(path, 0, into)[0]![1]).toMatch(/^M[\d.]+,[\d.]+Z$/);
  });
});

describe("what is asked", () => {
  it("does not depend on the scenario's β while that is within the usual ones, so that a drag asks for nothing", () => {
    expect(pathDocument({ ...start, beta: 0.01 })).toEqual(pathDocument({ ...start, beta: 7 }));
    expect(betaDomain(0.01)).toEqual(betaDomain(7));
    expect(betaDomain(1)).toEqual([1e-3, 1e3]);
    expect(betaDomain(3e-5)).toEqual([1e-5, 1e3]);
    expect(betaDomain(1e6)).toEqual([1e-3, 1e6]);
    expect(betaDomain(1e-6)).toEqual([1e-6, 1e3]);
  });

  it("is of NLHF at 2β, within the limits, and drawn at β", () => {
    expect(ownRange("nlhf", [1e-3, 1e3])).toEqual({ from: 2e3, to: 2e-3 });
    expect(ownRange("nlhf", [1e-6, 1e6])).toEqual({ from: 1e6, to: 2e-6 });
    const [curve] = inScenarioBeta("nlhf", pathOf("nlhf", [point(2, [1])]).curves);
    expect(curve!.points[0]!.value).toBe(1);
  });

  it("has GRPO and RLHF for their parting even where neither is shown, and no RLHF with a win matrix", () => {
    expect(pathRules({ ...start, rules: ["nlhf"] })).toEqual(["grpo", "rlhf", "nlhf"]);
    const wins = start.answers.map(() => start.answers.map(() => 0.5));
    expect(pathRules({ ...start, rules: ["nlhf"], wins })).toEqual(["grpo", "nlhf"]);
  });
});

describe("the parting of two rules", () => {
  /** π(a) = 0.5 + c/β for c/β ≤ 0.5: total variation from ½ is c/β. */
  const tilt = (c: number, betas: number[]) => betas.map((beta) => point(beta, [0.5 + c / beta, 0.5 - c / beta]));
  const betas = [1000, 100, 10, 1];
  const flat = pathOf("rlhf", tilt(0, [1000, 300, 30, 1]));
  const bent = pathOf("grpo", tilt(0.1, betas));

  it("is between the last β where they are within 5 points in total variation and the first where they are not", () => {
    const bracket = partingBracket(bent, flat)!;
    expect(bracket).toEqual({ low: 1, high: 10 });
    const grid = partingGrid({ low: 1, high: 10 });
    expect(grid[0]).toBeGreaterThan(10);
    expect(grid.at(-1)).toBeLessThan(1);
    const stations = (c: number) => grid.map((beta) => ({ beta, policy: [0.5 + c / beta, 0.5 - c / beta] }));
    const at = partingBeta(stations(0.1), stations(0))!;
    expect(at / (0.1 / partingDistance)).toBeCloseTo(1, 2); // c/β = 0.05 at β = 2
  });

  it("is nowhere for the same policies, and has no upper end where they differ from the start", () => {
    expect(partingBracket(flat, flat)).toBeNull();
    const far = pathOf("grpo", [point(1000, [0.9, 0.1]), point(1, [0.9, 0.1])]);
    expect(partingBracket(far, flat)).toEqual({ low: 1000, high: null });
    expect(partingBeta([{ beta: 1, policy: [1, 0] }], [{ beta: 2, policy: [0, 1] }])).toBeNull();
  });

  it("measures total variation: half the sum of the differences", () => {
    expect(totalVariation([1, 0], [0, 1])).toBe(1);
    expect(totalVariation([0.5, 0.5], [0.45, 0.55])).toBeCloseTo(0.05, 15);
  });
});

describe("its words and numbers", () => {
  it("tell where each rule goes, where it folds and where the two part", () => {
    const other = pathOf("rlhf", [point(1000, [0.2, 0.8]), point(0.001, [1, 0])], [point(1, [0, 1])]);
    expect(pathSummary("A", 0, [folded, other], { at: 0.4321 })).toMatchInlineSnapshot(
      `"As β falls to 0.001, “A” goes from 20% to 40% under GRPO (at β = 0.1, where it turns back) and 100% under RLHF. GRPO folds at β = 0.1 and β = 10: there a stable policy meets an unstable one. RLHF has another branch. GRPO and RLHF part at β = 0.432: below it they differ by more than 5 points (total variation)."`,
    );
    expect(pathSummary("A", 0, [{ ...folded, curves: [] }], "nowhere")).toMatchInlineSnapshot(
      `"GRPO has no stationary policy on the way. GRPO and RLHF stay within 5 points of each other (total variation)."`,
    );
  });

  it("keep every point of every curve", () => {
    const table = pathTable(["A", "B"], [1], [folded], () => "GRPO");
    expect(table.columns).toEqual(["Rule", "Curve", "β", "π(B)", "Stable", "Fold"]);
    expect(table.rows).toHaveLength(7);
    expect(table.rows[3]).toEqual(["GRPO", 0, 1, 0.5, "no", "no"]);
  });
});

describe("panels", () => {
  it("stand in rows of equal size within the picture", () => {
    expect(panelColumns(5, 900, 272)).toBe(3);
    expect(panelColumns(2, 900, 272)).toBe(2);
    expect(panelColumns(1, 100, 272)).toBe(1);
    expect(panels(5, 3, { width: 900, height: 416 }, 24)).toMatchInlineSnapshot(`
      [
        {
          "height": 196,
          "width": 284,
          "x": 0,
          "y": 0,
        },
        {
          "height": 196,
          "width": 284,
          "x": 308,
          "y": 0,
        },
        {
          "height": 196,
          "width": 284,
          "x": 616,
          "y": 0,
        },
        {
          "height": 196,
          "width": 284,
          "x": 0,
          "y": 220,
        },
        {
          "height": 196,
          "width": 284,
          "x": 308,
          "y": 220,
        },
      ]
    `);
    for (const { width, height } of panels(3, 3, { width: 3, height: 3 }, 24)) {
      expect(width).toBeGreaterThan(0);
      expect(height).toBeGreaterThan(0);
    }
  });
});
