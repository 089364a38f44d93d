// SPDX-License-Identifier: MIT
// What the self-test asks, what it expects, and what it finds: plain data, since it crosses into a worker.
import type { ScenarioDocument } from "grpo-playground";

export const tableNames = ["trainers", "stationary", "preference", "closed-form"] as const;
/** Where the truth of a case comes from. */
export type TableName = (typeof tableNames)[number];

export type Expected =
  /** The policy that is listed first, printed to so many decimals: absolute error. */
  | { kind: "first-policy"; shares: readonly number[]; allowed: number }
  /**
   * log π of every interior stationary policy, by growing share of the first answer, null where π is exactly 0, with
   * the error that each may have: in a logarithm it is π's relative error.
   */
  | { kind: "policies"; logs: readonly (number | null)[][]; allowed: readonly number[]; stable: readonly boolean[] }
  /** P(o|π) at a given policy: error relative to the largest |P|, or to 1 if that is larger. */
  | { kind: "preference"; policy: readonly number[]; values: readonly number[]; allowed: number };

export interface SelfTestCase {
  table: TableName;
  name: string;
  document: ScenarioDocument;
  expected: Expected;
}

export interface CaseResult {
  table: TableName;
  name: string;
  /** Decimal digits in which the engine and the expected numbers agree; null where they could not be compared. */
  digits: number | null;
  /** As many are asked for. */
  needed: number;
  /** Null where it passed. */
  fault: string | null;
  milliseconds: number;
}

/** What the worker says of itself at the start. */
export interface EngineFacts {
  version: string;
  /** File of the module that was loaded; null where it was handed over as bytes, in the page as one file. */
  module: string | null;
}

export type SelfTestReply =
  | { kind: "started"; engine: EngineFacts; loading: number }
  | { kind: "result"; result: CaseResult }
  /** Bytes of the module's memory, which only grows: its peak. Null where it could not be seen. */
  | { kind: "done"; memory: number | null }
  | { kind: "failed"; message: string };

/** The repository's tables as web/selftest/tables.ts carries them over at build time. */
export interface ReferenceTables {
  trainers: {
    reference: number[];
    rewards: number[];
    beta: number;
    groupSizes: number[];
    decimals: number;
    policies: Record<string, number[][]>;
  };
  stationary: {
    id: string;
    document: ScenarioDocument;
    logStationary: (number | null)[][];
    scales: number[];
    sensitivity: { reference: number[]; preference: number[] };
    stable: boolean[];
  }[];
  preference: { id: string; document: ScenarioDocument; policy: number[]; preference: number[] }[];
}
