// SPDX-License-Identifier: MIT
// The runner of training: played, paused, stepped, begun again and cancelled, it always tells one and the same run.
import { load, type Engine, type TrainingResult } from "grpo-playground";
import { expect, it, vi } from "vitest";
import {
  seedsOf,
  startPolicy,
  trainingDocument,
  trainingPlan,
  trainingRequest,
} from "../../../web/src/charts/training";
import type { Call, Calls } from "../../../web/src/engine/view-calls";
import type { ViewListener } from "../../../web/src/engine/views-client";
import { decodeFragment } from "../../../web/src/state/fragment";
import { readTraining } from "../../../web/src/state/training-fields";
import { type RunSpec, TrainingRunner } from "../../../web/src/views/closer/training/runner.svelte";

const engine = await load();
const state = decodeFragment("v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=A,B,C&beta=1&G=8&rules=grpo").state;

function specOf(run: string): RunSpec {
  const settings = readTraining(run).settings;
  const start = startPolicy(state, settings)!;
  return {
    document: trainingDocument(state, settings),
    request: trainingRequest(settings, start),
    start,
    seeds: seedsOf(settings),
    plan: trainingPlan(settings, 8),
  };
}

/** A worker whose answers come when the test wants them, as plain data that has crossed to it and back. */
function setUp(run = "steps-500~seeds-2") {
  let waiting: { calls: Calls; listener: ViewListener } | null = null;
  const client = {
    ask: (_: string, calls: Calls, listener: ViewListener) =>
      void (waiting = { calls: structuredClone(calls), listener }),
    drop: vi.fn(() => void (waiting = null)),
  };
  const answer = () => {
    const { calls, listener } = waiting!;
    waiting = null;
    const runs = (calls["runs"] as readonly Call[]).map(([name, ...args]) =>
      (engine[name as keyof Engine] as (...args: unknown[]) => TrainingResult)(...args),
    );
    listener.answered({ runs });
  };
  const runner = new TrainingRunner(client, () => true);
  runner.begin(specOf(run));
  return {
    runner,
    client,
    answer,
    failWith: (message: string) => waiting!.listener.failed(message),
    isAsked: () => waiting !== null,
  };
}

/** Lets the pause between two parts pass. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 1));

async function playOut({ runner, answer }: ReturnType<typeof setUp>): Promise<void> {
  while (runner.playing) {
    answer();
    await turn();
  }
}

it("plays to the last step: the lines are those of the run in one call, for every seed", async () => {
  const set = setUp();
  const { runner } = set;
  expect([runner.done, runner.lines.length]).toEqual([0, 1]);
  runner.play();
  await playOut(set);
  expect([runner.done, runner.finished, runner.playing, runner.busy]).toEqual([500, true, false, false]);
  const { document, request, seeds, plan } = specOf("steps-500~seeds-2");
  for (const [run, seed] of seeds.entries()) {
    const whole = engine.training(document, { ...request, seed, steps: 500, every: plan.every });
    if (whole.status !== "ok") throw new Error("the run is invalid");
    expect(runner.lines.slice(1).flatMap(({ policies }) => [...Float64Array.from(policies[run]!)])).toEqual([
      ...whole.policies,
    ]);
    expect(runner.lines.slice(1).map(({ metrics }) => metrics!.kl[run])).toEqual([...whole.kl]);
  }
});

it("pausing, stepping and going on change nothing of what is told", async () => {
  const played = setUp();
  played.runner.play();
  await playOut(played);

  const set = setUp();
  const { runner, answer, isAsked } = set;
  runner.step();
  answer();
  runner.step();
  runner.step(); // while one is under way there is no other
  answer();
  expect([runner.done, runner.busy]).toEqual([4, false]); // a line for every second step
  runner.play();
  answer();
  await turn();
  runner.pause();
  answer();
  await turn();
  expect([runner.playing, runner.busy, isAsked()]).toEqual([false, false, false]);
  runner.play();
  await playOut(set);
  expect(runner.lines).toEqual(played.runner.lines);

  runner.play(); // again, from the first step
  expect(runner.done).toBe(0);
  await playOut(set);
  expect(runner.lines).toEqual(played.runner.lines);
});

it("cancelling drops the part that is under way, keeps what is drawn, and the run can go on", async () => {
  const set = setUp();
  const { runner, client, answer, isAsked } = set;
  runner.play();
  answer();
  await turn();
  const { done } = runner;
  expect(done).toBeGreaterThan(0);
  runner.cancel();
  expect(client.drop).toHaveBeenCalledTimes(1);
  await turn();
  expect([runner.done, runner.playing, runner.busy, isAsked()]).toEqual([done, false, false, false]);
  runner.play();
  await playOut(set);
  expect(runner.finished).toBe(true);
});

it("restarting goes back to the first step, and on from there only if it was going", async () => {
  const { runner, answer, isAsked } = setUp();
  runner.play();
  answer();
  await turn();
  runner.restart();
  expect([runner.done, runner.playing, isAsked()]).toEqual([0, true, true]);
  runner.cancel();
  runner.restart();
  expect([runner.done, runner.playing, isAsked()]).toEqual([0, false, false]);
});

it("another run begins at its start and stops the one before; the very same one is left alone", async () => {
  const { runner, answer } = setUp();
  runner.play();
  answer();
  await turn();
  expect(runner.begin(specOf("steps-500~seeds-2"))).toBe(false);
  expect(runner.playing).toBe(true);
  expect(runner.begin(specOf("steps-500~seeds-3"))).toBe(true);
  expect([runner.playing, runner.done, runner.lines[0]!.policies.length]).toEqual([false, 0, 3]);
});

it("a run that leaves the range of numbers stops before that step and says which it was", async () => {
  const set = setUp("rate-1000~epochs-4~steps-50");
  set.runner.play();
  await playOut(set);
  expect(set.runner.failure).toEqual({ kind: "diverged", step: set.runner.done + 1 });
  for (const { policies } of set.runner.lines)
    for (const policy of policies) expect(Array.from(policy).every(Number.isFinite)).toBe(true);
});

it("a worker that fails is told of, and playing again goes on from where the run was", async () => {
  const set = setUp();
  const { runner, answer, failWith } = set;
  runner.play();
  answer();
  await turn();
  const { done } = runner;
  failWith("it took too long");
  expect([runner.failure, runner.playing, runner.done]).toEqual([
    { kind: "engine", message: "it took too long" },
    false,
    done,
  ]);
  runner.play();
  expect(runner.failure).toBeNull();
  await playOut(set);
  expect(runner.finished).toBe(true);
});
