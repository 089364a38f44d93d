// SPDX-License-Identifier: MIT
// The whole address that opens a state: readable while it is short, packed from there on.
import { carried } from "../carried/carried";
import { encodeFragment, longestReadable } from "../state/fragment";
import { packed } from "../state/packed-link";
import type { PlaygroundState } from "../state/types";

/** Chat programs and forms keep links up to this many characters; longer ones are cut off by some. */
export const longestPassedOn = 2000;

/** This page's; a file's own would lead others nowhere, so it gives that of the page it was saved from, where known. */
function ownAddress(): string {
  return (location.protocol === "file:" && carried?.home) || location.href;
}

export async function linkOf(state: PlaygroundState, page: string = ownAddress()): Promise<string> {
  const fragment = encodeFragment(state);
  return linkTo(fragment.length <= longestReadable ? fragment : await packed(fragment), page);
}

/** The whole address of a fragment, of a lesson's for instance. */
export function linkTo(fragment: string, page: string = ownAddress()): string {
  // A file's name may have brackets, at which programs that find links in text cut them off.
  const address = page.replace(/#.*$/s, "").replaceAll("(", "%28").replaceAll(")", "%29");
  return `${address}#${fragment}`;
}
