// SPDX-License-Identifier: MIT
// What the page and its worker say to each other; nothing else crosses between them.
import type { Description, ScenarioDocument, SolveResult } from "grpo-playground";

/** `branch` finds only the policy reached from π_ref and is quick; `all` looks for the others too. */
export type Search = "branch" | "all";

/** From the page: solve every rule of this document. `id` grows by one with each document. */
export interface SolveRequest {
  kind: "solve";
  id: number;
  search: Search;
  document: ScenarioDocument;
}

export type Request = SolveRequest;

/** From the worker, once, as soon as the module is compiled. */
export interface ReadyReply {
  kind: "ready";
  description: Description;
}

/** The answer to the request of the same `id` and `search`; the arrays' buffers are transferred: the page owns them. */
export interface SolvedReply {
  kind: "solved";
  id: number;
  search: Search;
  result: SolveResult;
}

/** The request of this `id`, or with `id: null` the start of the engine itself, came to nothing. */
export interface FailedReply {
  kind: "failed";
  id: number | null;
  message: string;
}

export type Reply = ReadyReply | SolvedReply | FailedReply;

/** The buffers of every array in a result, for transfer. An array may be listed once only. */
export function buffersOf(result: SolveResult): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { stationary, flowFromReference } of result.rules) {
    const cycle = flowFromReference?.cycle;
    if (cycle) [cycle.lowest, cycle.highest].forEach((array) => buffers.add(array.buffer as ArrayBuffer));
    for (const { policy, logPolicy, preference, eigenvalues } of stationary) {
      for (const array of [policy, logPolicy, preference, eigenvalues]) {
        if (array) buffers.add(array.buffer as ArrayBuffer);
      }
    }
  }
  return [...buffers];
}

/** What the page says of an error in its worker: a trap in WebAssembly and an exception of C++, a number here, say nothing. */
export function textOf(error: unknown): string {
  if (typeof error === "number" || error instanceof WebAssembly.RuntimeError)
    return "it stopped short, most likely for want of memory";
  return error instanceof Error ? error.message : String(error);
}
