// SPDX-License-Identifier: MIT
// The β with which one rule comes nearest to another's policy: total variation along β, narrowed around its least.
import type { StationaryPolicy } from "grpo-playground";
import { betaRange } from "../state/fields";
import type { Point } from "./curves";
import type { Table } from "./table";

/** Half the sum of all differences: the share that lies elsewhere. */
export function totalVariation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; ++i) sum += Math.abs(a[i]! - b[i]!);
  return sum / 2;
}

/** Decades to each side of the first's β that are looked at. */
const reach = 3;
const coarsePoints = 121;
const finePoints = 41;

/** From `from` to `to`, each by the same factor. */
function logarithmic(from: number, to: number, points: number): number[] {
  const factor = to / from;
  return Array.from({ length: points }, (_, k) => (k === points - 1 ? to : from * factor ** (k / (points - 1))));
}

/** The grid that the search begins on; `about` is a β that is known to be near, where there is one. */
export function coarseGrid(beta: number, about: number | null): number[] {
  const middle = Math.min(betaRange[1], Math.max(betaRange[0], about ?? beta));
  const from = Math.max(betaRange[0], middle / 10 ** reach);
  const to = Math.min(betaRange[1], middle * 10 ** reach);
  return logarithmic(from, to, coarsePoints);
}

export interface Nearness {
  beta: number;
  distance: number;
  policy: ArrayLike<number>;
}

interface Swept {
  value: number | "inf";
  stationary: readonly StationaryPolicy[];
}

/** Each β with its distance to the wanted policy; where the rule has no policy there is no point. `factor` is the rule's own multiple of β. */
export function nearness(points: readonly Swept[], wanted: ArrayLike<number>, factor: number): Nearness[] {
  return points.flatMap(({ value, stationary }) => {
    const policy = stationary[0]?.policy;
    return policy && value !== "inf"
      ? [{ beta: value / factor, distance: totalVariation(policy, wanted), policy }]
      : [];
  });
}

export function nearest(points: readonly Nearness[]): Nearness | null {
  return points.reduce<Nearness | null>(
    (best, point) => (best && best.distance <= point.distance ? best : point),
    null,
  );
}

/** The stretch around the nearest, in finer steps; null where the nearest is at an end or there is none. */
export function finerGrid(points: readonly Nearness[]): number[] | null {
  const best = nearest(points);
  const at = best ? points.indexOf(best) : -1;
  if (at < 1 || at >= points.length - 1) return null;
  return logarithmic(points[at - 1]!.beta, points[at + 1]!.beta, finePoints);
}

export const nearnessPoints = (points: readonly Nearness[]): Point[] =>
  points.map(({ beta, distance }): Point => [beta, distance]);

export function nearnessTable(
  points: readonly Nearness[],
  found: Nearness | null,
  wanted: string,
  used: string,
): Table {
  const all = [...points, ...(found ? [found] : [])].sort((a, b) => a.beta - b.beta);
  return {
    caption: `Total variation between the policy of ${wanted} and that of ${used} at each β.`,
    columns: ["β", "Total variation"],
    rows: all.map(({ beta, distance }) => [beta, distance]),
  };
}
