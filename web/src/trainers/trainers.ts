// SPDX-License-Identifier: MIT
// The trainers of the data file, chosen by text: `verl`, or with parts of the rule replaced, `verl.shift.k2-in-loss`.
import type { KlTermName, PreferenceModelName, Rule, ScenarioDocument } from "grpo-playground";
import { betaRange } from "../state/fields";
import { toDocument } from "../state/document";
import type { PlaygroundState } from "../state/types";
import file from "./trainers.json";
import type { Configuration, Trainer, TrainerPenalty, TrainerRule } from "./types";

export const trainers = file.trainers as unknown as readonly Trainer[];
export const configurations = file.configurations as unknown as readonly Configuration[];

/** What stands side by side before anything is chosen. */
const usual = ["paper", "trl-1-9", "trl-1-10", "openrlhf"];
export const usualText = "usual";

/** More would be no comparison. */
export const mostChosen = 12;

const models: readonly PreferenceModelName[] = ["shift", "leave-one-out", "reward"];
const klTerms: readonly KlTermName[] = [
  "k3-in-loss",
  "k3-times-ratio-in-loss",
  "k2-in-loss",
  "k1-in-loss",
  "k1-in-reward-before-normalising",
  "k1-in-reward-after-normalising",
];

/** A trainer under the text that chooses it. */
export interface Chosen extends Trainer {
  text: string;
}

/** The rule with one part of it replaced, or null where the word names none. */
function replaced(rule: TrainerRule, word: string): TrainerRule | null {
  const model = models.find((name) => name === word);
  const klTerm = klTerms.find((name) => name === word);
  if (model) return { ...rule, preference: { model } };
  if (klTerm) return { ...rule, penalty: { klTerm } };
  if (word === "none") return { ...rule, penalty: { divergence: "none" } };
  if (word === "zero" || word === "resample")
    return { ...rule, preference: { ...rule.preference, silentGroups: word } };
  return null;
}

/** The trainer of a text, or null where it names none. */
export function trainerOf(text: string): Chosen | null {
  const [id, ...words] = text.split(".");
  const trainer = trainers.find((row) => row.id === id);
  if (!trainer) return null;
  let rule: TrainerRule | null = trainer.rule;
  for (const word of words) rule = rule && replaced(rule, word);
  if (!rule) return null;
  if (words.length === 0) return { ...trainer, text };
  const name = `${trainer.name}, ${words.map(wordName).join(", ")}`;
  const { leavesOut: _, ...row } = trainer;
  return { ...row, rule, text, name, consequence: consequenceOf(rule.penalty) };
}

const names: Readonly<Record<string, string>> = { shift: "no std", none: "no KL term", resample: "filtered" };
const wordName = (word: string) => names[word] ?? word.replaceAll("-", " ");

function consequenceOf(penalty: TrainerPenalty): string {
  if ("divergence" in penalty) return "Without a KL term nothing holds the policy back.";
  const sentences: Readonly<Record<KlTermName, string>> = {
    "k3-in-loss": "k3 in the loss pulls like KL(π_ref‖π).",
    "k3-times-ratio-in-loss": "k3 times the ratio pulls like KL(π‖π_ref), direct KL.",
    "k2-in-loss": "k2 in the loss pulls like KL(π‖π_ref), direct KL.",
    "k1-in-loss": "A trap: k1 in the loss regularises nothing.",
    "k1-in-reward-before-normalising": "k1 inside what is normalised gives logarithmic pooling.",
    "k1-in-reward-after-normalising": "k1 subtracted after normalising is direct KL.",
  };
  return sentences[penalty.klTerm];
}

/** Those whose algorithm draws groups: RLHF and NLHF, which stand beside the trainers, do not. */
export const drawsGroups = ({ rule }: Trainer) => ["group", "shift", "leave-one-out"].includes(rule.preference.model);

/** The chosen trainers, and what of the text names none. */
export function readChosen(text: string): { chosen: readonly Chosen[]; unknown: readonly string[] } {
  const texts = text === usualText ? usual : [...new Set(text.split("~"))].filter((part) => part !== "");
  const found = texts.map((part) => ({ part, trainer: trainerOf(part) }));
  const chosen = found.flatMap(({ trainer }) => (trainer ? [trainer] : []));
  return {
    chosen: chosen.slice(0, mostChosen),
    unknown: [...found.filter(({ trainer }) => !trainer).map(({ part }) => part), ...chosen.slice(mostChosen).map(({ text }) => text)], // prettier-ignore
  };
}

export function writeChosen(texts: readonly string[]): string {
  const isUsual = texts.length === usual.length && usual.every((text, k) => texts[k] === text);
  return isUsual || texts.length === 0 ? usualText : texts.join("~");
}

/** Whether two rules say the same. */
export const sameRule = (a: TrainerRule, b: TrainerRule) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key, part]) => !(key === "silentGroups" && part === "zero"));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]));
}

/** The shortest text for a rule of a library: one of its rows, else a row with one, two or three parts replaced. */
export function textOf(rule: TrainerRule, rows: readonly Trainer[]): string | null {
  const penalty = "klTerm" in rule.penalty ? rule.penalty.klTerm : "none";
  const silent = rule.preference.silentGroups ?? "zero";
  const wordLists = [[], [penalty], [silent], [rule.preference.model], [silent, penalty], [rule.preference.model, penalty], [rule.preference.model, silent, penalty]]; // prettier-ignore
  for (const words of wordLists) {
    for (const { id } of rows) {
      const text = [id, ...words].join(".");
      const trainer = trainerOf(text);
      if (trainer && sameRule(trainer.rule, rule)) return text;
    }
  }
  return null;
}

/** Limits of β in documents; a β of 0 is no penalty. */
export function ruleAt({ rule, betaFactor = 1, name }: Trainer, groupSize: number | "inf", beta: number): Rule {
  const { model } = rule.preference;
  const hasSize = model === "group" || model === "shift";
  const free = beta === 0;
  return {
    label: name,
    preference: { ...rule.preference, ...(hasSize && { groupSize }) },
    penalty: free ? { divergence: "none" } : rule.penalty,
    beta: free ? 1 : Math.min(betaRange[1], Math.max(betaRange[0], betaFactor * beta)),
  };
}

/** The state's question with other rules. */
export function withRules(state: PlaygroundState, rules: readonly Rule[]): ScenarioDocument {
  return { ...toDocument(state), rules: [...rules] };
}
