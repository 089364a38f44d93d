// SPDX-License-Identifier: MIT
// What a closer look is to the page: a row of the registry, and the component that draws one scenario.
import type { Component } from "svelte";
import type { Picture } from "../../charts/picture";
import type { PlaygroundState } from "../../state/types";
import type { ViewId, ViewSettings } from "../../state/view-fields";

export interface ViewProps<V extends ViewId = ViewId> {
  /** The scenario to draw: the live one, or the pinned one beside it. */
  state: PlaygroundState;
  /** Its solved picture, the last good one while a newer is sought; null before the first. */
  picture: Picture | null;
  settings: ViewSettings<V>;
  /** Changes settings of this view; changes with the same `stroke` are one step for undo. */
  set(change: Partial<ViewSettings<V>>, stroke?: string): void;
  /** Changes the scenario, which everything on the page follows; null where the scenario is pinned. */
  edit: ((change: (state: PlaygroundState) => PlaygroundState, stroke?: string) => void) | null;
  /** Ends a stroke: the drag is over. */
  endStroke(): void;
  /** Ends the titles and names of what is drawn, so that two copies differ: empty, or `, pinned`. */
  suffix: string;
}

export interface ViewRow<V extends ViewId = ViewId> {
  id: V;
  title: string;
  /** The question that the view answers, in one sentence. */
  question: string;
  /** A small sign of what is drawn: path data in a box of 28 × 18. */
  glyph: string;
  /** Why there is nothing to see for this scenario, as a sentence with what would help; null where there is. */
  unavailable(state: PlaygroundState): string | null;
  load(): Promise<{ default: Component<ViewProps<V>> }>;
}
