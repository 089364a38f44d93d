// SPDX-License-Identifier: MIT
// Quantities and conditions in words, as the editor offers and names them: "π of A under GRPO".

import type { ScenarioDocument } from "grpo-playground";
import type { Asked, Condition, Quantity } from "./types";

export type Measure = Asked["of"];

interface Wording {
  of: Measure;
  /** In a menu. */
  name: string;
  /** Before "of ANSWER", and alone for the whole. */
  short: string;
  /** Whether it is asked of one answer, or of all where none is named. */
  answers: boolean;
  /** Whether it is asked of one rule. */
  rule: boolean;
}

export const measures: readonly Wording[] = [
  { of: "probability", name: "probability π", short: "π", answers: true, rule: true },
  { of: "ratio", name: "ratio π/π_ref", short: "π/π_ref", answers: true, rule: true },
  { of: "preference", name: "preference P", short: "P", answers: true, rule: true },
  { of: "reference", name: "reference π_ref", short: "π_ref", answers: true, rule: false },
  { of: "winner", name: "the most probable answer", short: "the most probable answer", answers: false, rule: true },
  { of: "count", name: "number of stationary policies", short: "the number of stationary policies", answers: false, rule: true },
  { of: "stable", name: "stable (1) or not (0)", short: "stability", answers: false, rule: true },
  { of: "silent", name: "chance of a silent group", short: "the chance of a silent group", answers: false, rule: true },
  { of: "beta", name: "β", short: "β", answers: false, rule: true },
  { of: "residual", name: "residual", short: "the residual", answers: false, rule: true },
]; // prettier-ignore

const wordings = new Map(measures.map((wording) => [wording.of, wording]));

export function measure(of: Measure): Wording {
  return wordings.get(of)!;
}

export function ruleName({ rules }: ScenarioDocument, rule = 0): string {
  return rules[rule]?.label ?? (rules[rule] ? `rule ${rule + 1}` : `rule ${rule + 1}, which is not there`);
}

export function quantityInWords(quantity: Quantity, scenario: ScenarioDocument): string {
  if (typeof quantity === "number") return String(quantity);
  if (typeof quantity === "string") return quantity.slice(1);
  const words = (part: Quantity) => quantityInWords(part, scenario);
  if ("of" in quantity) return askedInWords(quantity, scenario);
  if ("difference" in quantity) return quantity.difference.map(words).join(" − ");
  if ("ratio" in quantity) return quantity.ratio.map(words).join(" / ");
  if ("sum" in quantity) return quantity.sum.map(words).join(" + ");
  if ("product" in quantity) return quantity.product.map(words).join(" · ");
  return `√(${words(quantity.root)})`;
}

function askedInWords(asked: Asked, scenario: ScenarioDocument): string {
  const { short, answers, rule } = measure(asked.of) ?? { short: asked.of, answers: false, rule: true };
  const changes = Object.entries(asked.change ?? {}).map(([path, value]) => `${path} = ${JSON.stringify(value)}`);
  return [
    short,
    answers ? `of ${asked.answer ?? "each answer"}` : "",
    rule ? `under ${ruleName(scenario, asked.rule)}` : "",
    asked.stationary ? `(policy ${asked.stationary + 1})` : "",
    asked.at === "reference" && (asked.of === "preference" || asked.of === "silent") ? "at the reference policy" : "",
    changes.length > 0 ? `with ${changes.join(", ")}` : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
}

const signs = { "<": "is less than", ">": "is more than", "=": "is", "≠": "is not" } as const;

export function conditionInWords({ left, is, right }: Condition, scenario: ScenarioDocument): string {
  const other =
    typeof right === "string" && !right.startsWith("$") ? right : quantityInWords(right as Quantity, scenario);
  const sentence = `${quantityInWords(left, scenario)} ${signs[is]} ${other}`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
