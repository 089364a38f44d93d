// SPDX-License-Identifier: MIT
// Pictures made by hand: a state, and for each rule the policies that the engine would have found.
import type { StationaryPolicy } from "grpo-playground";
import type { Picture } from "../../../web/src/charts/picture";
import { defaultPreset } from "../../../web/src/state/presets";
import type { PlaygroundState, RuleId } from "../../../web/src/state/types";

export const start = defaultPreset.state;

export function found(shares: number[], part: Partial<StationaryPolicy> = {}): StationaryPolicy {
  return {
    policy: Float64Array.from(shares),
    logPolicy: Float64Array.from(shares, Math.log),
    preference: new Float64Array(shares.length),
    multiplier: 0,
    residual: 0,
    termination: "converged",
    stable: true,
    eigenvalues: null,
    onReferenceBranch: true,
    boundary: false,
    ...part,
  };
}

export const corner = (shares: number[]) =>
  found(shares, { boundary: true, termination: "boundary", residual: null, multiplier: null });

export function picture(
  results: Partial<Record<RuleId, StationaryPolicy[]>>,
  state: Partial<PlaygroundState> = {},
): Picture {
  const rules = Object.keys(results) as RuleId[];
  return {
    state: { ...start, rules, ...state },
    rules,
    results: rules.map((label) => ({ label, stationary: results[label]! })),
    others: "known",
  };
}
