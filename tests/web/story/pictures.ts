// SPDX-License-Identifier: MIT
// Pictures made by hand: a state, and for each rule the policies that the engine would have found.
import type { RuleResult, StationaryPolicy } from "grpo-playground";
import type { Picture } from "../../../web/src/charts/picture";
import { defaultPreset } from "../../../web/src/state/presets";
import type { PlaygroundState, RuleId } from "../../../web/src/state/types";

export const start = defaultPreset.state;

export function found(shares: number[], part: Partial<StationaryPolicy> = {}): StationaryPolicy {
  return {
    policy: Float64Array.from(shares),
    logPolicy: Float64Array.from(shares, Math.log),
    preference: new Float64Array(shares.length),
    preferenceError: 1e-15,
    multiplier: 0,
    residual: 0,
    termination: "converged",
    stable: true,
    eigenvalues: null,
    onReferenceBranch: true,
    boundary: false,
    certificate: { exploitability: null, exploitabilityBound: null, preferenceSlack: null, lowerBound: null },
    ...part,
  };
}

export const corner = (shares: number[]) =>
  found(shares, { boundary: true, termination: "boundary", residual: null, multiplier: null });

/** A rule's result as `branch` gives it: nothing is known of the number of policies. */
export const result = (label: string, stationary: StationaryPolicy[], part: Partial<RuleResult> = {}): RuleResult => ({
  label,
  stationary,
  uniqueness: "unproved",
  countConsistent: null,
  flowFromReference: null,
  ...part,
});

export function picture(
  results: Partial<Record<RuleId, StationaryPolicy[]>>,
  state: Partial<PlaygroundState> = {},
): Picture {
  const rules = Object.keys(results) as RuleId[];
  return {
    state: { ...start, rules, ...state },
    rules,
    results: rules.map((label) => result(label, results[label]!)),
    others: "known",
  };
}
