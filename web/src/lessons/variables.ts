// SPDX-License-Identifier: MIT
// Numbers of one's own: a seed (a name or a number) draws each variable of an exercise from its range, always the same.

import { exactText } from "../story/format";
import { tidy } from "./paths";
import { isFound, worked } from "./quantities";
import { textFields } from "./read-names";
import { isVariable } from "./read-quantity";
import type { Arithmetic, Exercise, Lesson, Range } from "./types";

/** What each variable stands for. */
export type Values = Readonly<Record<string, number>>;

/** An exercise as one student has it: without variables, and with what they stood for. */
export interface DrawnExercise extends Exercise {
  variables?: never;
  values: Values;
}

export interface DrawnLesson extends Lesson {
  exercises: readonly DrawnExercise[];
}

/** Names differ in spaces, capitals and composed letters by accident only. */
export function plainSeed(seed: string): string {
  return seed.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
}

/** Every exercise draws for itself, and every variable: another one more or less changes none of the others. */
export function drawnValues({ id, variables = {} }: Exercise, seed: string): Values {
  const values: Record<string, number> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const random = mulberry32(fnv1a(`${plainSeed(seed)}\n${id}\n${name}`));
    const value = isRange(variable) ? draw(variable, random()) : workedOut(variable, values);
    if (value !== null) values[name] = value;
  }
  return values;
}

export const isRange = (variable: Range | Arithmetic): variable is Range => "from" in variable;

/** Null where it has no value, as a division by 0: a variable without a value is then named where it is used. */
function workedOut(variable: Arithmetic, values: Values): number | null {
  const found = worked(substituted(variable, "", values) as Arithmetic);
  return isFound(found) && typeof found.value === "number" ? tidy(found.value) : null;
}

/** How many values a range has. */
export function countOf({ from, to, step }: Range): number {
  return Math.floor((to - from) / step + 1e-9) + 1;
}

function draw(range: Range, share: number): number {
  return tidy(range.from + Math.floor(share * countOf(range)) * range.step);
}

/** FNV-1a, 32 bits, over UTF-8. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Tommy Ettinger's 32-bit generator: numbers in [0, 1). */
function mulberry32(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The exercise with numbers in place of its variables. */
export function withValues(exercise: Exercise, values: Values): DrawnExercise {
  const { variables: _, ...rest } = exercise;
  const { scenario, steps, numbers } = exercise;
  const put = <T>(part: T): T => substituted(part, "", values) as T;
  return {
    ...rest,
    scenario: put(scenario),
    steps: put(steps),
    ...(numbers && { numbers: mapped(numbers, put) }),
    values,
  };
}

/** Their names are the author's, and may be those of text fields. */
function mapped<T>(record: Readonly<Record<string, T>>, change: (item: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, item]) => [name, change(item)]));
}

/** The lesson as the student with this seed has it. */
export function drawnLesson(lesson: Lesson, seed: string): DrawnLesson {
  const exercises = lesson.exercises.map((exercise) => withValues(exercise, drawnValues(exercise, seed)));
  return { ...lesson, exercises };
}

/** Whether different students have different numbers. */
export function hasVariables({ exercises }: Lesson): boolean {
  return exercises.some(({ variables = {} }) => Object.values(variables).some(isRange));
}

function substituted(part: unknown, key: string, values: Values): unknown {
  if (isVariable(part) && !textFields.has(key)) {
    const name = part.slice(1);
    return Object.hasOwn(values, name) ? values[name] : part;
  }
  if (Array.isArray(part)) return part.map((item) => substituted(item, key, values));
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([name, item]) => [name, substituted(item, name, values)]));
}

/** Variables are live numbers, too, unless a number has the same name. */
export function variableTexts(values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, exactText(value)]));
}
