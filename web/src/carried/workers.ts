// SPDX-License-Identifier: MIT
// The one-file page's workers: their code is part of the page's, and each is handed the module that the file carries.
import SolverWorker from "../engine/worker.ts?worker&inline";
import ViewsWorker from "../engine/views-worker.ts?worker&inline";
import { carried } from "./carried";

/** A worker waits for its module before it answers, so questions may come first. */
function provided(worker: Worker): Worker {
  carried?.wasm.then((wasm) => worker.postMessage({ wasm }));
  return worker;
}

export function startSolver(): Worker {
  return provided(new SolverWorker());
}

export function startViews(): Worker {
  return provided(new ViewsWorker());
}
