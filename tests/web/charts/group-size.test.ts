// SPDX-License-Identifier: MIT
// Group size: the axis with its ∞, curves over G, what is asked of the engine, and what small groups cannot learn.
import type { PathPoint } from "grpo-playground";
import { describe, expect, it } from "vitest";
import { curvePath, placed } from "../../../web/src/charts/curves";
import { plotFrame } from "../../../web/src/charts/frame";
import {
  finiteSizes,
  groupRules,
  groupSizes,
  hasManyRewards,
  policyDomain,
  policyOf,
  preferenceDomain,
  preferenceOf,
  sizeAxis,
  sizeCurves,
  sizeDocument,
  type SizePath,
  sizePlace,
  sizeTable,
  successAt,
  successPosition,
  successRange,
} from "../../../web/src/charts/group-size";
import { neededSentence, sizeSummary } from "../../../web/src/views/closer/size/summary";
import { corner, found, start } from "../story/pictures";

const at = (value: number | "inf", shares: number[], part: Partial<PathPoint> = {}): PathPoint => ({
  ...found(shares),
  value,
  fold: false,
  ...part,
});

const pathOf = (...points: PathPoint[]): SizePath => ({
  rule: "grpo",
  curves: [{ index: 0, onReferenceBranch: true, points }],
});

const frame = plotFrame({
  width: 400,
  height: 300,
  rem: 16,
  x: sizeAxis,
  y: { scale: "linear", domain: [0, 1], label: "π" },
});

const geometry = (path: SizePath, answer: number) =>
  sizeCurves(path, policyOf(answer)).map(({ points, toLimit }) =>
    [points, toLimit ?? []].map((list) => curvePath(placed(list, frame))),
  );

describe("the axis of G", () => {
  it("is logarithmic from 2 to 64 and names ∞ beyond", () => {
    expect(frame.x.ticks.map(({ text }) => text)).toEqual(["2", "4", "8", "16", "32", "64", "∞"]);
    const places = groupSizes.map((size) => frame.x.at(sizePlace(size)));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.at(-1)).toBeCloseTo(frame.right, 9);
  });
});

describe("curves over G", () => {
  it("run through the finite sizes and are led on to ∞", () => {
    const path = pathOf(at(2, [0.4, 0.6]), at(8, [0.5, 0.5]), at(64, [0.6, 0.4]), at("inf", [0.625, 0.375]));
    expect(geometry(path, 0)).toMatchInlineSnapshot(`
      [
        [
          "M34,164.8L153.33,142L332.33,119.2",
          "M332.33,119.2L392,113.5",
        ],
      ]
    `);
  });

  it("are not led on where a curve ends before the largest size, and stand at ∞ alone where they are only there", () => {
    expect(sizeCurves(pathOf(at(2, [1]), at(8, [1]), at("inf", [1])), policyOf(0))[0]!.toLimit).toBeNull();
    const [alone] = sizeCurves(pathOf(at("inf", [0.5])), policyOf(0));
    expect(alone!.points).toEqual([[sizePlace("inf"), 0.5]]);
    expect(sizeCurves(pathOf(), policyOf(0))).toEqual([]);
  });

  it("have no preference on the boundary, where P is not what makes the policy", () => {
    const path = pathOf(
      { ...corner([1, 0]), value: 2, fold: false },
      at(3, [0.5, 0.5], { preference: Float64Array.of(0.3, -0.3) }),
    );
    expect(sizeCurves(path, preferenceOf(1))[0]!.points).toEqual([[3, -0.3]]);
  });

  it.each([
    ["one answer", [1], 0],
    ["all equal", [0.25, 0.25, 0.25, 0.25], 2],
    ["100 answers", Array<number>(100).fill(0.01), 99],
    ["probabilities of 1e-9", [1e-9, 1 - 1e-9], 0],
  ])("of degenerate data lie inside the picture: %s", (_, shares, answer) => {
    const path = pathOf(...groupSizes.map((size) => at(size, shares)));
    for (const [x, y] of sizeCurves(path, policyOf(answer)).flatMap(({ points }) => placed(points, frame))) {
      expect(x).toBeGreaterThanOrEqual(frame.left);
      expect(y).toBeLessThanOrEqual(frame.bottom);
      expect(y).toBeGreaterThanOrEqual(frame.top);
    }
    const [curve] = geometry(path, answer);
    expect([curve![0]!.match(/^M[^L]*|[^L]*$/g)!.filter(Boolean), curve![1]]).toMatchSnapshot();
  });

  it("of P have 0 and all points inside their axis, even where all are 0", () => {
    expect(preferenceDomain([{ points: [[2, -1]] }, { points: [[2, 1]], toLimit: [[3, 4]] }])).toEqual([-1.4, 4.4]);
    const [low, high] = preferenceDomain([{ points: [[2, 0]] }]);
    expect(low).toBeLessThan(high);
    expect(preferenceDomain([{ points: [[2, -1]] }])).toEqual([-1.08, 0]);
  });
});

describe("what is asked", () => {
  it("is of the shown rules that draw groups, and of GRPO in any case", () => {
    expect(groupRules({ ...start, rules: ["rlhf", "nlhf"] })).toEqual(["grpo"]);
    expect(groupRules({ ...start, rules: ["grpo", "rlhf", "shift-only"] })).toEqual(["grpo", "shift-only"]);
  });

  it("does not depend on the scenario's own G", () => {
    const document = (groupSize: number) => sizeDocument({ ...start, groupSize }, ["grpo"], 8);
    expect(document(3)).toEqual(document(32));
    expect(sizeDocument(start, ["grpo"], "inf").rules[0]!.preference).toEqual({ model: "group", groupSize: "inf" });
  });

  it("comes from a slider over the log-odds of p that reads back to the same place", () => {
    for (const position of [successRange.from, -3, -0.5, 0, 0.5, 3, successRange.to]) {
      const success = successAt(position);
      expect(success).toBeGreaterThan(0);
      expect(success).toBeLessThan(1);
      expect(Math.abs(successPosition(success) - position)).toBeLessThan(successRange.step / 10);
    }
    expect(successAt(0)).toBe(0.5);
    expect(successPosition(1)).toBe(successRange.to);
    expect(successPosition(0)).toBe(successRange.from);
  });
});

describe("its words and numbers", () => {
  const path = pathOf(at(2, [0.4, 0.6]), at("inf", [0.625, 0.375]));

  it("tell where the policy goes, and which G a probability asks for", () => {
    expect(sizeSummary("A", 0, [path])).toMatchInlineSnapshot(`"GRPO takes “A” from 40% to 62.5% from G = 2 to ∞."`);
    expect(neededSentence(0.1, 0.82, { attenuation90: 14, silent10: 22 })).toMatchInlineSnapshot(
      `"At p = 10% you need G ≥ 14 for 90% of the full update, and G ≥ 22 so that at most one group in ten is silent."`,
    );
    expect(neededSentence(1e-9, 1 - 2e-9, { attenuation90: null, silent10: null })).toMatchInlineSnapshot(
      `"At p = 10⁻⁹ you need more than a million for 90% of the full update, and more than a million so that at most one group in ten is silent."`,
    );
    expect(neededSentence(null, 0.4, { attenuation90: null, silent10: 7 })).toMatchInlineSnapshot(
      `"Under this policy you need G ≥ 7 so that at most one group in ten is silent."`,
    );
  });

  it("say that nothing can be learned where all rewards are equal", () => {
    expect(neededSentence(null, 1, { attenuation90: null, silent10: null })).toMatch(/^All rewards are equal/);
  });

  it("put silence beside the sizes it was asked for, and nothing beside ∞", () => {
    const silent = finiteSizes.map((size) => 1 / size);
    const { rows, columns } = sizeTable(
      0,
      "A",
      [path],
      { silent, attenuation: null, approximation: null },
      () => "GRPO",
    );
    expect(columns).toHaveLength(9);
    expect(rows).toEqual([
      ["GRPO", 0, "2", 0.4, 0, "yes", 0.5, null, null],
      ["GRPO", 0, "∞", 0.625, 0, "yes", null, null, null],
    ]);
  });
});

it("many rewards are counted by what differs, and a win matrix has none", () => {
  const answers = Array.from({ length: 100 }, (_, k) => ({ id: k, label: `${k}`, reference: 1, reward: k % 5 }));
  const state = { ...start, answers };
  expect(hasManyRewards(state)).toBe(false);
  const different = { ...state, answers: answers.map((answer, k) => ({ ...answer, reward: k })) };
  expect(hasManyRewards(different)).toBe(true);
  expect(hasManyRewards({ ...different, wins: [[0.5]] })).toBe(false);
});

it("the policy's axis goes to 100%, and less far only where every share is small", () => {
  const small = [{ points: [[2, 0.003] as const], toLimit: null }];
  expect(policyDomain(small)).toEqual([0, 0.00375]);
  expect(policyDomain([...small, { points: [[2, 0.3] as const], toLimit: null }])).toEqual([0, 1]);
  expect(policyDomain([])).toEqual([0, 1]);
});
