// SPDX-License-Identifier: MIT
// What the picture of two answers shows, in words.
import type { OwnPoint } from "../../../charts/binary";
import type { CurveOfBeta } from "../../../engine/view-calls";
import { groupSizeText, percentText, shortNumber } from "../../../story/format";

export interface BinaryFacts {
  answer: string;
  beta: number;
  groupSize: number | "inf";
  reference: number;
  /** The scenario's own rule: its stationary policies, and its curve at the scenario's β. */
  points: readonly OwnPoint[];
  curve: CurveOfBeta;
}

export function binarySummary({ answer, beta, groupSize, reference, points, curve }: BinaryFacts): string {
  const settings = `At β = ${shortNumber(beta)} and G = ${groupSizeText(groupSize)}`;
  const shares = points.map(({ policy }) => percentText(policy));
  const outcome =
    points.length === 0
      ? "no policy is stationary inside the simplex"
      : `“${answer}”, which the reference gives ${percentText(reference)}, has ${shares.join(" or ")}`;
  const { bound, limits } = curve;
  const atLeast =
    bound && bound.value > 0 ? [`It never has less than ${bound.name} = ${percentText(bound.value)}.`] : [];
  const jumps =
    limits.atZero > 0
      ? `As the reference goes to 0 the probability goes to ${percentText(limits.atZero)}, and at 0 itself it is 0: a jump.`
      : "As the reference goes to 0 the probability does too: no jump.";
  return [`${settings} ${outcome}.`, ...atLeast, jumps].join(" ");
}
