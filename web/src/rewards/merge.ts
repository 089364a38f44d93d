// SPDX-License-Identifier: MIT
// Equal answers as one: their rewards become a reward law, and their weights the reference policy of their prompt.

import { type Law, mostPrompts, type PromptData } from "./types";

/** What one line says. */
export interface Sample {
  prompt: string;
  answer: string;
  reward: number;
  /** How often; each line of a table with log-probabilities counts once. */
  count: number;
  /** log π_ref of the answer, where the table has it. */
  log: number | null;
}

interface Entry {
  answer: string;
  count: number;
  lines: number;
  /** Of the probabilities of its lines: the logarithm of their sum, and the least and the greatest. */
  logSum: number;
  least: number;
  greatest: number;
  /** How often it was paid its first reward, and how often the others. */
  reward: number;
  paid: number;
  others: Map<number, number> | null;
}

/** What is this much rarer than a prompt's likeliest answer is no number any more that a policy could start from. */
const rarest = 1e-290;

/** Log-probabilities of the same answer that are further apart than this are spoken of. */
const apart = 0.01;

export class Merger {
  readonly #prompts = new Map<string, Map<string, Entry>>();
  merged = 0;
  /** Answers left out because they are too rare, and those whose lines do not agree on their probability. */
  tooRare = 0;
  disagreeing = 0;

  constructor(private readonly equal: "average" | "add") {}

  /** False where there is no room for another prompt. */
  add({ prompt, answer, reward, count, log }: Sample): boolean {
    let answers = this.#prompts.get(prompt);
    if (!answers) {
      if (this.#prompts.size >= mostPrompts) return false;
      this.#prompts.set(prompt, (answers = new Map<string, Entry>()));
    }
    const entry = answers.get(answer);
    if (entry) {
      this.merged += 1;
      join(entry, reward, count, log);
    } else answers.set(answer, newEntry(answer, reward, count, log));
    return true;
  }

  finish(): PromptData[] {
    const prompts = [...this.#prompts].map(([prompt, answers]) => this.#promptData(prompt, [...answers.values()]));
    this.#prompts.clear();
    return prompts;
  }

  #promptData(prompt: string, all: readonly Entry[]): PromptData {
    const lines = all.reduce((sum, entry) => sum + entry.lines, 0);
    const { weights, unit } = this.#weights(all);
    const kept = all.flatMap((_, index) => (weights[index]! >= rarest ? [index] : []));
    this.tooRare += all.length - kept.length;
    const total = kept.reduce((sum, index) => sum + weights[index]!, 0);
    const laws = new Laws();
    return {
      prompt,
      answers: kept.map((index) => all[index]!.answer),
      reference: Float64Array.from(kept, (index) => weights[index]! / total),
      lawOf: Int32Array.from(kept, (index) => laws.index(all[index]!)),
      laws: laws.all,
      lines,
      listed: unit === null ? null : total * Math.exp(unit),
    };
  }

  /** In proportion to the reference; of probabilities the logarithm of their unit too, which may be tiny. */
  #weights(all: readonly Entry[]): { weights: number[]; unit: number | null } {
    if (all[0]!.logSum === -Infinity) return { weights: all.map(({ count }) => count), unit: null };
    const logs = all.map((entry) => this.#log(entry));
    const unit = logs.reduce((most, log) => Math.max(most, log), -Infinity);
    return { weights: logs.map((log) => Math.exp(log - unit)), unit };
  }

  #log({ lines, logSum, least, greatest }: Entry): number {
    if (greatest - least > apart) this.disagreeing += 1;
    return this.equal === "add" ? logSum : logSum - Math.log(lines);
  }
}

function newEntry(answer: string, reward: number, count: number, log: number | null): Entry {
  const logSum = log ?? -Infinity;
  return { answer, count, lines: 1, logSum, least: logSum, greatest: logSum, reward, paid: count, others: null };
}

function join(entry: Entry, reward: number, count: number, log: number | null): void {
  entry.count += count;
  entry.lines += 1;
  if (reward === entry.reward) entry.paid += count;
  else (entry.others ??= new Map()).set(reward, (entry.others.get(reward) ?? 0) + count);
  if (log === null) return;
  const high = Math.max(entry.logSum, log);
  entry.logSum = high + Math.log(Math.exp(entry.logSum - high) + Math.exp(log - high));
  entry.least = Math.min(entry.least, log);
  entry.greatest = Math.max(entry.greatest, log);
}

/** Each law once. */
class Laws {
  readonly all: Law[] = [];
  readonly #indices = new Map<string | number, number>();

  index(entry: Entry): number {
    const law = lawOf(entry);
    const key = law.values.length === 1 ? law.values[0]! : `${law.values.join()}:${law.probabilities.join()}`;
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    this.#indices.set(key, this.all.length);
    return this.all.push(law) - 1;
  }
}

function lawOf({ reward, paid, others, count }: Entry): Law {
  if (!others) return { values: [reward], probabilities: [1] };
  const atoms = [[reward, paid] as const, ...others].sort(([a], [b]) => a - b);
  return { values: atoms.map(([value]) => value), probabilities: atoms.map(([, weight]) => weight / count) };
}
