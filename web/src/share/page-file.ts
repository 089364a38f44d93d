// SPDX-License-Identifier: MIT
// The whole page as one HTML file that opens, from disk and without network, with the scenario that is on the board.
import { carried } from "../carried/carried";
import { encodeFragment } from "../state/fragment";
import type { PlaygroundState } from "../state/types";
import { bake } from "./bake";

/** The one-file page before a scenario is put in; throws where the site's copy cannot be reached. */
async function pageSource(): Promise<string> {
  if (carried) return carried.source;
  const response = await fetch("playground.html");
  if (!response.ok) throw new Error(`${response.status}`);
  return response.text();
}

/** Where links from the file shall lead: to this page, or, from a file, to where its own links lead. */
function home(): string | null {
  return location.protocol.startsWith("http") ? location.href.replace(/[?#].*$/s, "") : (carried?.home ?? null);
}

export async function pageAsFile(state: PlaygroundState): Promise<Blob> {
  return pageWith(encodeFragment(state), state.title);
}

/** The page that opens with this fragment, a scenario's or a lesson's. */
export async function pageWith(link: string, name: string): Promise<Blob> {
  const title = name ? `${name} – GRPO Playground` : "GRPO Playground";
  return new Blob([bake(await pageSource(), { link, home: home() }, title)], { type: "text/html" });
}
