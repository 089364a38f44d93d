// SPDX-License-Identifier: MIT
// The built package as its users get it, loaded once, and the scenario that most tests vary.
import { readFileSync } from "node:fs";

export const packageFolder = new URL("../../web/dist/package/", import.meta.url);
export const { load } = await import(new URL("index.js", packageFolder).href);
export const engine = await load();
export const { load: loadFirst } = await import(new URL("first.js", packageFolder).href);

/** The example of the golden values: three answers, one rule. */
export function threeAnswers(rule = {}) {
  return {
    format: "grpo-playground/scenario",
    version: 1,
    answers: [
      { label: "A", reference: 0.2, reward: 1 },
      { label: "B", reference: 0.5, reward: 0.3 },
      { label: "C", reference: 0.3, reward: 0 },
    ],
    rules: [{ label: "GRPO", ...rule }],
  };
}

/** Two answers, the first one right. */
export function rightOrWrong(rule = {}, reference = 0.5) {
  return {
    ...threeAnswers(rule),
    answers: [
      { label: "right", reference, reward: 1 },
      { label: "wrong", reference: 1 - reference, reward: 0 },
    ],
  };
}

/** Winning probabilities instead of rewards: a over b over c over a. */
export function cycle(rule = { preference: { model: "pairwise" }, beta: 0.1 }) {
  return {
    format: "grpo-playground/scenario",
    version: 1,
    answers: ["a", "b", "c"].map((label, i) => ({ label, reference: [0.6, 0.3, 0.1][i] })),
    wins: [
      [0.5, 0.9, 0.3],
      [0.1, 0.5, 0.8],
      [0.7, 0.2, 0.5],
    ],
    rules: [rule],
  };
}

export function referenceCases(name) {
  return JSON.parse(readFileSync(new URL(`../reference/${name}.json`, import.meta.url), "utf8")).cases;
}
