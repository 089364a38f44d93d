// SPDX-License-Identifier: MIT
// What the picture of two answers shows, in words.
import type { BinaryCurve } from "grpo-playground";
import { boundLine, cornersAt, jumps, type OwnPoint } from "../../../charts/binary";
import { groupSizeText, shortNumber } from "../../../story/format";
import { shareText } from "../../../story/small-shares";

export interface BinaryFacts {
  answer: string;
  beta: number;
  groupSize: number | "inf";
  reference: number;
  /** The scenario's own rule: its stationary policies, and its curve at the scenario's β. */
  points: readonly OwnPoint[];
  curve: BinaryCurve;
}

export function binarySummary({ answer, beta, groupSize, reference, points, curve }: BinaryFacts): string {
  const settings = `At β = ${shortNumber(beta)} and G = ${groupSizeText(groupSize)}`;
  const shares = points.map(({ policy, stable }) => shareText(policy) + (stable ? "" : " (unstable)"));
  const outcome =
    points.length === 0
      ? "no policy is stationary inside the simplex"
      : `“${answer}”, which the reference gives ${shareText(reference)}, has ${shares.join(" or ")}`;
  const bound = boundLine(curve);
  const limit = jumps(curve);
  const corners = cornersAt(curve, reference).map(shareText);
  const runaway = corners.length > 0 ? [`Training may also run on to ${corners.join(" or ")} and stay there.`] : [];
  const within = bound
    ? [`It never has ${bound.isLeast ? "less" : "more"} than ${bound.name} = ${shareText(bound.policy)}.`]
    : [];
  const jump =
    limit.length > 0
      ? `As the reference goes to 0 the probability goes to ${limit.map(shareText).join(" or ")}, and at 0 it is 0: a jump.`
      : "As the reference goes to 0 the probability does too: no jump.";
  return [`${settings} ${outcome}.`, ...runaway, ...within, jump].join(" ");
}
