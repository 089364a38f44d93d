// SPDX-License-Identifier: MIT
// What a lesson of the right shape refers to by name: variables, live numbers, answers and rules must exist.

import type { Issue } from "grpo-playground";
import { isRecord } from "../state/json";
import { complain } from "./checks";
import { namesIn } from "./live-numbers";
import { keysOf } from "./paths";
import { isVariable } from "./read-quantity";
import type { Exercise, Lesson } from "./types";

/** Fields that are text for people, wherever they stand: never variables. */
export const textFields = new Set(["title", "note", "label", "label_y", "text", "goal", "say", "id", "answer"]);

/** Fields whose texts may hold live numbers. */
const markdownFields = new Set([
  "text",
  "hints",
  "reveal",
  "model",
  "say",
  "feedback",
  "right",
  "low",
  "high",
  "wrong",
  "note",
  "mistakes",
]);

export function checkNames({ exercises }: Lesson, issues: Issue[]): void {
  unique(exercises, "exercises", issues);
  exercises.forEach((exercise, i) => {
    const field = `exercises[${i}]`;
    unique(exercise.steps, `${field}.steps`, issues);
    checkVariables(exercise, field, issues);
    checkTexts(exercise, field, issues);
    checkAsked(exercise, field, issues);
    checkPaths(exercise, field, issues);
    checkSteps(exercise, field, issues);
  });
}

function unique(items: readonly { id: string }[], field: string, issues: Issue[]): void {
  items.forEach(({ id }, i) => {
    if (items.findIndex((other) => other.id === id) < i) complain(issues, `${field}[${i}].id`, id, "is unique");
  });
}

type Visit = (value: unknown, field: string, key: string) => void;

/** Every value within, with its path and the key of the record that it stands under. */
function walk(value: unknown, field: string, key: string, visit: Visit): void {
  visit(value, field, key);
  if (Array.isArray(value)) value.forEach((item, i) => walk(item, `${field}[${i}]`, key, visit));
  else if (isRecord(value))
    for (const [name, item] of Object.entries(value)) walk(item, `${field}.${name}`, name, visit);
}

function checkVariables({ scenario, steps, numbers, variables = {} }: Exercise, field: string, issues: Issue[]): void {
  const visit: Visit = (value, at, key) => {
    if (isVariable(value) && !textFields.has(key) && !Object.hasOwn(variables, value.slice(1)))
      complain(issues, at, value, "is the name of one of the exercise’s variables");
  };
  for (const [name, part] of Object.entries({ scenario, steps })) walk(part, `${field}.${name}`, "", visit);
  for (const [name, part] of Object.entries(numbers ?? {})) walk(part, `${field}.numbers.${name}`, "", visit);
  checkWorkedOut(variables, `${field}.variables`, issues);
}

/** Arithmetic on those before: nothing is asked of the core, and nothing goes in a circle. */
function checkWorkedOut(variables: NonNullable<Exercise["variables"]>, field: string, issues: Issue[]): void {
  const before = new Set<string>();
  for (const [name, variable] of Object.entries(variables)) {
    walk(variable, `${field}.${name}`, "", (value, at) => {
      if (isVariable(value) && !before.has(value.slice(1)))
        complain(issues, at, value, "is the name of a variable that stands before this one");
      if (isRecord(value) && typeof value.of === "string")
        complain(issues, at, value.of, "is arithmetic on numbers and variables: the core is not asked here");
    });
    before.add(name);
  }
}

function checkTexts({ text, steps, teacher, numbers = {}, variables = {} }: Exercise, field: string, issues: Issue[]) {
  const visit: Visit = (value, at, key) => {
    if (typeof value !== "string" || !markdownFields.has(key)) return;
    for (const name of namesIn(value)) {
      if (!Object.hasOwn(numbers, name) && !Object.hasOwn(variables, name))
        complain(issues, at, `{${name}}`, "is the name of one of the exercise’s numbers or variables");
    }
  };
  for (const [name, part] of Object.entries({ text, steps, teacher })) walk(part, `${field}.${name}`, name, visit);
}

/** Answers and rules of a question to the core; what a change brings is not known before. */
function checkAsked({ scenario, steps, numbers }: Exercise, field: string, issues: Issue[]): void {
  const labels = new Set(scenario.answers.map(({ label }) => label));
  const visit: Visit = (value, at) => {
    if (!isRecord(value) || typeof value.of !== "string") return;
    const paths = Object.keys(value.change ?? {});
    const { answer, rule } = value;
    if (typeof answer === "string" && !labels.has(answer) && !paths.some((path) => /^answers/.test(path)))
      complain(issues, `${at}.answer`, answer, "is the label of an answer of the scenario");
    if (typeof rule === "number" && rule >= scenario.rules.length && !paths.includes("rules"))
      complain(
        issues,
        `${at}.rule`,
        rule,
        `is the index of one of the scenario’s rules, from 0 to ${scenario.rules.length - 1}`,
      );
  };
  for (const [name, part] of Object.entries({ steps, numbers })) walk(part, `${field}.${name}`, name, visit);
}

function checkPaths({ scenario, steps, numbers }: Exercise, field: string, issues: Issue[]): void {
  const check = (path: string, at: string) => {
    const [name, index] = keysOf(path) ?? [];
    const entries = name === undefined ? [] : (scenario as unknown as Record<string, unknown>)[name];
    if (typeof index === "number" && (!Array.isArray(entries) || index >= entries.length))
      complain(issues, at, path, `is a path of the scenario, whose ${name} are fewer`);
  };
  const visit: Visit = (value, at, key) => {
    if ((key === "change" || key === "solution") && isRecord(value))
      for (const path of Object.keys(value)) check(path, `${at}.${path}`);
    if (key === "parameter" && typeof value === "string") check(value, at);
  };
  for (const [name, part] of Object.entries({ steps, numbers })) walk(part, `${field}.${name}`, name, visit);
}

function checkSteps({ scenario, steps, board }: Exercise, field: string, issues: Issue[]): void {
  steps.forEach((step, i) => {
    const at = `${field}.steps[${i}]`;
    const count = scenario.answers.length;
    if (step.kind === "find" && !Object.values(board?.controls ?? {}).includes("open"))
      complain(
        issues,
        `${field}.board`,
        board ? "none open" : undefined,
        "has an open control for the step that finds",
      );
    if (step.kind !== "predict") return;
    const { input } = step;
    if (input.type === "triangle" && count !== 3)
      complain(issues, `${at}.input.type`, input.type, `is for three answers; the scenario has ${count}`);
    if (
      input.type === "point" &&
      typeof input.at === "number" &&
      !(input.at >= input.curve.from && input.at <= input.curve.to)
    )
      complain(issues, `${at}.input.at`, input.at, `is between ${input.curve.from} and ${input.curve.to}`);
  });
}
