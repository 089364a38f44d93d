// SPDX-License-Identifier: MIT
// The smaller entry, for what must be there at once: describe, solve and preference alone, and null from these where the
// question needs a part that it goes without.
import { makeLoad } from "./engine.js";
import createModule from "./first-module.js";

export const load = makeLoad(createModule, {
  vectors: new URL("./first.wasm", import.meta.url),
  scalar: new URL("./first-scalar.wasm", import.meta.url),
});
