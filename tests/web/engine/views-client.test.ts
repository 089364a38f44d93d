// SPDX-License-Identifier: MIT
// The closer looks' client against a fake worker: for each view the newest question wins, and no view starves another.
import type { ScenarioDocument } from "grpo-playground";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Calls } from "../../../web/src/engine/view-calls";
import {
  grace,
  longestRest,
  patience,
  timeLimit,
  ViewsClient,
  type ViewsPort,
} from "../../../web/src/engine/views-client";
import { buffersIn, type ViewsRequest } from "../../../web/src/engine/views-protocol";

class FakeWorker implements ViewsPort {
  readonly received: ViewsRequest[] = [];
  terminated = false;
  onmessage: ViewsPort["onmessage"] = null;
  onerror: ViewsPort["onerror"] = null;

  postMessage(request: ViewsRequest): void {
    this.received.push(request);
  }
  terminate(): void {
    this.terminated = true;
  }
  answer(id: number): void {
    this.onmessage?.({ data: { kind: "answered", id, answers: { id } } });
  }
  get asked(): number[] {
    return this.received.filter(({ kind }) => kind === "ask").map(({ id }) => id);
  }
  get dropped(): number[] {
    return this.received.filter(({ kind }) => kind === "drop").map(({ id }) => id);
  }
}

const document: ScenarioDocument = { format: "grpo-playground/scenario", version: 1, answers: [], rules: [] };
const calls: Calls = { solved: ["solve", document] };

function setUp() {
  const workers: FakeWorker[] = [];
  const heard: string[] = [];
  const client = new ViewsClient(() => {
    workers.push(new FakeWorker());
    return workers.at(-1)!;
  });
  const ask = (view: string) =>
    client.ask(view, calls, {
      answered: (answers) => heard.push(`${view}: ${answers["id"]}`),
      failed: (message) => heard.push(`${view}: ${message}`),
    });
  return { client, workers, heard, ask };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the client of the closer looks", () => {
  it("starts no worker before the first question", () => {
    const { workers, ask } = setUp();
    expect(workers).toHaveLength(0);
    ask("a");
    expect(workers).toHaveLength(1);
  });

  it("keeps one question under way and of each view's others only the newest, in turn", () => {
    const { workers, heard, ask } = setUp();
    for (const view of ["a", "a", "b", "a", "b"]) ask(view);
    expect(workers[0]!.asked).toEqual([1]);
    workers[0]!.answer(1);
    vi.advanceTimersByTime(0);
    workers[0]!.answer(4);
    workers[0]!.answer(5);
    expect(workers[0]!.asked).toEqual([1, 4, 5]);
    expect(heard).toEqual(["a: 1", "a: 4", "b: 5"]);
  });

  it("rests, while a view keeps asking, for twice as long as the last answer took, but not for long", () => {
    for (const [took, pause] of [
      [20, 40],
      [400, longestRest],
    ] as const) {
      const { workers, ask } = setUp();
      ask("a");
      ask("a");
      vi.advanceTimersByTime(took);
      workers[0]!.answer(1);
      vi.advanceTimersByTime(pause - 1);
      expect(workers[0]!.asked).toEqual([1]);
      vi.advanceTimersByTime(1);
      expect(workers[0]!.asked).toEqual([1, 2]);
    }
  });

  it("does not rest before another view's question, nor before a later one", () => {
    const { workers, ask } = setUp();
    ask("a");
    ask("b");
    vi.advanceTimersByTime(40);
    workers[0]!.answer(1);
    expect(workers[0]!.asked).toEqual([1, 2]);
    workers[0]!.answer(2);
    ask("b");
    expect(workers[0]!.asked).toEqual([1, 2, 3]);
  });

  it("draws every answer while a user drags, a third of the time, with a worker that takes three frames", () => {
    const { workers, heard, ask } = setUp();
    ask("a");
    let answered = 0;
    for (let frame = 0, since = 0; frame < 90; ++frame) {
      vi.advanceTimersByTime(16);
      ask("a");
      const { asked } = workers[0]!;
      since = asked.length > answered ? since + 1 : 0;
      if (since === 3) workers[0]!.answer(asked[answered++]!);
    }
    expect(heard).toHaveLength(answered);
    expect(answered).toBeGreaterThanOrEqual(9);
    expect(workers).toHaveLength(1);
  });

  it("asks a worker that is late to drop a question that a newer one replaces, and ends it when it does not", () => {
    const { workers, heard, ask } = setUp();
    ask("a");
    ask("b");
    vi.advanceTimersByTime(patience);
    expect(workers[0]!.dropped).toEqual([]); // only another view waits
    ask("a");
    expect(workers[0]!.dropped).toEqual([1]);
    vi.advanceTimersByTime(grace);
    expect(workers[0]!.terminated).toBe(true);
    expect(workers[1]!.asked).toEqual([2]);
    workers[1]!.answer(2);
    workers[1]!.answer(3);
    expect(heard).toEqual(["b: 2", "a: 3"]);
  });

  it("goes on with the same worker when that has dropped a question", () => {
    const { workers, heard, ask } = setUp();
    ask("a");
    vi.advanceTimersByTime(patience);
    ask("a");
    workers[0]!.onmessage?.({ data: { kind: "dropped", id: 1 } });
    expect(workers[0]!.asked).toEqual([1, 2]);
    vi.advanceTimersByTime(grace);
    expect(workers).toHaveLength(1);
    expect(heard).toEqual([]);
  });

  it("reports nothing to a view that is gone", () => {
    const { client, workers, heard, ask } = setUp();
    ask("a");
    ask("b");
    client.drop("b");
    client.drop("a");
    expect(workers[0]!.dropped).toEqual([1]);
    workers[0]!.answer(1);
    expect(heard).toEqual([]);
    expect(workers[0]!.asked).toEqual([1]);
  });

  it("asks again after a crash, once; then the view is told", () => {
    const { workers, heard, ask } = setUp();
    ask("a");
    workers[0]!.onerror?.({ message: "out of memory" });
    expect(workers[1]!.asked).toEqual([1]);
    workers[1]!.onerror?.({ message: "out of memory" });
    expect(heard).toEqual(["a: out of memory"]);
    ask("a");
    workers[2]!.answer(2);
    expect(heard.at(-1)).toBe("a: 2");
  });

  it("tells every view when the engine cannot start, and tries again with the next question", () => {
    const { workers, heard, ask } = setUp();
    ask("a");
    ask("b");
    workers[0]!.onmessage?.({ data: { kind: "failed", id: null, message: "no module" } });
    expect(heard).toEqual(["a: no module", "b: no module"]);
    ask("a");
    expect(workers).toHaveLength(2);
  });

  it("asks a fresh engine once more where a question has failed inside one, then says why", () => {
    const { workers, heard, ask } = setUp();
    ask("a");
    ask("b");
    workers[0]!.onmessage?.({ data: { kind: "failed", id: 1, message: "no memory" } });
    expect(workers[0]!.terminated).toBe(true);
    expect(workers[1]!.asked).toEqual([2]);
    workers[1]!.answer(2);
    vi.advanceTimersByTime(0);
    workers[1]!.onmessage?.({ data: { kind: "failed", id: 1, message: "no memory" } });
    expect(heard).toEqual(["b: 2", "a: no memory"]);
  });

  it("gives up what takes longer than a minute", () => {
    const { workers, heard, ask } = setUp();
    ask("a");
    vi.advanceTimersByTime(timeLimit);
    expect(heard).toEqual([`a: it took longer than ${timeLimit / 1000} seconds`]);
    expect(workers[0]!.terminated).toBe(true);
  });

  it("ends its worker when it is closed", () => {
    const { client, workers, heard, ask } = setUp();
    ask("a");
    ask("b");
    client.close();
    expect(workers[0]!.terminated).toBe(true);
    workers[0]!.answer(1);
    expect(heard).toEqual([]);
  });
});

it("every buffer of an answer is transferred once, wherever it lies", () => {
  const shared = new Float64Array(2);
  const data = { a: [shared, { b: shared.subarray(1) }], c: new Int32Array(1), d: null, e: "text" };
  expect(buffersIn(data)).toEqual(new Set([shared.buffer, data.c.buffer]));
});
