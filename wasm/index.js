// SPDX-License-Identifier: MIT
// The package's entry: the engine with all calls. Types and documentation: engine.d.ts.
import { makeLoad } from "./engine.js";
import createModule from "./module.js";
import { sweepsOf } from "./sweep.js";
import { viewsOf } from "./views.js";

export const load = makeLoad(
  createModule,
  {
    vectors: new URL("./module.wasm", import.meta.url),
    scalar: new URL("./module-scalar.wasm", import.meta.url),
  },
  (module) => ({ ...sweepsOf(module), ...viewsOf(module) }),
);
