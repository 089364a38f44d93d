// SPDX-License-Identifier: MIT
// Probability by reward: how much of a policy is paid what. Few different rewards have a bar each; many share bins.

import { extent, tickIncrement, ticks } from "d3-array";
import type { PromptData } from "./types";

export interface Bin {
  /** The reward itself where it has a bin of its own; otherwise from its first end, included, to the second, not. */
  from: number;
  to: number;
}

/** More different rewards than this share bins. */
const mostSingle = 16;
const bins = 24;

export function binsOf({ laws }: PromptData): Bin[] {
  const values = new Set(laws.flatMap((law) => law.values));
  if (values.size <= mostSingle) return [...values].sort((a, b) => a - b).map((value) => ({ from: value, to: value }));
  const [least, greatest] = extent(values) as [number, number];
  const inner = ticks(least, greatest, bins);
  const increment = tickIncrement(least, greatest, bins);
  const step = increment < 0 ? -1 / increment : increment;
  if (inner.length < 2) return [{ from: least, to: greatest }]; // closer together than numbers can tell
  const edges = [...(least < inner[0]! ? [inner[0]! - step] : []), ...inner, inner.at(-1)! + step];
  return edges.slice(1).map((to, k) => ({ from: edges[k]!, to }));
}

/** Of each bin, its probability under a policy over laws. */
export function masses({ laws }: PromptData, binned: readonly Bin[], policy: ArrayLike<number>): number[] {
  const sums = binned.map(() => 0);
  laws.forEach(({ values, probabilities }, law) => {
    values.forEach((value, k) => (sums[binAt(binned, value)]! += policy[law]! * probabilities[k]!));
  });
  return sums;
}

/** The last bin that begins at or below the value. */
function binAt(binned: readonly Bin[], value: number): number {
  let [low, high] = [0, binned.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (binned[middle]!.from <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
