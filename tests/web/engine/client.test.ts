// SPDX-License-Identifier: MIT
// The worker's client against a fake worker: the latest request wins, the picture never goes back, crashes are survived.
import type { ScenarioDocument, SolveResult } from "grpo-playground";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EngineClient, patience, rest, timeLimit, type WorkerPort } from "../../../web/src/engine/client";
import { buffersOf, type Request, type Search } from "../../../web/src/engine/protocol";
import { found, result as ruleResult } from "../story/pictures";

class FakeWorker implements WorkerPort {
  readonly received: Request[] = [];
  terminated = false;
  onmessage: WorkerPort["onmessage"] = null;
  onerror: WorkerPort["onerror"] = null;

  postMessage(request: Request): void {
    this.received.push(request);
  }
  terminate(): void {
    this.terminated = true;
  }
  answer(id: number, search: Search = "branch", result: SolveResult = ok): void {
    this.onmessage?.({ data: { kind: "solved", id, search, result } });
  }
  get asked(): [number, Search][] {
    return this.received.map(({ id, search }) => [id, search]);
  }
  get ids(): number[] {
    return this.received.map(({ id }) => id);
  }
}

const ok: SolveResult = { status: "ok", issues: [], rules: [] };

function scenario(title: string): ScenarioDocument {
  return { format: "grpo-playground/scenario", version: 1, title, answers: [], rules: [] };
}

function setUp() {
  const workers: FakeWorker[] = [];
  const solved: number[] = [];
  const answers: [number, Search][] = [];
  const failed: [number | null, string][] = [];
  const start = () => {
    workers.push(new FakeWorker());
    return workers.at(-1)!;
  };
  const client = new EngineClient(start, {
    solved: (id, _, search) => {
      solved.push(id);
      answers.push([id, search]);
    },
    failed: (id, message) => failed.push([id, message]),
  });
  return { client, workers, solved, answers, failed };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the engine's client", () => {
  it("keeps one request in flight and of those that wait only the newest", () => {
    const { client, workers, solved } = setUp();
    for (const title of ["a", "b", "c", "d"]) client.solve(scenario(title));
    expect(workers[0]!.ids).toEqual([1]);

    workers[0]!.answer(1);
    expect(workers[0]!.ids).toEqual([1, 4]);
    expect(workers[0]!.received[1]!.document.title).toBe("d");

    workers[0]!.answer(4);
    expect(solved).toEqual([1, 4]);
    expect(workers[0]!.ids).toEqual([1, 4]);
  });

  it("sends the waiting request before it hands on the answer, so that the engine is never idle while drawing", () => {
    const worker = new FakeWorker();
    let sentWhenDrawn = 0;
    const client = new EngineClient(() => worker, {
      solved: () => (sentWhenDrawn = worker.received.length),
      failed: () => {},
    });
    client.solve(scenario("a"));
    client.solve(scenario("b"));
    worker.answer(1);
    expect(sentWhenDrawn).toBe(2);
  });

  it("never reports an answer that it did not ask for or has had already", () => {
    const { client, workers, solved } = setUp();
    client.solve(scenario("a"));
    workers[0]!.answer(1);
    client.solve(scenario("b"));
    workers[0]!.answer(1);
    workers[0]!.answer(7);
    expect(solved).toEqual([1]);
    workers[0]!.answer(2);
    expect(solved).toEqual([1, 2]);
  });

  it("replaces a worker that crashed and asks again", () => {
    const { client, workers, solved, failed } = setUp();
    client.solve(scenario("a"));
    workers[0]!.onerror?.({ message: "out of memory" });
    expect(workers).toHaveLength(2);
    expect(workers[0]!.terminated).toBe(true);
    expect(workers[1]!.ids).toEqual([1]);
    workers[1]!.answer(1);
    expect(solved).toEqual([1]);
    expect(failed).toEqual([]);
  });

  it("after a crash asks for the newest scenario, not for the one that crashed", () => {
    const { client, workers } = setUp();
    client.solve(scenario("a"));
    client.solve(scenario("b"));
    workers[0]!.onerror?.({});
    expect(workers[1]!.ids).toEqual([2]);
  });

  it("gives a scenario up that brings down two workers, says so, and serves the next one", () => {
    const { client, workers, solved, failed } = setUp();
    client.solve(scenario("a"));
    workers[0]!.onerror?.({ message: "out of memory" });
    workers[1]!.onerror?.({ message: "out of memory" });
    expect(failed).toEqual([[1, "out of memory"]]);
    client.solve(scenario("b"));
    workers.at(-1)!.answer(2);
    expect(solved).toEqual([2]);
  });

  it("reports an engine that cannot start and tries again with the next request", () => {
    const { client, workers, failed } = setUp();
    client.solve(scenario("a"));
    workers[0]!.onmessage?.({ data: { kind: "failed", id: null, message: "no WebAssembly" } });
    expect(failed).toEqual([[null, "no WebAssembly"]]);
    client.solve(scenario("b"));
    expect(workers).toHaveLength(2);
    expect(workers[1]!.ids).toEqual([2]);
  });

  it("asks a fresh engine once more where a request has failed inside one, for what it lacked is lacking still", () => {
    const { client, workers, solved, failed } = setUp();
    client.solve(scenario("a"));
    workers[0]!.onmessage?.({ data: { kind: "failed", id: 1, message: "no memory" } });
    expect(workers[0]!.terminated).toBe(true);
    expect(workers[1]!.ids).toEqual([1]);
    workers[1]!.onmessage?.({ data: { kind: "failed", id: 1, message: "no memory" } });
    expect(failed).toEqual([[1, "no memory"]]);
    client.solve(scenario("b"));
    workers[2]!.answer(2);
    expect(solved).toEqual([2]);
  });

  it("of a request that has failed while a newer one waits nothing is said", () => {
    const { client, workers, solved, failed } = setUp();
    client.solve(scenario("a"));
    client.solve(scenario("b"));
    workers[0]!.onmessage?.({ data: { kind: "failed", id: 1, message: "no memory" } });
    workers[1]!.answer(2);
    expect(failed).toEqual([]);
    expect(solved).toEqual([2]);
  });

  it("is silent once closed", () => {
    const { client, workers, solved } = setUp();
    client.solve(scenario("a"));
    const { onmessage } = workers[0]!;
    client.close();
    onmessage?.({ data: { kind: "solved", id: 1, search: "branch", result: ok } });
    expect(workers[0]!.terminated).toBe(true);
    expect(solved).toEqual([]);
  });
});

describe("the search beyond the branch", () => {
  it("follows the branch's answer, for the same document, once nothing newer has come for a moment", () => {
    const { client, workers, answers } = setUp();
    client.solve(scenario("a"));
    workers[0]!.answer(1);
    vi.advanceTimersByTime(rest - 1);
    expect(workers[0]!.asked).toEqual([[1, "branch"]]);
    vi.advanceTimersByTime(1);
    expect(workers[0]!.asked.at(-1)).toEqual([1, "all"]);
    expect(workers[0]!.received.at(-1)!.document.title).toBe("a");

    workers[0]!.answer(1, "branch"); // not what was asked now
    workers[0]!.answer(1, "all");
    expect(answers).toEqual([
      [1, "branch"],
      [1, "all"],
    ]);
    vi.advanceTimersByTime(timeLimit);
    expect(workers[0]!.received).toHaveLength(2);
  });

  it("is left out for a document that a newer one follows, at once or within the moment", () => {
    const { client, workers, answers } = setUp();
    client.solve(scenario("a"));
    client.solve(scenario("b"));
    workers[0]!.answer(1);
    workers[0]!.answer(2);
    vi.advanceTimersByTime(rest - 1);
    client.solve(scenario("c"));
    vi.advanceTimersByTime(rest);
    workers[0]!.answer(3);
    vi.advanceTimersByTime(rest);
    workers[0]!.answer(3, "all");
    expect(workers[0]!.asked).toEqual([
      [1, "branch"],
      [2, "branch"],
      [3, "branch"],
      [3, "all"],
    ]);
    expect(answers).toEqual(workers[0]!.asked);
  });

  it("is not reported once a newer document waits, and gives way to it soon with its worker", () => {
    const { client, workers, answers } = setUp();
    client.solve(scenario("a"));
    workers[0]!.answer(1);
    vi.advanceTimersByTime(rest);
    client.solve(scenario("b"));
    workers[0]!.answer(1, "all");
    workers[0]!.answer(2);
    vi.advanceTimersByTime(rest);
    client.solve(scenario("c"));
    vi.advanceTimersByTime(patience.all);
    expect(workers[0]!.terminated).toBe(true);
    expect(workers[1]!.asked).toEqual([[3, "branch"]]);
    workers[1]!.answer(3);
    expect(answers).toEqual([1, 2, 3].map((id) => [id, "branch"]));
  });

  it("is tried again on a new worker after a crash, and given up after the second", () => {
    const { client, workers, answers, failed } = setUp();
    client.solve(scenario("a"));
    workers[0]!.answer(1);
    vi.advanceTimersByTime(rest);
    workers[0]!.onerror?.({ message: "out of memory" });
    expect(workers[1]!.asked).toEqual([[1, "all"]]);
    expect(failed).toEqual([]);
    workers[1]!.onerror?.({ message: "out of memory" });
    expect(failed).toEqual([[1, "out of memory"]]);
    expect(answers).toEqual([[1, "branch"]]);
  });

  it("begins on a new worker where the old one crashed between the two", () => {
    const { client, workers, answers } = setUp();
    client.solve(scenario("a"));
    workers[0]!.answer(1);
    workers[0]!.onerror?.({});
    vi.advanceTimersByTime(rest);
    workers.at(-1)!.answer(1, "all");
    expect(answers.at(-1)).toEqual([1, "all"]);
  });

  it("is not begun for a document that is not valid, nor once the client is closed", () => {
    const { client, workers } = setUp();
    client.solve(scenario("bad"));
    workers[0]!.answer(1, "branch", { status: "invalid", issues: [], rules: [] });
    vi.advanceTimersByTime(rest);
    client.solve(scenario("good"));
    workers[0]!.answer(2);
    client.close();
    vi.advanceTimersByTime(rest);
    expect(workers).toHaveLength(1);
    expect(workers[0]!.ids).toEqual([1, 2]);
  });
});

describe("a solve that takes too long", () => {
  it("is abandoned with its worker as soon as a newer request has waited for it long enough", () => {
    const { client, workers, solved, failed } = setUp();
    client.solve(scenario("slow"));
    client.solve(scenario("newer"));
    vi.advanceTimersByTime(patience.branch - 1);
    expect(workers).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(workers[0]!.terminated).toBe(true);
    expect(workers[1]!.ids).toEqual([2]);
    workers[1]!.answer(2);
    expect(solved).toEqual([2]);
    expect(failed).toEqual([]);
  });

  it("goes on while nothing newer waits, and gives way at once when something does", () => {
    const { client, workers } = setUp();
    client.solve(scenario("slow"));
    vi.advanceTimersByTime(3 * patience.branch);
    expect(workers).toHaveLength(1);
    client.solve(scenario("newer"));
    expect(workers[1]!.ids).toEqual([2]);
  });

  it("is given up at the time limit, with a reason, and the next request is served", () => {
    const { client, workers, failed, solved } = setUp();
    client.solve(scenario("endless"));
    vi.advanceTimersByTime(timeLimit);
    expect(failed).toEqual([[1, "it took longer than 30 seconds"]]);
    client.solve(scenario("next"));
    workers.at(-1)!.answer(2);
    expect(solved).toEqual([2]);
  });

  it("says nothing about one that was answered in time", () => {
    const { client, workers, failed } = setUp();
    client.solve(scenario("quick"));
    workers[0]!.answer(1);
    vi.advanceTimersByTime(rest);
    workers[0]!.answer(1, "all");
    vi.advanceTimersByTime(2 * timeLimit);
    expect(workers).toHaveLength(1);
    expect(failed).toEqual([]);
  });
});

describe("what is transferred", () => {
  it("is every array of every stationary policy and cycle, each buffer once", () => {
    const policy = new Float64Array([0.5, 0.5]);
    const preference = new Float64Array(2);
    const stationary = found([0.5, 0.5], { policy, logPolicy: policy, preference });
    const cycle = { lowest: new Float64Array(2), highest: new Float64Array(2), period: 1 };
    const rule = ruleResult("GRPO", [stationary], { flowFromReference: { end: "cycle", index: null, cycle } });
    const result: SolveResult = { status: "ok", issues: [], rules: [rule] };
    const buffers = [policy, preference, cycle.lowest, cycle.highest].map(({ buffer }) => buffer);
    expect(new Set(buffersOf(result))).toEqual(new Set(buffers));
    expect(buffersOf(result)).toHaveLength(4);
  });
});
