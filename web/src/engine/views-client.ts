// SPDX-License-Identifier: MIT
// The page's end of the closer looks' worker: for each view the newest question wins, and a worker that dies is replaced.
import type { Calls } from "./view-calls";
import type { ViewsReply, ViewsRequest } from "./views-protocol";
import { startViews } from "./workers";

/** The part of `Worker` that the client uses; tests give a fake. */
export interface ViewsPort {
  postMessage(request: ViewsRequest): void;
  terminate(): void;
  onmessage: ((event: { data: ViewsReply }) => void) | null;
  onerror: ((event: { message?: string; preventDefault?(): void }) => void) | null;
}

export interface ViewListener {
  answered(answers: Readonly<Record<string, unknown>>): void;
  failed(message: string): void;
}

/** How long a question may take before one that nobody waits for any more is dropped, in milliseconds. */
export const patience = 700;

/** How long after that its worker may go on before it is ended, in milliseconds: one call cannot be interrupted. */
export const grace = 1500;

/**
 * While a user drags, a view rests for twice as long as its last answer took, and at most so many milliseconds: on a machine
 * of two cores the page and the board's own engine need the others.
 */
export const longestRest = 100;

/** How long a question may take at all, in milliseconds. */
export const timeLimit = 60_000;

/** A question that has brought down this many workers is given up. */
const maxAttempts = 2;

interface Question {
  id: number;
  view: string;
  calls: Calls;
  listener: ViewListener;
  attempts: number;
}

/**
 * One question is with the worker; of each view at most one more waits, its newest. While a user drags, answers
 * therefore keep coming, each at most one question late. The worker starts with the first question.
 */
export class ViewsClient {
  #worker: ViewsPort | null = null;
  #current: Question | null = null;
  #waiting = new Map<string, Question>();
  #unwanted = false;
  #overdue = false;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #lastId = 0;
  #sentAt = 0;
  #rest: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly startWorker: () => ViewsPort) {}

  /** Asks for a view; what it had asked before and has not been answered will not be, unless it is under way. */
  ask(view: string, calls: Calls, listener: ViewListener): void {
    this.#waiting.delete(view); // to the end of the queue
    this.#waiting.set(view, { id: ++this.#lastId, view, calls, listener, attempts: 0 });
    if (this.#overdue && this.#current?.view === view) this.#dropCurrent();
    this.#send();
  }

  /** The view is gone: nothing is reported to it any more. */
  drop(view: string): void {
    this.#waiting.delete(view);
    if (this.#current?.view !== view) return;
    this.#unwanted = true;
    this.#dropCurrent();
  }

  /** Ends the worker; nothing is reported any more. */
  close(): void {
    this.#waiting.clear();
    if (this.#rest) clearTimeout(this.#rest);
    this.#rest = null;
    this.#stop();
  }

  #start(): ViewsPort {
    const worker = this.startWorker();
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault?.(); // it is handled here; the console need not tell it again
      this.#crashed(event.message ?? "the engine stopped");
    };
    return worker;
  }

  #stop(): void {
    this.#stopWatch();
    this.#current = null;
    if (!this.#worker) return;
    this.#worker.onmessage = null;
    this.#worker.onerror = null;
    this.#worker.terminate();
    this.#worker = null;
  }

  #send(): void {
    const [next] = this.#waiting.values();
    if (this.#current || this.#rest || !next) return;
    this.#worker ??= this.#start();
    this.#waiting.delete(next.view);
    this.#current = next;
    this.#sentAt = performance.now();
    next.attempts += 1;
    this.#worker.postMessage({ kind: "ask", id: next.id, calls: next.calls });
    const overdue = () => {
      this.#overdue = true;
      if (this.#unwanted || this.#waiting.has(next.view)) this.#dropCurrent();
    };
    this.#timers = [setTimeout(overdue, patience), setTimeout(() => this.#giveUp(next), timeLimit)];
  }

  #pause(milliseconds: number): void {
    this.#rest = setTimeout(
      () => {
        this.#rest = null;
        this.#send();
      },
      Math.min(milliseconds, longestRest),
    );
  }

  #stopWatch(): void {
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
    this.#overdue = false;
    this.#unwanted = false;
  }

  /** Between two calls the worker heeds this; within a long one it is ended. */
  #dropCurrent(): void {
    if (!this.#current) return;
    this.#worker?.postMessage({ kind: "drop", id: this.#current.id });
    this.#timers.push(
      setTimeout(() => {
        this.#stop();
        this.#send();
      }, grace),
    );
  }

  #giveUp({ listener }: Question): void {
    this.#stop();
    listener.failed(`it took longer than ${timeLimit / 1000} seconds`);
    this.#send();
  }

  #receive(reply: ViewsReply): void {
    if (reply.kind === "failed" && reply.id === null) return this.#startFailed(reply.message);
    const question = this.#current;
    if (reply.id !== question?.id) return;
    // Whatever has failed inside the engine, memory among it, is not there for the next question.
    if (reply.kind === "failed") return this.#crashed(reply.message);
    const wanted = !this.#unwanted;
    this.#stopWatch();
    this.#current = null;
    const [next] = this.#waiting.values();
    if (reply.kind === "answered" && next?.view === question.view) this.#pause(2 * (performance.now() - this.#sentAt));
    this.#send(); // before the listener draws: the worker computes meanwhile
    if (wanted && reply.kind === "answered") question.listener.answered(reply.answers);
  }

  /** No module, no answers: later questions start a new worker and so try again. */
  #startFailed(message: string): void {
    const lost = [...(this.#current && !this.#unwanted ? [this.#current] : []), ...this.#waiting.values()];
    this.#waiting.clear();
    this.#stop();
    for (const { listener } of lost) listener.failed(message);
  }

  #crashed(message: string): void {
    const lost = this.#unwanted ? null : this.#current;
    this.#stop();
    if (lost && !this.#waiting.has(lost.view)) {
      if (lost.attempts < maxAttempts) this.#waiting.set(lost.view, lost);
      else lost.listener.failed(message);
    }
    this.#send();
  }
}

let client: ViewsClient | undefined;

/** The page's only one, on a worker of its own that starts with the first question. */
export function viewsClient(): ViewsClient {
  return (client ??= new ViewsClient(() => startViews() as ViewsPort));
}
