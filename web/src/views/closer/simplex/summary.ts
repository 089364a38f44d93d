// SPDX-License-Identifier: MIT
// What the simplex shows, in words.
import type { FlowEnd } from "grpo-playground";
import type { Corners, RestMark } from "../../../charts/simplex";
import { toShares } from "../../../charts/simplex";
import { ruleRecipe } from "../../../state/rules";
import type { RuleId } from "../../../state/types";
import type { ViewSettings } from "../../../state/view-fields";
import { percentText, shortNumber } from "../../../story/format";

export interface SimplexFacts {
  corners: Corners;
  rule: RuleId;
  reference: readonly number[];
  marks: readonly RestMark[];
  /** Whether all policies are known, or only those that are reached from the reference. */
  all: boolean;
  /** Where the flow from the reference ends, once that is known. */
  way: { end: FlowEnd; last: ArrayLike<number> } | null;
}

const endings: Readonly<Record<FlowEnd, string>> = {
  stationary: "comes to rest at",
  boundary: "runs to the edge at",
  cycle: "goes round for ever, here past",
  unresolved: "has not settled yet at",
};

export function simplexSummary({ corners, rule, reference, marks, all, way }: SimplexFacts): string {
  const names = corners.labels.map((label) => `“${label}”`).join(", ");
  const cut = {
    whole: `Shares of ${names}.`,
    three: `The question of ${names} alone, without the other answers.`,
    rest: `Shares of ${names}; arrows are where the others keep the proportions of the reference.`,
  }[corners.cut];
  const own = marks.filter((mark) => mark.rule === rule);
  const found = `At β = ${shortNumber(corners.state.beta)} ${ruleRecipe(rule).label} ${holds(own, all)}.`;
  const list = (policy: ArrayLike<number>) => `(${toShares(policy, corners).map(percentText).join(", ")})`;
  const goes = way ? `${endings[way.end]} ${list(way.last)}` : "is being followed";
  return `${cut} ${found} From the reference ${list(reference)} the flow ${goes}.`;
}

/** How many policies hold still, how many of them attract the flow, and which only lie on the edge. */
function holds(own: readonly RestMark[], all: boolean): string {
  const inside = own.filter(({ boundary }) => !boundary);
  const edge = own.length - inside.length;
  if (edge === 0) return holdsInside(inside, all);
  const runs = `the flow runs to ${edge === 1 ? "one place" : `${edge} places`} on the edge`;
  return inside.length === 0 ? `holds still at no policy inside; ${runs}` : `${holdsInside(inside, all)}; ${runs}`;
}

function holdsInside(own: readonly RestMark[], all: boolean): string {
  const attracting = own.filter(({ stability }) => stability === "attracts").length;
  const [only] = own;
  if (!only) return all ? "holds still nowhere" : "has no policy that is reached from the reference";
  const does = attracting > 0 ? "attracts" : "does not attract";
  if (!all) return `holds still at the policy that is reached from the reference, which ${does} the flow`;
  if (own.length === 1) return `holds still at one policy, which ${does} the flow`;
  const some =
    attracting === 0 ? "none of which attracts" : `of which ${attracting} attract${attracting > 1 ? "" : "s"}`;
  return `holds still at ${own.length} policies, ${some} the flow`;
}

const shapes = {
  attracts: "a filled disc attracts the flow",
  saddle: "a diamond is a saddle",
  repels: "an open circle repels the flow",
} as const;

/** How to read what is drawn now, and nothing else. */
export function simplexKey(
  marks: readonly RestMark[],
  layers: ViewSettings<"simplex">["layers"],
  { several, undecided }: { several: boolean; undecided: boolean },
): string {
  const seen = (["attracts", "saddle", "repels"] as const).filter((one) => marks.some((m) => m.stability === one));
  const curves = [
    ...(layers.includes("path") ? ["the solid curve is the policy as β falls"] : []),
    ...(layers.includes("way") ? ["the dotted one is where training goes from π_ref"] : []),
  ];
  const shades = [
    ...(layers.includes("basins") && several ? ["a shade is what flows to one policy"] : []),
    ...(undecided ? ["without a shade the flow is too slow to be followed to its end"] : []),
  ];
  return [seen.map((one) => shapes[one]), curves, shades]
    .filter((parts) => parts.length > 0)
    .map((parts) => `${capital(parts.join(", "))}.`)
    .join(" ");
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
