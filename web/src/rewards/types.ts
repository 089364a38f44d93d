// SPDX-License-Identifier: MIT
// A table of rewards as somebody brings it: how its columns are read, and what was understood of its lines.

/** JSONL, or what separates the columns. */
export type Format = "jsonl" | "," | ";" | "\t" | "|";

/** What says how likely the reference policy gives an answer. */
export type Weight = "each" | "count" | "log-probability";

/** What several lines with the same answer say of its probability. */
export type Equal = "average" | "add";

export interface Choice {
  format: Format;
  /** Whether the first line names the columns. */
  header: boolean;
  /** Columns by index; null where there is none. */
  prompt: number | null;
  answer: number | null;
  reward: number | null;
  weight: Weight;
  weightColumn: number | null;
  /** Of lines with the same answer, where each has a log-probability. */
  equal: Equal;
}

/** A line that was not understood. */
export interface Refused {
  /** As an editor counts them, from 1. */
  line: number;
  why: string;
}

export interface SampleLine {
  line: number;
  cells: string[];
  why: string | null;
}

/** The rewards that one answer was paid, and how often; a single value is certain. */
export interface Law {
  values: number[];
  probabilities: number[];
}

/** One prompt's answers, each once. */
export interface PromptData {
  prompt: string;
  answers: string[];
  /** The reference policy: it sums to 1 over the prompt's answers. */
  reference: Float64Array;
  /** Which of `laws` pays each answer. */
  lawOf: Int32Array;
  /** Different ones only. */
  laws: Law[];
  lines: number;
  /** The sum of the answers' own probabilities, where the table has log-probabilities. */
  listed: number | null;
}

export interface Reading {
  choice: Choice;
  columns: string[];
  /** Lines with something on them, apart from the one that names the columns. */
  lines: number;
  used: number;
  /** Used lines whose answer an earlier line has too. */
  merged: number;
  refused: Refused[];
  /** All of them: of very many not each is in `refused`. */
  refusedCount: number;
  sample: SampleLine[];
  prompts: PromptData[];
  /** Why nothing could be read, in a sentence. */
  missing: string | null;
  /** What else somebody should know, in sentences. */
  notes: string[];
}

/** 10 MB, as programs that show a file's size count them. */
export const mostBytes = 10 * 1024 * 1024;

/** The core takes so many answers: here, different reward laws of one prompt. */
export const mostLaws = 10_000;

export const mostPrompts = 10_000;
