// SPDX-License-Identifier: MIT
// Whose truth a quantity is: the rule of the page that it is drawn in the colour of.

import type { Rule, ScenarioDocument } from "grpo-playground";
import { operandsOf } from "../../../lessons/leaves";
import type { Asked, Quantity } from "../../../lessons/types";
import type { RuleId } from "../../../state/types";

export function colourOf(quantity: Quantity, document: ScenarioDocument): RuleId | "reference" | null {
  const asked = firstAsked(quantity);
  if (!asked) return null;
  if (asked.of === "reference") return "reference";
  const rule = document.rules[asked.rule ?? 0];
  return rule ? ruleIdOf(rule, document.wins !== undefined) : null;
}

function firstAsked(quantity: Quantity): Asked | null {
  if (typeof quantity !== "object") return null;
  if ("of" in quantity) return quantity;
  for (const operand of operandsOf(quantity)) {
    const asked = firstAsked(operand);
    if (asked) return asked;
  }
  return null;
}

/** Null for rules that the page has not. */
function ruleIdOf({ preference = {}, penalty = {} }: Rule, hasWins: boolean): RuleId | null {
  const { model = "group" } = preference;
  const { divergence = "kl-ref-to-policy", klTerm } = penalty;
  if (klTerm || !["kl-ref-to-policy", "kl-policy-to-ref"].includes(divergence)) return null;
  const direct = divergence === "kl-policy-to-ref";
  if (model === "reward") return direct ? "rlhf" : null;
  if (model === "shift") return direct ? "shift-only-direct-kl" : "shift-only";
  if (model === "pairwise" && direct) return "nlhf";
  if (model === "group" || (model === "pairwise" && hasWins)) return direct ? "grpo-direct-kl" : "grpo";
  return null;
}
