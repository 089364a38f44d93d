// SPDX-License-Identifier: MIT
// The KL term of a training loop: every estimator at every place, with what it amounts to and why.
import type { KlTermName, Rule } from "grpo-playground";
import type { PlaygroundState } from "../state/types";

export const estimators = ["k1", "k2", "k3", "k3 × ratio"] as const;
export const places = ["in the loss", "in the reward, before normalising", "in the reward, after normalising"] as const;

export interface KlTerm {
  estimator: (typeof estimators)[number];
  place: (typeof places)[number];
  /** Null where the scenario format has no such rule. */
  klTerm: KlTermName | null;
  /** What it amounts to. */
  name: string;
  /** Two lines on why. */
  reason: string;
  trap?: boolean;
}

const [loss, before, after] = places;
const direct = "KL(π‖π_ref)";
const pushes =
  "Not in the format, and no divergence’s: it grows on both sides of π_ref, so an answer that became rare is pushed further down.";
const pushesBefore = "Not in the format: what is normalised loses as much where π is below π_ref as where it is above.";
const sameInReward = "Nothing is differentiated in the reward: the ratio is 1 there, and this is k3 at the same place.";

/** In the order of the grid: a row for each estimator, a column for each place. ρ is π_ref/π. */
export const klTermGrid: readonly KlTerm[] = [
  {
    estimator: "k1",
    place: loss,
    klTerm: "k1-in-loss",
    name: "none",
    trap: true,
    reason: "k1 = −log ρ: its gradient is ∇log π, and E_π[∇log π] = 0. Nothing regularises, whatever β is.",
  },
  {
    estimator: "k1",
    place: before,
    klTerm: "k1-in-reward-before-normalising",
    name: "logarithmic pooling",
    reason: "What is normalised is r − β log(π/π_ref). At rest it is the same for all answers, whatever G and std are.",
  },
  {
    estimator: "k1",
    place: after,
    klTerm: "k1-in-reward-after-normalising",
    name: direct,
    reason: "The advantage is P − β log(π/π_ref), and log(π/π_ref) + 1 is the derivative of KL(π‖π_ref).",
  },
  {
    estimator: "k2",
    place: loss,
    klTerm: "k2-in-loss",
    name: direct,
    reason: "k2 = ½ log²ρ: its gradient is log(π/π_ref) ∇log π, whose mean is that of KL(π‖π_ref).",
  },
  { estimator: "k2", place: before, klTerm: null, name: "no rule", reason: pushesBefore },
  { estimator: "k2", place: after, klTerm: null, name: "no rule", reason: pushes },
  {
    estimator: "k3",
    place: loss,
    klTerm: "k3-in-loss",
    name: "KL(π_ref‖π)",
    reason: "k3 = ρ − log ρ − 1: its gradient is (1 − ρ) ∇log π, and the mean of −ρ ∇log π is that of KL(π_ref‖π).",
  },
  { estimator: "k3", place: before, klTerm: null, name: "no rule", reason: pushesBefore },
  { estimator: "k3", place: after, klTerm: null, name: "no rule", reason: pushes },
  {
    estimator: "k3 × ratio",
    place: loss,
    klTerm: "k3-times-ratio-in-loss",
    name: direct,
    reason: "π k3 sums to KL(π‖π_ref), and the ratio lets the gradient see π itself: exactly direct KL.",
  },
  { estimator: "k3 × ratio", place: before, klTerm: null, name: "no rule", reason: sameInReward },
  { estimator: "k3 × ratio", place: after, klTerm: null, name: "no rule", reason: sameInReward },
];

/** Why a term has no policy in this scenario although the format has it; null where it has. */
export function termObstacle({ klTerm }: KlTerm, { wins }: PlaygroundState): string | null {
  if (!klTerm) return "the format has no such rule";
  return wins && klTerm.includes("-in-reward-") ? "a win matrix has no rewards that a KL term could stand in" : null;
}

/** The terms that have a rule here, in the order of `klTermRules`. */
export function solvableTerms(state: PlaygroundState): KlTerm[] {
  return klTermGrid.filter((term) => termObstacle(term, state) === null);
}

/** GRPO of the scenario, with each of the terms. */
export function klTermRules(state: PlaygroundState): Rule[] {
  const preference = state.wins
    ? { model: "pairwise" as const }
    : { model: "group" as const, groupSize: state.groupSize };
  return solvableTerms(state).map(({ klTerm, estimator, place }) => ({
    label: `${estimator} ${place}`,
    preference,
    penalty: { klTerm: klTerm! },
    beta: state.beta,
  }));
}
