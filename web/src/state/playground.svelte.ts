// SPDX-License-Identifier: MIT
// The store of the page: the state with its history, what a link got wrong, and what is made from the state.

import type { ScenarioDocument } from "grpo-playground";
import { toDocument } from "./document";
import { withCurrentDrafts } from "./drafts";
import { type DecodedLink, decodeFragment, encodeFragment } from "./fragment";
import { defaultPreset, presets } from "./presets";
import type { Notice, PlaygroundState } from "./types";

/** One opening of a scenario, by link, preset or reset; `state` is what reset returns to. */
interface Opening {
  state: PlaygroundState;
}

interface Moment {
  state: PlaygroundState;
  opening: Opening;
}

/** Steps back that are kept: more than anyone takes, and small. */
const maxPast = 500;

export class Playground {
  #now: Moment = $state.raw(opened(defaultPreset.state));
  #past: readonly Moment[] = $state.raw([]);
  #future: readonly Moment[] = $state.raw([]);
  #notices: readonly Notice[] = $state.raw([]);
  #document = $derived(toDocument(this.#now.state));
  #fragment = $derived(encodeFragment(this.#now.state));
  #stroke: string | null = null;
  #watchers = new Set<() => void>();

  get state(): PlaygroundState {
    return this.#now.state;
  }

  /** What reset returns to. */
  get opened(): PlaygroundState {
    return this.#now.opening.state;
  }

  get notices(): readonly Notice[] {
    return this.#notices;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  get canReset(): boolean {
    return !sameQuestion(this.state, this.opened);
  }

  get document(): ScenarioDocument {
    return this.#document;
  }

  get fragment(): string {
    return this.#fragment;
  }

  dismissNotice(index: number): void {
    this.#notices = this.#notices.filter((_, i) => i !== index);
  }

  /**
   * Edits that follow each other with the same `stroke` (one drag, one run of typing) are one step for undo.
   * A change of drafts alone is no step.
   */
  edit(change: (state: PlaygroundState) => PlaygroundState, stroke?: string): void {
    const { state, opening } = this.#now;
    const next = change(state);
    if (next === state) return;
    if (sameQuestion(next, state) && sameLooks(next, state)) return this.#show({ state: next, opening });
    const goesOn = stroke !== undefined && stroke === this.#stroke;
    this.#stroke = stroke ?? null;
    const preset = sameQuestion(next, state) ? state.preset : null;
    const moment = { state: { ...next, preset }, opening };
    if (goesOn) this.#show(moment);
    else this.#step(moment);
  }

  endStroke(): void {
    this.#stroke = null;
  }

  undo(): void {
    this.#travel(this.#past.at(-1), this.#past.slice(0, -1), [this.#now, ...this.#future]);
  }

  redo(): void {
    this.#travel(this.#future[0], [...this.#past, this.#now], this.#future.slice(1));
  }

  /** Back to the scenario that was opened, as a step that undo takes back. */
  reset(): void {
    if (this.canReset) this.#open(this.#withLooks(this.opened), []);
  }

  openPreset(id: string): void {
    const preset = presets.find((candidate) => candidate.id === id);
    if (preset) this.#open(this.#withLooks(preset.state), []);
  }

  openFragment(text: string): void {
    this.openLink(decodeFragment(text));
  }

  openLink({ state, notices }: DecodedLink): void {
    this.#open(state, notices);
  }

  /** Opens work that was kept; `openedState` is what reset returns to. */
  openWork(state: PlaygroundState, openedState: PlaygroundState): void {
    this.#notices = [];
    this.#stroke = null;
    this.#step({ state, opening: { state: openedState } });
  }

  /** Starts afresh, with nothing to undo: a link at the start, or the work of an earlier visit. */
  begin(state: PlaygroundState, openedState = state, notices: readonly Notice[] = []): void {
    this.#past = [];
    this.#future = [];
    this.#notices = notices;
    this.#stroke = null;
    this.#show({ state, opening: { state: openedState } });
  }

  /** Calls back after every change of the state; returns the way to stop it. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Another question, looked at in the same way: what is open stays open. */
  #withLooks(state: PlaygroundState): PlaygroundState {
    return { ...state, views: this.state.views, pin: this.state.pin, projector: this.state.projector };
  }

  #open(state: PlaygroundState, notices: readonly Notice[]): void {
    this.#notices = notices;
    this.#stroke = null;
    this.#step(opened(state));
  }

  #step(moment: Moment): void {
    this.#past = [...this.#past.slice(-(maxPast - 1)), this.#now];
    this.#future = [];
    this.#show(moment);
  }

  #travel(target: Moment | undefined, past: readonly Moment[], future: readonly Moment[]): void {
    if (!target) return;
    this.#past = past;
    this.#future = future;
    this.#stroke = null;
    const sameOpening = target.opening === this.#now.opening;
    const state = sameOpening ? withCurrentDrafts(target.state, this.state) : target.state;
    this.#show({ state, opening: target.opening });
  }

  #show(moment: Moment): void {
    this.#now = moment;
    for (const watcher of this.#watchers) watcher();
  }
}

function opened(state: PlaygroundState): Moment {
  return { state, opening: { state } };
}

/** Whether two states ask the same: they differ at most in drafts, in how they are looked at, and in the preset's name. */
export function sameQuestion(a: PlaygroundState, b: PlaygroundState): boolean {
  const shared = ["title", "note", "answers", "wins", "beta", "groupSize", "divergence", "rules"] as const;
  return shared.every((key) => a[key] === b[key]);
}

function sameLooks(a: PlaygroundState, b: PlaygroundState): boolean {
  const shared = ["views", "pin", "choices", "projector"] as const;
  return shared.every((key) => a[key] === b[key]);
}
