// SPDX-License-Identifier: MIT
// What a page that is one file brings along; web/one-file/start.js unpacks it before the page starts.

export interface Carried {
  /** The file's own text as it was before the page began to change it. */
  source: string;
  /** The engine's module, ready once it is unpacked. */
  wasm: Promise<ArrayBuffer>;
  /** Where the page that this file was saved from lives, if that was on the web: links lead there. */
  home: string | null;
}

/** Null on a site. */
export const carried: Carried | null = (globalThis as { carried?: Carried }).carried ?? null;
