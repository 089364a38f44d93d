// SPDX-License-Identifier: MIT
// Types of the package's entry; engine.d.ts documents the calls.
import type { Engine, LoadOptions } from "./engine.js";

export * from "./engine.js";

/** Loads the module with all calls, once per call of this; rejects where WebAssembly is missing or the file cannot be read. */
export function load(options?: LoadOptions): Promise<Engine>;
