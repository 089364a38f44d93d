// SPDX-License-Identifier: MIT
// The whole address that opens a state: readable while it is short, packed from there on.
import { encodeFragment, longestReadable } from "../state/fragment";
import { packed } from "../state/packed-link";
import type { PlaygroundState } from "../state/types";

/** Chat programs and forms keep links up to this many characters; longer ones are cut off by some. */
export const longestPassedOn = 2000;

export async function linkOf(state: PlaygroundState, page: string = location.href): Promise<string> {
  const fragment = encodeFragment(state);
  const short = fragment.length <= longestReadable ? fragment : await packed(fragment);
  // A file's name may have brackets, at which programs that find links in text cut them off.
  const address = page.replace(/#.*$/s, "").replaceAll("(", "%28").replaceAll(")", "%29");
  return `${address}#${short}`;
}
