// SPDX-License-Identifier: MIT
// Lessons for the tests, and the built package that answers for them.

import { load } from "grpo-playground";
import { askEngine } from "../../../web/src/lessons/ask";
import type { Exercise, Lesson, Step } from "../../../web/src/lessons/types";

export const engine = await load();
export const ask = askEngine(engine);

export const scenario: Exercise["scenario"] = {
  format: "grpo-playground/scenario",
  version: 1,
  answers: [
    { label: "A", reference: 0.2, reward: 1 },
    { label: "B", reference: 0.5, reward: 0.2 },
    { label: "C", reference: 0.3, reward: 0.2 },
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

export function exercise(steps: readonly Step[], part: Partial<Exercise> = {}): Exercise {
  return {
    id: "first",
    title: "A first look",
    goal: "Say what a policy is.",
    minutes: 5,
    text: "Three answers.",
    scenario,
    steps,
    ...part,
  };
}

export function lesson(exercises: readonly Exercise[], part: Partial<Lesson> = {}): Lesson {
  return {
    format: "grpo-playground/lesson",
    version: 1,
    title: "Policies",
    goal: "Predict a policy.",
    exercises,
    ...part,
  };
}

/** One step of every kind and every input. */
export const steps = {
  read: { kind: "read", id: "read", text: "GRPO gives A {a}.", views: ["pooling"] },
  explain: { kind: "explain", id: "explain", text: "Why?", model: "Because of the reward." },
  bars: {
    kind: "predict",
    id: "bars",
    text: "Draw the policy.",
    hints: ["Rewards pull."],
    input: { type: "bars", truth: { of: "probability" }, tolerance: 0.05 },
    reveal: "A has {a}.",
  },
  triangle: {
    kind: "predict",
    id: "triangle",
    text: "Place it.",
    input: { type: "triangle", truth: { of: "probability", rule: 1 }, tolerance: 0.05 },
    reveal: "",
  },
  point: {
    kind: "predict",
    id: "point",
    text: "How high at β = 0.5?",
    input: {
      type: "point",
      curve: {
        parameter: "rules[0].beta",
        label: "β",
        from: 0.1,
        to: 10,
        scale: "log",
        quantity: { of: "probability", answer: "A" },
        label_y: "π(A)",
      },
      at: 0.5,
      truth: { of: "probability", answer: "A", change: { "rules[0].beta": 0.5 } },
      tolerance: 0.05,
    },
    feedback: { low: "More.", high: "Less.", right: "Yes." },
    reveal: "",
  },
  order: {
    kind: "predict",
    id: "order",
    text: "Order them.",
    input: { type: "order", truth: { of: "probability" }, tolerance: 0 },
    reveal: "",
  },
  number: {
    kind: "predict",
    id: "number",
    text: "How often is a group silent?",
    input: { type: "number", truth: { of: "silent", at: "reference" }, tolerance: 0.02, unit: "percent" },
    feedback: { mistakes: [{ near: 0.2, tolerance: 0.005, say: "That is the reference of A." }], wrong: "No." },
    reveal: "",
  },
  choice: {
    kind: "predict",
    id: "choice",
    text: "Which wins?",
    input: {
      type: "choice",
      options: [
        { text: "A", right: { left: { of: "winner" }, is: "=", right: "A" }, feedback: "It does." },
        {
          text: "B",
          right: { left: { of: "winner" }, is: "=", right: "B" },
          feedback: "It has the largest reference.",
        },
        { text: "None", right: false },
      ],
    },
    reveal: "",
  },
  find: {
    kind: "find",
    id: "find",
    text: "Make B win under GRPO.",
    goals: [{ left: { of: "winner" }, is: "=", right: "B", say: "B wins under GRPO" }],
    solution: { "rules[0].beta": 20 },
    reveal: "A large β keeps the reference.",
  },
} as const satisfies Record<string, Step>;

export const wholeLesson = lesson([
  exercise(Object.values(steps), {
    numbers: { a: { of: "probability", answer: "A" }, beta: { of: "beta" } },
    board: { controls: { beta: "open", rewards: "locked" }, views: ["pooling"] },
    teacher: { note: "Ask why.", mistakes: ["They take the reference."] },
  }),
]);
