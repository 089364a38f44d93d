// SPDX-License-Identifier: MIT
// A student's work on one lesson while it is played: what was given to each step, tried, asked for and scored; kept in
// this browser by the lesson and the student.
import { fingerprint } from "../../../lessons/fingerprint";
import type { Response } from "../../../lessons/responses";
import type { Lesson, Step } from "../../../lessons/types";
import { type DrawnExercise, drawnLesson, plainSeed } from "../../../lessons/variables";
import { type Kept, readKept, type Storage, writeKept } from "./keeping";

export interface StepWork {
  /** What is being made and not yet committed. */
  draft?: unknown;
  /** As it was committed. */
  response?: Response;
  /** How often something was committed, or settings were tried. */
  tries: number;
  hints: number;
  /** The solution was shown instead of found. */
  gaveUp?: boolean;
  score: number | null;
}

const untouched: StepWork = { tries: 0, hints: 0, score: null };

export class Work {
  #steps = $state.raw<Readonly<Record<string, StepWork>>>({});
  /** Time is counted without anything being drawn again. */
  #seconds: Record<string, number> = {};
  #started = new Date().toISOString();
  readonly exercises: readonly DrawnExercise[];
  readonly #key: string;

  constructor(
    readonly lesson: Lesson,
    /** The student's name or number, from which the exercises' numbers are drawn. */
    readonly student: string,
    /** Null where nothing is kept: an author looks at the lesson. */
    private readonly storage: Storage | null,
  ) {
    this.exercises = drawnLesson(lesson, student).exercises;
    this.#key = keyOf(lesson, student);
    this.reload();
  }

  get started(): string {
    return this.#started;
  }

  of(exercise: string, step: string): StepWork {
    return this.#steps[`${exercise}/${step}`] ?? untouched;
  }

  secondsOf(exercise: string, step: string): number {
    return this.#seconds[`${exercise}/${step}`] ?? 0;
  }

  get seconds(): number {
    return Object.values(this.#seconds).reduce((sum, seconds) => sum + seconds, 0);
  }

  change(exercise: string, step: string, change: Partial<StepWork>): void {
    this.#set(exercise, step, { ...this.of(exercise, step), ...change });
  }

  /** What was asked for and tried stays counted. */
  restart(exercise: string, step: string): void {
    const { tries, hints } = this.of(exercise, step);
    this.#set(exercise, step, { ...untouched, tries, hints });
  }

  restartAll(): void {
    this.#steps = {};
    this.#seconds = {};
    this.#started = new Date().toISOString();
    this.save();
  }

  spend(exercise: string, step: string, seconds: number): void {
    const key = `${exercise}/${step}`;
    this.#seconds[key] = (this.#seconds[key] ?? 0) + seconds;
  }

  isDone(exercise: string, { id }: Step): boolean {
    return this.of(exercise, id).response !== undefined;
  }

  get isTouched(): boolean {
    return Object.keys(this.#steps).length > 0;
  }

  /** How many steps are done, of how many. */
  get progress(): { done: number; all: number } {
    const steps = this.exercises.flatMap(({ id, steps }) => steps.map((step) => this.isDone(id, step)));
    return { done: steps.filter(Boolean).length, all: steps.length };
  }

  /** As it is kept: by an earlier visit, or by another window just now. */
  reload(): void {
    const kept = this.storage && readKept(this.storage, this.#key, this.lesson);
    if (kept) this.#take(kept);
  }

  /** The work that was done under another name so far. */
  adopt(other: Work): void {
    this.#started = other.#started;
    this.#steps = other.#steps;
    this.#seconds = { ...other.#seconds };
    this.save();
  }

  save(): void {
    if (!this.storage) return;
    const { done, all } = this.progress;
    const kept: Kept = { started: this.#started, steps: this.#steps, seconds: this.#seconds, done, all };
    writeKept(this.storage, this.#key, kept);
  }

  /** Whether another window's change is of this work. */
  isKeptAs(key: string | null): boolean {
    return key === this.#key;
  }

  #take({ started, steps, seconds }: Kept): void {
    this.#started = started;
    this.#steps = steps;
    this.#seconds = { ...seconds };
  }

  #set(exercise: string, step: string, work: StepWork): void {
    this.#steps = { ...this.#steps, [`${exercise}/${step}`]: work };
    this.save();
  }
}

export function keyOf(lesson: Lesson, student: string): string {
  return `grpo-playground/lesson/${fingerprint(lesson)}/${plainSeed(student)}`;
}
