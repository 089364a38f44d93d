// SPDX-License-Identifier: MIT
// The equation's live numbers: they satisfy the equation they stand in, for both penalties, whatever the rule's scale.
import type { Rule, StationaryPolicy } from "grpo-playground";
import { load } from "grpo-playground";
import { beforeAll, describe, expect, it } from "vitest";
import { toDocument } from "../../../web/src/state/document";
import { defaultPreset } from "../../../web/src/state/presets";
import { ruleRecipes, solvedRules } from "../../../web/src/state/rules";
import type { PlaygroundState, RuleId } from "../../../web/src/state/types";
import { equationSlots, preferenceSentence, type Slots } from "../../../web/src/views/equation";

const state: PlaygroundState = { ...defaultPreset.state, beta: 0.7, rules: ruleRecipes.map(({ id }) => id) };
const solved = new Map<RuleId, { rule: Rule; policy: StationaryPolicy }>();

beforeAll(async () => {
  const engine = await load();
  const document = toDocument(state);
  const { rules } = engine.solve(document);
  solvedRules(state).forEach((id, k) => solved.set(id, { rule: document.rules[k]!, policy: rules[k]!.stationary[0]! }));
});

const number = (text: string) => Number(text.replace(/[()]/g, "").replace("−", "-"));

function rightHandSide(slots: Slots, isRational: boolean): number {
  const [reference, preference, beta, constant] = ["reference", "preference", "beta", "constant"].map((slot) =>
    number(slots[slot]!),
  ) as [number, number, number, number];
  if (isRational) return reference / (1 - preference / beta);
  return reference * Math.exp((preference - constant) / beta);
}

describe("the equation", () => {
  it.each(ruleRecipes.map(({ id }) => id))("holds for the shown numbers, to their three figures: %s", (id) => {
    const { rule, policy } = solved.get(id)!;
    state.answers.forEach((_, index) => {
      const slots = equationSlots(state, id, rule, policy, index);
      const isRational = rule.penalty?.divergence === "kl-ref-to-policy";
      expect(rightHandSide(slots, isRational) / number(slots["policy"]!)).toBeCloseTo(1, 1.5);
    });
  });

  it("puts a negative number after an operator in parentheses", () => {
    const { rule, policy } = solved.get("grpo")!;
    expect(equationSlots(state, "grpo", rule, policy, 2)["preferenceOperand"]).toMatch(/^\(−.*\)$/);
  });

  it("says r where the preference is the reward, and 2β where the rule's own scale is twice β", () => {
    const rlhf = solved.get("rlhf")!;
    expect(equationSlots(state, "rlhf", rlhf.rule, rlhf.policy, 0)).toMatchObject({
      preferenceSymbol: "r",
      beta: "0.7",
    });
    const nlhf = solved.get("nlhf")!;
    expect(equationSlots(state, "nlhf", nlhf.rule, nlhf.policy, 0)).toMatchObject({ betaSymbol: "2β", beta: "1.4" });
  });

  it("comes with a sentence on what its preference is", () => {
    const sentence = (id: RuleId) => {
      const { rule, policy } = solved.get(id)!;
      return preferenceSentence(id, rule, equationSlots(state, id, rule, policy, 0));
    };
    expect(sentence("grpo")).toMatch(
      /^In a group of 8 drawn from this very policy, the answer’s advantage averages P = 0\.\d+\.$/,
    );
    expect(sentence("rlhf")).toMatch(/r = 1\. c = \S+, the same for every answer/);
    expect(sentence("nlhf")).toMatch(/hence 2β/);
    expect(sentence("shift-only")).toContain("reward less the group’s mean averages P");
  });
});
