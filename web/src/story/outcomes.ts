// SPDX-License-Identifier: MIT
// What the picture shows, rule by rule, as facts about the shown digits: the sentences are made from these alone.

import { type Choices, cycleOf, drawnPolicy, isOpen, type Picture, stationaryPolicies } from "../charts/picture";
import { referenceShares } from "../charts/shares";
import type { PlaygroundState, RuleId } from "../state/types";
import { turning } from "./certificate";
import { readTheSame } from "./format";

export interface Outcome {
  rule: RuleId;
  /** The drawn policy; null where no stationary policy was found and nothing attracts the flow. */
  policy: Float64Array | null;
  /** The answers with the largest probability, to the digits shown. */
  favourites: readonly number[];
  /** Stationary policies inside the simplex. */
  interior: readonly Float64Array[];
  /** The drawn policy is a corner or face that the flow runs to. */
  boundary: boolean;
  /** It has not been found out whether there is a stationary policy inside the simplex. */
  open: boolean;
  /** What the flow does instead of settling at the drawn policy: `“A” goes round between 9% and 23%`. */
  turning: string | null;
  /** The solver missed its tolerance. */
  approximate: boolean;
}

export function outcomes(picture: Picture, choices: Choices = {}): Outcome[] {
  return picture.rules.map((rule) => {
    const drawn = drawnPolicy(picture, rule, choices);
    const cycle = cycleOf(picture, rule, choices);
    const interior = stationaryPolicies(picture, rule).filter(({ boundary }) => !boundary);
    return {
      rule,
      policy: drawn?.policy ?? null,
      favourites: drawn ? favourites(drawn.policy) : [],
      interior: interior.map(({ policy }) => policy),
      boundary: drawn?.boundary ?? false,
      open: isOpen(picture, rule),
      turning: cycle && turning(picture, cycle),
      approximate: drawn?.termination === "stalled",
    };
  });
}

export function favourites(policy: ArrayLike<number>): number[] {
  const shares = Array.from(policy);
  const most = Math.max(...shares);
  return shares.flatMap((share, index) => (readTheSame(share, most) ? [index] : []));
}

/** π_ref of a state that has been solved, whose references are all > 0. */
export function referencePolicy(state: PlaygroundState): number[] {
  return referenceShares(state.answers.map(({ reference }) => reference))!;
}

export function readsAs(policy: ArrayLike<number>, other: ArrayLike<number>): boolean {
  return Array.from(policy).every((share, index) => readTheSame(share, other[index]!));
}
