// SPDX-License-Identifier: MIT
// Autosave: work is written to the library after each change. Work on a record that another tab is working on, or has
// written meanwhile, goes on in a record of its own.

import { sharedTitle } from "../share/words";
import { presetOf } from "../state/fragment";
import type { Places, Work } from "../state/keeping.svelte";
import type { Playground } from "../state/playground.svelte";
import { type Place, readWork, writeWork } from "../state/saved-work";
import { type KeptScenario, Library } from "./library";
import { hold } from "./locks";

export class Keeper {
  readonly library: Library;
  #busy = $state(false);
  #failure: string | null = $state(null);
  #parted: string | null = $state(null);
  #written = $state(0);
  #queue: Promise<void> = Promise.resolve();
  readonly #holds = new Map<string, () => void>();

  constructor(
    private readonly playground: Playground,
    private readonly places: Places,
    library = new Library(),
    private readonly takeHold: typeof hold = hold,
  ) {
    this.library = library;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Why the last writing failed, or null. */
  get failure(): string | null {
    return this.#failure;
  }

  /** The record that work was moved to because another tab had its own. */
  get parted(): string | null {
    return this.#parted;
  }

  /** The record of what is open, once it has one. */
  get current(): string | null {
    void this.#written; // where work is kept changes with a writing alone
    return this.places.placeOf(this.playground.opened)?.id ?? null;
  }

  /** Writes work when all that was asked before is written. */
  keep(work: Work = this.playground): Promise<void> {
    const { state, opened } = work; // as they are now
    this.#busy = true;
    const writing = this.#queue.then(() => this.#write({ state, opened }));
    this.#queue = writing;
    return writing.finally(() => {
      if (this.#queue === writing) this.#busy = false;
    });
  }

  /** Keeps what is open, changed or not. */
  async keepThis(): Promise<void> {
    const { opened } = this.playground;
    if (!this.places.placeOf(opened)) this.places.move(opened);
    await this.keep();
  }

  /** Keeps what is open once more, as it is now; work on it goes on where it was. */
  async keepCopy(): Promise<void> {
    const { state, opened } = this.playground;
    const place = { id: this.places.unique(), marks: [this.places.unique()] };
    await this.library.write(keptScenario(place, { state, opened }), []);
  }

  /** Opens a kept scenario, as a step that undo takes back; false where there is none that can be read. */
  async open(id: string): Promise<boolean> {
    const kept = await this.library.get(id);
    const work = readWork(kept?.work ?? null);
    if (!kept || !work) return false;
    this.places.resume(work.opened, { id, marks: [kept.mark] });
    this.playground.openWork({ ...work.state, preset: presetOf(work.state) }, work.opened);
    await this.keep();
    return true;
  }

  async #write(work: Work): Promise<void> {
    const place = this.places.placeOf(work.opened);
    if (!place) return;
    try {
      await this.#writeTo(place, work);
      this.#failure = null;
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
    }
    this.#written += 1;
    this.#letGo();
  }

  async #writeTo(place: Place, work: Work): Promise<void> {
    const kept = keptScenario(place, work);
    if (await this.#takeHold(place.id)) {
      if ((await this.library.write(kept, place.marks)) === "written") return this.places.settle(work.opened, place);
    } else if ((await this.library.get(place.id))?.work === kept.work) {
      return; // looked at here, worked on there
    }
    const own = this.places.move(work.opened);
    await this.#takeHold(own.id);
    await this.library.write(keptScenario(own, work), []);
    this.#parted = own.id;
  }

  async #takeHold(id: string): Promise<boolean> {
    if (this.#holds.has(id)) return true;
    const release = await this.takeHold(id);
    if (release) this.#holds.set(id, release);
    return release !== null;
  }

  /** Other tabs may work on what is no longer open here. */
  #letGo(): void {
    const current = this.places.placeOf(this.playground.opened)?.id;
    for (const [id, release] of this.#holds) {
      if (id === current) continue;
      release();
      this.#holds.delete(id);
    }
  }
}

export function keptScenario({ id, marks }: Place, { state, opened }: Work, changed = Date.now()): KeptScenario {
  const work = writeWork({ address: "", state, opened });
  return { id, mark: marks.at(-1)!, changed, title: sharedTitle(state), answers: state.answers.length, work };
}
