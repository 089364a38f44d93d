// SPDX-License-Identifier: MIT
// Starts the page's workers. The one-file page has a module of its own in this one's place: src/carried/workers.ts.

export function startSolver(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
}

export function startViews(): Worker {
  return new Worker(new URL("./views-worker.ts", import.meta.url), { type: "module" });
}
