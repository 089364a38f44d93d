// SPDX-License-Identifier: MIT
// Curves in a frame: from points in the units of the axes to path data and to places of direct labels.
import { curveCatmullRom, line } from "d3-shape";
import { type Frame, textWidth } from "./frame";
import { freeSpace, hairline, leaderEnd, leaderSpot } from "./leaders";

export type Point = readonly [x: number, y: number];

/** The points in pixels; what is no number, or has no place on a logarithmic axis, is left out by `curvePath`. */
export function placed(points: readonly Point[], frame: Frame): Point[] {
  return points.map(([x, y]) => [frame.x.at(x), frame.y.at(y)] as const);
}

export const isPlaced = ([x, y]: Point) => Number.isFinite(x) && Number.isFinite(y);

/** Far outside the picture a curve is cut: browsers draw coordinates of this size without overflow. */
const farAway = 1e5;

/** A hundredth of a pixel is enough. */
const rounded = (value: number) => Math.round(100 * Math.max(-farAway, Math.min(farAway, value))) / 100;

const path = line<Point>(
  ([x]) => rounded(x),
  ([, y]) => rounded(y),
).defined(isPlaced);

/** The same points joined by a smooth line that does not overshoot where they are uneven. */
const smoothPath = line<Point>(
  ([x]) => rounded(x),
  ([, y]) => rounded(y),
)
  .defined(isPlaced)
  .curve(curveCatmullRom.alpha(0.5));

/** Path data of a curve through these pixels; a gap where a point has no place. */
export function curvePath(pixels: readonly Point[], smooth = false): string {
  return (smooth ? smoothPath : path)(pixels) ?? "";
}

export interface LabelledCurve {
  key: string;
  text: string;
  /** In pixels. */
  pixels: readonly Point[];
}

export interface PlacedLabel {
  key: string;
  text: string;
  /** The middle of the label, on its curve or beside it. */
  x: number;
  y: number;
  /** A hairline from the curve to a label beside it; null for a label on its curve. */
  leader: readonly [from: Point, to: Point] | null;
}

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** How many points of a curve are tried for its label. */
const candidates = 48;
/** Places of other curves that count. */
const obstacles = 160;

/** With more curves than this no hairlines are drawn: nobody could tell them apart. */
const mostBeside = 16;

/** Room around a label on its curve, in parts of its size, with which no other curve is touched by it. */
const enoughRoom = 0.15;

/**
 * Puts each label on its curve where the other curves and labels are farthest, or, where others would be covered, in
 * free space beside it. A curve whose label fits nowhere without touching another label has none: its name is in the
 * table all the same. `avoided` are marks, in pixels.
 */
export function placeLabels(
  curves: readonly LabelledCurve[],
  frame: Frame,
  size: number,
  avoided: readonly Point[] = [],
): PlacedLabel[] {
  const sampled = curves.map(({ pixels }) => resampled(pixels.filter(isPlaced), frame));
  const taken: Box[] = [];
  const free = curves.length <= mostBeside ? freeSpace([...sampled.flat(), ...avoided], frame) : null;
  return curves.flatMap(({ key, text }, index) => {
    const rest = sampled.filter((_, other) => other !== index);
    const others = rest.flat();
    const own = sampled[index]!;
    const spot = bestSpot(own, { others, marks: avoided, taken }, text, frame, size);
    if (spot && spot.room >= enoughRoom * size) return [take(key, text, spot, null)];
    const beside = free && leaderSpot(own, rest, { free, taken }, text, frame, size);
    if (beside) {
      const { from, box } = beside;
      taken.push(...hairline(from, box).map(([x, y]) => ({ left: x - 2, right: x + 2, top: y - 2, bottom: y + 2 })));
      return [take(key, text, beside, [from, leaderEnd(from, box)])];
    }
    return spot ? [take(key, text, spot, null)] : [];
  });

  function take(key: string, text: string, { x, y, box }: Spot, leader: PlacedLabel["leader"]): PlacedLabel {
    taken.push(box);
    return { key, text, x, y, leader };
  }
}

interface Spot {
  x: number;
  y: number;
  box: Box;
}

interface Obstacles {
  /** A label keeps as far from these as it can. */
  others: readonly Point[];
  /** A label lies on none of these. */
  marks: readonly Point[];
  taken: readonly Box[];
}

function bestSpot(
  own: readonly Point[],
  { others, marks, taken }: Obstacles,
  text: string,
  frame: Frame,
  size: number,
) {
  let best: { x: number; y: number; box: Box; room: number } | null = null;
  const step = Math.max(1, Math.floor(own.length / candidates));
  for (let index = 0; index < own.length; index += step) {
    const [x, y] = own[index]!;
    const box = labelBox(x, y, text, size);
    if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom) continue;
    if (taken.some((other) => overlap(box, other)) || marks.some((mark) => distance(mark, box) < 4)) continue;
    const room = Math.min(4 * size, ...others.map((point) => distance(point, box)));
    if (!best || room > best.room) best = { x, y, box, room };
  }
  return best;
}

export function labelBox(x: number, y: number, text: string, size: number): Box {
  const half = textWidth(text, size) / 2 + 0.25 * size;
  return { left: x - half, right: x + half, top: y - 0.7 * size, bottom: y + 0.7 * size };
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export function distance([x, y]: Point, { left, right, top, bottom }: Box): number {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}

/** Points all over a text of this size, for others to keep clear of. */
export function textMarks(
  text: string,
  x: number,
  y: number,
  anchor: "start" | "middle" | "end",
  size: number,
): Point[] {
  const width = textWidth(text, size);
  const left = x - { start: 0, middle: width / 2, end: width }[anchor];
  const count = Math.max(1, Math.ceil(width / size));
  return Array.from({ length: count + 1 }, (_, k) => [left + (width * k) / count, y] as const);
}

/** The visible part of a curve at even distances along it. */
export function resampled(pixels: readonly Point[], { left, right, top, bottom }: Box): Point[] {
  const inside = pixels.filter(([x, y]) => x >= left && x <= right && y >= top - 1 && y <= bottom + 1);
  const lengths = [0];
  for (let i = 1; i < inside.length; ++i) {
    const [a, b] = [inside[i - 1]!, inside[i]!];
    lengths.push(lengths[i - 1]! + Math.hypot(b[0] - a[0], b[1] - a[1]));
  }
  const total = lengths.at(-1) ?? 0;
  if (inside.length < 2 || total === 0) return inside.slice(0, 1);
  const even: Point[] = [];
  for (let k = 0, i = 1; k <= obstacles; ++k) {
    const wanted = (total * k) / obstacles;
    while (i < inside.length - 1 && lengths[i]! < wanted) ++i;
    const [a, b] = [inside[i - 1]!, inside[i]!];
    const part = Math.min(1, (wanted - lengths[i - 1]!) / (lengths[i]! - lengths[i - 1]! || 1));
    even.push([a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])]);
  }
  return even;
}
