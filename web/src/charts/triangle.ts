// SPDX-License-Identifier: MIT
// The triangle of three shares: places in pixels and back, a grid of arrows, cells of basins, steps.
import type { Point } from "./curves";

/** Shares of the left, the right and the top corner; they sum to 1. */
export type Shares = readonly [left: number, right: number, top: number];

export interface Triangle {
  rem: number;
  /** Left, right, top. */
  corners: readonly [Point, Point, Point];
  side: number;
}

const heightOfSide = Math.sqrt(3) / 2;

/** The largest triangle with room for the names of its corners, above and below. */
export function triangleIn({ width, height, rem }: { width: number; height: number; rem: number }): Triangle {
  const room = { side: 1.5 * rem, top: 2 * rem, bottom: 2 * rem };
  const side = Math.max(1, Math.min(width - 2 * room.side, (height - room.top - room.bottom) / heightOfSide));
  const middle = width / 2;
  const bottom = height - room.bottom - Math.max(0, (height - room.top - room.bottom - heightOfSide * side) / 2);
  const top: Point = [middle, bottom - heightOfSide * side];
  return { rem, side, corners: [[middle - side / 2, bottom], [middle + side / 2, bottom], top] };
}

export function placeOf(shares: ArrayLike<number>, { corners }: Triangle): Point {
  const along = (axis: 0 | 1) => corners.reduce((sum, corner, k) => sum + shares[k]! * corner[axis], 0);
  return [along(0), along(1)];
}

/** The least share that a drag or a step leaves to a corner: a reference is never 0. */
export const leastShare = 1e-3;

/** The shares at a place; beyond an edge, or too near to it, those of the nearest place that is allowed. */
export function sharesAt([x, y]: Point, { corners, side }: Triangle): Shares {
  const [[left, bottom]] = corners;
  const top = (bottom - y) / (heightOfSide * side);
  const right = (x - left) / side - top / 2;
  return within([1 - right - top, right, top]);
}

/** Each share at least the least one, the others scaled to the rest. */
function within(shares: Shares): Shares {
  const raised = shares.map((share) => Math.max(leastShare, share));
  const free = raised.reduce((sum, share) => sum + share - leastShare, 0);
  const scale = (1 - 3 * leastShare) / free;
  const [, right, top] = raised.map((share) => round(leastShare + (share - leastShare) * scale));
  return [round(1 - right! - top!), right!, top!];
}

/** Four decimals: finer than a pixel, coarse enough to be read. */
const round = (share: number) => Number(share.toFixed(4));

/** The shares after a step to the right, from the left corner, or to the top, from both lower ones; negative goes back. */
export function steppedShares([left, right, top]: Shares, towards: "right" | "top", step: number): Shares {
  if (towards === "right") return within([left - step, right + step, top]);
  return within([left - step / 2, right - step / 2, top + step]);
}

/** The centres of a triangular grid, in the order of the core's basins. */
export function gridShares(resolution: number): Shares[] {
  const grid: Shares[] = [];
  for (let i = 0; i < resolution; ++i)
    for (let j = 0; i + j < resolution; ++j)
      grid.push([(i + 1 / 3) / resolution, (j + 1 / 3) / resolution, (resolution - 1 - i - j + 1 / 3) / resolution]);
  return grid;
}

export interface Arrow {
  tail: Point;
  head: Point;
  /** 0 where nothing moves, 1 at the fastest. */
  speed: number;
}

/** Arrows centred on their places. Their lengths grow with the root of the speed, so that slow ones are still seen. */
export function arrows(
  at: readonly ArrayLike<number>[],
  velocities: readonly ArrayLike<number>[],
  triangle: Triangle,
  longest: number,
): Arrow[] {
  const moves = velocities.map((velocity) => {
    const [x, y] = placeOf(velocity, triangle); // the entries sum to 0: a difference of places
    return { x, y, size: Math.hypot(x, y) };
  });
  const fastest = Math.max(0, ...moves.map(({ size }) => size).filter(Number.isFinite));
  return at.flatMap((shares, k): Arrow[] => {
    const { x, y, size } = moves[k]!;
    if (!(size > 0) || !Number.isFinite(size)) return [];
    const speed = size / fastest;
    const half = (longest * Math.sqrt(speed)) / 2 / size;
    const [cx, cy] = placeOf(shares, triangle);
    return [{ tail: [cx - half * x, cy - half * y], head: [cx + half * x, cy + half * y], speed }];
  });
}

const hundredth = (value: number) => Math.round(100 * value) / 100;

/** A shaft with two barbs at its head. */
export function arrowPath({ tail, head }: Arrow, barb: number): string {
  const [x, y] = head;
  const length = Math.hypot(x - tail[0], y - tail[1]) || 1;
  const [dx, dy] = [(x - tail[0]) / length, (y - tail[1]) / length];
  const size = Math.min(barb, 0.6 * length);
  const side = (turn: number) => `${hundredth(x - size * (dx + turn * dy))},${hundredth(y - size * (dy - turn * dx))}`;
  return `M${hundredth(tail[0])},${hundredth(tail[1])}L${hundredth(x)},${hundredth(y)}M${side(0.6)}L${hundredth(x)},${hundredth(y)}L${side(-0.6)}`;
}

/** Hexagons around the starts, those with the same end as one path. */
export function basinPaths(
  starts: readonly ArrayLike<number>[],
  ends: ArrayLike<number>,
  resolution: number,
  triangle: Triangle,
) {
  const radius = triangle.side / resolution / Math.sqrt(3) + 0.25; // a hair more, so that no seams show
  const paths = new Map<number, string>();
  starts.forEach((start, k) => {
    const end = ends[k]!;
    paths.set(end, (paths.get(end) ?? "") + hexagon(placeOf(start, triangle), radius));
  });
  return [...paths].sort(([a], [b]) => a - b).map(([end, d]) => ({ end, d }));
}

function hexagon([x, y]: Point, radius: number): string {
  const corner = (k: number) => {
    const angle = (Math.PI / 3) * k + Math.PI / 6;
    return `${hundredth(x + radius * Math.cos(angle))},${hundredth(y + radius * Math.sin(angle))}`;
  };
  return `M${[0, 1, 2, 3, 4, 5].map(corner).join("L")}Z`;
}
