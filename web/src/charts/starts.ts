// SPDX-License-Identifier: MIT
// Two answers with several stationary policies: the gap h, the one-step map with its cobweb, and which start leads where.
import type { StationaryPolicy } from "grpo-playground";
import type { Point } from "./curves";
import type { Frame } from "./frame";
import { spread } from "./spread";
import type { Table } from "./table";

/** Probabilities of the first answer at which the map is asked for: dense at both ends, and evenly between. */
export function startGrid(): number[] {
  const even = Array.from({ length: 199 }, (_, k) => (k + 1) / 200);
  const ends = Array.from({ length: 41 }, (_, k) => 10 ** (-6 + k / 10)).filter((p) => p < 0.01);
  return [...new Set([...even, ...ends, ...ends.map((p) => 1 - p)])].sort((a, b) => a - b);
}

/** A policy that holds still, by the probability of the first answer. */
export interface Root {
  p: number;
  stable: boolean;
  /** A corner that attracts the flow. */
  boundary: boolean;
}

export function rootsOf(stationary: readonly StationaryPolicy[]): Root[] {
  return stationary
    .map(({ policy, stable, boundary }) => ({ p: policy[0]!, stable, boundary }))
    .sort((a, b) => a.p - b.p);
}

/** The map between the points at which it is known: along the chord. */
export function mapAt(map: readonly Point[], p: number): number {
  const after = map.findIndex(([x]) => x >= p);
  if (after === -1) return map.at(-1)?.[1] ?? p;
  if (after === 0) return map[0]![1];
  const [[x0, y0], [x1, y1]] = [map[after - 1]!, map[after]!];
  return y0 + ((y1 - y0) * (p - x0)) / (x1 - x0);
}

/** Steps after which a walk is left, and how little a step moves once it rests. */
const mostSteps = 200;
const atRest = 1e-7;

/** p, then what each step of the map makes of it. */
export function steps(map: readonly Point[], start: number): number[] {
  const walked = [start];
  while (walked.length <= mostSteps) {
    const last = walked.at(-1)!;
    const next = mapAt(map, last);
    walked.push(next);
    if (Math.abs(next - last) < atRest) break;
  }
  return walked;
}

/** The staircase between the diagonal and the map. */
export function cobweb(walked: readonly number[]): Point[] {
  return walked.flatMap((p, k): Point[] =>
    k === 0
      ? [[p, p]]
      : [
          [walked[k - 1]!, p],
          [p, p],
        ],
  );
}

/** A walk that still moves by so much at its end goes to and fro. */
const toAndFro = 1e-3;
/** How near to a root a walk must end. */
const near = 5e-3;

/** The root where the walk rests; `cycle` where it goes to and fro; null where it is on its way or rests at no root. */
export function restOf(walked: readonly number[], roots: readonly Root[]): number | "cycle" | null {
  const [last, before] = [walked.at(-1)!, walked.at(-2) ?? walked.at(-1)!];
  if (Math.abs(last - before) > toAndFro) return "cycle";
  let best: number | null = null;
  roots.forEach(({ p }, index) => {
    const distance = Math.abs(p - last);
    if (distance < near && (best === null || distance < Math.abs(roots[best]!.p - last))) best = index;
  });
  return best;
}

/** Starts that share an end. */
export interface Stretch {
  from: number;
  to: number;
  end: number | "cycle" | null;
}

function merged(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = [];
  for (const stretch of stretches) {
    const last = all.at(-1);
    if (last && last.end === stretch.end) last.to = stretch.to;
    else all.push({ ...stretch });
  }
  return all;
}

/** Where steps of the map lead from every start. */
export function stepBasins(map: readonly Point[], roots: readonly Root[]): Stretch[] {
  const half = (k: number) => (k <= 0 ? 0 : k >= map.length ? 1 : (map[k - 1]![0] + map[k]![0]) / 2);
  return merged(map.map(([p], k) => ({ from: half(k), to: half(k + 1), end: restOf(steps(map, p), roots) })));
}

/**
 * Where the mean-field flow leads: between two roots it goes the way of h's sign, and a corner is an end as well. Where
 * the roots are so close that h is known at no point between them, the flow leaves the unstable one for the stable.
 */
export function flowBasins(gap: readonly Point[], roots: readonly Root[]): Stretch[] {
  const inner = roots.filter(({ boundary }) => !boundary);
  const bounds = [0, ...inner.map(({ p }) => p), 1];
  const stretches = bounds.slice(1).map((to, k): Stretch => {
    const from = bounds[k]!;
    const target = (risesBetween(gap, from, to) ?? !(inner[k - 1]?.stable ?? !inner[k]?.stable)) ? to : from;
    const end = roots.findIndex(({ p }) => Math.abs(p - target) < 1e-12);
    return { from, to, end: end === -1 ? null : end };
  });
  return merged(stretches.filter(({ from, to }) => to > from));
}

/** Whether h is above 0 at the known point in the middle; null where there is none. */
function risesBetween(gap: readonly Point[], from: number, to: number): boolean | null {
  const between = gap.filter(([p]) => p > from && p < to);
  return between.length === 0 ? null : between[Math.floor(between.length / 2)]![1] > 0;
}

/**
 * Where the numbers of the roots, in growing order, stand along the axis: beside their root on the side that they lean
 * to, less far where another root is near, and never on one another.
 */
export function numberPlaces(
  roots: readonly { at: number; lean: 1 | -1 | 0 }[],
  { left, right, rem }: Pick<Frame, "left" | "right" | "rem">,
): number[] {
  const wished = roots.map(({ at, lean }, k) => {
    const next = roots[k + lean]?.at ?? at + lean * rem * 10;
    return at + lean * Math.min(0.625 * rem, Math.abs(next - at) / 3);
  });
  return spread(wished, 0.75 * rem, left, right + 0.75 * rem);
}

/** What is shown of h: all between the policies that hold still, elsewhere its values away from the ends, and 0. */
export function gapDomain(gap: readonly Point[], roots: readonly Root[] = []): [number, number] {
  const inner = roots.filter(({ boundary }) => !boundary).map(({ p }) => p);
  const [from, to] = [Math.min(0.1, ...inner), Math.max(0.9, ...inner)];
  const values = [0, ...gap.filter(([p, h]) => p >= from && p <= to && Number.isFinite(h)).map(([, h]) => h)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.1 * (high - low || 1);
  return [low - room, high + room];
}

export interface Panel {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Narrower pictures, in rem, have their panels one above the other. */
export const leastBeside = 40;

/** Two panels side by side, one above the other on a narrow page. */
export function twoPanels({ width, height, rem }: { width: number; height: number; rem: number }): [Panel, Panel] {
  const gap = 1.5 * rem;
  if (width >= leastBeside * rem) {
    const each = (width - gap) / 2;
    return [
      { x: 0, y: 0, width: each, height },
      { x: each + gap, y: 0, width: each, height },
    ];
  }
  const each = (height - gap) / 2;
  return [
    { x: 0, y: 0, width, height: each },
    { x: 0, y: each + gap, width, height: each },
  ];
}

export function startsTable(
  answer: string,
  roots: readonly Root[],
  map: readonly Point[],
  gap: readonly Point[],
): Table {
  return {
    caption: `π of “${answer}”: the policies that hold still, then h and one step of the map from each start.`,
    columns: ["What", "π", "h(π)", "After one step"],
    rows: [
      ...roots.map(({ p, stable, boundary }) => [
        `Stationary, ${stable ? "stable" : "unstable"}${boundary ? ", a corner" : ""}`,
        p,
        boundary ? null : 0,
        p,
      ]),
      ...map.map(([p, next], k) => ["Start", p, gap[k]![1], next]),
    ],
  };
}
