// SPDX-License-Identifier: MIT
// What the closer looks may ask of the engine: any of its calls, several at once, each by name with plain arguments.
import type { Engine, PathResult } from "grpo-playground";

export type CallName = keyof Engine;

/** One call: the engine's function and its arguments, all plain data. */
export type Call = { [N in CallName]: readonly [name: N, ...args: Parameters<Engine[N]>] }[CallName];

/** The calls of one picture: each, or a list of them, under a name of its own. */
export type Calls = Readonly<Record<string, Call | readonly Call[]>>;

type Result<C extends Call> = ReturnType<Engine[C[0]]>;
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
  const call = engine[name] as ((...args: unknown[]) => unknown) | undefined;
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
