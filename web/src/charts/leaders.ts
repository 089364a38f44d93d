// SPDX-License-Identifier: MIT
// Where a name stands beside its curve: in free space, with a hairline to the place where the curve is most by itself.
import { type Box, distance, labelBox, overlap, type Point } from "./curves";
import type { Frame } from "./frame";

export interface Crowd {
  /** All curves, the label's own among them, and other marks: the box keeps off them. */
  free: (box: Box) => boolean;
  taken: readonly Box[];
}

export interface Spot {
  x: number;
  y: number;
  box: Box;
  /** The end of the hairline on the curve. */
  from: Point;
}

/** Places on the curve that are tried, ways to go from each, and how far: in the size of the type. */
const anchors = 16;
const ways = 12;
const reaches = [1.5, 2.25, 3.25, 4.5, 6, 8];
/** Pixels between a name and any curve. */
const gap = 3;
/** What it costs that a hairline runs over another curve, in the size of the type. */
const crossing = 4;
/** A name whose hairline runs over more curves is taken for theirs. */
const mostCrossed = 1;

/** Edge of a cell of the map below, in pixels. */
const cell = 4;

/** A map of where points lie, summed up so that a box is looked up at once: whether it holds none, a gap included. */
export function freeSpace(points: readonly Point[], { width, height }: Frame): (box: Box) => boolean {
  const [columns, rows] = [Math.ceil(width / cell) + 1, Math.ceil(height / cell) + 1];
  const sums = new Int32Array((columns + 1) * (rows + 1));
  const column = (x: number) => Math.max(0, Math.min(columns, Math.floor(x / cell)));
  const row = (y: number) => Math.max(0, Math.min(rows, Math.floor(y / cell)));
  for (const [x, y] of points) {
    if (!(x >= 0 && y >= 0 && x <= width && y <= height)) continue;
    const place = (Math.floor(y / cell) + 1) * (columns + 1) + Math.floor(x / cell) + 1;
    sums[place] = 1;
  }
  for (let j = 1; j <= rows; ++j)
    for (let i = 1; i <= columns; ++i) {
      const at = j * (columns + 1) + i;
      sums[at] = sums[at]! + sums[at - 1]! + sums[at - columns - 1]! - sums[at - columns - 2]!;
    }
  return ({ left, right, top, bottom }) => {
    const [from, to] = [column(left - gap), Math.min(columns, column(right + gap) + 1)];
    const [above, below] = [row(top - gap), Math.min(rows, row(bottom + gap) + 1)];
    const at = (i: number, j: number) => sums[j * (columns + 1) + i]!;
    return at(to, below) - at(from, below) - at(to, above) + at(from, above) === 0;
  };
}

/** The nearest free place; the curve is touched where others are far from it. Null where all is full. */
export function leaderSpot(
  own: readonly Point[],
  others: readonly (readonly Point[])[],
  { free, taken }: Crowd,
  text: string,
  frame: Frame,
  size: number,
): Spot | null {
  let best: (Spot & { cost: number }) | null = null;
  const step = Math.max(1, Math.floor(own.length / anchors));
  for (let index = 0; index < own.length; index += step) {
    const from = own[index]!;
    const alone = Math.min(
      size,
      ...others.flatMap((curve) => curve.map(([a, b]) => Math.hypot(a - from[0], b - from[1]))),
    );
    for (const reach of reaches) {
      const least = reach * size + 12 * (size - alone);
      if (best && least >= best.cost) break;
      for (const spot of freeSpots(from, reach * size, { free, taken }, text, frame, size)) {
        const way = hairline(from, spot.box);
        if (way.some((point) => taken.some((box) => distance(point, box) < gap))) continue;
        const crossed = others.filter((curve) => crosses(from, leaderEnd(from, spot.box), curve)).length;
        const cost = least + crossed * crossing * size;
        if (crossed <= mostCrossed && (!best || cost < best.cost)) best = { ...spot, from, cost };
      }
    }
  }
  return best && { x: best.x, y: best.y, box: best.box, from: best.from };
}

/** Places whose nearest edge is about so far from the point. */
function* freeSpots(
  [x, y]: Point,
  reach: number,
  { free, taken }: Crowd,
  text: string,
  frame: Frame,
  size: number,
): Generator<Omit<Spot, "from">> {
  const probe = labelBox(0, 0, text, size);
  for (let way = 0; way < ways; ++way) {
    const angle = (2 * Math.PI * way) / ways;
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
    const centre = [x + dx * (reach + probe.right), y + dy * (reach + probe.bottom)] as const;
    const box = labelBox(centre[0], centre[1], text, size);
    if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom) continue;
    if (taken.some((other) => overlap(box, other))) continue;
    if (!free(box)) continue;
    yield { x: centre[0], y: centre[1], box };
  }
}

/** Places all along a hairline, for other names to keep off it. */
export function hairline(from: Point, box: Box): Point[] {
  const to = leaderEnd(from, box);
  const count = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / cell);
  return Array.from({ length: Math.max(0, count - 1) }, (_, k) => {
    const part = (k + 1) / count;
    return [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])] as const;
  });
}

/** Whether one of a curve's places lies on the hairline, its beginning aside. */
function crosses([x, y]: Point, [endX, endY]: Point, others: readonly Point[]): boolean {
  const [dx, dy] = [endX - x, endY - y];
  const length = Math.hypot(dx, dy);
  if (length === 0) return false;
  return others.some(([a, b]) => {
    const along = ((a - x) * dx + (b - y) * dy) / length;
    const away = Math.abs((a - x) * dy - (b - y) * dx) / length;
    return along > gap && along < length && away < gap;
  });
}

/** Where the hairline meets the name's box. */
export function leaderEnd([x, y]: Point, { left, right, top, bottom }: Box): Point {
  return [Math.max(left, Math.min(right, x)), Math.max(top, Math.min(bottom, y))];
}
