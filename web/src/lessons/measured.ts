// SPDX-License-Identifier: MIT
// All that an exercise asks of the core, by its place in it, and what the core finds wrong with the answers.

import type { Issue, SolveResult } from "grpo-playground";
import { isRecord } from "../state/json";
import type { Ask } from "./ask";
import type { Check } from "./checks";
import { changed } from "./paths";
import { evaluateAll, isFound, judgeAll } from "./quantities";
import { condition as conditionCheck, quantity as quantityCheck } from "./read-quantity";
import type { Condition, Exercise, Lesson, Quantity } from "./types";
import { type DrawnExercise, drawnValues, withValues } from "./variables";

export function drawnBy(exercise: Exercise, seed: string): DrawnExercise {
  return withValues(exercise, drawnValues(exercise, seed));
}

function passes(check: Check, value: unknown): boolean {
  const issues: Issue[] = [];
  check(value, "", issues);
  return issues.length === 0;
}

/** The fields that quantities stand in. */
const places = new Set([
  ...["truth", "left", "right", "quantity", "near", "value"],
  ...["difference", "ratio", "sum", "product", "root"],
]);

/** Every quantity of the steps and of the live numbers, by its path within the exercise, parts of arithmetic too. */
export function quantitiesIn({ steps, numbers }: Pick<Exercise, "steps" | "numbers">): Record<string, Quantity> {
  const found: Record<string, Quantity> = {};
  const walk = (part: unknown, path: string, measured: boolean): void => {
    if (measured && typeof part !== "string" && passes(quantityCheck, part)) found[path] = part as Quantity;
    if (Array.isArray(part)) return part.forEach((item, index) => walk(item, `${path}[${index}]`, measured));
    if (!isRecord(part)) return;
    for (const [key, item] of Object.entries(part))
      if (key !== "change" && key !== "solution") walk(item, `${path}.${key}`, path === "numbers" || places.has(key));
  };
  walk(steps, "steps", false);
  walk(numbers, "numbers", false);
  return found;
}

/** Every condition of goals and options, by its path within the exercise. */
export function conditionsIn({ steps }: Pick<Exercise, "steps">): Record<string, Condition> {
  const all = steps.flatMap((step, i): [string, Condition][] => {
    if (step.kind === "find") return step.goals.map(({ say: _, ...goal }, k) => [`steps[${i}].goals[${k}]`, goal]);
    if (step.kind !== "predict" || step.input.type !== "choice") return [];
    return step.input.options.flatMap(({ right }, k): [string, Condition][] =>
      typeof right === "boolean" ? [] : [[`steps[${i}].input.options[${k}].right`, right]],
    );
  });
  return Object.fromEntries(all.filter(([, condition]) => passes(conditionCheck, condition)));
}

/** What the core finds wrong with a lesson that reads well, for these students' numbers: nothing of it can be told by its shape. */
export async function coreIssues({ exercises }: Lesson, ask: Ask, seeds: readonly string[]): Promise<Issue[]> {
  const found: Issue[] = [];
  for (const [index, exercise] of exercises.entries()) {
    const several = Object.keys(exercise.variables ?? {}).length > 0;
    for (const seed of several ? seeds : seeds.slice(0, 1)) {
      const issues = await issuesOf(drawnBy(exercise, seed), ask);
      const who = several ? `, for the student “${seed}”` : "";
      found.push(...issues.map(({ field, value, constraint }) => ({ field: `exercises[${index}].${field}`, value, constraint: constraint + who }))); // prettier-ignore
      if (issues.length > 0) break; // the first student says it
    }
  }
  return found;
}

async function issuesOf(drawn: DrawnExercise, ask: Ask): Promise<Issue[]> {
  const { scenario } = drawn;
  const { solved } = (await ask({ solved: ["solve", scenario, { search: "branch" }] })) as { solved: SolveResult };
  if (solved.status === "invalid")
    return solved.issues.map((issue) => ({ ...issue, field: `scenario.${issue.field}` }));
  const values = await evaluateAll(scenario, quantitiesIn(drawn), ask);
  const numberless = Object.entries(values).flatMap(([field, value]): Issue[] =>
    isFound(value) ? [] : value.issues.slice(0, 1).map((issue) => ({ ...issue, field })),
  );
  return [...numberless, ...(await findIssues(drawn, ask)), ...(await choiceIssues(drawn, ask))];
}

async function findIssues({ scenario, steps }: DrawnExercise, ask: Ask): Promise<Issue[]> {
  const found: Issue[] = [];
  for (const [index, step] of steps.entries()) {
    if (step.kind !== "find") continue;
    const goals = step.goals.map(({ say: _, ...goal }) => goal);
    const [before, after] = [await judgeAll(scenario, goals, ask), await judgeAll(changed(scenario, step.solution), goals, ask)]; // prettier-ignore
    const missed = after.flatMap(({ holds }, goal) => (holds ? [] : [goal + 1]));
    const field = `steps[${index}]`;
    if (missed.length > 0)
      found.push({ field: `${field}.solution`, value: `short of goal ${missed.join(", ")}`, constraint: "is a way to reach every goal" }); // prettier-ignore
    if (before.every(({ holds }) => holds))
      found.push({ field: `${field}.goals`, value: "reached", constraint: "is not reached before anything is moved" });
  }
  return found;
}

async function choiceIssues({ scenario, steps }: DrawnExercise, ask: Ask): Promise<Issue[]> {
  const found: Issue[] = [];
  for (const [index, step] of steps.entries()) {
    if (step.kind !== "predict" || step.input.type !== "choice") continue;
    const rights = step.input.options.map(({ right }) => right);
    const conditions = rights.filter((right): right is Condition => typeof right !== "boolean");
    const judged = await judgeAll(scenario, conditions, ask);
    if (!rights.includes(true) && !judged.some(({ holds }) => holds))
      found.push({ field: `steps[${index}].input.options`, value: "all wrong", constraint: "has an option that is right" }); // prettier-ignore
  }
  return found;
}
