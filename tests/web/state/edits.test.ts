// SPDX-License-Identifier: MIT
// The edits: what each changes, what it leaves alone, and what happens to drafts.
import { describe, expect, it } from "vitest";
import * as edits from "../../../web/src/state/edits";
import { maxAnswers } from "../../../web/src/state/fields";
import { defaultPreset, presets } from "../../../web/src/state/presets";
import type { PlaygroundState } from "../../../web/src/state/types";

const start = defaultPreset.state;
const cycle = presets.find(({ id }) => id === "rock-paper-scissors")!.state;
const references = (state: PlaygroundState) => state.answers.map(({ reference }) => reference);
const labels = (state: PlaygroundState) => state.answers.map(({ label }) => label);
const total = (state: PlaygroundState) => references(state).reduce((sum, reference) => sum + reference, 0);

describe("setReference", () => {
  it("scales the others in proportion, so that all sum to 1", () => {
    expect(references(edits.setReference(start, 0, 0.6))).toEqual([0.6, 0.25, 0.15]);
  });

  it("comes back to the same numbers over a long drag", () => {
    let state = start;
    for (let step = 1; step <= 200; ++step) state = edits.setReference(state, 0, 0.2 + 0.003 * step);
    state = edits.setReference(state, 0, 0.2);
    references(state).forEach((reference, i) => expect(reference).toBeCloseTo([0.2, 0.5, 0.3][i]!, 10));
  });

  it.each([0, -1, 1, 5])("stores %d as it is, for the core to judge", (value) => {
    expect(references(edits.setReference(start, 1, value))).toEqual([0.2, value, 0.3]);
  });

  it("recovers from a reference of 0, and leaves another invalid one alone", () => {
    const state = edits.setReference(edits.setReference(start, 0, 0), 1, -1);
    expect(references(edits.setReference(state, 1, 0.4))).toEqual([0, 0.4, 0.6]);
  });

  it("works with a single answer", () => {
    const single = { ...start, answers: start.answers.slice(0, 1) };
    expect(references(edits.setReference(single, 0, 0.5))).toEqual([0.5]);
  });
});

describe("answers come and go", () => {
  it("a new one takes its share from all others and has a free name and key", () => {
    const next = edits.addAnswer(edits.rename(start, 1, "Answer D"));
    expect(references(next)).toEqual([0.15, 0.375, 0.225, 0.25]);
    expect(labels(next)[3]).toBe("Answer D (2)");
    expect(new Set(next.answers.map(({ id }) => id)).size).toBe(4);
  });

  it("a removed one leaves its share to the others", () => {
    expect(references(edits.removeAnswer(start, 1))).toEqual([0.4, 0.6]);
    expect(
      total(edits.removeAnswer({ ...start, answers: start.answers.map((a) => ({ ...a, reference: 2 })) }, 0)),
    ).toBe(6);
  });

  it("the last answer stays, and no more come than the page draws", () => {
    const single = { ...start, answers: start.answers.slice(0, 1) };
    expect(edits.removeAnswer(single, 0)).toBe(single);
    let state: PlaygroundState = start;
    for (let count = 0; count < maxAnswers + 5; ++count) state = edits.addAnswer(state);
    expect(state.answers).toHaveLength(maxAnswers);
    expect(total(state)).toBeCloseTo(1, 8);
  });

  it("a removed answer among invalid references leaves numbers alone that cannot be scaled", () => {
    const zeros = { ...start, answers: start.answers.map((answer) => ({ ...answer, reference: 0 })) };
    expect(references(edits.removeAnswer(zeros, 0))).toEqual([0, 0]);
    expect(references(edits.addAnswer(zeros))).toEqual([0, 0, 0, 1]);
  });

  it("moves along with its row and column of the win matrix", () => {
    const moved = edits.moveAnswer(cycle, 0, 2);
    expect(labels(moved)).toEqual(["Scissors", "Paper", "Rock"]);
    expect(moved.wins).toEqual([
      [0.5, 0.8, 0.1],
      [0.2, 0.5, 0.7],
      [0.9, 0.3, 0.5],
    ]);
    expect(edits.moveAnswer(moved, 2, 0)).toEqual(cycle);
    expect(edits.moveAnswer(cycle, 0, 3)).toBe(cycle);
  });

  it("takes its row and column of the win matrix along, and a new one is even with all", () => {
    expect(edits.removeAnswer(cycle, 1).wins).toEqual([
      [0.5, 0.3],
      [0.7, 0.5],
    ]);
    expect(edits.addAnswer(cycle).wins!.at(-1)).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(edits.addAnswer(cycle).wins!.map((row) => row.at(-1))).toEqual([0.5, 0.5, 0.5, 0.5]);
  });
});

describe("win matrix", () => {
  it("sets the mirrored entry too, without binary noise", () => {
    const next = edits.setWin(cycle, 0, 1, 0.7);
    expect([next.wins![0]![1], next.wins![1]![0]]).toEqual([0.7, 0.3]);
    expect(edits.setWin(cycle, 1, 1, 0.7)).toBe(cycle);
    expect(edits.setWin(start, 0, 1, 0.7)).toBe(start);
  });

  it("starts from the rewards, and the rewards come back", () => {
    const wins = edits.useWins(start);
    expect(wins.wins).toEqual([
      [0.5, 1, 1],
      [0, 0.5, 1],
      [0, 0, 0.5],
    ]);
    expect(edits.useRewards(wins)).toEqual(start);
  });

  it("shows GRPO too where no shown rule would work with it", () => {
    expect(edits.useWins({ ...start, rules: ["rlhf"] }).rules).toEqual(["grpo", "rlhf"]);
  });
});

describe("rules, β and G", () => {
  it("keeps the table's order and at least one rule that applies", () => {
    expect(edits.toggleRule({ ...start, rules: ["nlhf"] }, "grpo").rules).toEqual(["grpo", "nlhf"]);
    const single: PlaygroundState = { ...start, rules: ["grpo"] };
    expect(edits.toggleRule(single, "grpo")).toBe(single);
    expect(edits.toggleRule(start, "grpo").rules).toEqual(["rlhf"]);
  });

  it("neither adds a rule that does not apply nor leaves one alone", () => {
    expect(edits.toggleRule(cycle, "rlhf")).toBe(cycle);
    const mixed: PlaygroundState = { ...cycle, rules: ["grpo", "rlhf"] };
    expect(edits.toggleRule(mixed, "grpo")).toBe(mixed);
  });

  it("returns the same state for the same value", () => {
    expect(edits.setBeta(start, 1)).toBe(start);
    expect(edits.setGroupSize(start, 8)).toBe(start);
    expect(edits.setDivergence(start, "kl-ref-to-policy")).toBe(start);
    expect(edits.setReward(start, 0, 1)).toBe(start);
    expect(edits.setReference(start, 0, 0.2)).toBe(start);
    expect(edits.rename(start, 0, "Rare but right")).toBe(start);
    expect(edits.setTitle(start, start.title)).toBe(start);
  });
});

describe("drafts", () => {
  const typed = edits.setDraft(edits.setDraft(start, "answers[2].reward", "abc"), "rules[0].beta", "x");

  it("give way to a value, also to the one there was before", () => {
    expect(edits.setReward(typed, 2, 0.5).drafts).toEqual({ "rules[0].beta": "x" });
    expect(edits.setReward(typed, 2, 0).drafts).toEqual({ "rules[0].beta": "x" });
    expect(edits.setBeta(typed, 1).drafts).toEqual({ "answers[2].reward": "abc" });
    expect(edits.setDraft(typed, "rules[0].beta", null).drafts).toEqual({ "answers[2].reward": "abc" });
    expect(edits.setDraft(typed, "rules[0].beta", "x")).toBe(typed);
  });

  it("stay with their answer when it moves, and go with it", () => {
    expect(edits.moveAnswer(typed, 2, 0).drafts).toEqual({ "answers[0].reward": "abc", "rules[0].beta": "x" });
    expect(edits.removeAnswer(typed, 0).drafts).toEqual({ "answers[1].reward": "abc", "rules[0].beta": "x" });
    expect(edits.removeAnswer(typed, 2).drafts).toEqual({ "rules[0].beta": "x" });
  });

  it("of the win matrix move in both indices", () => {
    const state = edits.setDraft(cycle, "wins[0][2]", "?");
    expect(edits.moveAnswer(state, 0, 1).drafts).toEqual({ "wins[1][2]": "?" });
    expect(edits.setWin(state, 2, 0, 0.1).drafts).toEqual({});
  });
});
