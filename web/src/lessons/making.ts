// SPDX-License-Identifier: MIT
// What a new lesson, exercise, step, prediction or option begins as: whole and true, so that only words are missing.

import type { ScenarioDocument } from "grpo-playground";
import {
  type Condition,
  controlNames,
  type Curve,
  type Exercise,
  type Lesson,
  lessonFormat,
  type Option,
  type PredictInput,
  type Quantity,
  type Step,
} from "./types";

type Goal = Condition & { say: string };

export function newLesson(scenario: ScenarioDocument): Lesson {
  return { format: lessonFormat, version: 1, title: "", goal: "", exercises: [newExercise(scenario, [])] };
}

/** Everything of the playground stands open beside one prediction of all bars. */
export function newExercise(scenario: ScenarioDocument, others: readonly Exercise[]): Exercise {
  return {
    id: freeId(
      "exercise",
      others.map(({ id }) => id),
    ),
    title: scenario.title ?? "",
    goal: "",
    minutes: 5,
    text: "",
    scenario,
    board: { controls: Object.fromEntries(controlNames.map((name) => [name, "open"])) },
    steps: [newStep("predict", scenario, [])],
  };
}

/** An exercise of another lesson, to be changed. */
export function copied(exercise: Exercise, others: readonly Exercise[]): Exercise {
  const ids = others.map(({ id }) => id);
  return { ...exercise, id: ids.includes(exercise.id) ? freeId("exercise", ids) : exercise.id };
}

/** A first number that none of them has. */
export function freeId(word: string, taken: readonly string[]): string {
  for (let count = taken.length + 1; ; ++count) if (!taken.includes(`${word}-${count}`)) return `${word}-${count}`;
}

export function newStep(kind: Step["kind"], scenario: ScenarioDocument, others: readonly Step[]): Step {
  const head = {
    id: freeId(
      "step",
      others.map(({ id }) => id),
    ),
    text: "",
  };
  if (kind === "read") return { ...head, kind };
  if (kind === "explain") return { ...head, kind, model: "" };
  if (kind === "find") return { ...head, kind, goals: [newGoal(scenario)], solution: {}, reveal: "" };
  return { ...head, kind, input: newInput("bars", scenario), reveal: "" };
}

/** Another kind in place of a step: what both have stays. */
export function asKind(step: Step, kind: Step["kind"], scenario: ScenarioDocument): Step {
  if (step.kind === kind) return step;
  const fresh = newStep(kind, scenario, []);
  const { id, text, hints } = step;
  const reveal = "reveal" in step && "reveal" in fresh ? { reveal: step.reveal } : {};
  return { ...fresh, id, text, ...(hints && { hints }), ...reveal };
}

export const probabilities: Quantity = { of: "probability", rule: 0 };

export function firstProbability({ answers }: ScenarioDocument): Quantity {
  return { of: "probability", rule: 0, answer: answers[0]?.label ?? "" };
}

export function newInput(type: PredictInput["type"], scenario: ScenarioDocument): PredictInput {
  const one = firstProbability(scenario);
  if (type === "bars" || type === "triangle") return { type, truth: probabilities, tolerance: 0.1 };
  if (type === "order") return { type, truth: probabilities, tolerance: 0 };
  if (type === "number") return { type, truth: one, tolerance: 0.05, unit: "percent" };
  if (type === "choice") return { type, options: (scenario.answers ?? []).map(({ label }) => winning(label)) };
  const beta = scenario.rules[0]?.beta ?? 1;
  const at = typeof beta === "number" ? beta : 1;
  const curve: Curve = {
    parameter: "rules[0].beta",
    label: "β",
    from: at / 10,
    to: at * 10,
    scale: "log",
    quantity: one,
    label_y: `π(${scenario.answers[0]?.label ?? ""})`,
  };
  return followed({ type, curve, at, truth: one, tolerance: 0.1 });
}

/** The truth of a point is the curve's own height there. */
export function followed(input: Extract<PredictInput, { type: "point" }>): PredictInput {
  const { quantity, parameter } = input.curve;
  if (typeof quantity !== "object" || !("of" in quantity)) return input;
  return { ...input, truth: { ...quantity, change: { ...quantity.change, [parameter]: input.at } } };
}

function winning(label: string): Option {
  return { text: label, right: { left: { of: "winner", rule: 0 }, is: "=", right: label } };
}

export function newOption(): Option {
  return { text: "", right: false };
}

export function newGoal({ answers }: ScenarioDocument): Goal {
  const label = answers.at(-1)?.label ?? "";
  return { left: { of: "winner", rule: 0 }, is: "=", right: label, say: "" };
}

/** Names p, q, r, …, then p2, q2, …: one letter reads well in a text. */
export function freeName(taken: readonly string[]): string {
  const letters = [..."pqrstuvwxyz"];
  for (let round = 1; ; ++round) {
    const free = letters.map((letter) => (round === 1 ? letter : letter + round)).find((name) => !taken.includes(name));
    if (free !== undefined) return free;
  }
}
