// SPDX-License-Identifier: MIT
// The worker that owns the board's engine. The smaller module makes the first picture; the one with all calls is loaded
// when a question is beyond that one, and answers from then on.
import type { Engine, FirstEngine } from "grpo-playground";
import { load } from "grpo-playground/first";
import { buffersOf, type Reply, type Request, textOf } from "./protocol";

function reply(message: Reply, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

const loading = load();
let all: Promise<Engine> | null = null;

/** Tried again with the next question if it could not be fetched. */
function loadAll(): Promise<Engine> {
  all ??= import("grpo-playground").then((entry) => entry.load());
  all.catch(() => (all = null));
  return all;
}

async function answer(first: FirstEngine, { id, search, document }: Request): Promise<void> {
  try {
    const result = (all ? null : first.solve(document, { search })) ?? (await loadAll()).solve(document, { search });
    reply({ kind: "solved", id, search, result }, buffersOf(result));
  } catch (error) {
    reply({ kind: "failed", id, message: textOf(error) });
  }
}

// Messages that arrive while the module compiles wait for it here, in order; the page sends one at a time.
self.onmessage = ({ data }: MessageEvent<Request>) => {
  loading.then((engine) => answer(engine, data)).catch(() => {}); // a failed start is reported once, below
};

loading.then(
  (engine) => reply({ kind: "ready", description: engine.describe() }),
  (error) => reply({ kind: "failed", id: null, message: textOf(error) }),
);
