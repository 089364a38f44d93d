// SPDX-License-Identifier: MIT
// The picture in step with the engine: first the branch from the reference, then all; and nothing is awaited in vain.
import type { SolveResult } from "grpo-playground";
import { describe, expect, it, vi } from "vitest";
import type { EngineClient, EngineListener } from "../../../web/src/engine/client";
import { Solving } from "../../../web/src/views/solving.svelte";
import { found, result, start } from "../story/pictures";

const stationary = [found([0.6, 0.3, 0.1]), found([0.1, 0.3, 0.6], { onReferenceBranch: false })];
const solved = (count: number): SolveResult => ({
  status: "ok",
  issues: [],
  rules: start.rules.map((label) => result(label, stationary.slice(0, count))),
});
const invalid: SolveResult = {
  status: "invalid",
  issues: [{ field: "title", value: 1, constraint: "is text" }],
  rules: [],
};

function setUp() {
  let engine!: EngineListener;
  let id = 0;
  const client = { solve: () => ++id, close: vi.fn() };
  const solving = new Solving((listener) => {
    engine = listener;
    return client as unknown as EngineClient;
  });
  solving.ask(start);
  return { solving, engine };
}

describe("the picture", () => {
  it("shows the branch as soon as it is known, and is settled when all is", () => {
    const { solving, engine } = setUp();
    expect([solving.computing, solving.refining]).toEqual([true, false]);
    engine.solved(1, solved(1), "branch");
    expect([solving.computing, solving.refining]).toEqual([false, true]);
    expect(solving.picture!.others).toBe("sought");
    engine.solved(1, solved(2), "all");
    expect([solving.computing, solving.refining]).toEqual([false, false]);
    expect(solving.picture).toMatchObject({ state: start, others: "known" });
    expect(solving.picture!.results[0]!.stationary).toHaveLength(2);
    solving.close();
  });

  it("no longer promises the other policies when the search for them fails or a newer scenario is not valid", () => {
    const { solving, engine } = setUp();
    engine.solved(1, solved(1), "branch");
    engine.failed(1, "out of memory");
    expect(solving.refining).toBe(false);
    expect(solving.failure).toBe("out of memory");
    expect(solving.picture!.others).toBe("unknown");

    solving.ask(start);
    engine.solved(2, solved(1), "branch");
    solving.ask(start);
    engine.solved(3, invalid, "branch");
    expect([solving.computing, solving.refining, solving.failure]).toEqual([false, false, null]);
    expect(solving.picture!.others).toBe("unknown");
    solving.close();
  });
});
