// SPDX-License-Identifier: MIT
// The editor's live state: the lesson with its way back, what is wrong with it, and its copy in this browser.

import type { Issue } from "grpo-playground";
import { createContext } from "svelte";
import * as editing from "../../../lessons/editing";
import { newLesson } from "../../../lessons/making";
import { readLesson } from "../../../lessons/read";
import { type Exercise, type Lesson, lessonFormat } from "../../../lessons/types";
import { toDocument } from "../../../state/document";
import { isRecord } from "../../../state/json";
import { type Parsed, parseNumber } from "../../../state/numbers";
import { defaultPreset } from "../../../state/presets";

const storageKey = "grpo-playground/make";

export class Making {
  #history = $state.raw(editing.begun(newLesson(toDocument(defaultPreset.state))));
  #issues = $derived.by(() => issuesOf(this.#history.now));
  /** The exercise that is worked on. */
  #chosen = $state(0);
  /** The step on whose board a solution is being set: the scenario's own board makes room for it. */
  elsewhere: string | null = $state(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const kept = readKept();
    if (kept) this.#history = editing.begun(kept.lesson, kept.drafts);
  }

  get lesson(): Lesson {
    return this.#history.now.lesson;
  }

  get edited(): editing.Edited {
    return this.#history.now;
  }

  /** Everything that keeps the lesson from being given out, by field. */
  get issues(): readonly Issue[] {
    return this.#issues;
  }

  get index(): number {
    return Math.min(this.#chosen, this.lesson.exercises.length - 1);
  }

  get exercise(): Exercise {
    return this.lesson.exercises[this.index]!;
  }

  /** The path of the exercise that is worked on. */
  get path(): string {
    return `exercises[${this.index}]`;
  }

  get canUndo(): boolean {
    return this.#history.past.length > 0;
  }

  get canRedo(): boolean {
    return this.#history.future.length > 0;
  }

  choose(index: number): void {
    this.#chosen = index;
  }

  edit(change: (edited: editing.Edited) => editing.Edited, stroke: string | null = null): void {
    this.#set(editing.changed(this.#history, change(this.edited), stroke));
  }

  put(path: string, value: unknown, stroke: string | null = null): void {
    this.edit((edited) => editing.put(edited, path, value), stroke);
  }

  type<T>(path: string, text: string, parse: (text: string) => Parsed<T>): void {
    this.edit((edited) => editing.type(edited, path, text, parse), `type:${path}`);
  }

  undo(): void {
    this.#set(editing.undone(this.#history));
  }

  redo(): void {
    this.#set(editing.redone(this.#history));
  }

  /** Another lesson, as a step that undo takes back. */
  open(lesson: Lesson): void {
    this.edit(() => ({ lesson, drafts: {} }));
    this.#chosen = 0;
  }

  /** Writes down at once what would be written a moment later: the page may be left. */
  keep(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      const text = JSON.stringify(this.edited);
      sessionStorage.setItem(storageKey, text);
      localStorage.setItem(storageKey, text);
    } catch {
      // No room or no permission: the page still works, and the next change tries again.
    }
  }

  #set(history: editing.History): void {
    this.#history = history;
    this.#timer ??= setTimeout(() => this.keep(), 300);
  }
}

/** What was kept, as far as it can be worked on; anything else in its place is no lesson. */
function readKept(): editing.Edited | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? localStorage.getItem(storageKey) ?? "");
    if (!isRecord(kept) || !isRecord(kept["lesson"]) || !isRecord(kept["drafts"])) return null;
    const { format, exercises } = kept["lesson"];
    const whole = Array.isArray(exercises) && exercises.length > 0 && exercises.every(isWorkable);
    return format === lessonFormat && whole ? (kept as unknown as editing.Edited) : null;
  } catch {
    return null;
  }
}

function isWorkable(exercise: unknown): boolean {
  if (!isRecord(exercise) || !isRecord(exercise["scenario"]) || !Array.isArray(exercise["steps"])) return false;
  const { answers, rules } = exercise["scenario"];
  return Array.isArray(answers) && answers.every(isRecord) && Array.isArray(rules) && rules.every(isRecord);
}

/** Fields whose texts are no numbers, by the end of their paths. */
const rules: readonly [pattern: RegExp, rule: string][] = [
  [/#name$/, "is a free name of letters, digits and _ that begins with a letter"],
  [/\.scenario$/, "is a scenario document in JSON"],
  [
    /\.(truth|quantity|left|right|near|value|solution|(numbers|variables)\.\w+)$/,
    "is JSON as the lesson format has it",
  ],
];

/** By which rule a text at this path is no value. */
export function ruleOf(path: string, text: string): string {
  const known = rules.find(([pattern]) => pattern.test(path))?.[1];
  if (known) return known;
  const parsed = parseNumber(text);
  return "rule" in parsed ? parsed.rule : "is a number that fits here";
}

function issuesOf({ lesson, drafts }: editing.Edited): Issue[] {
  const typed = Object.entries(drafts).map(([field, value]): Issue => ({
    field,
    value,
    constraint: ruleOf(field, value),
  }));
  const read = readLesson(lesson);
  return [...typed, ...("issues" in read ? read.issues.filter(({ field }) => !Object.hasOwn(drafts, field)) : [])];
}

export const [makingContext, provideMaking] = createContext<Making>();
