// SPDX-License-Identifier: MIT
// The worker of the closer looks: an engine of its own, so that a long call never keeps the board waiting.
import { load, type Engine } from "grpo-playground";
import { textOf } from "./protocol";
import { type Call, isList, performInParts } from "./view-calls";
import { type AskRequest, buffersIn, type ViewsReply, type ViewsRequest } from "./views-protocol";

const loading = load();
const dropped = new Set<number>();

function reply(message: ViewsReply, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

/** Lets messages in that have arrived during the last call. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

async function answer(engine: Engine, { id, calls }: AskRequest): Promise<void> {
  let wanted = true;
  const performed = async (call: Call): Promise<unknown> => {
    const parts = performInParts(engine, call);
    for (;;) {
      await turn();
      if (dropped.delete(id)) wanted = false;
      if (!wanted) return null;
      const { done, value } = parts.next();
      if (done) return value;
    }
  };
  const answers: Record<string, unknown> = {};
  for (const [name, asked] of Object.entries(calls)) {
    if (!isList(asked)) answers[name] = await performed(asked);
    else {
      const list: unknown[] = (answers[name] = []);
      for (const call of asked) list.push(await performed(call));
    }
  }
  if (wanted) reply({ kind: "answered", id, answers }, [...buffersIn(answers)]);
  else reply({ kind: "dropped", id });
}

self.onmessage = ({ data }: MessageEvent<ViewsRequest>) => {
  if (data.kind === "drop") {
    dropped.add(data.id);
    return;
  }
  loading.then(
    (engine) => answer(engine, data).catch((error) => reply({ kind: "failed", id: data.id, message: textOf(error) })),
    () => {}, // a failed start is reported once, below
  );
};

loading.catch((error) => reply({ kind: "failed", id: null, message: textOf(error) }));
