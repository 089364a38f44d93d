// SPDX-License-Identifier: MIT
// Variables come, stand for a number of the scenario, and go: then what they stood for is a number again.

import { type Edited, put } from "../../../lessons/editing";
import { placesOf } from "../../../lessons/follow";
import { freeName } from "../../../lessons/making";
import { withValue } from "../../../lessons/places";
import type { Range } from "../../../lessons/types";

const pathOf = (index: number) => `exercises[${index}]`;

export function insertVariable(edited: Edited, index: number): Edited {
  const taken = Object.keys(edited.lesson.exercises[index]?.variables ?? {});
  return put(edited, `${pathOf(index)}.variables.${freeName(taken)}`, { from: 1, to: 2, step: 0.5 } satisfies Range);
}

export function useVariable(edited: Edited, index: number, name: string, place: string): Edited {
  const scenario = edited.lesson.exercises[index]?.scenario;
  if (place === "" || !scenario) return edited;
  const places = placesOf(place, scenario);
  return places.reduce((next, one) => put(next, `${pathOf(index)}.scenario.${one}`, `$${name}`), edited);
}

export function removeVariable(edited: Edited, index: number, name: string): Edited {
  const exercise = edited.lesson.exercises[index];
  if (!exercise?.variables) return edited;
  const { [name]: range, ...others } = exercise.variables;
  const from = range && "from" in range ? range.from : 1;
  const numbered = withNumber(exercise, `$${name}`, from);
  const variables = Object.keys(others).length > 0 ? others : undefined;
  const { drafts } = put(edited, `${pathOf(index)}.variables.${name}`, null);
  const next = withValue(numbered, "variables", variables);
  return { lesson: withValue(edited.lesson, pathOf(index), next), drafts };
}

/** Texts are left alone, but for a text that is nothing else: that is the variable itself. */
function withNumber<T>(part: T, variable: string, value: number): T {
  if (part === variable) return value as T;
  if (Array.isArray(part)) return part.map((item: unknown) => withNumber(item, variable, value)) as T;
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, withNumber(item, variable, value)])) as T;
}
