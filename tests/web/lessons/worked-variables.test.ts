// SPDX-License-Identifier: MIT
// Variables that are worked out from others: 1 − p beside p, the same for the same student.

import { describe, expect, it } from "vitest";
import { readLesson } from "../../../web/src/lessons/read";
import type { Exercise } from "../../../web/src/lessons/types";
import { drawnLesson, drawnValues, hasVariables } from "../../../web/src/lessons/variables";
import { exercise, lesson, scenario, steps } from "./lessons";

const p = { from: 0.1, to: 0.4, step: 0.1 };
const withVariables = (variables: Exercise["variables"]) => exercise([steps.explain], { variables });
const issuesOf = (variables: Exercise["variables"]) => {
  const read = readLesson(lesson([withVariables(variables)]));
  return "issues" in read ? read.issues : [];
};

describe("a variable worked out from others", () => {
  it("follows what was drawn, with every operation", () => {
    for (const seed of ["Ada", "7"]) {
      const values = drawnValues(
        withVariables({ p, q: { difference: [1, "$p"] }, half: { ratio: ["$q", 2] }, both: { sum: ["$p", "$q"] } }),
        seed,
      );
      expect(values.q).toBeCloseTo(1 - values.p!, 12);
      expect(values.half).toBeCloseTo((1 - values.p!) / 2, 12);
      expect(values.both).toBe(1);
    }
  });

  it("stands in the scenario as a drawn one does, free of rounding", () => {
    const answers = [
      { label: "A", reference: "$p" as unknown as number, reward: 1 },
      { label: "B", reference: "$q" as unknown as number, reward: 0 },
    ];
    const own = {
      ...withVariables({ p: { from: 0.7, to: 0.7, step: 1 }, q: { difference: [1, "$p"] } }),
      scenario: { ...scenario, answers },
    };
    expect(readLesson(lesson([own]))).toHaveProperty("lesson");
    expect(drawnLesson(lesson([own]), "Ada").exercises[0]!.scenario.answers.map(({ reference }) => reference)).toEqual([
      0.7, 0.3,
    ]);
  });

  it("changes no drawn number by being there", () => {
    const { p: alone } = drawnValues(withVariables({ p }), "Ada");
    expect(drawnValues(withVariables({ q: { product: [2, 3] }, p }), "Ada").p).toBe(alone);
  });

  it("does not by itself give students different numbers", () => {
    expect(hasVariables(lesson([withVariables({ root: { root: 2 } })]))).toBe(false);
    expect(hasVariables(lesson([withVariables({ p, q: { difference: [1, "$p"] } })]))).toBe(true);
  });

  it("may use only those before it, and may not ask the core", () => {
    const [issue] = issuesOf({ q: { difference: [1, "$p"] }, p });
    expect(issue).toEqual({
      field: "exercises[0].variables.q.difference[1]",
      value: "$p",
      constraint: "is the name of a variable that stands before this one",
    });
    expect(issuesOf({ q: { sum: [{ of: "beta" }] } })).not.toEqual([]);
    expect(issuesOf({ q: { of: "beta" } as never })).not.toEqual([]);
    expect(issuesOf({ p, q: { difference: [1, "$p"] } })).toEqual([]);
  });

  it("has no value, rather than NaN, where it is divided by 0", () => {
    expect(drawnValues(withVariables({ p, q: { ratio: ["$p", 0] } }), "Ada")).not.toHaveProperty("q");
  });
});
