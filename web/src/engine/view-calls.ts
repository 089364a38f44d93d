// SPDX-License-Identifier: MIT
// What the closer looks may ask of the engine: any of its calls, several at once, each by name with plain arguments.
import type { Engine, InvalidResult, ScenarioDocument } from "grpo-playground";
import type { LandscapeCalls } from "./landscape-calls";

/** The calls of the engine that the views use beyond those of the board. */
export interface ViewEngine extends Engine, Omit<LandscapeCalls, keyof Engine> {
  curve(
    document: ScenarioDocument,
    request: { rule: number; betas: number[]; points?: number; margin?: number },
  ): CurveResult;
  pooling(document: ScenarioDocument, request: { rule: number; marginals: Float64Array | number[] }): PoolingResult;
}

/** Every stationary probability of the first of two answers against its reference, one curve for each β. */
export interface CurveOfBeta {
  beta: number;
  /** π_ref of the first answer, and its stationary probability there; a fold turns `reference` back. */
  reference: Float64Array;
  policy: Float64Array;
  stable: boolean[];
  /** What the probability tends to as the reference tends to 0 and to 1. */
  limits: { atZero: number; atOne: number };
  /** The paper's lower bound, where it has one. */
  bound: { name: string; value: number } | null;
}

export type CurveResult = { status: "ok"; issues: []; curves: CurveOfBeta[] } | (InvalidResult & { curves: [] });

/** u = π/π_ref at each marginal (P − λ)/β; 0 with `defined: false` where no u has that marginal. */
export type PoolingResult =
  | {
      status: "ok";
      issues: [];
      ratios: Float64Array;
      defined: boolean[];
      range: { lower: number | null; upper: number | null };
    }
  | (InvalidResult & { ratios: Float64Array });

export type CallName = keyof ViewEngine;

/** One call: the engine's function and its arguments, all plain data. */
export type Call = { [N in CallName]: readonly [name: N, ...args: Parameters<ViewEngine[N]>] }[CallName];

/** The calls of one picture: each, or a list of them, under a name of its own. */
export type Calls = Readonly<Record<string, Call | readonly Call[]>>;

type Result<C extends Call> = ReturnType<ViewEngine[C[0]]>;
type Good<C extends Call> = Exclude<Result<C>, { status: "invalid" }>;

/** The engine's answer to each call where the document is valid: then all of them are. */
export type GoodAnswers<C extends Calls> = {
  readonly [K in keyof C]: C[K] extends Call
    ? Good<C[K]>
    : C[K] extends readonly (infer D extends Call)[]
      ? Good<D>[]
      : never;
};

/** Whether these are several calls: a single one begins with its name. */
export function isList(calls: Call | readonly Call[]): calls is readonly Call[] {
  return typeof calls[0] !== "string";
}

export function perform(engine: Engine, [name, ...args]: Call): unknown {
  const call = (engine as ViewEngine)[name] as ((...args: unknown[]) => unknown) | undefined;
  if (typeof call !== "function") throw new TypeError(`the engine has no call ${name}`);
  return call(...args);
}
