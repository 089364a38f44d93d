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

/** Where links to a scenario lead: to this page, or, from a file, to the one that it was saved from, if there was one. */
export function homeOf({ href, protocol }: Pick<Location, "href" | "protocol">): string | null {
  return protocol.startsWith("http") ? href.replace(/[?#].*$/s, "") : (carried?.home ?? null);
}

export async function pageAsFile(state: PlaygroundState): Promise<Blob> {
  const title = state.title ? `${state.title} – GRPO Playground` : "GRPO Playground";
  const baked = { link: encodeFragment(state), home: homeOf(location) };
  return new Blob([bake(await pageSource(), baked, title)], { type: "text/html" });
}
