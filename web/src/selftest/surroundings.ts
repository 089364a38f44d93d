// SPDX-License-Identifier: MIT
// Where the self-test runs: shown to its reader, sent nowhere.
import { carried } from "../carried/carried";
import { sha256 } from "../lessons/sha256";
import type { Surroundings } from "./report";

interface WithHints {
  userAgentData?: { platform?: string };
  deviceMemory?: number;
}

/** The script's name holds the hash of all that it loads; the page as one file is told by the hash of its code. */
function buildName(): string {
  if (!carried) {
    const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
    return script ? new URL(script.src).pathname.split("/").pop()! : "unknown";
  }
  const code = /data-part="code"[^>]*>([^<]*)/.exec(carried.source)?.[1] ?? "";
  return `one file, code ${sha256(code).slice(0, 12)}`;
}

export function surroundings(): Surroundings {
  const hints = navigator as Navigator & WithHints;
  return {
    build: buildName(),
    browser: navigator.userAgent,
    platform: hints.userAgentData?.platform || navigator.platform || "unknown",
    processors: navigator.hardwareConcurrency || null,
    deviceMemory: hints.deviceMemory ?? null,
  };
}
