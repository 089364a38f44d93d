// SPDX-License-Identifier: MIT
// A view's line to the engine: asks whenever the question changes, keeps the last good answer on the screen until then.
import type { Issue } from "grpo-playground";
import { onDestroy, untrack } from "svelte";
import type { Calls, GoodAnswers } from "../../engine/view-calls";
import { viewsClient, type ViewsClient } from "../../engine/views-client";

/** What a view asks, with whatever it needs to draw the answer: the two stay together. */
export interface Question<T, C extends Calls> {
  about: T;
  calls: C;
}

export interface Found<T, C extends Calls> {
  about: T;
  answers: GoodAnswers<C>;
}

let instances = 0;

export class ViewLine<T, C extends Calls> {
  #result = $state.raw<Found<T, C> | null>(null);
  #failure = $state.raw<string | null>(null);
  #issues = $state.raw<readonly Issue[]>([]);
  #computing = $state(false);
  #asked: string | null = null;
  readonly #key: string;

  constructor(
    view: string,
    private readonly client: Pick<ViewsClient, "ask" | "drop">,
  ) {
    this.#key = `${view} ${++instances}`;
  }

  /** The last good answer with what it is about; null before the first. */
  get result(): Found<T, C> | null {
    return this.#result;
  }

  /** Whether a newer question waits for its answer. */
  get computing(): boolean {
    return this.#computing;
  }

  /** Why there is no answer to the newest question, or null. */
  get failure(): string | null {
    return this.#failure;
  }

  /** What the core finds wrong with the newest question's document. */
  get issues(): readonly Issue[] {
    return this.#issues;
  }

  ask({ about, calls }: Question<T, C>): void {
    const text = JSON.stringify(calls);
    if (text === this.#asked) {
      if (this.#result && !this.#computing) this.#result = { about, answers: this.#result.answers };
      else this.#send(about, calls);
      return;
    }
    this.#asked = text;
    this.#send(about, calls);
  }

  /** Asks once more, after a failure. */
  retry(question: Question<T, C>): void {
    this.#asked = null;
    this.ask(question);
  }

  /** Nothing is asked for the time being: what is under way is not wanted any more, the last answer stays. */
  rest(): void {
    if (!this.#computing) return;
    this.#computing = false;
    this.#asked = null;
    this.client.drop(this.#key);
  }

  close(): void {
    this.client.drop(this.#key);
  }

  #send(about: T, calls: C): void {
    this.#computing = true;
    const asked = this.#asked;
    this.client.ask(this.#key, calls, {
      answered: (answers) => this.#answered(about, answers, asked === this.#asked),
      failed: (message) => {
        this.#computing = asked !== this.#asked;
        this.#failure = message;
      },
    });
  }

  #answered(about: T, answers: Readonly<Record<string, unknown>>, isNewest: boolean): void {
    const issues = Object.values(answers).flat().flatMap(issuesOf);
    if (isNewest) this.#computing = false;
    this.#failure = null;
    this.#issues = issues;
    if (issues.length === 0) this.#result = { about, answers: answers as unknown as GoodAnswers<C> };
  }
}

function issuesOf(answer: unknown): Issue[] {
  const { status, issues } = (answer ?? {}) as { status?: string; issues?: Issue[] };
  return status === "invalid" ? (issues ?? []) : [];
}

/** To be called while a component starts; `question` is asked again whenever what it reads changes; null asks nothing. */
export function useView<T, C extends Calls>(view: string, question: () => Question<T, C> | null): ViewLine<T, C> {
  const line = new ViewLine<T, C>(view, viewsClient());
  $effect(() => {
    const asked = question();
    untrack(() => (asked ? line.ask(asked) : line.rest()));
  });
  onDestroy(() => line.close());
  return line;
}
