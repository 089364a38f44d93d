// SPDX-License-Identifier: MIT
// The common track of the reward knobs.
import { extent, nice, tickIncrement } from "d3-array";

export interface RewardTrack {
  from: number;
  to: number;
  /** What one arrow key moves; `from` and `to` are multiples of it. */
  step: number;
}

/** Steps along a track, roughly. */
const steps = 100;
/** How far the track runs on beyond the outermost rewards, in parts of their range. */
const margin = 0.25;
/** Zero belongs on the track unless the rewards lie this many ranges away from it. */
const farFromZero = 3;
/** Beyond this the core refuses a reward anyway; a track of such a length would overflow. */
const largest = 1e9;

/**
 * The track for these rewards. While a knob is being dragged the `held` track stays as long as every reward is on it:
 * the knob must not move under the pointer.
 */
export function rewardTrack(rewards: readonly number[], held: RewardTrack | null = null): RewardTrack {
  const [low = 0, high = 0] = extent(rewards.map((reward) => Math.max(-largest, Math.min(largest, reward))));
  if (held && low >= held.from && high <= held.to) return held;
  const [from, to] = withZero(low, high);
  const range = to - from;
  const [niceFrom, niceTo] = nice(from - margin * range, to + margin * range, steps);
  const increment = tickIncrement(niceFrom, niceTo, steps);
  return { from: niceFrom, to: niceTo, step: increment < 0 ? -1 / increment : increment };
}

function withZero(low: number, high: number): [number, number] {
  const range = high - low;
  if (range === 0) return low === 0 ? [0, 1] : [Math.min(0, 2 * low), Math.max(0, 2 * low)];
  if (low > farFromZero * range || high < -farFromZero * range) return [low, high];
  return [Math.min(0, low), Math.max(0, high)];
}
