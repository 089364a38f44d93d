// SPDX-License-Identifier: MIT
// The worker of the self-test: an engine of its own, every case in turn. Whoever does not want it any more ends it.
import { load } from "grpo-playground";
import { checkCase } from "./check";
import type { SelfTestCase, SelfTestReply } from "./types";
import { watchModule } from "./watch-module";

const tell = (reply: SelfTestReply) => self.postMessage(reply);

async function run(cases: readonly SelfTestCase[]): Promise<void> {
  const watched = watchModule();
  const began = performance.now();
  const engine = await load();
  const { version } = engine.describe();
  tell({ kind: "started", engine: { version, module: watched.file }, loading: performance.now() - began });
  for (const asked of cases) tell({ kind: "result", result: checkCase(engine, asked) });
  tell({ kind: "done", memory: watched.memory?.buffer.byteLength ?? null });
}

self.onmessage = ({ data }: MessageEvent<{ cases: readonly SelfTestCase[] }>) => {
  run(data.cases).catch((error: unknown) =>
    tell({ kind: "failed", message: error instanceof Error ? error.message : String(error) }),
  );
};
