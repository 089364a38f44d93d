// SPDX-License-Identifier: MIT
// The field table: key in the link, path in the document, limits, default, reading and writing of every shared field.

import { type Parsed, parseNumber, parseProbability } from "./numbers";
import { isRuleId, ruleRecipes } from "./rules";
import type { GroupSize, PenaltyDivergence, RuleId } from "./types";

export interface Field<T> {
  /** Key in the link. */
  key: string;
  /** What the page calls it. */
  name: string;
  /** Path in the scenario document, as issues and drafts name it; indices where the field has them. */
  path(...indices: number[]): string;
  /** Least and largest value, where the field has them: the core's own limits. */
  range: readonly [number, number] | null;
  initial: T;
  /** The value of a text, or the rule by which the text is no value at all. */
  parse(text: string): Parsed<T>;
  /** The rule that a value breaks, or null; the core checks the same for a document. */
  broken(value: T): string | null;
  /** Text that `parse` reads back to the very same value. */
  format(value: T): string;
}

/** `parse` and `broken` in one: only what the core would accept. */
export function read<T>(field: Field<T>, text: string): Parsed<T> {
  const parsed = field.parse(text);
  if ("rule" in parsed) return parsed;
  const rule = field.broken(parsed.value);
  return rule === null ? parsed : { rule };
}

/** More answers than the page can draw well; the format itself takes 10,000. */
export const maxAnswers = 200;

const within = (range: readonly [number, number], phrase: string) => (value: number) =>
  value >= range[0] && value <= range[1] ? null : phrase;

const codePoints = (text: string) => [...text].length;

const atMost = (length: number) => (text: string) =>
  codePoints(text) <= length ? null : `has at most ${length} characters`;

const asText = (text: string): Parsed<string> => ({ value: text });

const reference: Field<number> = {
  key: "ref",
  name: "Reference",
  path: (i) => `answers[${i}].reference`,
  range: null,
  initial: 1,
  parse: parseProbability,
  broken: (value) => (value > 0 ? null : "is a number > 0"),
  format: String,
};

const rewardRange = [-1e9, 1e9] as const;
const reward: Field<number> = {
  key: "r",
  name: "Reward",
  path: (i) => `answers[${i}].reward`,
  range: rewardRange,
  initial: 0,
  parse: parseNumber,
  broken: within(rewardRange, "is between -1e9 and 1e9"),
  format: String,
};

const label: Field<string> = {
  key: "a",
  name: "Name",
  path: (i) => `answers[${i}].label`,
  range: null,
  initial: "",
  parse: asText,
  broken: (text) => (text === "" ? "is not empty" : atMost(200)(text)),
  format: String,
};

const winRange = [0, 1] as const;
const win: Field<number> = {
  key: "w",
  name: "Preferred to",
  path: (i, j) => `wins[${i}][${j}]`,
  range: winRange,
  initial: 0.5,
  parse: parseProbability,
  broken: within(winRange, "is between 0 and 1"),
  format: String,
};

export const betaRange = [1e-6, 1e6] as const;
const beta: Field<number> = {
  key: "beta",
  name: "β",
  path: () => "rules[0].beta",
  range: betaRange,
  initial: 1,
  parse: parseNumber,
  broken: within(betaRange, "is between 1e-6 and 1e6"),
  format: String,
};

const groupSizeRange = [2, 1_000_000] as const;
const groupSize: Field<GroupSize> = {
  key: "G",
  name: "Group size",
  path: () => "rules[0].preference.groupSize",
  range: groupSizeRange,
  initial: 8,
  parse(text) {
    if (/^\s*(inf|infinity|∞)\s*$/i.test(text)) return { value: "inf" };
    const parsed = parseNumber(text);
    return "value" in parsed ? parsed : { rule: "is an integer from 2 to 1000000, or inf" };
  },
  broken: (value) =>
    value === "inf" || (Number.isInteger(value) && value >= groupSizeRange[0] && value <= groupSizeRange[1])
      ? null
      : "is an integer from 2 to 1000000, or inf",
  format: String,
};

const divergences: readonly PenaltyDivergence[] = ["kl-ref-to-policy", "kl-policy-to-ref"];
const divergence: Field<PenaltyDivergence> = {
  key: "penalty",
  name: "Penalty",
  path: () => "rules[0].penalty.divergence",
  range: null,
  initial: "kl-ref-to-policy",
  parse(text) {
    const value = divergences.find((name) => name === text);
    return value ? { value } : { rule: `is ${divergences.join(" or ")}` };
  },
  broken: () => null,
  format: String,
};

/** One name of the list of rules; the list itself has at least one. */
const rule: Field<RuleId> = {
  key: "rules",
  name: "Rules",
  path: () => "rules",
  range: null,
  initial: "grpo",
  parse: (text) =>
    isRuleId(text) ? { value: text } : { rule: `is one of ${ruleRecipes.map((recipe) => recipe.id).join(", ")}` },
  broken: () => null,
  format: String,
};

const title: Field<string> = {
  key: "title",
  name: "Title",
  path: () => "title",
  range: null,
  initial: "",
  parse: asText,
  broken: atMost(200),
  format: String,
};

const note: Field<string> = {
  key: "note",
  name: "Note",
  path: () => "note",
  range: null,
  initial: "",
  parse: asText,
  broken: atMost(2000),
  format: String,
};

export const fields = { reference, reward, label, win, beta, groupSize, divergence, rule, title, note };

export const initialRules: readonly RuleId[] = ["grpo", "rlhf"];

/** A, B, … Z, AA, AB, …: the names of answers that have been given none. */
export function letterLabel(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : letterLabel(Math.floor(index / 26) - 1) + letter;
}

/** `wanted`, or with a number behind it where another answer has that name already. */
export function freeLabel(wanted: string, taken: readonly string[]): string {
  for (let count = 1; ; ++count) {
    const candidate = count === 1 ? wanted : `${[...wanted].slice(0, 190).join("")} (${count})`;
    if (!taken.includes(candidate)) return candidate;
  }
}
