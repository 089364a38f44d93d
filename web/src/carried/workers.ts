// SPDX-License-Identifier: MIT
// The one-file page's workers, the self-test's among them: their code is part of the page's, and each is handed the module that the file carries.
import CarriedWorker from "./worker.ts?worker&inline";
import { carried } from "./carried";

/** A worker waits for its module before it answers, so questions may come first. */
function provided(worker: Worker): Worker {
  void carried?.wasm.then((wasm) => worker.postMessage({ wasm }));
  return worker;
}

export function startSolver(): Worker {
  return provided(new CarriedWorker({ name: "solver" }));
}

export function startViews(): Worker {
  return provided(new CarriedWorker({ name: "views" }));
}

export function startSelfTest(): Worker {
  return provided(new CarriedWorker({ name: "selftest" }));
}
