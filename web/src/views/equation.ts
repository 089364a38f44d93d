// SPDX-License-Identifier: MIT
// The live numbers of the equation, and one sentence on where its preference comes from.
import type { Rule, StationaryPolicy } from "grpo-playground";
import type { PlaygroundState, RuleId } from "../state/types";
import { shortNumber } from "../story/format";
import { referencePolicy } from "../story/outcomes";

export type Slots = Readonly<Record<string, string>>;

/** A negative number after an operator stands in parentheses. */
function operand(value: number): string {
  return value < 0 ? `(${shortNumber(value)})` : shortNumber(value);
}

/**
 * With KL(π‖π_ref) the core's multiplier λ makes P − β (log u + 1) = λ; the page shows c = λ + β, which makes
 * u = exp((P − c)/β).
 */
export function equationSlots(
  state: PlaygroundState,
  id: RuleId,
  rule: Rule,
  drawn: StationaryPolicy,
  index: number,
): Slots {
  const beta = rule.beta ?? 1;
  const constant = (drawn.multiplier ?? 0) + beta;
  return {
    reference: shortNumber(referencePolicy(state)[index]!),
    preference: shortNumber(drawn.preference[index]!),
    preferenceOperand: operand(drawn.preference[index]!),
    preferenceSymbol: id === "rlhf" ? "r" : "P",
    beta: shortNumber(beta),
    betaSymbol: id === "nlhf" ? "2β" : "β",
    constant: shortNumber(constant),
    constantOperand: operand(constant),
    policy: shortNumber(drawn.policy[index]!),
  };
}

export function preferenceSentence(id: RuleId, rule: Rule, slots: Slots): string {
  const what = `${preferenceMeaning(rule)} = ${slots["preference"]}.`;
  if (rule.penalty?.divergence === "kl-ref-to-policy") return what;
  const double = id === "nlhf" ? " NLHF counts wins alone, half of that scale: hence 2β." : "";
  return `${what} c = ${slots["constant"]}, the same for every answer, makes the probabilities sum to 1.${double}`;
}

/** What the preference is, up to its number. */
function preferenceMeaning(rule: Rule): string {
  const { model, groupSize } = rule.preference ?? {};
  if (model === "reward") return "The answer’s reward, whatever the others do, is r";
  if (model === "pairwise") return "Against an answer drawn from this very policy, wins less losses average P";
  const group = groupSize === "inf" ? "an endless group" : `a group of ${groupSize}`;
  const what = model === "shift" ? "reward less the group’s mean" : "advantage";
  return `In ${group} drawn from this very policy, the answer’s ${what} averages P`;
}
