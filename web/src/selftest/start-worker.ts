// SPDX-License-Identifier: MIT
// Starts the worker of the self-test. The one-file page has a module of its own in this one's place.

export function startSelfTest(): Worker {
  return new Worker(new URL("./selftest-worker.ts", import.meta.url), { type: "module" });
}
