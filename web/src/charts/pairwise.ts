// SPDX-License-Identifier: MIT
// Answers compared pair by pair: the win matrix as a heat map, the tournament as a graph, exploitability against β.
import type { ScenarioDocument, StationaryPolicy, TournamentResult } from "grpo-playground";
import { toDocument } from "../state/document";
import { useWins } from "../state/edits";
import type { PlaygroundState } from "../state/types";
import type { Point } from "./curves";
import { plotText, textWidth } from "./frame";
import { leastBeside, type Panel, twoPanels } from "./starts";
import type { Table } from "./table";

/** What the core says of the comparisons of a valid document. */
export type Tournament = Extract<TournamentResult, { status: "ok" }>;

/** W: the scenario's, or what its rewards say, where the better one always wins. */
export function winsOf(state: PlaygroundState): readonly (readonly number[])[] {
  return useWins(state).wins!;
}

/** The scenario as comparisons, with GRPO's pairwise rule alone. */
export function pairwiseDocument(state: PlaygroundState): ScenarioDocument {
  const compared = { ...useWins(state), rules: ["grpo"] as const };
  const document = toDocument(compared);
  const [rule] = document.rules;
  return { ...document, rules: [{ ...rule!, preference: { model: "pairwise" } }] };
}

/** β from where the reference is all to where it is nothing, the scenario's own among them. */
export function betaLadder(beta: number): number[] {
  const perDecade = 6;
  const ladder = Array.from({ length: 4 * perDecade + 1 }, (_, k) =>
    Number((10 ** (1 - k / perDecade)).toPrecision(4)),
  );
  return [...new Set([...ladder, beta])].sort((a, b) => b - a);
}

/** The policy that is drawn for each β: the first inside the simplex, on the reference branch where there is one. */
export function branchPolicies(points: readonly { value: number | "inf"; stationary: readonly StationaryPolicy[] }[]) {
  return points.flatMap(({ value, stationary }) => {
    const policy = stationary.find(({ boundary }) => !boundary)?.policy;
    return policy && value !== "inf" ? [{ beta: value, policy }] : [];
  });
}

/** Exploitabilities below this are drawn as this: on a logarithmic axis nothing is 0. */
export const leastExploitability = 1e-6;

/** Down to the decade of the least that is drawn. */
export function exploitabilityDomain(exploitability: ArrayLike<number>): [number, number] {
  const least = Math.min(1e-2, ...Array.from(exploitability));
  return [Math.max(leastExploitability, 10 ** Math.floor(Math.log10(Math.max(leastExploitability, least)) + 1e-9)), 2];
}

/** Policies whose shares differ by less are drawn and spoken of as one. */
const sameShare = 0.05;

/** Whether the policy at the least β has come to the lottery: where several are maximal, it goes to one of them. */
export function reaches(policy: ArrayLike<number> | null, lottery: ArrayLike<number>): boolean {
  return policy !== null && Array.from(lottery).every((share, k) => Math.abs(share - policy[k]!) < sameShare);
}

export function exploitabilityCurve(betas: readonly number[], exploitability: ArrayLike<number>): Point[] {
  return betas.map((beta, k) => [beta, Math.max(leastExploitability, exploitability[k]!)] as const);
}

export interface HeatMap {
  left: number;
  top: number;
  cell: number;
  /** The columns' names run upwards: there is no room for them to run across. */
  upright: boolean;
}

/** Rem: the longest name, what stands above all names, a line of the columns' names, and the widest cell. */
const heatRoom = { name: 8, head: 1.5, line: 1.25, cell: 7 } as const;
/** Cells so wide, in rem, have names in two lines; narrower ones have theirs upright. */
const leastAcross = 4.5;

/** Square cells with room for the names of the rows at the left and of the columns above. */
export function heatMap(
  labels: readonly string[],
  { width, height }: Pick<Panel, "width" | "height">,
  rem: number,
): HeatMap {
  const count = labels.length;
  const longest = Math.max(0, ...labels.map((label) => textWidth(label, plotText.label * rem)));
  const left = Math.min(longest + rem, heatRoom.name * rem, width / 3);
  const under = (names: number, upright = false): HeatMap => {
    const top = heatRoom.head * rem + names;
    const cell = Math.min((width - left) / count, (height - top) / count, heatRoom.cell * rem);
    return { left, top, cell: Math.max(1, cell), upright };
  };
  const one = under(heatRoom.line * rem);
  if (longest <= one.cell - 0.5 * rem) return one;
  const two = under(2 * heatRoom.line * rem);
  if (two.cell >= leastAcross * rem) return two;
  return under(Math.min(longest, (heatRoom.name - 2) * rem) + 0.75 * rem, true);
}

/** Matrix and tournament side by side, or one above the other with the room that each needs. */
export function pairwisePanels(
  labels: readonly string[],
  { width, height, rem }: { width: number; height: number; rem: number },
): [Panel, Panel] {
  if (width >= leastBeside * rem) return twoPanels({ width, height, rem });
  const { top, cell } = heatMap(labels, { width, height: Infinity }, rem);
  const gap = 1.5 * rem;
  const first = Math.min(Math.max(height / 2, height - gap - 17 * rem), top + labels.length * cell);
  return [
    { x: 0, y: 0, width, height: first },
    { x: 0, y: first + gap, width, height: height - first - gap },
  ];
}

/** The height that the panels take, in rem. */
export function pairwiseHeight(labels: readonly string[], width: number, rem: number): number {
  if (width >= leastBeside * rem) return 26;
  const { top, cell } = heatMap(labels, { width, height: Infinity }, rem);
  return (top + labels.length * cell) / rem + 1.5 + 17;
}

/** W for a pointer at this place of the cell: from its left edge to its right, in whole percent. */
export function winAt(x: number, column: number, { left, cell }: Pick<HeatMap, "left" | "cell">): number {
  const part = (x - left - column * cell) / cell;
  return Math.round(100 * Math.min(1, Math.max(0, part))) / 100;
}

export interface Node {
  answer: number;
  x: number;
  y: number;
  radius: number;
}

/** Rem above and below the nodes for their names and what they win; at their sides at most, and a sign of winning's own. */
const nodeRoom = { above: 4, side: 9, sign: 4 } as const;

/**
 * Answers on a circle, the first at the top (of two, at the left), which fills the panel but for the names around it;
 * the area beyond the least one grows with the share of the lottery.
 */
export function nodes(
  lottery: ArrayLike<number>,
  labels: readonly string[],
  { width, height }: Panel,
  rem: number,
): Node[] {
  const count = lottery.length;
  if (count === 0) return [];
  const least = 0.625 * rem;
  const longest = Math.max(0, ...labels.map((label) => textWidth(label, plotText.label * rem)));
  const side = Math.min(Math.max(longest, nodeRoom.sign * rem) + 2.25 * rem, nodeRoom.side * rem, 0.34 * width);
  const first = count === 2 ? Math.PI : -Math.PI / 2;
  const angles = Array.from({ length: count }, (_, answer) => first + (2 * Math.PI * answer) / count);
  const across = extent(angles.map(Math.cos));
  const along = extent(angles.map(Math.sin));
  const room = (length: number, taken: number, span: number) => (span > 1e-9 ? (length - taken) / span : Infinity);
  const fitting = Math.min(
    room(width, 2 * side, across.high - across.low),
    room(height, 2 * nodeRoom.above * rem, along.high - along.low),
  );
  const circle = Math.max(least, Math.min(fitting, Math.max(width, height)));
  const apart = count > 1 ? 2 * circle * Math.sin(Math.PI / count) : Infinity; // between neighbours
  const most = Math.max(least, Math.min(1.5 * rem, apart - 1.5 * least));
  const centre = [width / 2, height / 2 - (circle * (along.low + along.high)) / 2] as const;
  return angles.map((angle, answer) => ({
    answer,
    x: centre[0] + circle * Math.cos(angle),
    y: centre[1] + circle * Math.sin(angle),
    radius: Math.sqrt(least ** 2 + Math.min(1, Math.max(0, lottery[answer]!)) * (most ** 2 - least ** 2)),
  }));
}

function extent(values: readonly number[]): { low: number; high: number } {
  return { low: Math.min(...values), high: Math.max(...values) };
}

export interface Edge {
  winner: number;
  loser: number;
  margin: number;
  tie: boolean;
  tail: Point;
  head: Point;
}

/** Below this two answers are even. */
const leastMargin = 1e-9;

export function allEven(margins: readonly ArrayLike<number>[]): boolean {
  return margins.every((row) => Array.from(row).every((margin) => Math.abs(margin) < leastMargin));
}

/** From each winner to each loser, edge to edge of their nodes; ties from the first to the second. */
export function edges(margins: readonly ArrayLike<number>[], places: readonly Node[]): Edge[] {
  return places.flatMap((from) =>
    places.slice(from.answer + 1).map((to): Edge => {
      const margin = margins[from.answer]![to.answer]!;
      const [winner, loser] = margin >= 0 ? [from, to] : [to, from];
      const [dx, dy] = [loser.x - winner.x, loser.y - winner.y];
      const length = Math.hypot(dx, dy) || 1;
      const off = (node: Node, sign: 1 | -1): Point => [
        node.x + (sign * (node.radius + 3) * dx) / length,
        node.y + (sign * (node.radius + 3) * dy) / length,
      ];
      return {
        winner: winner.answer,
        loser: loser.answer,
        margin: Math.abs(margin),
        tie: Math.abs(margin) < leastMargin,
        tail: off(winner, 1),
        head: off(loser, -1),
      };
    }),
  );
}

export function pairwiseTable(
  labels: readonly string[],
  wins: readonly (readonly number[])[],
  { borda, lottery }: Pick<Tournament, "borda" | "lottery">,
  policy: ArrayLike<number> | null,
): Table {
  return {
    caption:
      "How often the answer of the row is preferred to each other, its Borda score, its share of the maximal lottery, and π.",
    columns: ["Answer", ...labels.map((label) => `beats ${label}`), "Borda", "Maximal lottery", "π"],
    rows: labels.map((label, k) => [label, ...wins[k]!, borda[k]!, lottery[k]!, policy?.[k] ?? null]),
  };
}
