// SPDX-License-Identifier: MIT
// Numbers of one's own: the same seed gives the same numbers, everywhere and for ever.
import { describe, expect, it } from "vitest";
import { drawnLesson, drawnValues, hasVariables, variableTexts } from "../../../web/src/lessons/variables";
import { engine, exercise, lesson, scenario, steps, wholeLesson } from "./lessons";

const variables = { p: { from: 0.1, to: 0.3, step: 0.05 }, G: { from: 2, to: 16, step: 2 } };
const varied = exercise([{ ...steps.number, input: { ...steps.number.input, truth: { sum: ["$p", 1] } } }], {
  variables,
  text: "$p",
  scenario: {
    ...scenario,
    answers: [{ label: "$p", reference: "$p" as unknown as number, reward: 1 }, ...scenario.answers.slice(1)],
    rules: [{ preference: { groupSize: "$G" as unknown as number } }],
  },
  numbers: { text: "$G", twice: { product: [2, "$G"] } },
});

describe("variables", () => {
  it("are the same for the same name, whatever its spaces and capitals, and never change between versions", () => {
    expect(drawnValues(varied, "Ada Lovelace")).toEqual({ p: 0.2, G: 8 });
    expect(drawnValues(varied, "  ada  lovelace ")).toEqual({ p: 0.2, G: 8 });
    expect(drawnValues(varied, "4711")).toEqual(drawnValues(varied, "4711"));
  });

  it("take every value of the range, the ends too, about equally often, and no other", () => {
    const counts = new Map<number, number>();
    for (let i = 0; i < 5000; ++i) {
      const { p } = drawnValues(varied, `student ${i}`);
      counts.set(p, (counts.get(p) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([0.1, 0.15, 0.2, 0.25, 0.3]);
    for (const count of counts.values()) expect(count).toBeGreaterThan(850);
  });

  it("are drawn for each by itself: another variable changes none", () => {
    const more = exercise(varied.steps, { variables: { extra: { from: 0, to: 9, step: 1 }, ...variables } });
    expect(drawnValues(more, "Ada")).toMatchObject(drawnValues(varied, "Ada"));
    const all = (id: string) => ["Ada", "Bob", "Cy"].map((seed) => drawnValues({ ...varied, id }, seed));
    expect(all("second")).not.toEqual(all("first"));
  });

  it("stand as numbers in scenario, steps and numbers, and never in texts", () => {
    const [drawn] = drawnLesson(lesson([varied]), "Ada Lovelace").exercises;
    expect(drawn.scenario.answers[0]).toEqual({ label: "$p", reference: 0.2, reward: 1 });
    expect(drawn.scenario.rules[0].preference).toEqual({ groupSize: 8 });
    expect(drawn.steps[0]).toMatchObject({ input: { truth: { sum: [0.2, 1] } } });
    expect(drawn.numbers).toEqual({ text: 8, twice: { product: [2, 8] } });
    expect(drawn.text).toBe("$p");
    expect(engine.solve(drawn.scenario).issues).toEqual([]);
  });

  it("can be told in texts by their names", () => {
    expect(variableTexts({ p: 0.25, G: 12 })).toEqual({ p: "0.25", G: "12" });
  });

  it("are known to be there or not", () => {
    expect(hasVariables(lesson([varied]))).toBe(true);
    expect(hasVariables(wholeLesson)).toBe(false);
  });
});
