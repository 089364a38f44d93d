// SPDX-License-Identifier: MIT
// The board as numbers: which bar gets which probability, where marks stand, and how the arrow keys move.
import type { StationaryPolicy } from "grpo-playground";
import { describe, expect, it } from "vitest";
import { barsOf, drawnShares, neighbour } from "../../../web/src/charts/board";
import { drawnPolicy, type Picture } from "../../../web/src/charts/picture";
import type { PlaygroundState } from "../../../web/src/state/types";
import { found, result } from "../story/pictures";

const stationary = (policy: number[], part: Partial<StationaryPolicy> = {}) =>
  found(policy, { onReferenceBranch: false, ...part });

const state: PlaygroundState = {
  preset: null,
  title: "",
  note: "",
  answers: [
    { id: 7, label: "A", reference: 0.1, reward: 1 },
    { id: 3, label: "B", reference: 0.9, reward: 0 },
  ],
  wins: null,
  beta: 1,
  groupSize: 8,
  divergence: "kl-ref-to-policy",
  rules: ["grpo", "rlhf", "nlhf"],
  choices: {},
  views: {},
  pin: null,
  projector: false,
  drafts: {},
};

const picture: Picture = {
  state,
  rules: ["grpo", "rlhf", "nlhf"],
  others: "known",
  results: [
    result("GRPO", [
      stationary([0.04, 0.96], { onReferenceBranch: true }),
      stationary([0.59, 0.41], { stable: false }),
      stationary([1, 0], { boundary: true }),
    ]),
    result("RLHF", [stationary([0.3, 0.7])]),
    result("NLHF", []),
  ],
};

describe("an answer's bars", () => {
  it("are found by the answer's key, one for each rule, in the order of the rules", () => {
    expect(barsOf(picture, 3, {})).toEqual([
      {
        rule: "grpo",
        share: 0.96,
        open: false,
        marks: [
          { share: 0.41, kind: "unstable" },
          { share: 0, kind: "boundary" },
        ],
      },
      { rule: "rlhf", share: 0.7, open: false, marks: [] },
      { rule: "nlhf", share: null, open: false, marks: [] },
    ]);
  });

  it("draw the chosen one of several policies, and the first where the chosen one is gone", () => {
    const chosen = barsOf(picture, 7, { grpo: 1, rlhf: 4 });
    expect(chosen[0]).toEqual({
      rule: "grpo",
      share: 0.59,
      open: false,
      marks: [
        { share: 0.04, kind: "stable" },
        { share: 1, kind: "boundary" },
      ],
    });
    expect(chosen[1]!.share).toBe(0.3);
    expect(drawnPolicy(picture, "nlhf", {})).toBeNull();
  });

  it("draw the policy from the reference while only that one is known, and say where there is none yet", () => {
    const [grpo, rlhf, nlhf] = picture.results;
    const results = [{ ...grpo!, stationary: grpo!.stationary.slice(0, 1) }, rlhf!, nlhf!];
    const sought = barsOf({ ...picture, results, others: "sought" }, 7, { grpo: 1 });
    expect(sought.map(({ share, open }) => [share, open])).toEqual([
      [0.04, false],
      [0.3, false],
      [null, true],
    ]);
  });

  it("are missing, not wrong, for an answer that is newer than the picture", () => {
    expect(barsOf(picture, 99, {})).toEqual([]);
  });
});

describe("the axis of the board", () => {
  it("takes every policy into account, drawn or marked", () => {
    expect(Math.max(...drawnShares(picture))).toBe(1);
    expect(drawnShares(picture)).toHaveLength(8);
  });
});

describe("the arrow keys", () => {
  it("walk all bars from top to bottom and stop at both ends", () => {
    const down = (answer: number, rule: "grpo" | "rlhf" | "nlhf", by: number) =>
      neighbour(picture, { answer, rule }, by);
    expect(down(7, "grpo", 1)).toEqual({ answer: 7, rule: "rlhf" });
    expect(down(7, "nlhf", 1)).toEqual({ answer: 3, rule: "grpo" });
    expect(down(7, "grpo", -1)).toEqual({ answer: 7, rule: "grpo" });
    expect(down(7, "grpo", Infinity)).toEqual({ answer: 3, rule: "nlhf" });
    expect(down(3, "nlhf", -Infinity)).toEqual({ answer: 7, rule: "grpo" });
  });
});
