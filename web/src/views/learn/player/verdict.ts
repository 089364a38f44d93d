// SPDX-License-Identifier: MIT
// How near a prediction was, in words.

import { wrongPairs } from "../../../lessons/distance";
import type { Scored } from "../../../lessons/score";
import type { PredictInput } from "../../../lessons/types";
import { percentText, shortNumber } from "../../../story/format";

const points = (share: number) => `${shortNumber(100 * share)} percentage ${100 * share === 1 ? "point" : "points"}`;

/** One sentence; empty where there is nothing to measure. */
export function distanceInWords(input: PredictInput, response: unknown, { truth, distance }: Scored): string {
  if (input.type === "choice" || distance === null) return "";
  if (input.type === "order") {
    const { pairs } = wrongPairs(response as number[], truth as number[]);
    if (distance === 0) return "Every pair is in the right order.";
    return `${distance} of ${pairs} pairs ${distance === 1 ? "is" : "are"} the wrong way round.`;
  }
  if (input.type === "bars" || input.type === "triangle") {
    if (distance < 5e-4) return "Exactly the truth.";
    return `${percentText(distance)} of the probability lies in the wrong place; up to ${percentText(input.tolerance)} counts as right.`;
  }
  const side = (response as number) < (truth as number) ? "too low" : "too high";
  if (input.type === "point" || input.unit === "percent")
    return distance < 5e-4
      ? "Exactly the truth."
      : input.type === "number" && input.relative
        ? `${percentText(distance)} of the truth ${side}; up to ${percentText(input.tolerance)} counts as right.`
        : `${points(distance)} ${side}; up to ${shortNumber(100 * input.tolerance)} counts as right.`;
  if (distance === 0) return "Exactly the truth.";
  const [off, allowed] = input.relative
    ? [`${percentText(distance)} of the truth`, percentText(input.tolerance)]
    : [shortNumber(distance), shortNumber(input.tolerance)];
  return `${off} ${side}; up to ${allowed} counts as right.`;
}

/** In a word or two. */
export function verdict({ score, right }: Scored): string {
  if (right) return "Right";
  return score !== null && score >= 0.5 ? "Close" : "Not yet";
}
