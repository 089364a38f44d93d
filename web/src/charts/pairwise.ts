// SPDX-License-Identifier: MIT
// Answers compared pair by pair: the win matrix as a heat map, the tournament as a graph, exploitability against β.
import type { ScenarioDocument, StationaryPolicy, TournamentResult } from "grpo-playground";
import { toDocument } from "../state/document";
import { useWins } from "../state/edits";
import type { PlaygroundState } from "../state/types";
import type { Point } from "./curves";
import type { Panel } from "./starts";
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

export function exploitabilityCurve(betas: readonly number[], exploitability: ArrayLike<number>): Point[] {
  return betas.map((beta, k) => [beta, Math.max(leastExploitability, exploitability[k]!)] as const);
}

export interface HeatMap {
  left: number;
  top: number;
  cell: number;
}

/** Square cells with room for the names of the rows at the left and of the columns above. */
export function heatMap(count: number, { width, height }: Panel, rem: number): HeatMap {
  const left = Math.min(7 * rem, width / 3);
  const top = 2.5 * rem;
  const cell = Math.max(1, Math.min((width - left) / count, (height - top) / count, 7 * rem));
  return { left, top, cell };
}

/** W for a pointer at this place of the cell: from its left edge to its right, in whole percent. */
export function winAt(x: number, column: number, { left, cell }: HeatMap): number {
  const part = (x - left - column * cell) / cell;
  return Math.round(100 * Math.min(1, Math.max(0, part))) / 100;
}

export interface Node {
  answer: number;
  x: number;
  y: number;
  radius: number;
}

/** Answers on a circle, the first at the top; the area beyond the least one grows with the share of the lottery. */
export function nodes(lottery: ArrayLike<number>, { width, height }: Panel, rem: number): Node[] {
  const count = lottery.length;
  const least = 0.625 * rem;
  const most = 1.5 * rem;
  const circle = Math.max(least, Math.min(width - 12 * rem, height - 7.5 * rem) / 2);
  return Array.from({ length: count }, (_, answer) => {
    const angle = (2 * Math.PI * answer) / count - Math.PI / 2;
    const share = Math.min(1, Math.max(0, lottery[answer]!));
    return {
      answer,
      x: width / 2 + circle * Math.cos(angle),
      y: height / 2 + circle * Math.sin(angle),
      radius: Math.sqrt(least ** 2 + share * (most ** 2 - least ** 2)),
    };
  });
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
