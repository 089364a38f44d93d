// SPDX-License-Identifier: MIT
// The embedded page's side of the conversation: it hears only the page around it, only from the origin that page gave in
// the address, and speaks to no other.

import { toDocument } from "../state/document";
import { encodeFragment } from "../state/fragment";
import { fromDocument } from "../state/from-document";
import { openLink } from "../state/packed-link";
import type { Playground } from "../state/playground.svelte";
import type { Notice, PlaygroundState } from "../state/types";
import { type Message, type MessageId, protocol, readRequest, version } from "./protocol";

/** The pieces of a window that a conversation needs; tests bring their own. */
export interface Line {
  /** The page around. */
  readonly parent: { postMessage(message: unknown, targetOrigin: string): void };
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  removeEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  setTimeout(task: () => void, milliseconds: number): number;
  clearTimeout(timer: number): void;
}

/** A drag is told of this often, in milliseconds. */
export const tellAfter = 200;

export interface Talk {
  /** The first picture is drawn. */
  ready(height: number): void;
  resize(height: number): void;
  end(): void;
}

export function startTalk(playground: Playground, origin: string, line: Line): Talk {
  let told: PlaygroundState = playground.state;
  let timer: number | null = null;
  let ended = false;

  const tell = (message: Message) => {
    if (!ended) line.parent.postMessage({ protocol, version, ...message }, origin);
  };

  function tellState(id: MessageId | null, notices: readonly Notice[] = []): void {
    const { state } = playground;
    told = state;
    tell({ type: "state", id, link: encodeFragment(state), document: toDocument(state), notices });
  }

  /** Once more when it has come to rest, and not for what was just answered. */
  const stopWatching = playground.watch(() => {
    timer ??= line.setTimeout(() => {
      timer = null;
      if (playground.state !== told) tellState(null);
    }, tellAfter);
  });

  async function hear(event: MessageEvent): Promise<void> {
    if (event.source !== line.parent || event.origin !== origin) return;
    const request = readRequest(event.data);
    if (!request) return;
    const { id } = request;
    if ("wrong" in request) return tell({ type: "error", id, message: request.wrong });
    if (request.type === "get") return tellState(id);
    const opened = "link" in request ? await openLink(request.link.replace(/^#/, "")) : fromDocument(request.document);
    if ("refused" in opened) return tell({ type: "error", id, message: opened.refused });
    playground.openLink(opened);
    tellState(id, opened.notices);
  }

  /** One after the other: unpacking a long link takes a moment, and must not let a later message overtake. */
  let queue = Promise.resolve();
  const listener = (event: MessageEvent) => {
    queue = queue.then(() => hear(event)).catch(() => {});
  };
  line.addEventListener("message", listener);

  return {
    ready: (height) => tell({ type: "ready", height }),
    resize: (height) => tell({ type: "resize", height }),
    end() {
      ended = true;
      stopWatching();
      if (timer !== null) line.clearTimeout(timer);
      line.removeEventListener("message", listener);
    },
  };
}
