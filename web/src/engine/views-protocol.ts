// SPDX-License-Identifier: MIT
// What the page and the worker of the closer looks say to each other; nothing else crosses between them.
import type { Calls } from "./view-calls";

/** From the page: perform these calls, in order. Ids only grow. */
export interface AskRequest {
  kind: "ask";
  id: number;
  calls: Calls;
}

/** From the page: the calls of this id that have not begun are not wanted any more. */
export interface DropRequest {
  kind: "drop";
  id: number;
}

export type ViewsRequest = AskRequest | DropRequest;

/** All calls of this id are answered; the arrays' buffers are transferred: the page owns them. */
export interface AnsweredReply {
  kind: "answered";
  id: number;
  answers: Readonly<Record<string, unknown>>;
}

/** The calls of this id were dropped on request. */
export interface DroppedReply {
  kind: "dropped";
  id: number;
}

/** The calls of this id, or with `id: null` the start of the engine itself, came to nothing. */
export interface FailedReply {
  kind: "failed";
  id: number | null;
  message: string;
}

export type ViewsReply = AnsweredReply | DroppedReply | FailedReply;

/** The buffers of every typed array anywhere in plain data, once each, for transfer. */
export function buffersIn(data: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(data)) found.add(data.buffer as ArrayBuffer);
  else if (Array.isArray(data)) for (const item of data) buffersIn(item, found);
  else if (typeof data === "object" && data !== null) for (const item of Object.values(data)) buffersIn(item, found);
  return found;
}
