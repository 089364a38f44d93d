// SPDX-License-Identifier: MIT
// What those who hear the page are told after a change.
import { describe, expect, it } from "vitest";
import type { Picture } from "../../../web/src/charts/picture";
import { describeChange } from "../../../web/src/story/change";
import { found, picture } from "./pictures";

const told = (shown: Picture) => ({ picture: shown, choices: {} });
const change = (before: Picture, now: Picture) => describeChange(told(before), told(now));
const again = (shown: Picture): Picture => ({ ...shown, state: { ...shown.state } });

describe("a change is told", () => {
  const before = picture({ grpo: [found([0.41, 0.39, 0.2])], rlhf: [found([0.3, 0.5, 0.2])] });

  it("by the largest move under each rule, as it is and as it was", () => {
    expect(change(before, picture({ grpo: [found([0.63, 0.22, 0.15])], rlhf: [found([0.31, 0.49, 0.2])] }))).toBe(
      "GRPO: “Rare but right” now 63%, was 41%. RLHF: “Rare but right” now 31%, was 30%.",
    );
  });

  it("with the headline where another answer has become the favourite", () => {
    const now = picture({ grpo: [found([0.2, 0.6, 0.2])], rlhf: [found([0.3, 0.5, 0.2])] });
    expect(change(before, now)).toBe(
      "GRPO: “Rare but right” now 20%, was 41%. Both keep “Popular, half right” the favourite: GRPO gives it 60%, RLHF 50%.",
    );
  });

  it("by the headline alone where other rules are shown", () => {
    expect(change(before, picture({ grpo: [found([0.7, 0.2, 0.1])] }))).toBe(
      "GRPO makes “Rare but right” the favourite: 70%, up from 20%.",
    );
  });

  it("also where no digit that is shown has changed", () => {
    expect(change(before, again(before))).toBe("No probability changed, to the digits shown.");
  });

  it("not at all where nothing was asked anew", () => {
    expect(change(before, before)).toBe("");
  });

  it("for three rules at most, and how many more there are", () => {
    const rules = ["grpo", "rlhf", "nlhf", "shift-only", "shift-only-direct-kl"] as const;
    const all = (share: number) =>
      picture(Object.fromEntries(rules.map((rule) => [rule, [found([share, 0.9 - share, 0.1])]])));
    const text = change(all(0.5), all(0.6));
    expect(text.match(/now 60%, was 50%\./g)).toHaveLength(3);
    expect(text).toContain("2 more rules changed.");
  });
});
