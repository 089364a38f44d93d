// SPDX-License-Identifier: MIT
// The messages between an embedded page and the page around it: what each may say, and the check of what comes in.
// Every message is a plain object with `protocol` and `version`; README.md has the table for embedders.

import type { ScenarioDocument } from "grpo-playground";
import type { Notice } from "../state/types";

export const protocol = "grpo-playground";
export const version = 1;

/** Given by the embedder, and repeated in the answer. */
export type MessageId = string | number;

/** From the page around. */
export type Request =
  | { type: "get"; id: MessageId | null }
  | { type: "set"; id: MessageId | null; link: string }
  | { type: "set"; id: MessageId | null; document: unknown };

/** What is shown: its link (what stands after #), its scenario document, and what had to be mended to show it. */
export interface StateMessage {
  type: "state";
  /** Of the request that this answers; null where a reader has changed something. */
  id: MessageId | null;
  link: string;
  document: ScenarioDocument;
  notices: readonly Notice[];
}

/** To the page around. */
export type Message =
  | { type: "ready"; height: number }
  | { type: "resize"; height: number }
  | StateMessage
  | { type: "error"; id: MessageId | null; message: string };

const longestId = 200;
const isId = (value: unknown): value is MessageId =>
  (typeof value === "string" && value.length <= longestId) || Number.isFinite(value);

/** A request; a sentence on what is wrong with it; or null for what is no message of this protocol at all. */
export function readRequest(data: unknown): Request | { id: MessageId | null; wrong: string } | null {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return null;
  const message = data as { readonly [key: string]: unknown };
  if (message["protocol"] !== protocol) return null;
  const { type, link, document } = message;
  const given = message["id"];
  const id = isId(given) ? given : null;
  if (message["version"] !== version) return { id, wrong: `version must be ${version}` };
  if (given !== undefined && given !== null && id === null)
    return { id, wrong: `id must be a number, or text of at most ${longestId} characters` };
  if (type === "get") return { type, id };
  if (type !== "set") return { id, wrong: "type must be get or set" };
  if ((link === undefined) === (document === undefined)) return { id, wrong: "set takes either a link or a document" };
  if (link === undefined) return { type, id, document };
  return typeof link === "string" ? { type, id, link } : { id, wrong: "link must be text" };
}
