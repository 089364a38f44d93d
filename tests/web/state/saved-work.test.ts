// SPDX-License-Identifier: MIT
// The autosave: comes back whole, or not at all.
import { expect, it } from "vitest";
import { presets } from "../../../web/src/state/presets";
import { readWork, writeWork } from "../../../web/src/state/saved-work";

const { state } = presets.find(({ id }) => id === "rock-paper-scissors")!;
const work = { address: "v=1", state: { ...state, drafts: { "answers[0].reward": "abc" } }, opened: state };

it("comes back as it was, drafts included", () => {
  expect(readWork(writeWork(work))).toEqual(work);
});

it.each([
  ["a NaN", { beta: NaN }],
  ["no answers", { answers: [] }],
  ["an answer without a reward", { answers: [{ id: 0, label: "A", reference: 1 }] }],
  ["one key for two answers", { answers: [state.answers[0], state.answers[0]], wins: null }],
  ["a win matrix of another size", { wins: [[0.5]] }],
  [
    "a ragged win matrix",
    {
      wins: [
        [0.5, 1, 1],
        [0, 0.5],
        [0, 0, 0.5],
      ],
    },
  ],
  ["an unknown rule", { rules: ["grpo", "xyz"] }],
  ["no rules", { rules: [] }],
  ["an unknown penalty", { divergence: "alpha" }],
  ["drafts that are no text", { drafts: { "rules[0].beta": 1 } }],
  ["another type of title", { title: 5 }],
  ["a group size in words", { groupSize: "eight" }],
])("is left alone with %s", (_, part) => {
  expect(readWork(writeWork({ ...work, state: { ...state, ...part } as typeof state }))).toBeNull();
  expect(readWork(writeWork({ ...work, opened: { ...state, ...part } as typeof state }))).toBeNull();
});

it("is left alone where storage holds something else", () => {
  for (const text of [null, "", "{", "null", "[]", "5", '"text"', "{}"]) expect(readWork(text)).toBeNull();
});
