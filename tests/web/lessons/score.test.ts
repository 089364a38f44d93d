// SPDX-License-Identifier: MIT
// Scores: the truth is the core's, the tolerance the author's, and what is said follows from both.
import { describe, expect, it } from "vitest";
import { changeOnBoard } from "../../../web/src/lessons/board-change";
import { wrongPairs } from "../../../web/src/lessons/distance";
import { changed } from "../../../web/src/lessons/paths";
import { scoreStep } from "../../../web/src/lessons/score";
import { checkLesson, solutionOf } from "../../../web/src/lessons/solve";
import type { Exercise, Step } from "../../../web/src/lessons/types";
import { drawnLesson } from "../../../web/src/lessons/variables";
import { toDocument } from "../../../web/src/state/document";
import { setBeta, setDivergence, setGroupSize, setReference, setReward, setWin } from "../../../web/src/state/edits";
import { fromDocument } from "../../../web/src/state/from-document";
import type { PlaygroundState } from "../../../web/src/state/types";
import { ask, engine, exercise, lesson, scenario, steps, wholeLesson } from "./lessons";

const [whole] = drawnLesson(wholeLesson, "").exercises;
const score = (step: Step, response: unknown, of = whole) => scoreStep(of, step, response, ask);
const policy = engine.solve(scenario).rules[0].stationary[0].policy;
const silent = 0.2 ** 8 + 0.8 ** 8;

describe("a score", () => {
  it("is 1 for every step’s solution and 0 for a wrong response", async () => {
    const wrong: Record<string, unknown> = {
      bars: [0, 0, 1],
      triangle: [0, 0, 1],
      point: 0,
      order: [2, 1, 0],
      number: 0.9,
      choice: 1,
      find: { "rules[0].beta": 0.5 },
    };
    for (const step of whole.steps) {
      const solved = await score(step, await solutionOf(whole, step, ask));
      if (step.kind === "read" || step.kind === "explain") expect(solved).toMatchObject({ score: null, issues: [] });
      else {
        expect([step.id, solved.score, solved.right, solved.issues]).toEqual([step.id, 1, true, []]);
        expect(await score(step, wrong[step.id])).toMatchObject({ score: 0, right: false, issues: [] });
      }
    }
  });

  it("has the core’s number as its truth", async () => {
    expect((await score(steps.bars, [1, 0, 0])).truth).toEqual([...policy]);
    expect((await score(steps.number, 0.5)).truth).toBeCloseTo(silent, 12);
  });

  it("falls linearly from the tolerance to nothing at five times of it", async () => {
    const at = async (off: number) => (await score(steps.number, silent + off)).score;
    expect(await at(0.02)).toBe(1);
    expect(await at(-0.02)).toBe(1);
    expect(await at(0.06)).toBeCloseTo(0.5, 10);
    expect(await at(0.1)).toBeCloseTo(0, 10);
    expect(await at(0.3)).toBe(0);
  });

  it("may count the distance in parts of the truth", async () => {
    const step: Step = { ...steps.number, input: { ...steps.number.input, relative: true, tolerance: 0.1 } };
    expect(await score(step, 1.3 * silent)).toMatchObject({
      score: expect.closeTo(0.5, 10),
      distance: expect.closeTo(0.3, 10),
    });
  });

  it("of bars follows the total variation", async () => {
    const [a, b, c] = policy;
    const { distance, score: worth } = await score(steps.bars, [a - 0.15, b + 0.1, c + 0.05]);
    expect([distance, worth]).toEqual([expect.closeTo(0.15, 10), expect.closeTo(0.5, 10)]);
  });

  it("of an order follows the pairs in the wrong order, ties being in no order", async () => {
    const truth = [0.5, 0.3, 0.2];
    expect(wrongPairs([0, 1, 2], truth)).toEqual({ wrong: 0, pairs: 3 });
    expect(wrongPairs([1, 0, 2], truth)).toEqual({ wrong: 1, pairs: 3 });
    expect(wrongPairs([2, 1, 0], truth)).toEqual({ wrong: 3, pairs: 3 });
    expect(wrongPairs([2, 1, 0], [0.5, 0.25, 0.25])).toEqual({ wrong: 2, pairs: 2 });
    expect((await score(steps.order, [1, 0, 2])).score).toBeCloseTo(1 / 3, 12);
    expect((await score(steps.order, [1, 2, 0])).score).toBe(0);
  });
});

describe("feedback", () => {
  it("says the right, the low or the high", async () => {
    const { truth } = await score(steps.point, 0.5);
    const says = async (off: number) => (await score(steps.point, (truth as number) + off)).says;
    expect([await says(0.01), await says(-0.3), await says(0.1)]).toEqual([["Yes."], ["More."], ["Less."]]);
  });

  it("says a mistake before anything else that is wrong, the nearest of several", async () => {
    expect((await score(steps.number, 0.201)).says).toEqual(["That is the reference of A."]);
    expect((await score(steps.number, 0.21)).says).toEqual(["No."]);
    const mistakes = [
      { near: 0.5, tolerance: 0.1, say: "half" },
      { near: { of: "reference", answer: "B", change: { "answers[1].reference": 0.54 } }, tolerance: 0.1, say: "more" },
    ] as const;
    const step: Step = { ...steps.number, feedback: { mistakes } };
    expect((await score(step, 0.51)).says).toEqual(["half"]);
    expect((await score(step, 0.53)).says).toEqual(["more"]);
  });

  it("of a choice is its option’s", async () => {
    expect(await score(steps.choice, 1)).toMatchObject({ score: 0, says: ["It has the largest reference."] });
    expect(await score(steps.choice, 2)).toMatchObject({ score: 0, says: [] });
    const { judged } = await score(steps.choice, 0);
    expect(judged.map(({ holds }) => holds)).toEqual([true, false, false]);
  });
});

describe("a response that is none", () => {
  it.each([
    [steps.bars, [0.5, 0.5]],
    [steps.bars, [0.5, 0.5, 0.5]],
    [steps.bars, [2, -1, 0]],
    [steps.bars, [NaN, 0, 1]],
    [steps.order, [0, 0, 1]],
    [steps.point, 1.5],
    [steps.number, Infinity],
    [steps.number, "5"],
    [steps.choice, 3],
    [steps.choice, "length"],
    [steps.find, { "rules[0]": 1, "evil path": 2 }],
    [steps.find, null],
    [steps.find, { answers: Array.from({ length: 201 }, () => ({})) }],
    [steps.find, { "rules[0].beta": "x".repeat(1_000_000) }],
    [steps.explain, 5],
    [steps.read, undefined],
  ])("to %o as %j is an issue, and has no score", async (step, response) => {
    const { score: worth, issues } = await score(step, response);
    expect(worth).toBeNull();
    expect(issues.length).toBeGreaterThan(0);
  });

  it("names the control that was locked or not there", async () => {
    const { issues, right } = await score(steps.find, { "answers[0].reward": 5, "rules[0].beta": 20 });
    expect(right).toBe(false);
    expect(issues).toEqual([
      { field: "change.answers[0].reward", value: 5, constraint: "is moved by an open control: rewards" },
    ]);
  });
});

describe("what was moved on the board", () => {
  const moved = (...edits: ((state: PlaygroundState) => PlaygroundState)[]) => {
    const { state } = fromDocument(scenario) as { state: PlaygroundState };
    const now = edits.reduce((before, edit) => edit(before), state);
    return { change: changeOnBoard(scenario, state, now), now };
  };

  it("is nothing before anything is moved", () => {
    expect(moved().change).toEqual({});
  });

  it("is, applied to the scenario, what the board solves", () => {
    const edits = [
      (state: PlaygroundState) => setReference(state, 0, 0.35),
      (state: PlaygroundState) => setReward(state, 1, 2),
      (state: PlaygroundState) => setBeta(state, 0.3),
      (state: PlaygroundState) => setGroupSize(state, "inf"),
      (state: PlaygroundState) => setDivergence(state, "kl-policy-to-ref"),
    ];
    const { change, now } = moved(...edits);
    const [again, board] = [changed(scenario, change), toDocument(now)];
    expect(again.answers).toEqual(board.answers);
    expect(engine.solve(again).rules.map(({ stationary: [{ policy }] }) => policy)).toEqual(
      engine.solve(board).rules.map(({ stationary: [{ policy }] }) => policy),
    );
    expect(change["rules[0].penalty"]).toEqual({ divergence: "kl-policy-to-ref" });
  });

  it("keeps a rule’s multiple of β, as NLHF has it", () => {
    const nlhf = { preference: { model: "pairwise" }, penalty: { divergence: "kl-policy-to-ref" }, beta: 2 } as const;
    const pair = { ...scenario, rules: [scenario.rules[0], { label: "NLHF", ...nlhf }] };
    const { state } = fromDocument(pair) as { state: PlaygroundState };
    const now = setBeta(state, 0.25);
    const again = changed(pair, changeOnBoard(pair, state, now));
    expect(again.rules.map(({ beta }) => beta)).toEqual([0.25, 0.5]);
    expect(again.rules.map(({ beta }) => beta)).toEqual(toDocument(now).rules.map(({ beta }) => beta));
  });

  it("keeps the law of a reward that was not touched, and says a win once", () => {
    const law = { values: [0, 1], probabilities: [0.5, 0.5] };
    const random = changed(scenario, { "answers[2].reward": law });
    const opened = fromDocument(random) as { state: PlaygroundState };
    const without = { ...opened.state, answers: opened.state.answers.slice(1) };
    expect(changeOnBoard(random, opened.state, without)["answers"]).toMatchObject([
      { label: "B" },
      { label: "C", reward: law },
    ]);
    const wins = [
      [0.5, 0.6],
      [0.4, 0.5],
    ];
    const duel = {
      ...scenario,
      answers: scenario.answers.slice(0, 2).map(({ label, reference }) => ({ label, reference })),
      wins,
      rules: [{ preference: { model: "pairwise" as const } }],
    };
    const { state } = fromDocument(duel) as { state: PlaygroundState };
    const change = changeOnBoard(duel, state, setWin(state, 1, 0, 0.75));
    expect(change).toEqual({ "wins[0][1]": 0.25 });
    expect(changed(duel, change).wins).toEqual([
      [0.5, 0.25],
      [0.75, 0.5],
    ]);
  });
});

describe("an author is told", () => {
  const fields = async (one: Exercise) => (await checkLesson(lesson([one]), ask)).map(({ field }) => field);
  const board = { controls: { beta: "open" } } as const;

  it("nothing of a lesson that works", async () => {
    expect(await checkLesson(wholeLesson, ask)).toEqual([]);
  });

  it("what the core refuses, for any student’s numbers", async () => {
    const reference = "$p" as unknown as number;
    const risky = exercise([steps.read], {
      numbers: { a: { of: "count" } },
      variables: { p: { from: 0, to: 0.5, step: 0.25 } },
      scenario: { ...scenario, answers: [{ ...scenario.answers[0], reference }, ...scenario.answers.slice(1)] },
    });
    expect(await fields(risky)).toEqual(["exercises[0].scenario.answers[0].reference"]);
  });

  it("a truth, a number or a mistake that the core does not find", async () => {
    const bad = { of: "probability", stationary: 9 } as const;
    const predict: Step = { ...steps.number, input: { ...steps.number.input, truth: bad }, feedback: {} };
    expect(await fields(exercise([predict], { numbers: { n: bad } }))).toEqual([
      "exercises[0].numbers.n: probability.stationary",
      "exercises[0].steps[0].input.truth.probability.stationary",
    ]);
    const mistakes = [{ near: { of: "probability" }, tolerance: 1, say: "?" }] as const;
    expect(await fields(exercise([{ ...steps.number, feedback: { mistakes } }]))).toEqual([
      "exercises[0].steps[0].feedback.mistakes[0].near",
    ]);
    const list: Step = { ...steps.number, input: { ...steps.number.input, truth: { of: "winner" } }, feedback: {} };
    expect(await fields(exercise([list]))).toEqual(["exercises[0].steps[0].response"]);
  });

  it("a solution that does not solve, that needs a locked control, and a goal reached from the start", async () => {
    const find = (part: object) => exercise([{ ...steps.find, ...part }], { board });
    expect(await fields(find({}))).toEqual([]);
    expect(await fields(find({ solution: { "rules[0].beta": 0.9 } }))).toEqual(["exercises[0].steps[0].solution"]);
    expect(await fields(find({ solution: { "answers[1].reward": 9 } }))).toContain(
      "exercises[0].steps[0].solution.answers[1].reward",
    );
    const goals = [{ left: { of: "winner" }, is: "=", right: "A", say: "A" }];
    expect(await fields(find({ goals, solution: { "rules[0].beta": 0.5 } }))).toEqual(["exercises[0].steps[0].goals"]);
  });

  it("a board that would not show the scenario as it is", async () => {
    const different = changed(scenario, { "rules[1].beta": 2 });
    expect(await fields(exercise([steps.find], { board, scenario: different }))).toEqual([
      "exercises[0].scenario.rules[1].beta",
    ]);
  });
});
