// SPDX-License-Identifier: MIT
// How the question is looked at: opening, closing and setting views, and pinning a scenario beside the live one.

import { decodeFragment, encodeQuestion } from "./fragment";
import type { PlaygroundState, RuleId } from "./types";
import { initialSettings, type ViewId, type ViewSettings } from "./view-fields";

export function openView(state: PlaygroundState, view: ViewId): PlaygroundState {
  return state.views[view] ? state : { ...state, views: { ...state.views, [view]: initialSettings(view) } };
}

export function closeView(state: PlaygroundState, view: ViewId): PlaygroundState {
  const { [view]: closed, ...others } = state.views;
  return closed ? { ...state, views: others } : state;
}

/** Changes some settings of an open view. */
export function setView<V extends ViewId>(
  state: PlaygroundState,
  view: V,
  change: Partial<ViewSettings<V>>,
): PlaygroundState {
  const settings = state.views[view] as ViewSettings<V> | undefined;
  if (!settings) return state;
  const names = Object.keys(change) as (keyof ViewSettings<V>)[];
  if (names.every((name) => change[name] === settings[name])) return state;
  return { ...state, views: { ...state.views, [view]: { ...settings, ...change } } };
}

/** Draws the rule's stationary policy of this index. */
export function choosePolicy(state: PlaygroundState, rule: RuleId, index: number): PlaygroundState {
  if ((state.choices[rule] ?? 0) === index) return state;
  const { [rule]: _, ...others } = state.choices;
  return { ...state, choices: index === 0 ? others : { ...others, [rule]: index } };
}

/** Pins the question as it is now. */
export function pinQuestion(state: PlaygroundState): PlaygroundState {
  const pin = encodeQuestion(state);
  return state.pin === pin ? state : { ...state, pin };
}

export function unpin(state: PlaygroundState): PlaygroundState {
  return state.pin === null ? state : { ...state, pin: null };
}

/** Larger type and stronger contrast, or back. */
export function toggleProjector(state: PlaygroundState): PlaygroundState {
  return { ...state, projector: !state.projector };
}

/** The pinned question as a state of its own. */
export function pinnedState(pin: string): PlaygroundState {
  return decodeFragment(pin).state;
}
