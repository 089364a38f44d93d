// SPDX-License-Identifier: MIT
// A lesson while it is made: changes are pure, texts keep to their place, and what steps ask of they go on asking of.
import type { ScenarioDocument } from "grpo-playground";
import { describe, expect, it } from "vitest";
import { parseNumber } from "../../../web/src/state/numbers";
import {
  begun,
  changed,
  type Edited,
  insert,
  move,
  put,
  redone,
  remove,
  rename,
  type,
  undone,
} from "../../../web/src/lessons/editing";
import { numberPlaces, placeInWords, placesOf, sharedPlaces, withScenario } from "../../../web/src/lessons/follow";
import { asKind, copied, newExercise, newInput, newLesson, newStep } from "../../../web/src/lessons/making";
import { valueAt, withValue } from "../../../web/src/lessons/places";
import type { Exercise, Lesson } from "../../../web/src/lessons/types";
import { conditionInWords, quantityInWords } from "../../../web/src/lessons/wording";

const scenario: ScenarioDocument = {
  format: "grpo-playground/scenario",
  version: 1,
  title: "Two answers",
  answers: [
    { label: "A", reference: 0.2, reward: 1 },
    { label: "B", reference: 0.8, reward: 0 },
  ],
  rules: [
    {
      label: "GRPO",
      preference: { model: "group", groupSize: 8 },
      penalty: { divergence: "kl-ref-to-policy" },
      beta: 1,
    },
    { label: "RLHF", preference: { model: "reward" }, penalty: { divergence: "kl-policy-to-ref" }, beta: 1 },
  ],
};

const lesson = newLesson(scenario);
const edited: Edited = { lesson, drafts: {} };
const frozen = <T>(value: T): T => {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
};
frozen(edited);

describe("places within a lesson", () => {
  it("a value is put where the path says, and nothing is changed in place", () => {
    const next = withValue(lesson, "exercises[0].scenario.answers[1].reward", 3);
    expect(valueAt(next, "exercises[0].scenario.answers[1].reward")).toBe(3);
    expect(valueAt(lesson, "exercises[0].scenario.answers[1].reward")).toBe(0);
    expect(next.exercises[0]!.steps).toBe(lesson.exercises[0]!.steps);
  });

  it("undefined takes a field away, and keys keep their order", () => {
    const next = withValue(lesson, "exercises[0].board", undefined);
    expect(next.exercises[0]).not.toHaveProperty("board");
    expect(Object.keys(withValue(lesson, "goal", "x"))).toEqual(Object.keys(lesson));
  });

  it("no path reaches what a document only inherits", () => {
    expect(valueAt(lesson, "constructor.name")).toBeUndefined();
    withValue(lesson, "__proto__.polluted", true);
    expect({}).not.toHaveProperty("polluted");
  });
});

describe("typing", () => {
  it("text that is no number stays as it was typed and leaves the number before it alone", () => {
    const next = type(edited, "exercises[0].minutes", "1e", parseNumber);
    expect(next.drafts).toEqual({ "exercises[0].minutes": "1e" });
    expect(next.lesson).toBe(lesson);
    const done = type(next, "exercises[0].minutes", "10", parseNumber);
    expect(done.drafts).toEqual({});
    expect(done.lesson.exercises[0]!.minutes).toBe(10);
  });

  it("drafts go with their item when it is moved, stay behind others that go, and go with it", () => {
    let now = insert(edited, "exercises[0].steps", 1, newStep("read", scenario, lesson.exercises[0]!.steps));
    now = type(now, "exercises[0].steps[0].input.tolerance", "ten", parseNumber);
    now = move(now, "exercises[0].steps", 0, 1);
    expect(now.drafts).toEqual({ "exercises[0].steps[1].input.tolerance": "ten" });
    expect(now.lesson.exercises[0]!.steps.map(({ id }) => id)).toEqual(["step-2", "step-1"]);
    now = remove(now, "exercises[0].steps", 0);
    expect(now.drafts).toEqual({ "exercises[0].steps[0].input.tolerance": "ten" });
    expect(remove(now, "exercises[0].steps", 0).drafts).toEqual({});
  });

  it("a value chosen takes the place of what was typed there and within", () => {
    const typed = type(edited, "exercises[0].steps[0].input.tolerance", "ten", parseNumber);
    const other = type(typed, "exercises[0].steps[0].input-note", "x", () => ({ rule: "is nothing" }));
    const next = put(other, "exercises[0].steps[0].input", newInput("number", scenario));
    expect(next.drafts).toEqual({ "exercises[0].steps[0].input-note": "x" });
  });

  it("moving beyond the ends changes nothing", () => {
    expect(move(edited, "exercises[0].steps", 0, 1)).toBe(edited);
    expect(remove(edited, "exercises[0].steps", 5)).toBe(edited);
  });
});

describe("the way back", () => {
  const titled = (text: string) => put(edited, "title", text);

  it("one run of typing is one step back, and forth again", () => {
    let history = begun(lesson);
    for (const text of ["T", "Ti", "Tit"]) history = changed(history, titled(text), "type:title");
    history = changed(history, put(history.now, "goal", "G"));
    expect(undone(history).now.lesson).toMatchObject({ title: "Tit", goal: "" });
    expect(undone(undone(history)).now.lesson).toBe(lesson);
    expect(undone(undone(undone(history))).now.lesson).toBe(lesson);
    expect(redone(redone(undone(undone(history)))).now).toBe(history.now);
  });

  it("a change after going back forgets what was undone; no change is no step", () => {
    const history = undone(changed(begun(lesson), titled("x")));
    expect(redone(changed(history, titled("y"))).now.lesson.title).toBe("y");
    expect(changed(history, history.now)).toBe(history);
  });
});

describe("variables", () => {
  const with$p: Exercise = {
    ...lesson.exercises[0]!,
    text: "Let $p$ be {p}, not {pp}.",
    variables: { p: { from: 0, to: 1, step: 0.1 } },
    steps: [
      { id: "s", kind: "predict", text: "{p}", reveal: "", input: { type: "number", truth: "$p", tolerance: 0 } },
    ],
  };

  it("another name is used wherever the old one stood, and nowhere else", () => {
    const before = { lesson: { ...lesson, exercises: [with$p] }, drafts: { "exercises[0].variables.p.from": "zero" } };
    const { exercises } = rename(before, 0, "variables", "p", "mean").lesson;
    expect(exercises[0]).toMatchObject({ text: "Let $p$ be {mean}, not {pp}.", variables: { mean: { to: 1 } } });
    expect(exercises[0]!.steps[0]).toMatchObject({ text: "{mean}", input: { truth: "$mean" } });
  });

  it("a name that is taken is refused", () => {
    const both = { ...with$p, variables: { ...with$p.variables, q: { from: 0, to: 1, step: 1 } } };
    const before = { lesson: { ...lesson, exercises: [both] }, drafts: {} };
    expect(rename(before, 0, "variables", "p", "q")).toBe(before);
  });

  it("they may stand wherever a scenario has a number", () => {
    const varied = withValue(scenario, "answers[0].reward", "$p");
    expect(numberPlaces(varied)).toEqual([
      ...["answers[0].reference", "answers[0].reward", "answers[1].reference", "answers[1].reward"],
      ...["rules[0].preference.groupSize", "rules[0].beta", "rules[1].beta"],
    ]);
    expect(placeInWords("rules[0].preference.groupSize", scenario)).toBe("group size of GRPO");
    expect(placeInWords("answers[1].reward", scenario)).toBe("reward of B");
  });

  it("what all rules share is one place, as on the board", () => {
    expect(sharedPlaces(scenario)).toEqual(["rules[*].beta"]);
    expect(placeInWords("rules[*].beta", scenario)).toBe("β of every rule");
    expect(placesOf("rules[*].beta", scenario)).toEqual(["rules[0].beta", "rules[1].beta"]);
    expect(placesOf("rules[*].preference.groupSize", scenario)).toEqual(["rules[0].preference.groupSize"]);
    expect(sharedPlaces(withValue(scenario, "rules[1].beta", 2))).toEqual([]);
  });
});

describe("a scenario that changes under its steps", () => {
  const exercise: Exercise = {
    ...newExercise(scenario, []),
    steps: [
      { ...newStep("predict", scenario, []), input: newInput("choice", scenario) } as Exercise["steps"][0],
      { ...newStep("find", scenario, []), solution: { "rules[1].beta": 2 } } as Exercise["steps"][0],
      { ...newStep("predict", scenario, []), input: newInput("point", scenario) } as Exercise["steps"][0],
    ],
  };

  it("what was asked of a rule and of an answer is asked of the same ones, in another order and renamed", () => {
    const [grpo, rlhf] = scenario.rules;
    const after: ScenarioDocument = {
      ...scenario,
      answers: scenario.answers.map((answer) => (answer.label === "A" ? { ...answer, label: "Right" } : answer)),
      rules: [{ ...rlhf!, label: "NLHF" }, grpo!, rlhf!],
    };
    const [choice, find, point] = withScenario(exercise, after, new Map([["A", "Right"]])).steps;
    expect(choice).toMatchObject({ input: { options: [{ right: { left: { rule: 1 }, right: "Right" } }, {}] } });
    expect(find).toMatchObject({ goals: [{ left: { rule: 1 }, right: "B" }], solution: { "rules[2].beta": 2 } });
    expect(point).toMatchObject({
      input: { curve: { parameter: "rules[1].beta" }, truth: { answer: "Right", change: { "rules[1].beta": 1 } } },
    });
  });

  it("a variable stays where it stood, whatever number the board had for it", () => {
    const varied = { ...exercise, scenario: withValue(scenario, "rules[0].beta", "$p" as unknown as number) };
    const after = withValue(withValue(scenario, "rules[0].beta", 0.7), "answers[0].reward", 9);
    const next = withScenario(varied, after);
    expect(valueAt(next, "scenario.rules[0].beta")).toBe("$p");
    expect(valueAt(next, "scenario.answers[0].reward")).toBe(9);
  });
});

describe("what is new", () => {
  it("has an id that nothing else has", () => {
    const steps = lesson.exercises[0]!.steps;
    expect(newStep("read", scenario, [...steps, { ...steps[0]!, id: "step-3" }]).id).toBe("step-4");
    expect(copied(lesson.exercises[0]!, lesson.exercises).id).not.toBe("exercise-1");
  });

  it("another kind of step keeps what both have", () => {
    const step = {
      ...newStep("find", scenario, []),
      text: "T",
      hints: ["h"],
      reveal: "R",
    } as Lesson["exercises"][0]["steps"][0];
    expect(asKind(step, "predict", scenario)).toMatchObject({ id: "step-1", text: "T", hints: ["h"], reveal: "R" });
    expect(asKind(step, "read", scenario)).toEqual({ id: "step-1", kind: "read", text: "T", hints: ["h"] });
  });

  it("reads as one would say it", () => {
    expect(quantityInWords({ of: "probability", rule: 0, answer: "A" }, scenario)).toBe("π of A under GRPO");
    expect(quantityInWords({ difference: [{ of: "beta", rule: 1 }, "$p"] }, scenario)).toBe("β under RLHF − p");
    expect(conditionInWords({ left: { of: "winner", rule: 1 }, is: "≠", right: "B" }, scenario)).toBe(
      "The most probable answer under RLHF is not B",
    );
  });
});
