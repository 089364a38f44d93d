// SPDX-License-Identifier: MIT
// Starts the worker that reads tables.

export function startReader(): Worker {
  return new Worker(new URL("./read-worker.ts", import.meta.url), { type: "module" });
}
