// SPDX-License-Identifier: MIT
// The page's end of the worker: the latest document wins, the quick answer comes first, a worker that dies is replaced.
import type { Description, ScenarioDocument, SolveResult } from "grpo-playground";
import type { Reply, Request, Search, SolvedReply, SolveRequest } from "./protocol";
import { startSolver } from "./workers";

/** The part of `Worker` that the client uses; tests give a fake. */
export interface WorkerPort {
  postMessage(request: Request): void;
  terminate(): void;
  onmessage: ((event: { data: Reply }) => void) | null;
  onerror: ((event: { message?: string; preventDefault?(): void }) => void) | null;
}

export interface EngineListener {
  ready?(description: Description): void;
  /**
   * Ids only grow from one call to the next: the picture never goes back. A valid document is answered twice with the
   * same id, by `branch` and then by `all`, unless a newer one comes between; an invalid one is answered once.
   */
  solved(id: number, result: SolveResult, search: Search): void;
  /** Nothing more comes for this id. It is null where the engine could not start at all. */
  failed(id: number | null, message: string): void;
}

/** How long the engine may take before a newer document no longer waits for an older one, in milliseconds. */
export const patience: Readonly<Record<Search, number>> = { branch: 1500, all: 200 };

/**
 * How long no newer document must have come before the rest is looked for, in milliseconds: longer than a hand pauses in
 * a drag, for that search cannot be interrupted, and ending its worker means to compile the module again.
 */
export const rest = 250;

/** How long the engine may take at all, in milliseconds. */
export const timeLimit = 30_000;

/** A request that has brought down this many workers is given up. */
const maxAttempts = 2;

interface Attempt extends SolveRequest {
  attempts: number;
}

/**
 * One request is in flight and one, the newest, waits; what was waiting before it is dropped unseen. So the engine is
 * never behind by more than one solve, however fast a slider moves, and every frame it can keep up with is drawn.
 * Each document is solved for its branch first; when none has followed it for a moment, it is solved for all.
 * A solve cannot be interrupted, so one that takes too long ends with its worker.
 */
export class EngineClient {
  #worker: WorkerPort | null = null;
  #inFlight: Attempt | null = null;
  #waiting: Attempt | null = null;
  #lastId = 0;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  #isOverdue = false;

  constructor(
    private readonly startWorker: () => WorkerPort,
    private readonly listener: EngineListener,
  ) {
    this.#start();
  }

  /** Asks for a solve and returns its id. */
  solve(document: ScenarioDocument): number {
    clearTimeout(this.#restTimer);
    this.#waiting = { kind: "solve", id: ++this.#lastId, search: "branch", document, attempts: 0 };
    if (this.#isOverdue) this.#abandon();
    this.#send();
    return this.#lastId;
  }

  /** Ends the worker; nothing is reported any more. */
  close(): void {
    clearTimeout(this.#restTimer);
    this.#detach();
    this.#inFlight = null;
    this.#waiting = null;
  }

  #start(): void {
    const worker = this.startWorker();
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault?.(); // it is handled here; the console need not tell it again
      this.#crashed(event.message ?? "the engine stopped");
    };
    this.#worker = worker;
  }

  #detach(): void {
    this.#stopWatch();
    if (!this.#worker) return;
    this.#worker.onmessage = null;
    this.#worker.onerror = null;
    this.#worker.terminate();
    this.#worker = null;
  }

  #send(): void {
    if (this.#inFlight || !this.#waiting) return;
    if (!this.#worker) this.#start();
    this.#inFlight = this.#waiting;
    this.#waiting = null;
    this.#inFlight.attempts += 1;
    const { kind, id, search, document } = this.#inFlight;
    this.#worker?.postMessage({ kind, id, search, document });
    this.#startWatch(id, search);
  }

  #startWatch(id: number, search: Search): void {
    const overdue = () => {
      this.#isOverdue = true;
      if (this.#waiting) this.#abandon();
      this.#send();
    };
    this.#timers = [setTimeout(overdue, patience[search]), setTimeout(() => this.#giveUp(id), timeLimit)];
  }

  #stopWatch(): void {
    this.#timers.forEach(clearTimeout);
    this.#isOverdue = false;
  }

  #abandon(): void {
    this.#detach();
    this.#inFlight = null;
  }

  #giveUp(id: number): void {
    this.#abandon();
    this.listener.failed(id, `it took longer than ${timeLimit / 1000} seconds`);
  }

  #receive(reply: Reply): void {
    if (reply.kind === "ready") {
      this.listener.ready?.(reply.description);
      return;
    }
    if (reply.kind === "failed" && reply.id === null) {
      this.#startFailed(reply.message);
      return;
    }
    const answered = this.#inFlight;
    if (reply.id !== answered?.id || (reply.kind === "solved" && reply.search !== answered.search)) return;
    // Whatever has failed inside the engine, memory among it, is not there for the next question.
    if (reply.kind === "failed") return this.#crashed(reply.message);
    this.#stopWatch();
    this.#inFlight = null;
    const newer = this.#waiting;
    this.#send(); // before the listener draws: the worker computes meanwhile
    if (reply.search === "branch" || !newer) this.#solved(answered, reply, newer === null);
  }

  #solved(answered: SolveRequest, { id, result, search }: SolvedReply, isNewest: boolean): void {
    if (isNewest && search === "branch" && result.status === "ok") this.#lookForAll(answered);
    this.listener.solved(id, result, search);
  }

  #lookForAll({ kind, id, document }: SolveRequest): void {
    this.#restTimer = setTimeout(() => {
      this.#waiting = { kind, id, search: "all", document, attempts: 0 };
      this.#send();
    }, rest);
  }

  /** No module, no answers: later requests start a new worker and so try again. */
  #startFailed(message: string): void {
    this.#detach();
    this.#inFlight = null;
    this.#waiting = null;
    this.listener.failed(null, message);
  }

  #crashed(message: string): void {
    this.#detach();
    const lost = this.#inFlight;
    this.#inFlight = null;
    if (lost && !this.#waiting && lost.attempts < maxAttempts) this.#waiting = lost;
    else if (lost && !this.#waiting) this.listener.failed(lost.id, message);
    this.#send();
  }
}

/** A client on a worker of its own. */
export function startEngine(listener: EngineListener): EngineClient {
  return new EngineClient(() => startSolver() as WorkerPort, listener);
}
