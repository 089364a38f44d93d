// SPDX-License-Identifier: MIT
// What the closer looks may ask of the engine: any of its calls, several at once, each by name with plain arguments.
import type { Engine, InvalidResult, ScenarioDocument, StationaryPolicy, SweepParameter } from "grpo-playground";
import type { LandscapeCalls } from "./landscape-calls";

/** The engine with the calls that the closer looks use beyond those of the board. */
export type ViewEngine = Engine & Omit<PictureCalls & LandscapeCalls, keyof Engine>;

interface PictureCalls {
  path(document: ScenarioDocument, request: PathRequest): PathResult;
  silence(
    document: ScenarioDocument,
    request: { rule: number; policy: Float64Array | number[]; groupSizes: number[] },
  ): SilenceResult;
  toWin(document: ScenarioDocument, request: { rule: number; answer: number }): ToWinResult;
}

/** One stationary policy on a path; `fold` where the curve turns back, or where G brings or takes a policy. */
export interface PathPoint extends StationaryPolicy {
  value: number | "inf";
  fold: boolean;
}

/** Points in the order of the curve. */
export interface PathCurve {
  index: number;
  onReferenceBranch: boolean;
  points: PathPoint[];
}

export interface PathResume {
  path: string;
  state: Float64Array;
}

export type PathRequest = { rule: number; search?: "all" | "branch"; maxPoints?: number; resume?: PathResume } & (
  { parameter: "beta"; from: number; to: number } | { parameter: "groupSize"; values: (number | "inf")[] }
);

export type PathResult =
  | {
      status: "ok";
      issues: [];
      label: string;
      parameter: SweepParameter;
      curves: PathCurve[];
      resume: PathResume | null;
    }
  | (InvalidResult & { curves: []; resume: null });

/** Σ over rewards of (mass at the reward)^G, and how much of the update a group's std leaves, for each group size. */
export type SilenceResult =
  | {
      status: "ok";
      issues: [];
      silent: Float64Array;
      /** p, the probability of the higher reward, where exactly two occur; else null, with the next two. */
      success: number | null;
      /** Exact, and its first two terms 1 − 1/(8Gp(1 − p)). */
      attenuation: Float64Array | null;
      approximation: Float64Array | null;
      /** The smallest G with an attenuation of at least 0.9, and with at most 0.1 silent groups; null beyond the limits. */
      needed: { attenuation90: number | null; silent10: number | null };
    }
  | InvalidResult;

/** Whether the answer is the likeliest; the largest β, least reward and least reference, changed alone, at which it is; null where none was found. */
export type ToWinResult =
  | { status: "ok"; issues: []; wins: boolean; beta: number | null; reward: number | null; reference: number | null }
  | InvalidResult;

/** What theory promises of a stationary policy; null where it promises nothing of this rule. */
export interface Certificate {
  exploitability: number | null;
  exploitabilityBound: number | null;
  preferenceSlack: number | null;
  lowerBound: { answer: number; bound: number } | null;
}

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

/** Points of a path that are followed before messages are let in again. */
const pathPart = 24;

/** Performs the call; between the parts of one that can be taken apart it yields. */
export function* performInParts(engine: Engine, call: Call): Generator<void, unknown> {
  if (call[0] !== "path") return perform(engine, call);
  const [name, document, request] = call;
  let resume = request.resume ?? null;
  let whole: GoodPath | null = null;
  for (;;) {
    const asked = { maxPoints: pathPart, ...request, ...(resume && { resume }) };
    const part = perform(engine, [name, document, asked]) as PathResult;
    if (part.status !== "ok") return part;
    whole = whole ? joinedPaths(whole, part) : part;
    resume = part.resume;
    if (!resume || request.maxPoints !== undefined) return whole;
    yield;
  }
}

type GoodPath = Exclude<PathResult, { status: "invalid" }>;

/** A part goes on with the curve of the same index in the part before. */
function joinedPaths(before: GoodPath, after: GoodPath): GoodPath {
  const curves = new Map(before.curves.map((curve) => [curve.index, curve]));
  for (const curve of after.curves) {
    const begun = curves.get(curve.index);
    curves.set(curve.index, begun ? { ...curve, points: [...begun.points, ...curve.points] } : curve);
  }
  return { ...after, curves: [...curves.values()] };
}
