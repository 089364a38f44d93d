// SPDX-License-Identifier: MIT
// One run of the self-test as the page follows it: the worker's results as they come, and why it came to no end.
import type { Run, Surroundings } from "./report";
import type { CaseResult, EngineFacts, SelfTestCase, SelfTestReply } from "./types";

/** The part of `Worker` that a run uses; tests give a fake. */
export interface SelfTestPort {
  postMessage(request: { cases: readonly SelfTestCase[] }): void;
  terminate(): void;
  onmessage: ((event: { data: SelfTestReply }) => void) | null;
  onerror: ((event: { message?: string; preventDefault?(): void }) => void) | null;
}

export class SelfTestRun {
  results: readonly CaseResult[] = $state.raw([]);
  state: "running" | "done" | "stopped" = $state("running");
  #engine: EngineFacts | null = null;
  #loading: number | null = null;
  #memory: number | null = null;
  #stopped: string | null = null;
  readonly #worker: SelfTestPort;

  constructor(
    readonly cases: readonly SelfTestCase[],
    private readonly surroundings: Surroundings,
    start: () => SelfTestPort,
  ) {
    this.#worker = start();
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onerror = (event) => {
      event.preventDefault?.();
      this.stop(event.message || "the worker stopped");
    };
    this.#worker.postMessage({ cases });
  }

  /** Ends it; what is checked by then stays. */
  stop(reason: string): void {
    if (this.state !== "running") return;
    this.#stopped = reason;
    this.#end("stopped");
  }

  /** All of it, for the report; read it again when `state` has changed. */
  get whole(): Run {
    return {
      surroundings: this.surroundings,
      engine: this.#engine,
      asked: this.cases.length,
      results: this.results,
      loading: this.#loading,
      memory: this.#memory,
      stopped: this.#stopped,
    };
  }

  #receive(reply: SelfTestReply): void {
    if (reply.kind === "started") {
      this.#engine = reply.engine;
      this.#loading = reply.loading;
    } else if (reply.kind === "result") this.results = [...this.results, reply.result];
    else if (reply.kind === "failed") this.stop(reply.message);
    else {
      this.#memory = reply.memory;
      this.#end("done");
    }
  }

  #end(state: "done" | "stopped"): void {
    this.#worker.onmessage = this.#worker.onerror = null;
    this.#worker.terminate();
    this.state = state;
  }
}
