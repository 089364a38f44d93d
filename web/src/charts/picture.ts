// SPDX-License-Identifier: MIT
// The last good picture: the scenario that was solved with the engine's answer to it, never one without the other.
import type { Cycle, RuleResult, StationaryPolicy } from "grpo-playground";
import type { PlaygroundState, RuleId } from "../state/types";

export interface Picture {
  state: PlaygroundState;
  /** Entry k of `results` is the answer for entry k of `rules`. */
  rules: readonly RuleId[];
  results: readonly RuleResult[];
  /** What is known of policies off the branch from π_ref: all that were found, nothing yet, or nothing for good. */
  others: "known" | "sought" | "unknown";
}

/** Which of a rule's stationary policies is drawn: an index into `stationary`; 0 where absent. */
export type Choices = PlaygroundState["choices"];

export function stationaryPolicies(picture: Picture, rule: RuleId): readonly StationaryPolicy[] {
  return picture.results[picture.rules.indexOf(rule)]?.stationary ?? [];
}

/** Whether it has not been found out if the rule has a stationary policy inside the simplex. */
export function isOpen(picture: Picture, rule: RuleId): boolean {
  return picture.others !== "known" && stationaryPolicies(picture, rule).every(({ boundary }) => boundary);
}

/** The drawn policy's index; the one on the reference branch where the chosen one is not known or has ceased to exist. */
export function drawnIndex(picture: Picture, rule: RuleId, choices: Choices): number {
  if (picture.others !== "known") return 0; // an index counts all policies
  const index = choices[rule] ?? 0;
  return index < stationaryPolicies(picture, rule).length ? index : 0;
}

/** The drawn policy, or null where none was found or the rule was not solved. */
export function drawnPolicy(picture: Picture, rule: RuleId, choices: Choices): StationaryPolicy | null {
  return stationaryPolicies(picture, rule)[drawnIndex(picture, rule, choices)] ?? null;
}

/** The turn of the flow from π_ref where it never settles; null where it does, and where a stable policy is drawn. */
export function cycleOf(picture: Picture, rule: RuleId, choices: Choices): Cycle | null {
  if (drawnPolicy(picture, rule, choices)?.stable !== false) return null;
  return picture.results[picture.rules.indexOf(rule)]?.flowFromReference?.cycle ?? null;
}
