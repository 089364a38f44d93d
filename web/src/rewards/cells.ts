// SPDX-License-Identifier: MIT
// One cell as a text or a number, or the rule that it breaks. Nothing is read two ways: a decimal comma is refused.

import { shortened } from "../state/link-text";
import { type Parsed, parseNumber } from "../state/numbers";

export type Cell = unknown;

/** Spaces around a text do not count; what JSON has that is no text is its JSON. Empty where there is nothing. */
export function cellAsText(cell: Cell): string {
  if (typeof cell === "string") return cell.trim();
  if (cell === null || cell === undefined) return "";
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}

const decimalComma = /^[+\-\u2212]?\d*,\d+(e[+-]?\d+)?$/i;
const truths: Readonly<Record<string, number>> = { true: 1, false: 0 };

/** Numbers in decimal notation; true and false, which verifiers write, are 1 and 0. */
export function cellAsNumber(cell: Cell): Parsed<number> {
  const text = cellAsText(cell);
  if (text === "") return { rule: "is empty" };
  const truth = truths[text.toLowerCase()];
  if (truth !== undefined) return { value: truth };
  if (decimalComma.test(text)) return { rule: `has a decimal comma: write ${text.replace(",", ".")}` };
  return parseNumber(text);
}

const largestReward = 1e9;

export function readReward(cell: Cell): Parsed<number> {
  const parsed = cellAsNumber(cell);
  if ("rule" in parsed || Math.abs(parsed.value) <= largestReward) return parsed;
  return { rule: "is between -1e9 and 1e9" };
}

/** Counts up to here add up to the unit. */
const mostCount = 1e15;

export function readCount(cell: Cell): Parsed<number> {
  const parsed = cellAsNumber(cell);
  if ("rule" in parsed) return parsed;
  if (parsed.value > mostCount) return { rule: `is at most ${mostCount}` };
  if (parsed.value > 0) return parsed;
  return { rule: "is a number > 0: an answer that the reference never gives is never given" };
}

/** Sums of rounded numbers may lie this far above 0. */
const rounding = 1e-6;

export function readLogProbability(cell: Cell): Parsed<number> {
  const parsed = cellAsNumber(cell);
  if ("rule" in parsed || parsed.value <= rounding) return parsed;
  return { rule: "is at most 0, as the logarithm of a probability is" };
}

/** `The reward “0,5” has a decimal comma: write 0.5`. */
export function complaint(name: string, cell: Cell, rule: string): string {
  const text = cellAsText(cell).replace(/\s+/g, " ");
  if (text === "") return `The ${name} ${rule}`;
  return `The ${name} “${shortened(text)}” ${/^(has|is empty)/.test(rule) ? rule : rule.replace(/^is/, "must be")}`;
}
