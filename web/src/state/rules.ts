// SPDX-License-Identifier: MIT
// The rule table: everything about an aggregation rule that is not drawing.

import type { Preference, Rule } from "grpo-playground";
import type { PlaygroundState, RuleId } from "./types";

export interface RuleRecipe {
  id: RuleId;
  /** The short name, beside numbers and on buttons. */
  label: string;
  /** The name inside a sentence. */
  phrase: string;
  /** One phrase on what the rule is. */
  gloss: string;
  source: string;
  /** Why the rule has nothing to aggregate in this state, or null where it applies. */
  unavailable(state: PlaygroundState): string | null;
  /** The rule is solved at this multiple of the state's β. */
  betaFactor: number;
  /** The rule but for its β. */
  toRule(state: PlaygroundState): Omit<Rule, "beta">;
}

const paper = "Vojnovic and Yun, arXiv 2502.18548";

const needsRewards = (name: string) => (state: PlaygroundState) =>
  state.wins ? `${name} needs rewards; this question has a win matrix instead.` : null;

const always = () => null;

/** With a win matrix only pairs can be compared, and GRPO on pairs is the pairwise model (G = 2). */
function groupPreference(state: PlaygroundState): Preference {
  return state.wins ? { model: "pairwise" } : { model: "group", groupSize: state.groupSize };
}

export const ruleRecipes: readonly RuleRecipe[] = [
  {
    id: "grpo",
    label: "GRPO",
    phrase: "GRPO",
    gloss: "GRPO, group preference",
    source: `${paper}, (11)`,
    unavailable: always,
    betaFactor: 1,
    toRule: (state) => ({
      label: "GRPO",
      preference: groupPreference(state),
      penalty: { divergence: state.divergence },
    }),
  },
  {
    id: "rlhf",
    label: "RLHF",
    phrase: "RLHF",
    gloss: "RLHF, logarithmic pooling",
    source: `${paper}, (3) and (4)`,
    unavailable: needsRewards("RLHF"),
    betaFactor: 1,
    toRule: () => ({
      label: "RLHF",
      preference: { model: "reward" },
      penalty: { divergence: "kl-policy-to-ref" },
    }),
  },
  {
    id: "nlhf",
    label: "NLHF",
    phrase: "NLHF",
    gloss: "NLHF, Nash equilibrium of the pairwise game",
    source: `${paper}, (5)`,
    unavailable: always,
    // NLHF's preference P(o ≻ o') averages to ½ + ½ × the pairwise model, and the constant ½ drops out: the pairwise model at 2β.
    betaFactor: 2,
    toRule: () => ({
      label: "NLHF",
      preference: { model: "pairwise" },
      penalty: { divergence: "kl-policy-to-ref" },
    }),
  },
  {
    id: "grpo-direct-kl",
    label: "GRPO, direct KL",
    phrase: "GRPO with direct KL",
    gloss: "GRPO with the penalty KL(π‖π_ref)",
    source: `${paper}, §3 and Appendix B.2`,
    unavailable: always,
    betaFactor: 1,
    toRule: (state) => ({
      label: "GRPO, direct KL",
      preference: groupPreference(state),
      penalty: { divergence: "kl-policy-to-ref" },
    }),
  },
  {
    id: "shift-only",
    label: "Shift-only",
    phrase: "shift-only GRPO",
    gloss: "advantages without division by the std, as Dr. GRPO",
    source: `${paper}, §3`,
    unavailable: needsRewards("Shift-only GRPO"),
    betaFactor: 1,
    toRule: (state) => ({
      label: "Shift-only",
      preference: { model: "shift", groupSize: state.groupSize },
      penalty: { divergence: "kl-ref-to-policy" },
    }),
  },
  {
    id: "shift-only-direct-kl",
    label: "Shift-only, direct KL",
    phrase: "shift-only with direct KL",
    gloss: "shift-only with KL(π‖π_ref): RLHF at βG/(G − 1)",
    source: `${paper}, §3`,
    unavailable: needsRewards("Shift-only GRPO"),
    betaFactor: 1,
    toRule: (state) => ({
      label: "Shift-only, direct KL",
      preference: { model: "shift", groupSize: state.groupSize },
      penalty: { divergence: "kl-policy-to-ref" },
    }),
  },
];

const recipes = new Map(ruleRecipes.map((recipe) => [recipe.id, recipe]));

export function ruleRecipe(id: RuleId): RuleRecipe {
  return recipes.get(id)!;
}

export function isRuleId(text: string): text is RuleId {
  return recipes.has(text as RuleId);
}

/** The same rules once each, in the order of the table. */
export function inTableOrder(ids: Iterable<RuleId>): RuleId[] {
  const wanted = new Set(ids);
  return ruleRecipes.map((recipe) => recipe.id).filter((id) => wanted.has(id));
}

/** The shown rules that apply: entry k of the result's `rules` belongs to entry k of this list. */
export function solvedRules(state: PlaygroundState): RuleId[] {
  return state.rules.filter((id) => ruleRecipe(id).unavailable(state) === null);
}

/** The state with GRPO shown too where none of its rules would apply. */
export function withSolvableRule(state: PlaygroundState): PlaygroundState {
  return solvedRules(state).length > 0 ? state : { ...state, rules: inTableOrder([...state.rules, "grpo"]) };
}
