// SPDX-License-Identifier: MIT
// A path is followed in parts between which it can be stopped, and the parts are joined to the whole path.
import type { Engine, PathCurve, PathRequest } from "grpo-playground";
import { describe, expect, it } from "vitest";
import { type Call, performInParts } from "../../../web/src/engine/view-calls";

const curve = (index: number, values: number[]) =>
  ({ index, onReferenceBranch: index === 0, points: values.map((value) => ({ value })) }) as unknown as PathCurve;

/** An engine whose path has three parts; each request is written down. */
function threeParts(asked: PathRequest[]): Engine {
  const parts = [[curve(0, [3, 2])], [curve(0, [1]), curve(1, [5])], [curve(1, [6])]];
  const path = (_: unknown, request: PathRequest) => {
    const k = request.resume?.state[0] ?? 0;
    asked.push(request);
    const resume = k < 2 ? { path: "p", state: Float64Array.of(k + 1) } : null;
    return { status: "ok", issues: [], label: "", parameter: "beta", curves: parts[k], resume };
  };
  return { path, describe: () => "described" } as unknown as Engine;
}

const call = (part: object = {}) =>
  ["path", {}, { rule: 0, parameter: "beta", from: 3, to: 1, ...part }] as unknown as Call;

describe("performInParts", () => {
  it("joins the parts: a curve goes on with the one of its index in the part before", () => {
    const asked: PathRequest[] = [];
    const parts = performInParts(threeParts(asked), call());
    expect(parts.next().done).toBe(false);
    expect(parts.next().done).toBe(false);
    const { done, value } = parts.next();
    expect(done).toBe(true);
    const { curves, resume } = value as { curves: PathCurve[]; resume: null };
    expect(curves.map(({ points }) => points.map(({ value }) => value))).toEqual([
      [3, 2, 1],
      [5, 6],
    ]);
    expect(resume).toBeNull();
    expect(asked.map(({ resume }) => resume?.state[0])).toEqual([undefined, 1, 2]);
  });

  it("asks for nothing more once it is left, and for one part where the caller says how long", () => {
    const asked: PathRequest[] = [];
    performInParts(threeParts(asked), call()).next();
    expect(asked).toHaveLength(1);
    const { done, value } = performInParts(threeParts(asked), call({ maxPoints: 2 })).next();
    expect(done).toBe(true);
    expect((value as { resume: unknown }).resume).not.toBeNull();
  });

  it("performs every other call at once, and hands on what is invalid", () => {
    expect(performInParts(threeParts([]), ["describe"]).next()).toEqual({ done: true, value: "described" });
    const invalid = { status: "invalid", issues: [], curves: [], resume: null };
    const engine = { path: () => invalid } as unknown as Engine;
    expect(performInParts(engine, call()).next()).toEqual({ done: true, value: invalid });
  });
});
