// SPDX-License-Identifier: MIT
// Probabilities as the closer looks write them, where very small ones are the point.
import { percentText, shortNumber } from "./format";

/** Below this percent no longer tells two probabilities apart. */
const leastPercent = 1e-5;

/** 63.4%, and 10⁻⁹ where percent would only say how little it is. */
export function shareText(share: number): string {
  return share > 0 && share < leastPercent ? shortNumber(share) : percentText(share);
}
