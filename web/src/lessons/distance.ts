// SPDX-License-Identifier: MIT
// How far a prediction is from the truth, and the score that this gives.

import type { Value } from "./leaves";
import type { Order, Shares } from "./responses";
import type { PredictInput } from "./types";

/** Inputs with a tolerance. */
export type Measured = Exclude<PredictInput, { type: "choice" }>;

/** Half the sum of all differences: the share that lies in the wrong place. */
export function totalVariation(a: Shares, b: Shares): number {
  return a.reduce((sum, share, i) => sum + Math.abs(share - b[i]), 0) / 2;
}

/** Numbers this near count as equal, so that their order does not matter. */
const tie = 1e-9;

/** Pairs of answers that the truth puts in an order, and how many of them the response has the other way round. */
export function wrongPairs(order: Order, truth: readonly number[]): { wrong: number; pairs: number } {
  let [wrong, pairs] = [0, 0];
  order.forEach((earlier, i) => {
    for (const later of order.slice(i + 1)) {
      const difference = truth[earlier] - truth[later];
      if (Math.abs(difference) <= tie) continue;
      pairs += 1;
      if (difference < 0) wrong += 1;
    }
  });
  return { wrong, pairs };
}

/** Null where the truth is not of the kind that the input asks for. */
export function distanceOf(input: Measured, response: unknown, truth: Value): number | null {
  if (input.type === "number" || input.type === "point") {
    if (typeof truth !== "number" || typeof response !== "number") return null;
    const distance = Math.abs(response - truth);
    return input.type === "number" && input.relative && truth !== 0 ? distance / Math.abs(truth) : distance;
  }
  if (!Array.isArray(truth) || !Array.isArray(response) || truth.length !== response.length) return null;
  return input.type === "order" ? wrongPairs(response, truth).wrong : totalVariation(response, truth);
}

/** A prediction at the tolerance itself is right, whatever the rounding. */
const slack = 1e-12;

export const isWithin = (distance: number, tolerance: number) => distance <= tolerance + slack;

/** So many tolerances away there is nothing left of the score. */
export const reach = 5;

/**
 * 1 within the tolerance, then linearly to 0 at five times the tolerance; for an order to 0 where half of the pairs are
 * wrong, which is what chance gives.
 */
export function scoreOf(input: Measured, distance: number, truth: Value): number {
  const { tolerance } = input;
  if (isWithin(distance, tolerance)) return 1;
  const end =
    input.type === "order"
      ? wrongPairs([...(truth as number[]).keys()], truth as number[]).pairs / 2
      : reach * tolerance;
  return end > tolerance ? Math.max(0, 1 - (distance - tolerance) / (end - tolerance)) : 0;
}
