// SPDX-License-Identifier: MIT
// The results as tables, every digit kept: answers of one prompt, its histogram, all prompts.
import type { Table } from "../charts/table";
import { ruleRecipe } from "../state/rules";
import type { RuleId } from "../state/types";
import { shortNumber } from "../story/format";
import { type Bin, masses } from "./histogram";
import { answerShare, lawShares, mean, meanReward, type Outcome } from "./problem";
import type { PromptData } from "./types";

/** A prompt with everything that is drawn and listed of it. */
export interface Solved {
  prompt: PromptData;
  rules: readonly RuleId[];
  /** One for each rule; none before they are solved. */
  outcomes: readonly Outcome[] | undefined;
  /** Of each law under the reference policy. */
  shares: Float64Array;
}

export function solvedPrompt(
  prompt: PromptData,
  rules: readonly RuleId[],
  outcomes: readonly Outcome[] | undefined,
): Solved {
  return { prompt, rules, outcomes, shares: lawShares(prompt) };
}

/** The policy over laws, or null where there is none (yet). */
export function policyOf({ outcomes }: Pick<Solved, "outcomes">, rule: number): Float64Array | null {
  const outcome = outcomes?.[rule];
  return outcome && "policy" in outcome ? outcome.policy : null;
}

/** The probability of an answer under a rule; under the reference policy where the rule is -1. */
export function shareOf(solved: Solved, rule: number, answer: number): number | null {
  if (rule < 0) return solved.prompt.reference[answer]!;
  const policy = policyOf(solved, rule);
  return policy && answerShare(solved.prompt, solved.shares, policy, answer);
}

export function rewardOf({ laws, lawOf }: PromptData, answer: number): number {
  return mean(laws[lawOf[answer]!]!);
}

export const ruleLabel = (rule: RuleId) => ruleRecipe(rule).label;

export function answersTable(solved: Solved): Table {
  const { prompt, rules } = solved;
  const policies = [-1, ...rules.keys()];
  return {
    caption: "Every answer with its mean reward and its probability",
    columns: ["Answer", "Mean reward", "Reference", ...rules.map(ruleLabel)],
    rows: prompt.answers.map((answer, k) => [
      answer,
      rewardOf(prompt, k),
      ...policies.map((p) => shareOf(solved, p, k)),
    ]),
  };
}

export function binText({ from, to }: Bin): string {
  return from === to ? shortNumber(from) : `${shortNumber(from)} to ${shortNumber(to)}`;
}

export function histogramTable({ prompt, rules, outcomes, shares }: Solved, bins: readonly Bin[]): Table {
  const solved = rules.flatMap((rule, k) => {
    const policy = policyOf({ outcomes }, k);
    return policy ? [{ rule, sums: masses(prompt, bins, policy) }] : [];
  });
  const reference = masses(prompt, bins, shares);
  return {
    caption: "Probability by reward",
    columns: ["Reward", "Reference", ...solved.map(({ rule }) => ruleLabel(rule))],
    rows: bins.map((bin, k) => [binText(bin), reference[k]!, ...solved.map(({ sums }) => sums[k]!)]),
  };
}

/** Mean reward under the reference (-1) or a rule. */
export function meanOf({ prompt, outcomes, shares }: Omit<Solved, "rules">, rule: number): number | null {
  const policy = rule < 0 ? shares : policyOf({ outcomes }, rule);
  return policy && meanReward(prompt, policy);
}

export function promptsTable(all: readonly Solved[], rules: readonly RuleId[]): Table {
  const policies = [-1, ...rules.keys()];
  return {
    caption: "Every prompt with the mean reward of each policy",
    columns: [
      "Prompt",
      "Lines",
      "Answers",
      "Mean reward, reference",
      ...rules.map((rule) => `Mean reward, ${ruleLabel(rule)}`),
    ],
    rows: all.map((solved) => [
      solved.prompt.prompt,
      solved.prompt.lines,
      solved.prompt.answers.length,
      ...policies.map((policy) => meanOf(solved, policy)),
    ]),
  };
}
