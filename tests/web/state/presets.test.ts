// SPDX-License-Identifier: MIT
// Every preset, solved by the built package: its document is valid and its sentence is true.
import { load, type Engine } from "grpo-playground";
import { beforeAll, describe, expect, it } from "vitest";
import { toDocument } from "../../../web/src/state/document";
import { decodeFragment, encodeFragment } from "../../../web/src/state/fragment";
import { presetTexts } from "../../../web/src/state/preset-texts";
import { presets } from "../../../web/src/state/presets";
import { solvedRules } from "../../../web/src/state/rules";
import type { RuleId } from "../../../web/src/state/types";
import { percentText, readTheSame } from "../../../web/src/story/format";
import { favourites, referencePolicy } from "../../../web/src/story/outcomes";

let engine: Engine;
beforeAll(async () => {
  engine = await load();
});

const preset = (id: string) => presets.find((candidate) => candidate.id === id)!;

function solved(id: string) {
  const { state } = preset(id);
  const result = engine.solve(toDocument(state));
  const rules = solvedRules(state);
  return (rule: RuleId) => result.rules[rules.indexOf(rule)]!.stationary;
}

const policy = (id: string, rule: RuleId) => [...solved(id)(rule)[0]!.policy];

it("offers at least a dozen presets with different ids and titles", () => {
  expect(presets.length).toBeGreaterThanOrEqual(12);
  for (const key of ["id", "title"] as const) expect(new Set(presets.map((one) => one[key])).size).toBe(presets.length);
});

it("says of each what it shows, and of no other", () => {
  expect(Object.keys(presetTexts)).toEqual(presets.map(({ id }) => id));
});

describe.each(presets.map((one) => [one.id, one] as const))("preset %s", (_, { state }) => {
  it("is valid, and every rule converges", () => {
    const result = engine.solve(toDocument(state));
    expect(result.issues).toEqual([]);
    for (const { stationary } of result.rules) {
      expect(stationary.length).toBeGreaterThan(0);
      for (const { termination } of stationary) expect(termination).not.toBe("stalled");
    }
  });

  it("shows only rules that apply", () => {
    expect(solvedRules(state)).toEqual(state.rules);
  });

  it("comes back from its link unchanged, known as the preset it is", () => {
    expect(decodeFragment(encodeFragment(state))).toEqual({ state, notices: [] });
  });
});

/** Each percentage in a sentence that is a rule's probability of an answer. */
const figures: [id: string, rule: RuleId, answer: number, text: string][] = [
  ["rare-right", "grpo", 0, "63.4%"],
  ["rare-right", "rlhf", 0, "35.8%"],
  ["binary-pairs", "grpo", 0, "50.1%"],
  ["binary-large-groups", "grpo", 0, "67.0%"],
  ["binary-large-groups", "rlhf", 0, "40.5%"],
  ["direct-kl", "grpo", 0, "75.3%"],
  ["direct-kl", "grpo-direct-kl", 0, "35.5%"],
  ["confident-wrong", "grpo", 0, "75.8%"],
  ["confident-wrong", "rlhf", 0, "6.95%"],
  ["near-ties", "grpo", 0, "97.2%"],
  ["rock-paper-scissors", "grpo", 0, "42.6%"],
  ["rock-paper-scissors", "grpo", 1, "15.7%"],
  ["rock-paper-scissors", "grpo", 2, "41.7%"],
  ["many-answers", "rlhf", 10, "4.38%"],
  ["verifier", "grpo", 0, "53.2%"],
  ["ten-fold-rewards", "grpo", 0, "63.4%"],
  ["ten-fold-rewards", "rlhf", 0, "99.8%"],
];

describe("the sentences are true", () => {
  it.each(figures)("%s: %s gives answer %i %s", (id, rule, answer, text) => {
    expect(percentText(policy(id, rule)[answer]!)).toBe(text);
    expect(presetTexts[id]!.sentence).toContain(text);
  });

  it.each([
    ["rare-right", "grpo", [0]],
    ["rare-right", "rlhf", [1]],
    ["near-ties", "rlhf", [1]],
    ["condorcet-borda", "grpo", [0]],
    ["condorcet-borda", "nlhf", [1]],
    ["many-answers", "grpo", [10]],
  ] as [string, RuleId, number[]][])("%s: the favourite of %s is answer %j", (id, rule, favourite) => {
    expect(favourites(policy(id, rule))).toEqual(favourite);
  });

  it("all-rules: only the two rules that divide by the std make the rare answer the favourite", () => {
    const rules = preset("all-rules").state.rules;
    expect(rules.filter((rule) => favourites(policy("all-rules", rule))[0] === 0)).toEqual(["grpo", "grpo-direct-kl"]);
    expect(rules).toHaveLength(6);
  });

  it("two-or-none: two stationary policies at β = 2 and at 1.51, none at 1.505", () => {
    const { state } = preset("two-or-none");
    const count = (beta: number) =>
      engine.solve(toDocument({ ...state, beta })).rules[1]!.stationary.filter(({ boundary }) => !boundary).length;
    expect([2, 1.51, 1.505].map(count)).toEqual([2, 2, 0]);
  });

  it("exact-ties: the two right answers stay at 1 to 4", () => {
    for (const rule of ["grpo", "rlhf"] as const) {
      const [rare, often] = policy("exact-ties", rule);
      expect(often! / rare!).toBeCloseTo(4, 10);
    }
  });

  it("nothing-to-learn: every rule gives back the reference", () => {
    const reference = referencePolicy(preset("nothing-to-learn").state);
    for (const rule of ["grpo", "rlhf"] as const) {
      policy("nothing-to-learn", rule).forEach((share, i) => expect(share).toBeCloseTo(reference[i]!, 12));
    }
  });

  it("verifier: the wrong answers keep their proportions", () => {
    const reference = referencePolicy(preset("verifier").state);
    const ratios = policy("verifier", "grpo").map((share, i) => share / reference[i]!);
    for (const ratio of ratios.slice(2)) expect(ratio).toBeCloseTo(ratios[1]!, 10);
  });

  it("strong-pull: no answer moves by more than half a percentage point", () => {
    const reference = referencePolicy(preset("strong-pull").state);
    for (const rule of ["grpo", "rlhf"] as const) {
      policy("strong-pull", rule).forEach((share, i) => expect(Math.abs(share - reference[i]!)).toBeLessThan(0.005));
    }
  });

  it("weak-pull: GRPO leaves the others 0.303%, RLHF less than one draw in 10³⁰", () => {
    const left = (rule: RuleId) =>
      policy("weak-pull", rule)
        .slice(1)
        .reduce((sum, share) => sum + share, 0);
    expect(percentText(left("grpo"))).toBe("0.303%");
    expect(left("rlhf")).toBeLessThan(1e-29);
  });

  it("ten-fold-rewards: GRPO does not notice the scale", () => {
    policy("ten-fold-rewards", "grpo").forEach((share, i) =>
      expect(readTheSame(share, policy("rare-right", "grpo")[i]!)).toBe(true),
    );
  });
});
