// SPDX-License-Identifier: MIT
// A student's work on one lesson while it is played: what was given to each step, tried, asked for and scored.
import { plainSeed, drawnLesson, type DrawnExercise } from "../../../lessons/variables";
import type { Response } from "../../../lessons/responses";
import type { Lesson, Step } from "../../../lessons/types";

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
  #seed = $state("");
  #steps = $state.raw<Readonly<Record<string, StepWork>>>({});
  readonly #drawn = $derived.by(() => drawnLesson(this.lesson, this.#seed));

  constructor(
    readonly lesson: Lesson,
    seed: string,
  ) {
    this.#seed = seed;
  }

  /** The student's name or number, from which the exercises' numbers are drawn. */
  get seed(): string {
    return this.#seed;
  }

  get exercises(): readonly DrawnExercise[] {
    return this.#drawn.exercises;
  }

  of(exercise: string, step: string): StepWork {
    return this.#steps[`${exercise}/${step}`] ?? untouched;
  }

  change(exercise: string, step: string, change: Partial<StepWork>): void {
    const next = { ...this.of(exercise, step), ...change };
    this.#steps = { ...this.#steps, [`${exercise}/${step}`]: next };
  }

  /** Tries stay counted. */
  restart(exercise: string, step: string): void {
    const { tries, hints } = this.of(exercise, step);
    this.#steps = { ...this.#steps, [`${exercise}/${step}`]: { ...untouched, tries, hints } };
  }

  isDone(exercise: string, { id }: Step): boolean {
    return this.of(exercise, id).response !== undefined;
  }

  rename(seed: string): void {
    if (plainSeed(seed) === plainSeed(this.#seed)) this.#seed = seed;
    else this.#seed = seed;
  }
}
