// SPDX-License-Identifier: MIT
// The worker that owns the engine: the only file of the page that imports the package.
import { load, type Engine } from "grpo-playground";
import { buffersOf, type Reply, type Request } from "./protocol";

function reply(message: Reply, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function answer(engine: Engine, { id, search, document }: Request): void {
  try {
    const result = engine.solve(document, { search });
    reply({ kind: "solved", id, search, result }, buffersOf(result));
  } catch (error) {
    reply({ kind: "failed", id, message: textOf(error) });
  }
}

const loading = load();

// Messages that arrive while the module compiles wait for it here, in order.
self.onmessage = ({ data }: MessageEvent<Request>) => {
  loading.then((engine) => answer(engine, data)).catch(() => {}); // a failed start is reported once, below
};

loading.then(
  (engine) => reply({ kind: "ready", description: engine.describe() }),
  (error) => reply({ kind: "failed", id: null, message: textOf(error) }),
);
