// SPDX-License-Identifier: MIT
// Starts the worker that reads tables. The one-file page has its own way: src/carried/workers.ts.

export function startReader(): Worker {
  return new Worker(new URL("./read-worker.ts", import.meta.url), { type: "module" });
}
