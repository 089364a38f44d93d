// SPDX-License-Identifier: MIT
// The engine's calls about the whole simplex, about drawn groups and about comparisons, as the closer looks use them.
import type { InvalidResult, ScenarioDocument } from "grpo-playground";

type Policy = Float64Array | readonly number[];
type Ok<T> = { status: "ok"; issues: [] } & T;

/** How a way of the mean-field flow ends. */
export type WayEnd = "stationary" | "boundary" | "cycle" | "unresolved";

/** The running mean of the advantages of each answer's samples, after so many groups. */
export interface RunningPoint {
  /** Groups drawn. */
  count: number;
  /** Per answer; 0 where it has not been drawn. */
  mean: Float64Array;
  standardError: Float64Array;
  samples: Float64Array;
}

export interface DrawnGroups {
  groupSize: number;
  /** Groups × G, group after group. */
  answers: Int32Array;
  rewards: Float64Array;
  advantages: Float64Array;
  /** One for each group. */
  means: Float64Array;
  stds: Float64Array;
  /** Silent groups that were thrown away before each group. */
  redrawn: Int32Array;
}

export interface Tournament {
  /** W − Wᵀ, one row per answer. */
  margins: Float64Array[];
  /** The answer that beats every other, or null. */
  condorcet: number | null;
  /** Mean of W(o, o') over the other answers. */
  borda: Float64Array;
  bordaWinners: Int32Array;
  lottery: Float64Array;
  lotteryExploitability: number;
  /** What the best answer wins against each of the request's policies, in margins. */
  exploitability: Float64Array;
}

export interface LandscapeCalls {
  /** π' of the mean-field flow at each policy. */
  flow(
    document: ScenarioDocument,
    request: { rule: number; policies: readonly Policy[] },
  ): Ok<{ velocities: Float64Array[] }> | InvalidResult;
  /** The way from `start`; `index` of the policy it ends at, in the order of `solve`. */
  trajectory(
    document: ScenarioDocument,
    request: { rule: number; start: Policy; maxPoints?: number },
  ): Ok<{ times: Float64Array; policies: Float64Array[]; end: WayEnd; index: number | null }> | InvalidResult;
  /** Three answers: where starts from all over the triangle end, as an index into `ends`, or −1. */
  basins(
    document: ScenarioDocument,
    request: { rule: number; resolution: number },
  ): Ok<{ starts: Float64Array[]; end: Int32Array; ends: Float64Array[] }> | InvalidResult;
  /** What the rule makes of each policy in one step, and for two answers the gap that is 0 where it is stationary. */
  response(
    document: ScenarioDocument,
    request: { rule: number; policies: readonly Policy[] },
  ): Ok<{ responses: Float64Array[]; gap: Float64Array | null }> | InvalidResult;
  /** The first `groups` groups of this seed. */
  groups(
    document: ScenarioDocument,
    request: { rule: number; policy: Policy; seed: number; groups: number },
  ): Ok<DrawnGroups> | InvalidResult;
  /** The same groups, and more, as the mean advantage of each answer; `exact` is P_G. */
  runningAdvantage(
    document: ScenarioDocument,
    request: { rule: number; policy: Policy; seed: number; counts: readonly number[] },
  ): Ok<{ points: RunningPoint[]; exact: Float64Array }> | InvalidResult;
  tournament(document: ScenarioDocument, request: { policies?: readonly Policy[] }): Ok<Tournament> | InvalidResult;
  /** The stationary policies along β, as curves. */
  path(
    document: ScenarioDocument,
    request: { rule: number; parameter: "beta"; from: number; to: number; search?: "all" | "branch" },
  ):
    | Ok<{ curves: { onReferenceBranch: boolean; points: { value: number | "inf"; policy: Float64Array }[] }[] }>
    | InvalidResult;
}
