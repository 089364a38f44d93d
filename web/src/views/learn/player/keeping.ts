// SPDX-License-Identifier: MIT
// Work on lessons in this browser's storage. What is read may have been written by an older page or by anybody: only what
// fits the lesson is taken.

import { responseIssues } from "../../../lessons/responses";
import type { Lesson } from "../../../lessons/types";
import { isRecord } from "../../../state/json";
import type { StepWork } from "./work.svelte";

/** The part of the browser's storage that is used; any call may throw. */
export type Storage = Pick<globalThis.Storage, "getItem" | "setItem">;

export interface Kept {
  started: string;
  steps: Readonly<Record<string, StepWork>>;
  seconds: Readonly<Record<string, number>>;
  /** So that a list of lessons needs no lesson. */
  done: number;
  all: number;
}

const studentKey = "grpo-playground/student";
const lastKey = (id: string) => `grpo-playground/lesson-last/${id}`;

/** What the browser refuses must not stop the page. */
function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}

export function pageStorage(): Storage | null {
  return attempt(() => localStorage);
}

export function writeKept(storage: Storage, key: string, kept: Kept): void {
  attempt(() => storage.setItem(key, JSON.stringify(kept)));
}

export function readKept(storage: Storage, key: string, { exercises }: Lesson): Kept | null {
  const value = attempt((): unknown => JSON.parse(storage.getItem(key) ?? "null"));
  if (!isRecord(value)) return null;
  const { started, steps, seconds } = value;
  if (typeof started !== "string" || !Number.isFinite(Date.parse(started)) || !isRecord(steps)) return null;
  const known: Record<string, StepWork> = {};
  const spent: Record<string, number> = {};
  for (const { id, steps: all, scenario } of exercises) {
    for (const step of all) {
      const name = `${id}/${step.id}`;
      const work = steps[name];
      if (isRecord(work))
        known[name] = readWork(
          work,
          (response) => responseIssues(step, scenario.answers.length, response).length === 0,
        );
      const time = isRecord(seconds) ? seconds[name] : null;
      if (isCount(time)) spent[name] = time;
    }
  }
  return { started, steps: known, seconds: spent, done: 0, all: 0 };
}

const isCount = (value: unknown): value is number => typeof value === "number" && value >= 0 && Number.isFinite(value);

function readWork(work: Record<string, unknown>, fits: (response: unknown) => boolean): StepWork {
  const { draft, response, tries, hints, gaveUp, score } = work;
  return {
    ...(draft !== undefined && { draft }),
    ...(response !== undefined && fits(response) && { response: response as StepWork["response"] & {} }),
    ...(gaveUp === true && { gaveUp }),
    tries: isCount(tries) ? tries : 0,
    hints: isCount(hints) ? hints : 0,
    score: isCount(score) && score <= 1 ? score : null,
  };
}

/** The name that was last given, in any lesson. */
export function readStudent(storage: Storage | null): string {
  return (storage && attempt(() => storage.getItem(studentKey)))?.slice(0, 200) ?? "";
}

export function writeStudent(storage: Storage | null, name: string): void {
  attempt(() => storage?.setItem(studentKey, name));
}

/** Which work a lesson of the course was last worked on with, for the list of lessons. */
export function noteLast(storage: Storage | null, id: string, key: string): void {
  attempt(() => storage?.setItem(lastKey(id), key));
}

export function lastProgress(storage: Storage | null, id: string): { done: number; all: number } | null {
  const key = storage && attempt(() => storage.getItem(lastKey(id)));
  const value = key ? attempt((): unknown => JSON.parse(storage!.getItem(key) ?? "null")) : null;
  if (!isRecord(value)) return null;
  const { done, all } = value;
  return isCount(done) && isCount(all) && all > 0 ? { done: Math.min(done, all), all } : null;
}
