// SPDX-License-Identifier: MIT
// Lists and win matrices in links that do not fit, or do not make sense.
import { describe, expect, it } from "vitest";
import { maxAnswers } from "../../../web/src/state/fields";
import { decodeFragment, encodeFragment } from "../../../web/src/state/fragment";
import { defaultPreset } from "../../../web/src/state/presets";

const start = defaultPreset.state;

/** The notices as `field: value → used`. */
function said(fragment: string): string[] {
  return decodeFragment(fragment).notices.map(({ field, value, used }) => `${field}: ${value} → ${used}`);
}

const state = (fragment: string) => decodeFragment(fragment).state;
const column = (fragment: string, key: "reference" | "reward" | "label") =>
  state(fragment).answers.map((one) => one[key]);

describe("columns", () => {
  it("with different lengths fit the references", () => {
    expect(column("ref=1,1,1&r=1", "reward")).toEqual([1, 0, 0]);
    expect(column("ref=1,1&r=3,2,1&a=x,y,z", "reward")).toEqual([3, 2]);
    expect(said("ref=1,1&r=3,2,1&a=x")).toEqual(["r: 3 values → the first 2", "a: 1 values → letters for the rest"]);
  });

  it("that are missing get a plain value, with a notice", () => {
    expect(column("r=1,0", "reference")).toEqual([1, 1]);
    expect(column("ref=1,2", "reward")).toEqual([0, 0]);
    expect(said("r=1,0")).toEqual(["ref:  → equal references"]);
    expect(said("ref=&r=1,0")).toEqual(["ref:  → equal references"]);
    expect(said("ref=1,2")).toEqual(["r:  → rewards of 0"]);
  });

  it("none at all: the default scenario's answers, and the rest of the link", () => {
    expect(state("v=1&beta=2").answers).toEqual(start.answers);
    expect(state("v=1&beta=2").beta).toBe(2);
    expect(said("v=1&beta=2")).toEqual(["ref:  → the default scenario's answers"]);
  });

  it("more than the page draws are cut, with one notice", () => {
    const many = Array<string>(maxAnswers + 1)
      .fill("1")
      .join();
    expect(state(`ref=${many}&r=${many}`).answers).toHaveLength(maxAnswers);
    expect(said(`ref=${many}&r=${many}`)).toEqual([`answers: ${maxAnswers + 1} answers → the first ${maxAnswers}`]);
  });

  it("empty, duplicate and endless labels are replaced", () => {
    expect(column("ref=1,1,1&r=1,1,1&a=,x,x", "label")).toEqual(["A", "x", "x (2)"]);
    expect(column(`ref=1&r=1&a=${"x".repeat(201)}`, "label")).toEqual(["A"]);
    expect(column("ref=1,1&r=1,1&a=B,%", "label")).toEqual(["B", "B (2)"]);
    expect(said("ref=1,1&r=1,1&a=B,%")).toEqual(["answers[1].label: % → B (2)"]);
  });

  it("a label of 200 characters outside the first Unicode plane is not too long", () => {
    expect(
      said(encodeFragment({ ...start, answers: [{ id: 0, label: "🎲".repeat(200), reference: 1, reward: 1 }] })),
    ).toEqual([]);
  });
});

describe("win matrix", () => {
  const wins = (w: string) => state(`ref=1,1&r=1,0&w=${w}&rules=grpo`).wins;
  const notices = (w: string) => said(`ref=1,1&r=1,0&w=${w}&rules=grpo`);

  it("that is not square leaves the rewards in place", () => {
    for (const w of ["0.5,0.5", "0.5,0.9;0.1", "0.5", "", "1,2,3;4,5,6;7,8,9"]) {
      expect(wins(w)).toBeNull();
      expect(notices(w)).toEqual([`w: ${w} → the rewards`]);
    }
  });

  it("that is not antisymmetric keeps the upper half", () => {
    expect(wins("0.5,0.9;0.3,0.5")).toEqual([
      [0.5, 0.9],
      [0.1, 0.5],
    ]);
    expect(notices("0.5,0.9;0.3,0.5")).toEqual(["wins[1][0]: 0.3 → 0.1"]);
  });

  it("with another diagonal than ½ gets ½", () => {
    expect(wins("1,0.9;0.1,0")).toEqual([
      [0.5, 0.9],
      [0.1, 0.5],
    ]);
    expect(notices("1,0.9;0.1,0")).toEqual(["wins[0][0]: 1 → 0.5", "wins[1][1]: 0 → 0.5"]);
  });

  it("with text or a number that is no probability takes the other half, or ½", () => {
    expect(wins("0.5,NaN;0.25,0.5")).toEqual([
      [0.5, 0.75],
      [0.25, 0.5],
    ]);
    expect(wins("0.5,x;7,0.5")).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    expect(notices("0.5,x;7,0.5")).toEqual(["wins[0][1]: x → 0.5", "wins[1][0]: 7 → 0.5"]);
  });

  it("shows GRPO too where no chosen rule works with it", () => {
    const fragment = "ref=1,1&r=1,0&w=0.5,1;0,0.5&rules=rlhf";
    expect(state(fragment).rules).toEqual(["grpo", "rlhf"]);
    expect(said(fragment)).toEqual(["rules: rlhf → grpo,rlhf"]);
  });
});
