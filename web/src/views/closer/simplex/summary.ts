// SPDX-License-Identifier: MIT
// What the simplex shows, in words.
import type { FlowEnd } from "grpo-playground";
import type { Corners, RestMark } from "../../../charts/simplex";
import { ruleRecipe } from "../../../state/rules";
import type { RuleId } from "../../../state/types";
import { percentText, shortNumber } from "../../../story/format";

export interface SimplexFacts {
  corners: Corners;
  rule: RuleId;
  reference: readonly number[];
  marks: readonly RestMark[];
  /** Where the flow from the reference ends, once that is known. */
  way: { end: FlowEnd; last: ArrayLike<number> } | null;
}

const list = (shares: ArrayLike<number>) => Array.from(shares, percentText).join(", ");

const endings: Readonly<Record<FlowEnd, string>> = {
  stationary: "comes to rest at",
  boundary: "runs to the edge at",
  cycle: "goes round for ever, here past",
  unresolved: "has not settled yet at",
};

export function simplexSummary({ corners, rule, reference, marks, way }: SimplexFacts): string {
  const names = corners.labels.map((label) => `“${label}”`).join(", ");
  const cut = {
    whole: `Shares of ${names}.`,
    three: `The question of ${names} alone, without the other answers.`,
    rest: `Shares of ${names}; arrows are where the others keep the proportions of the reference.`,
  }[corners.cut];
  const own = marks.filter((mark) => mark.rule === rule);
  const attracting = own.filter(({ stability }) => stability === "attracts").length;
  const { label } = ruleRecipe(rule);
  const beta = shortNumber(corners.state.beta);
  const found =
    own.length === 0
      ? `${label} holds still nowhere at β = ${beta}`
      : `At β = ${beta} ${label} holds still at ${own.length === 1 ? "one policy" : `${own.length} policies`}, of which ${attracting} attract${attracting === 1 ? "s" : ""} the flow`;
  const goes = way ? ` From the reference (${list(reference)}) the flow ${endings[way.end]} (${list(way.last)}).` : "";
  return `${cut} ${found}.${goes}`;
}
