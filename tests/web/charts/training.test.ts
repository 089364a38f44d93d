// SPDX-License-Identifier: MIT
// Training runs: what is asked for, the log with its bands, how near the runs came, and where all of it is drawn.
import { load, type TrainingResult } from "grpo-playground";
import { describe, expect, it } from "vitest";
import { plotFrame } from "../../../web/src/charts/frame";
import {
  nextSteps,
  seedsOf,
  startPolicy,
  tooMuch,
  trainingDocument,
  trainingPlan,
  trainingRequest,
} from "../../../web/src/charts/training";
import {
  arrivals,
  bandOf,
  binnedMetrics,
  drawnAnswers,
  firstLine,
  lastPart,
  linesOf,
  metricCurve,
  metricsTable,
  shareCurve,
  type TrainedLine,
  type TrainedPart,
  trainingTable,
} from "../../../web/src/charts/training-log";
import {
  bandOutline,
  levelLabels,
  levelRoom,
  levels,
  levelText,
  metricDomain,
} from "../../../web/src/charts/training-plot";
import { decodeFragment } from "../../../web/src/state/fragment";
import { readTraining } from "../../../web/src/state/training-fields";
import { drawsGroups, trainers } from "../../../web/src/trainers/trainers";
import { metricsSummary, trainingSummary } from "../../../web/src/views/closer/training/summary";

const state = decodeFragment("v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=A,B,C&beta=1&G=8&rules=rlhf").state;
const settings = (run: string) => readTraining(run).settings;
const metricsOf = (reward: number[]) => {
  const none = reward.map(() => 0);
  return { reward, kl: none, silent: none, clipped: none, entropy: none };
};
/** Two runs of two answers, by the probability of the first. */
const line = (step: number, ...first: number[]): TrainedLine => ({
  step,
  policies: first.map((p) => [p, 1 - p]),
  metrics: step === 0 ? null : metricsOf(first),
});

describe("what is asked for", () => {
  it("is the trained rule alone, shown on the board or not, with its own penalty or another KL term", () => {
    const own = trainingDocument(state, settings("rule-shift-only"));
    expect(own.rules).toEqual([
      {
        label: "Shift-only",
        preference: { model: "shift", groupSize: 8 },
        penalty: { divergence: "kl-ref-to-policy" },
        beta: 1,
      },
    ]);
    expect(trainingDocument(state, settings("term-k1-in-loss")).rules[0]!.penalty).toEqual({ klTerm: "k1-in-loss" });
  });

  it("is a trainer's rule where one is chosen, at the board's G and β; the rule itself where none has that name", () => {
    const { rules } = trainingDocument(state, settings("rule-shift-only~as-trl-1-9"));
    expect(rules).toEqual([
      {
        label: "trained",
        preference: { model: "group", std: "sample", epsilon: 1e-4, groupSize: 8 },
        penalty: { klTerm: "k3-in-loss" },
        beta: 1,
      },
    ]);
    const unknown = trainingDocument(state, settings("rule-shift-only~as-nobody"));
    expect(unknown).toEqual(trainingDocument(state, settings("rule-shift-only")));
  });

  it("does not depend on names: a new name starts no new run", () => {
    const renamed = {
      ...state,
      title: "T",
      answers: state.answers.map((answer) => ({ ...answer, label: "x" + answer.id })),
    };
    expect(trainingDocument(renamed, settings("-"))).toEqual(trainingDocument(state, settings("-")));
  });

  it("starts at the reference, at equal shares, or with most on one answer and the others in proportion", () => {
    expect(startPolicy(state, settings("-"))).toEqual([0.2, 0.5, 0.3]);
    expect(startPolicy(state, settings("start-equal"))).toEqual([1 / 3, 1 / 3, 1 / 3]);
    const mostly = startPolicy(state, settings("start-1~share-0.2"))!;
    [0.2, 0.5, 0.3].forEach((share, o) => expect(mostly[o]).toBeCloseTo(share, 14));
    expect(startPolicy(state, settings("start-200~share-0.9"))![2]).toBe(0.9); // the last where there are fewer
    const broken = { ...state, answers: state.answers.map((answer) => ({ ...answer, reference: 0 })) };
    expect(startPolicy(broken, settings("-"))).toBeNull();
  });

  it("has a seed for each run, and the clip that is off is not sent", () => {
    expect(seedsOf({ seed: 7, seeds: 3 })).toEqual([7, 8, 9]);
    expect(trainingRequest(settings("-"), [1])).not.toHaveProperty("dualClip");
    expect(trainingRequest(settings("dual-3~rate-0.5~optimiser-adam"), [1])).toMatchObject({
      dualClip: 3,
      learningRate: 0.5,
      optimiser: "adam",
    });
  });

  it("is refused with the numbers and the way out where it would take too long", () => {
    expect(tooMuch({ steps: 400, seeds: 5, groups: 4 }, 8)).toBeNull();
    expect(tooMuch({ steps: 1, seeds: 1, groups: 5 }, 1_000_000)).toMatch(/5000000 answers.*fewer groups/);
    expect(tooMuch({ steps: 20_000, seeds: 20, groups: 100 }, 64)).toMatch(/fewer steps, seeds or groups/);
  });
});

describe("the plan", () => {
  it("has at most 400 lines, in parts of whole lines, within what one call may draw", () => {
    for (const steps of [1, 2, 399, 400, 401, 999, 20_000])
      for (const seeds of [1, 20])
        for (const groupSize of [2, 64, 1000]) {
          const groups = 4;
          if (tooMuch({ steps, seeds, groups }, groupSize)) continue;
          const plan = trainingPlan({ steps, seeds, groups }, groupSize);
          expect(Math.ceil(steps / plan.every)).toBeLessThanOrEqual(400);
          expect(plan.part % plan.every).toBe(0);
          expect(plan.part * groups * groupSize).toBeLessThan(4e7);
        }
    expect(trainingPlan({ steps: 400, seeds: 5, groups: 4 }, 8).every).toBe(1);
    expect(trainingPlan({ steps: 1000, seeds: 5, groups: 4 }, 8).every).toBe(5);
  });

  it("never goes beyond the last step", () => {
    const plan = { steps: 1003, every: 5, part: 20 };
    expect([nextSteps(plan, 0, false), nextSteps(plan, 0, true), nextSteps(plan, 1000, false)]).toEqual([20, 5, 3]);
  });
});

describe("the log", () => {
  const part = (policies: number[]) =>
    ({
      steps: Int32Array.of(1, 2),
      policies: Float64Array.from(policies),
      reward: Float64Array.of(0.5, 0.6),
      kl: Float64Array.of(0, 0.1),
      silent: Float64Array.of(0, 0),
      clipped: Float64Array.of(0, 0),
      entropy: Float64Array.of(0.7, 0.6),
      diverged: false,
      resume: Float64Array.of(),
    }) as TrainedPart;
  const ended = (steps: number[]): TrainedPart => ({
    ...part([0.4, 0.6, 0.3, 0.7].slice(0, 2 * steps.length)),
    steps: Int32Array.from(steps),
    diverged: true,
  });

  it("joins the runs line by line", () => {
    const { lines, diverged } = linesOf([part([0.5, 0.5, 0.6, 0.4]), part([0.4, 0.6, 0.3, 0.7])], 2, 0);
    expect(diverged).toBeNull();
    expect(lines.map(({ step, policies }) => [step, policies.map((policy) => policy[0])])).toEqual([
      [1, [0.5, 0.4]],
      [2, [0.6, 0.3]],
    ]);
    expect(lines[1]!.metrics!.kl).toEqual([0.1, 0.1]);
  });

  it("ends before a step that left the range of numbers, in whichever run", () => {
    const good = part([0.5, 0.5, 0.6, 0.4]);
    const told = (others: TrainedPart[], done: number) => {
      const { lines, diverged } = linesOf([good, ...others], 2, done);
      return [lines.length, diverged];
    };
    expect(told([ended([1])], 0)).toEqual([1, 2]);
    expect(told([ended([1, 2])], 0)).toEqual([2, 3]);
    expect(told([ended([])], 0)).toEqual([0, 1]);
    expect(told([ended([1]), ended([])], 0)).toEqual([0, 1]);
  });

  it("has medians, with the quartiles or the ends around them", () => {
    expect(bandOf([4, 1, 3, 2, 5], "quartiles")).toEqual({ low: 2, middle: 3, high: 4 });
    expect(bandOf([4, 1], "quartiles")).toEqual({ low: 1.75, middle: 2.5, high: 3.25 });
    expect(bandOf([4, 1, 3, 2, 5], "range")).toEqual({ low: 1, middle: 3, high: 5 });
    expect(bandOf([7], "quartiles")).toEqual({ low: 7, middle: 7, high: 7 });
  });

  it("has no metrics before the first step", () => {
    const lines = [firstLine([0.5, 0.5], 2), line(1, 0.6, 0.8)];
    expect(shareCurve(lines, 1, "range").steps).toEqual([0, 1]);
    expect(metricCurve(lines, "reward", "range")).toEqual({
      steps: [1],
      bands: [{ low: 0.6, middle: 0.7, high: 0.8 }],
    });
  });

  it("averages metrics of neighbouring lines for a small chart, and leaves out a bin that is not full", () => {
    const lines = [firstLine([0.5, 0.5], 1), ...Array.from({ length: 5 }, (_, k) => line(k + 1, k / 10))];
    const { lines: binned, width } = binnedMetrics(lines, 80);
    expect(width).toBe(2);
    expect(binned.map(({ step, metrics }) => [step, metrics!.reward[0]])).toEqual([
      [2, 0.05],
      [4, 0.25],
    ]);
    expect(binnedMetrics(lines, 5).lines.length).toBe(5);
  });
});

describe("how near the runs came", () => {
  const lines = [line(0, 0.5, 0.5), line(1, 0.5, 0.5), line(2, 0.3, 0.7), line(3, 0.2, 0.8), line(4, 0.1, 0.9)];
  const targets = [
    [0.12, 0.88],
    [0.5, 0.5],
    [0.86, 0.14],
  ];

  it("is told by the last quarter of the steps", () => {
    expect(lastPart(lines).map(({ step }) => step)).toEqual([4]);
    expect(lastPart([line(0, 0.5)])).toEqual([]);
    expect(arrivals([line(0, 0.5)], targets)).toEqual([]);
    expect(arrivals(lines, [])).toEqual([]);
  });

  it("sends each run to the policy that it is nearest to, with the distance of their mean", () => {
    const found = arrivals(lines, targets);
    expect(found.map(({ target, runs }) => [target, runs])).toEqual([
      [0, [0]],
      [2, [1]],
    ]);
    expect(found[0]!.distance).toBeCloseTo(0.02, 14);
    expect(found[1]!.distance).toBeCloseTo(0.04, 14);
    expect(found[0]!.noise).toBeNull(); // one value has no deviation
  });

  it("has as its noise the largest standard deviation of an answer over steps and runs", () => {
    const many = Array.from({ length: 9 }, (_, step) => line(step, 0.4, 0.6));
    const [only] = arrivals(many, [[0.5, 0.5]]);
    expect(only!.distance).toBeCloseTo(0, 14);
    expect(only!.noise).toBeCloseTo(0.1, 14);
  });

  it("says so in words: seeds, policies, points and noise", () => {
    const facts = { rule: "GRPO", start: "the reference", labels: ["A", "B"], steps: 4, seed: 5 };
    const policies = targets.map((policy, k) => ({ policy, stable: k !== 1, boundary: false }));
    const arrived = arrivals(lines, targets);
    const text = trainingSummary({ ...facts, lines, targets: policies, arrived });
    expect(text).toContain("1 run (seed 5) is nearest to policy 1, 2 points away");
    expect(text).toContain("1 run (seed 6) is nearest to policy 3, 4 points away");
    expect(text).toContain("Start and seed decide which of the 2 stable ones it is.");
    const before = trainingSummary({ ...facts, lines: lines.slice(0, 1), targets: policies, arrived: [] });
    expect(before).toMatch(/^Nothing is trained yet.*3 policies are predicted: 1, stable at \(12%, 88%\)/);
    expect(metricsSummary(lines)).toContain("mean reward 0.5");
    expect(metricsSummary(lines.slice(0, 1))).toBe("Nothing is logged yet.");
  });
});

describe("the table", () => {
  const lines = [line(0, 0.5, 0.5), line(1, 0.4, 0.8)];

  it("has what is predicted, where each seed ended, and every line", () => {
    const table = trainingTable(
      { lines, seed: 3, kind: "range" },
      ["A", "B"],
      [0],
      [{ policy: [0.9, 0.1], stable: true }],
    );
    expect(table.columns).toEqual(["What", "π(A), median", "π(A), least", "π(A), greatest"]);
    expect(table.rows.map(([what]) => what)).toEqual([
      "Stationary policy 1, stable",
      "Seed 3, mean from step 1 to 1",
      "Seed 4, mean from step 1 to 1",
      "Step 0",
      "Step 1",
    ]);
    expect(table.rows[0]!.slice(1)).toEqual([0.9, null, null]);
    expect(table.rows.at(-1)!.slice(2)).toEqual([0.4, 0.8]);
    for (const row of table.rows) expect(row.length).toBe(table.columns.length);
  });

  it("has one number for each quantity of a single run, metrics from the first step on", () => {
    const single = lines.map(({ step }) => line(step, 0.4));
    expect(trainingTable({ lines: single, seed: 1, kind: "quartiles" }, ["A", "B"], [0, 1], []).columns).toEqual([
      "What",
      "π(A)",
      "π(B)",
    ]);
    expect(metricsTable({ lines: single, kind: "quartiles" }).rows).toEqual([[1, 0.4, 0, 0, 0, 0]]);
  });
});

describe("the picture", () => {
  const found = [
    { policy: Float64Array.of(0.27, 0.65, 0.08), stable: true },
    { policy: Float64Array.of(0.15, 0.76, 0.09), stable: false },
  ];
  const flat = levels(found, [0, 1, 2]);

  it("draws the likeliest answers at the start or at a predicted policy, in the scenario's order", () => {
    expect(
      drawnAnswers(
        [
          [0.1, 0.2, 0.7],
          [0.8, 0.1, 0.1],
        ],
        2,
      ),
    ).toEqual([0, 2]);
    expect(drawnAnswers([])).toEqual([]);
  });

  it("gives the bands an outline there and back", () => {
    const outline = bandOutline({ steps: [0, 1], bands: [bandOf([0.1, 0.3], "range"), bandOf([0.2, 0.6], "range")] });
    expect(outline).toEqual([
      [0, 0.1],
      [1, 0.2],
      [1, 0.6],
      [0, 0.3],
    ]);
  });

  it("ends every level in its number: with the policy's where there are several, the answer's where there is room", () => {
    const labels = ["A", "B", "An answer with a long name"];
    expect(levelText(flat[0]!, { policies: 2, labels, room: 70 })).toBe("1: A 27%");
    expect(levelText(flat[0]!, { policies: 1, labels, room: 20 })).toBe("27%");
    expect(levelText(flat[2]!, { policies: 1, labels, room: 70 })).toMatch(/^An answer.*… 8%$/);
    expect(levelRoom([])).toBe(1);
  });

  it("sets the numbers apart, and where not all find room the stable policies have theirs", () => {
    const axis = { scale: "linear", domain: [0, 1], label: "x" } as const;
    const texts = flat.map((level) => levelText(level, { policies: 2, labels: ["A", "B", "C"], room: 20 }));
    const tall = plotFrame({ width: 600, height: 400, rem: 16, x: axis, y: axis });
    const places = levelLabels(flat, texts, tall).map(({ y }) => y);
    expect(places.length).toBe(6);
    const sorted = [...places].sort((a, b) => a - b);
    for (const [k, y] of sorted.entries()) if (k > 0) expect(y - sorted[k - 1]!).toBeGreaterThan(17.9);
    const low = plotFrame({ width: 600, height: 115, rem: 16, x: axis, y: axis });
    const kept = levelLabels(flat, texts, low);
    expect(kept.length).toBe(3);
    expect(kept.every(({ stable }) => stable)).toBe(true);
  });

  it("has an axis for metrics that never move, and for none at all", () => {
    const still = { steps: [1], bands: [{ low: 0, middle: 0, high: 0 }] };
    expect(metricDomain(still, true)).toEqual([0, 1]);
    expect(metricDomain({ steps: [1], bands: [{ low: 2, middle: 2, high: 2 }] }, false)).toEqual([0, 4]);
    expect(metricDomain({ steps: [], bands: [] }, true)).toEqual([0, 1]);
  });
});

describe("with the engine itself", () => {
  it("a document of this page is trained, whatever rule and term: the core finds no issue", async () => {
    const engine = await load();
    for (const rule of ["grpo", "grpo-direct-kl", "shift-only", "shift-only-direct-kl"])
      for (const term of ["own", "k1-in-loss", "k1-in-reward-before-normalising", "k1-in-reward-after-normalising"]) {
        const chosen = settings(`rule-${rule}${term === "own" ? "" : `~term-${term}`}`);
        const request = { ...trainingRequest(chosen, startPolicy(state, chosen)!), seed: 1, steps: 3 };
        const result: TrainingResult = engine.training(trainingDocument(state, chosen), request);
        expect(result.issues).toEqual([]);
      }
  });

  it("every trainer's runs walk to the policy that is predicted for it", async () => {
    const engine = await load();
    for (const { id } of trainers.filter(drawsGroups)) {
      const chosen = settings(`as-${id}~steps-1500~rate-0.1~groups-32`);
      const document = trainingDocument(state, chosen);
      const solved = engine.solve(document);
      const [predicted] = solved.rules[0]!.stationary;
      const request = { ...trainingRequest(chosen, startPolicy(state, chosen)!), seed: 1, steps: 1500, every: 1500 };
      const result = engine.training(document, request);
      expect(result.issues).toEqual([]);
      const last = result.status === "ok" ? [...result.policies] : [];
      const distance = Math.max(...last.map((share, k) => Math.abs(share - predicted!.policy[k]!)));
      expect(distance, id).toBeLessThan(0.03);
    }
  });
});
