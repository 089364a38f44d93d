// SPDX-License-Identifier: MIT
// One prompt as a question for the engine, and the engine's policies back at the prompt's answers. Answers with the same
// reward law are one to every rule of the page: a rule moves all of them by the same factor, so each law is solved once.

import type { ScenarioDocument, SolveResult } from "grpo-playground";
import { letterLabel } from "../state/fields";
import { ruleRecipe } from "../state/rules";
import type { PlaygroundState, RuleId } from "../state/types";
import { type Law, mostLaws, type PromptData } from "./types";

/** How the rules are set; they are the page's own. */
export type Setting = Pick<PlaygroundState, "rules" | "beta" | "groupSize" | "divergence">;

/** What one rule makes of one prompt, law by law; without a policy the reason. */
export type Outcome = { policy: Float64Array; note: string | null } | { why: string };

/** The reference policy's share of each law. */
export function lawShares({ reference, lawOf, laws }: PromptData): Float64Array {
  const shares = new Float64Array(laws.length);
  lawOf.forEach((law, answer) => (shares[law]! += reference[answer]!));
  return shares;
}

export function tooManyLaws({ laws }: PromptData): string | null {
  if (laws.length <= mostLaws) return null;
  return `${laws.length} different rewards; at most ${mostLaws} can be solved at once`;
}

export function mean({ values, probabilities }: Law): number {
  return values.reduce((sum, value, k) => sum + value * probabilities[k]!, 0);
}

const rewardOf = (law: Law) => (law.values.length === 1 ? law.values[0]! : { ...law });

export function problemOf(prompt: PromptData, setting: Setting, rules: readonly RuleId[]): ScenarioDocument {
  const shares = lawShares(prompt);
  const state = { ...setting, wins: null } as PlaygroundState;
  return {
    format: "grpo-playground/scenario",
    version: 1,
    answers: prompt.laws.map((law, k) => ({ label: letterLabel(k), reference: shares[k]!, reward: rewardOf(law) })),
    rules: rules.map((id) => {
      const { toRule, betaFactor } = ruleRecipe(id);
      return { ...toRule(state), beta: betaFactor * setting.beta };
    }),
  };
}

/** The policies that are reached from the reference, one for each rule. */
export function outcomesOf(result: SolveResult): Outcome[] {
  if (result.status === "invalid") {
    const { field, constraint } = result.issues[0]!;
    throw new Error(`${field} ${constraint.replace(/^is/, "must be")}`);
  }
  return result.rules.map(({ stationary: [found] }) => {
    if (!found) return { why: "no stationary policy is reached from the reference" };
    const note = found.termination === "stalled" ? "not exact: the solver stopped short of its tolerance" : null;
    return { policy: found.policy, note: found.boundary ? "the policy collapses onto some of the answers" : note };
  });
}

/** The probability of an answer under a policy over laws: its law's, in proportion to the reference. */
export function answerShare(
  { reference, lawOf }: PromptData,
  shares: Float64Array,
  policy: Float64Array,
  answer: number,
): number {
  const law = lawOf[answer]!;
  return (reference[answer]! / shares[law]!) * policy[law]!;
}

/** The mean reward of a policy over laws. */
export function meanReward({ laws }: PromptData, policy: Float64Array): number {
  return laws.reduce((sum, law, k) => sum + policy[k]! * mean(law), 0);
}
