// SPDX-License-Identifier: MIT
// The scenario document of a state, rule by rule, and what the core says about it.
import { load, type Engine } from "grpo-playground";
import { beforeAll, describe, expect, it } from "vitest";
import { issuesOfState, toDocument } from "../../../web/src/state/document";
import { useWins } from "../../../web/src/state/edits";
import { defaultPreset } from "../../../web/src/state/presets";
import { ruleRecipes, solvedRules } from "../../../web/src/state/rules";
import type { PlaygroundState } from "../../../web/src/state/types";

let engine: Engine;
beforeAll(async () => {
  engine = await load();
});

const all: PlaygroundState = { ...defaultPreset.state, rules: ruleRecipes.map(({ id }) => id) };
const policies = (state: PlaygroundState) => {
  const result = engine.solve(toDocument(state));
  return Object.fromEntries(solvedRules(state).map((id, k) => [id, [...result.rules[k]!.stationary[0]!.policy]]));
};
const expectSame = (a: number[], b: number[]) => a.forEach((share, i) => expect(share).toBeCloseTo(b[i]!, 10));

describe("the document", () => {
  it("carries title, answers and the shown rules in order, and no drafts", () => {
    const document = toDocument({ ...all, note: "", drafts: { "rules[0].beta": "abc" } });
    expect(document.title).toBe("Rare but right");
    expect(document).not.toHaveProperty("note");
    expect(document.answers[0]).toEqual({ label: "Rare but right", reference: 0.2, reward: 1 });
    expect(document.rules.map(({ label }) => label)).toEqual(ruleRecipes.map(({ label }) => label));
    expect(JSON.stringify(document)).not.toContain("abc");
  });

  it("has a win matrix or rewards, not both, and only the rules that apply", () => {
    const document = toDocument(useWins(all));
    expect(document.answers[0]).toEqual({ label: "Rare but right", reference: 0.2 });
    expect(document.wins).toHaveLength(3);
    expect(solvedRules(useWins(all))).toEqual(["grpo", "nlhf", "grpo-direct-kl"]);
    expect(engine.solve(document).status).toBe("ok");
  });

  it("gives the path by which the core names a field to the field's value", () => {
    const broken = { ...all, beta: 0, answers: all.answers.map((answer) => ({ ...answer, reference: 0, label: "" })) };
    const paths = engine.solve(toDocument(broken)).issues.map(({ field }) => field);
    expect(paths).toContain("rules[0].beta");
    expect(paths).toContain("answers[1].reference");
    expect(paths).toContain("answers[1].label");
  });
});

describe("an issue of β", () => {
  const told = (beta: number) => {
    const state: PlaygroundState = { ...all, beta, rules: ["grpo", "nlhf"] };
    return issuesOfState(engine.solve(toDocument(state)).issues, state);
  };

  it("that only NLHF has, being solved at 2β, tells the state's β and the limit for it", () => {
    expect(told(500_000)).toEqual([]);
    const constraint = "is at most 500000 for NLHF, which is solved at 2β";
    expect(told(600_000)).toEqual([{ field: "rules[1].beta", value: 600_000, constraint }]);
  });

  it("that every rule has tells the same of all of them", () => {
    for (const beta of [0, 2e6]) {
      const issue = { value: beta, constraint: "is between 1e-6 and 1e6" };
      expect(told(beta)).toEqual([
        { field: "rules[0].beta", ...issue },
        { field: "rules[1].beta", ...issue },
      ]);
    }
  });
});

describe("the rules", () => {
  it("say why they do not apply to a win matrix", () => {
    const reasons = ruleRecipes.flatMap((recipe) => recipe.unavailable(useWins(all)) ?? []);
    expect(reasons).toHaveLength(3);
    for (const reason of reasons) expect(reason).toContain("needs rewards");
  });

  it("GRPO with KL(π‖π_ref) chosen as its penalty is GRPO with direct KL", () => {
    const { grpo, "grpo-direct-kl": direct } = policies({ ...all, divergence: "kl-policy-to-ref" });
    expectSame(grpo!, direct!);
  });

  it("GRPO at G = 2 is GRPO on the win matrix of the same rewards", () => {
    expectSame(policies({ ...all, groupSize: 2 })["grpo"]!, policies(useWins(all))["grpo"]!);
  });

  it("NLHF solves π ∝ π_ref exp(E[P(o ≻ o')]/β), the paper's (5)", () => {
    const beta = 0.3;
    const policy = policies({ ...all, beta })["nlhf"]!;
    const { answers } = all;
    const wins = useWins(all).wins!;
    const tilted = answers.map(({ reference }, i) => {
      const preference = policy.reduce((sum, share, j) => sum + share * wins[i]![j]!, 0);
      return reference * Math.exp(preference / beta);
    });
    const sum = tilted.reduce((total, value) => total + value, 0);
    expectSame(
      policy,
      tilted.map((value) => value / sum),
    );
  });

  it("shift-only with direct KL is RLHF at βG/(G − 1), the paper's §3", () => {
    const shifted = policies({ ...all, beta: 0.7, groupSize: 8 })["shift-only-direct-kl"]!;
    expectSame(shifted, policies({ ...all, beta: (0.7 * 8) / 7 })["rlhf"]!);
  });
});
