// SPDX-License-Identifier: MIT
// The track of the reward knobs, for rewards of every size and for degenerate ones.
import { describe, expect, it } from "vitest";
import { rewardTrack } from "../../../web/src/charts/rewards";

describe("the reward track", () => {
  it("runs on beyond both ends of the rewards, so that a drag can make a new best or worst", () => {
    expect(rewardTrack([1, 0.3, 0])).toEqual({ from: -0.26, to: 1.26, step: 0.02 });
  });

  it.each([
    ["equal rewards", [2, 2, 2]],
    ["all zero", [0, 0]],
    ["one answer", [5]],
    ["no answers", []],
    ["tiny rewards", [1e-6, 3e-6]],
    ["huge rewards", [-1e9, 1e9]],
    ["rewards far beyond what the core takes", [1e308, -1e308]],
    ["near-ties far from zero", [1e8, 1e8 + 1]],
    ["negative rewards", [-3, -1]],
  ])("is finite, ascending and holds every valid reward: %s", (_, rewards) => {
    const { from, to, step } = rewardTrack(rewards);
    expect(Number.isFinite(from) && Number.isFinite(to)).toBe(true);
    expect(step).toBeGreaterThan(0);
    expect(to - from).toBeGreaterThan(10 * step);
    for (const reward of rewards.filter((value) => Math.abs(value) <= 1e9)) {
      expect(reward).toBeGreaterThan(from);
      expect(reward).toBeLessThan(to);
    }
  });

  it("shows zero beside rewards near it and leaves it out where it would squeeze them together", () => {
    expect(rewardTrack([2, 3]).from).toBeLessThanOrEqual(0);
    expect(rewardTrack([100, 101]).from).toBeGreaterThan(99);
  });

  it("stays during a drag while every reward is on it, and gives way when one is not", () => {
    const held = rewardTrack([1, 0.3, 0]);
    expect(rewardTrack([1.2, 0.3, 0], held)).toBe(held);
    expect(rewardTrack([4, 0.3, 0], held).to).toBeGreaterThan(4);
  });
});
