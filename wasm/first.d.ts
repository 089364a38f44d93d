// SPDX-License-Identifier: MIT
// Types of the smaller entry; engine.d.ts documents the calls.
import type { FirstEngine, LoadOptions } from "./engine.js";

export * from "./engine.js";

/** Loads the smaller module, once per call of this; rejects where WebAssembly is missing or the file cannot be read. */
export function load(options?: LoadOptions): Promise<FirstEngine>;
