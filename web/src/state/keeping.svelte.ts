// SPDX-License-Identifier: MIT
// Which record of the library the work on each opened scenario belongs to. The library itself is loaded at the first
// change; what must be known at once, so that a page that is left can write it down, is here.

import type { Keeper } from "../files/keeper.svelte";
import { type Playground, sameQuestion } from "./playground.svelte";
import type { Place } from "./saved-work";
import type { Keeping } from "./session";
import type { PlaygroundState } from "./types";

/** The state of what was opened. */
export interface Work {
  readonly state: PlaygroundState;
  readonly opened: PlaygroundState;
}

export class Places implements Keeping {
  /** Loaded once something is to be kept, or somebody looks. */
  keeper: Keeper | null = $state.raw(null);

  readonly #places = new WeakMap<PlaygroundState, Place>();
  readonly #playground: Playground;
  /** Different for every load of the page, whoever else has it open. */
  readonly #visit = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`;
  #writings = 0;
  #seen: Work;
  #asked: PlaygroundState | null = null;

  constructor(playground: Playground) {
    this.#playground = playground;
    this.#seen = workOf(playground);
    playground.watch(() => {
      const before = this.#seen;
      this.#seen = workOf(playground);
      // Undo leads back to it, but not beyond a reload. Work that was undone all the way stays kept as it was.
      if (before.opened !== this.#seen.opened && !isUntouched(before)) this.#keep(before);
    });
  }

  placeOf(opened: PlaygroundState): Place | undefined {
    return this.#places.get(opened);
  }

  resume(opened: PlaygroundState, place: Place | undefined): void {
    if (place) this.#places.set(opened, place);
  }

  /** A name that nothing else has. */
  unique(): string {
    return `${this.#visit}-${++this.#writings}`;
  }

  /** A new record for the work on what was opened. */
  move(opened: PlaygroundState): Place {
    const place = { id: this.unique(), marks: [this.unique()] };
    this.#places.set(opened, place);
    return place;
  }

  /** The record now has this mark, and never again an older one. */
  settle(opened: PlaygroundState, { id, marks }: Place): void {
    const place = this.#places.get(opened);
    const mark = place?.id === id ? place.marks.indexOf(marks.at(-1)!) : -1;
    if (place && mark > 0) this.#places.set(opened, { id, marks: place.marks.slice(mark) });
  }

  keep(): void {
    this.#keep(workOf(this.#playground));
  }

  async open(): Promise<Keeper> {
    const { Keeper } = await import("../files/keeper.svelte");
    return (this.keeper ??= new Keeper(this.#playground, this));
  }

  /** What is only looked at, and only as its link has it, is not kept. */
  #keep(work: Work): void {
    const { state, opened } = work;
    const place = this.#places.get(opened);
    if (state === this.#asked) return;
    if (!place && isUntouched(work)) return;
    this.#asked = state;
    if (place) this.#places.set(opened, { ...place, marks: [...place.marks, this.unique()] });
    else this.move(opened);
    void this.open().then(
      (keeper) => keeper.keep(work),
      () => (this.#asked = null), // not loaded: the next change tries again
    );
  }
}

function isUntouched({ state, opened }: Work): boolean {
  return sameQuestion(state, opened) && Object.keys(state.drafts).length === 0;
}

function workOf({ state, opened }: Playground): Work {
  return { state, opened };
}
