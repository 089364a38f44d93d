// SPDX-License-Identifier: MIT
// The engine in a worker of the one-file page, in place of both of the package's entries: all calls, from the module that
// the page sends, since a file can fetch nothing.
import { makeLoad } from "../../dist/package/engine.js";
import createModule from "../../dist/package/module.js";
import { sweepsOf } from "../../dist/package/sweep.js";
import { viewsOf } from "../../dist/package/views.js";

const received = new Promise((resolve) => {
  self.addEventListener("message", function take(event) {
    if (!event.data?.wasm) return;
    self.removeEventListener("message", take);
    event.stopImmediatePropagation(); // it is no question
    resolve(event.data.wasm);
  });
});

const loadFrom = makeLoad(createModule, {}, (module) => ({ ...sweepsOf(module), ...viewsOf(module) }));

export const load = () => loadFrom({ wasm: received });
