// SPDX-License-Identifier: MIT
// The last good picture: the scenario that was solved with the engine's answer to it, never one without the other.
import type { RuleResult, StationaryPolicy } from "grpo-playground";
import type { PlaygroundState, RuleId } from "../state/types";

export interface Picture {
  state: PlaygroundState;
  /** Entry k of `results` is the answer for entry k of `rules`. */
  rules: readonly RuleId[];
  results: readonly RuleResult[];
}

/** Which of a rule's stationary policies is drawn: an index into `stationary`; 0 where absent. */
export type Choices = Readonly<Partial<Record<RuleId, number>>>;

export function stationaryPolicies(picture: Picture, rule: RuleId): readonly StationaryPolicy[] {
  return picture.results[picture.rules.indexOf(rule)]?.stationary ?? [];
}

/** The drawn policy's index; the one on the reference branch where the chosen one has ceased to exist. */
export function drawnIndex(picture: Picture, rule: RuleId, choices: Choices): number {
  const index = choices[rule] ?? 0;
  return index < stationaryPolicies(picture, rule).length ? index : 0;
}

/** The drawn policy, or null where none was found or the rule was not solved. */
export function drawnPolicy(picture: Picture, rule: RuleId, choices: Choices): StationaryPolicy | null {
  return stationaryPolicies(picture, rule)[drawnIndex(picture, rule, choices)] ?? null;
}
