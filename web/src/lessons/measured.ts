// SPDX-License-Identifier: MIT
// All that an exercise asks of the core, by its place in it.

import type { Issue } from "grpo-playground";
import { isRecord } from "../state/json";
import type { Check } from "./checks";
import { condition as conditionCheck, quantity as quantityCheck } from "./read-quantity";
import type { Condition, Exercise, Quantity } from "./types";
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
