// SPDX-License-Identifier: MIT
// Reading a lesson: what is right comes through as it is, and everything that is wrong is named at once.
import { describe, expect, it } from "vitest";
import { readLesson, readLessonText } from "../../../web/src/lessons/read";
import { exercise, lesson, scenario, steps, wholeLesson } from "./lessons";

const issuesOf = (value: unknown) => {
  const read = readLesson(value);
  return "issues" in read ? read.issues : [];
};
const fieldsOf = (value: unknown) => issuesOf(value).map(({ field }) => field);
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

/** The whole lesson with the value at a path of its first exercise. */
function spoilt(path: string, value: unknown): unknown {
  const copy = plain(wholeLesson);
  const keys = path.match(/\w+/g)!;
  let node = copy.exercises[0];
  for (const key of keys.slice(0, -1)) node = node[key];
  if (value === undefined) delete node[keys.at(-1)!];
  else node[keys.at(-1)!] = value;
  return copy;
}

describe("reading a lesson", () => {
  it("gives a good one as it is", () => {
    const value = plain(wholeLesson);
    expect(readLesson(value)).toEqual({ lesson: wholeLesson });
    expect(readLessonText(JSON.stringify(value))).toEqual({ lesson: wholeLesson });
  });

  it("names every issue at once, each with field, value and constraint", () => {
    const value = { ...plain(wholeLesson), title: "", gaol: "x", goal: 3 };
    value.exercises[0].minutes = -1;
    expect(issuesOf(value)).toEqual([
      { field: "gaol", value: "x", constraint: expect.stringMatching(/^is one of the fields format, version, title/) },
      { field: "title", value: "", constraint: "is text of 1 to 200 characters" },
      { field: "goal", value: 3, constraint: "is text of 1 to 1000 characters" },
      { field: "exercises[0].minutes", value: -1, constraint: "is a number > 0" },
    ]);
  });

  it("never throws, whatever the value", () => {
    let deep: unknown = 1;
    for (let i = 0; i < 20_000; ++i) deep = { root: deep };
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const values = [undefined, null, 0, NaN, "", [], {}, deep, cyclic, { format: "grpo-playground/lesson" }, () => 1];
    for (const value of [...values, spoilt("steps[2].input.truth", deep), spoilt("scenario", cyclic)])
      expect(issuesOf(value).length).toBeGreaterThan(0);
    for (const text of ["", "{", "null", '"x"', "[".repeat(100_000)])
      expect(readLessonText(text)).toMatchObject({ issues: [{}] });
  });

  it("refuses a newer version with a sentence that says so, and another format", () => {
    expect(issuesOf({ ...wholeLesson, version: 2 })).toEqual([
      { field: "version", value: 2, constraint: "is 1: the lesson was written by a newer playground" },
    ]);
    expect(fieldsOf({ ...wholeLesson, format: "grpo-playground/scenario" })).toEqual(["format"]);
  });

  it.each([
    ["id", "no spaces", "exercises[0].id"],
    ["board.controls.beta", "ajar", "exercises[0].board.controls.beta"],
    ["board.controls.gamma", "open", "exercises[0].board.controls.gamma"],
    ["board.views", ["nothing"], "exercises[0].board.views[0]"],
    ["board", undefined, "exercises[0].board"],
    ["scenario.format", undefined, "exercises[0].scenario.format"],
    ["scenario.answers", [], "exercises[0].scenario.answers"],
    ["variables", { "1": { from: 0, to: 1, step: 1 } }, "exercises[0].variables.1"],
    ["variables", { p: { from: 1, to: 0, step: 1 } }, "exercises[0].variables.p.to"],
    ["variables", { p: { from: 0, to: 1, step: 0 } }, "exercises[0].variables.p.step"],
    ["numbers.a.of", "luck", "exercises[0].numbers.a.of"],
    ["numbers.a.answer", "D", "exercises[0].numbers.a.answer"],
    ["numbers.a.rule", 2, "exercises[0].numbers.a.rule"],
    ["numbers.a", { difference: [1] }, "exercises[0].numbers.a.difference"],
    ["numbers.a", { value: 1, as: "words" }, "exercises[0].numbers.a.as"],
    ["numbers.a", "$p", "exercises[0].numbers.a"],
    ["scenario.rules[0].beta", "$p", "exercises[0].scenario.rules[0].beta"],
    ["text", "There is {nothing} here.", "exercises[0].text"],
    ["steps[0].kind", "dance", "exercises[0].steps[0].kind"],
    ["steps[1].id", "read", "exercises[0].steps[1].id"],
    ["steps[2].hints", ["{oops}"], "exercises[0].steps[2].hints[0]"],
    ["steps[2].input.type", "pie", "exercises[0].steps[2].input.type"],
    ["steps[2].input.tolerance", -1, "exercises[0].steps[2].input.tolerance"],
    ["steps[2].reveal", undefined, "exercises[0].steps[2].reveal"],
    ["steps[4].input.at", 20, "exercises[0].steps[4].input.at"],
    ["steps[4].input.curve.from", 0, "exercises[0].steps[4].input.curve.from"],
    ["steps[4].input.curve.parameter", "rules[5].beta", "exercises[0].steps[4].input.curve.parameter"],
    ["steps[4].input.curve.parameter", "constructor", "exercises[0].steps[4].input.curve.parameter"],
    ["steps[4].input.truth.change", { "__proto__.x": 1 }, "exercises[0].steps[4].input.truth.change.__proto__.x"],
    ["steps[7].input.options[0].right.is", "≥", "exercises[0].steps[7].input.options[0].right.is"],
    ["steps[8].goals", [], "exercises[0].steps[8].goals"],
    ["steps[8].goals[0].say", "", "exercises[0].steps[8].goals[0].say"],
    ["steps[8].solution", {}, "exercises[0].steps[8].solution"],
  ])("finds fault with %s = %j in its place", (path, value, field) => {
    expect(fieldsOf(spoilt(path, value))).toEqual([field]);
  });

  it("wants three answers for a triangle, and an option that can be right", () => {
    const two = { ...scenario, answers: scenario.answers.slice(0, 2) };
    expect(fieldsOf(lesson([exercise([steps.triangle], { scenario: two })]))).toEqual([
      "exercises[0].steps[0].input.type",
    ]);
    expect(
      fieldsOf(
        spoilt("steps[7].input.options", [
          { text: "A", right: false },
          { text: "B", right: false },
        ]),
      ),
    ).toEqual(["exercises[0].steps[7].input.options"]);
  });

  it("takes a variable wherever a number may stand, and not where text stands", () => {
    const variables = { p: { from: 0.1, to: 0.3, step: 0.1 } };
    const answers = [{ label: "$x", reference: "$p" as unknown as number, reward: 1 }, ...scenario.answers.slice(1)];
    const good = exercise([{ ...steps.number, input: { ...steps.number.input, truth: "$p" } }], {
      variables,
      scenario: { ...scenario, answers },
      text: "The reference is {p}; $\\frac{q}{r}$ is a formula.",
    });
    expect(issuesOf(lesson([good]))).toEqual([]);
  });

  it("says how many more issues there are where they are too many to help", () => {
    const many = lesson(Array.from({ length: 100 }, () => exercise([], { title: "", goal: "" })));
    const issues = issuesOf(many);
    expect(issues).toHaveLength(100);
    expect(issues.at(-1)).toEqual({ field: "lesson", value: "201 more", constraint: "has no further issues" });
  });
});
