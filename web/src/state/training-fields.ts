// SPDX-License-Identifier: MIT
// The settings of a training run, one table, and all of them as one text in the link: `seed-3~rate-0.05`.
import { parseNumber } from "./numbers";
import { choice, count, quantity, type ViewField } from "./view-fields";

/** The KL term as the rule's penalty has it, or another in its place. */
export const klTermChoices = [
  "own",
  "k3-in-loss",
  "k3-times-ratio-in-loss",
  "k2-in-loss",
  "k1-in-loss",
  "k1-in-reward-before-normalising",
  "k1-in-reward-after-normalising",
] as const;

/** The rules of the page that draw groups: what has no groups has nothing to sample. */
export const trainedRules = ["grpo", "grpo-direct-kl", "shift-only", "shift-only-direct-kl"] as const;

/** The trainer of trainers.json whose advantage and KL term are trained, by its text; `own`: those of the rule. */
const trainer: ViewField<string> = {
  key: "as",
  initial: "own",
  parse: (text) =>
    /^[a-z\d.-]{1,80}$/.test(text) ? { value: text } : { rule: "is own, or the name of a trainer such as trl-1-9" },
  format: String,
};

/** Where a run begins: at the reference, at equal shares, or with most on one answer, counted from 1. */
export type Start = "reference" | "equal" | number;

const start: ViewField<Start> = {
  key: "start",
  initial: "reference",
  parse(text) {
    if (text === "reference" || text === "equal") return { value: text };
    return /^[1-9]\d{0,2}$/.test(text) && Number(text) <= 200
      ? { value: Number(text) }
      : { rule: "is reference, equal, or the number of an answer" };
  },
  format: String,
};

/** Beyond this ratio a sample with a negative advantage counts no more; null: there is no such limit. */
const dualClip: ViewField<number | null> = {
  key: "dual",
  initial: null,
  parse(text) {
    if (text.trim() === "off") return { value: null };
    const parsed = parseNumber(text);
    if ("value" in parsed && parsed.value > 1 && parsed.value <= 1e6) return parsed;
    return { rule: "is off, or a number above 1 and at most 10⁶" };
  },
  format: (value) => (value === null ? "off" : String(value)),
};

export const trainingTable = {
  rule: choice("rule", trainedRules),
  term: choice("term", klTermChoices),
  trainer,
  start,
  /** Of the answer that has most at the start. */
  share: quantity("share", [0.001, 0.999], 0.9),
  seed: count("seed", [0, 999_999_999], 1),
  /** Runs beside each other, of this seed and the next ones. */
  seeds: count("seeds", [1, 20], 5),
  steps: count("steps", [1, 20_000], 400),
  groups: count("groups", [1, 10_000], 4),
  epochs: count("epochs", [1, 100], 1),
  clipLow: quantity("low", [0, 1], 0.2),
  clipHigh: quantity("high", [0, 1e6], 0.2),
  dualClip,
  rate: quantity("rate", [1e-12, 1000], 0.2),
  optimiser: choice("optimiser", ["sgd", "adam"]),
  /** What is drawn around the medians of the runs. */
  band: choice("band", ["quartiles", "range", "runs"]),
} as const;

export type TrainingName = keyof typeof trainingTable;

export type TrainingSettings = {
  readonly [F in TrainingName]: (typeof trainingTable)[F] extends ViewField<infer T> ? T : never;
};

/** A part of the text that says nothing, and why. */
export interface TrainingFault {
  text: string;
  rule: string;
}

const table = Object.entries(trainingTable) as [TrainingName, ViewField<unknown>][];

/** The settings that differ from their defaults, in the order of the table; `-` where none does. */
export function writeTraining(settings: TrainingSettings): string {
  const changed = table.flatMap(([name, { key, initial, format }]) => {
    const text = format(settings[name]);
    return text === format(initial) ? [] : [`${key}-${text}`];
  });
  return changed.join("~") || "-";
}

/** Never throws: what cannot be read has its default, and is named. */
export function readTraining(text: string): { settings: TrainingSettings; faults: TrainingFault[] } {
  const settings: Record<string, unknown> = {};
  for (const [name, { initial }] of table) settings[name] = initial;
  const faults: TrainingFault[] = [];
  for (const part of text === "-" ? [] : text.split("~")) {
    const [, key, value] = /^([a-z]+)-(.*)$/.exec(part) ?? [];
    const known = table.find(([, field]) => field.key === key);
    if (!known) {
      faults.push({ text: part, rule: `is one of ${table.map(([, field]) => field.key).join(", ")}, with its value` });
      continue;
    }
    const parsed = known[1].parse(value!);
    if ("value" in parsed) settings[known[0]] = parsed.value;
    else faults.push({ text: part, rule: `${key} ${parsed.rule}` });
  }
  return { settings: settings as TrainingSettings, faults };
}

/** The text with some settings changed. */
export function changedTraining(text: string, change: Partial<TrainingSettings>): string {
  return writeTraining({ ...readTraining(text).settings, ...change });
}
