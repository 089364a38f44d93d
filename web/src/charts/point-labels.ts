// SPDX-License-Identifier: MIT
// Names beside marks: each on the side where there is most room, none upon another.
import { type Box, distance, isPlaced, overlap, type Point } from "./curves";
import { type Frame, textWidth } from "./frame";

export interface NamedPoint {
  text: string;
  /** In pixels. */
  x: number;
  y: number;
}

export interface PointLabel {
  /** Of the given points. */
  index: number;
  text: string;
  x: number;
  y: number;
  anchor: "start" | "middle" | "end";
}

/** Where a name may stand, seen from its mark; the first of equally good ones is taken. */
const sides: readonly { anchor: PointLabel["anchor"]; dx: number; dy: number }[] = [
  { anchor: "start", dx: 1, dy: 0 },
  { anchor: "end", dx: -1, dy: 0 },
  { anchor: "middle", dx: 0, dy: -1 },
  { anchor: "middle", dx: 0, dy: 1 },
  { anchor: "start", dx: 0.8, dy: 0.8 },
  { anchor: "end", dx: -0.8, dy: -0.8 },
  { anchor: "start", dx: 0.8, dy: -0.8 },
  { anchor: "end", dx: -0.8, dy: 0.8 },
];

/** Names of this size beside their marks, clear of `avoided`; a name that fits nowhere is left out. */
export function placePointLabels(
  points: readonly NamedPoint[],
  avoided: readonly Point[],
  frame: Pick<Frame, "left" | "right" | "top" | "bottom">,
  size: number,
): PointLabel[] {
  const marks = points.map(({ x, y }): Point => [x, y]);
  const taken: Box[] = [];
  return points.flatMap((point, index) => {
    const obstacles = [...avoided, ...marks.filter((_, other) => other !== index)].filter(isPlaced);
    let best: { label: PointLabel; box: Box; room: number } | null = null;
    for (const side of sides) {
      const { label, box } = placedAt(point, index, side, size);
      if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom)
        continue;
      if (taken.some((other) => overlap(box, other))) continue;
      const room = Math.min(size, ...obstacles.map((obstacle) => distance(obstacle, box)));
      if (room > 0 && (!best || room > best.room)) best = { label, box, room };
    }
    if (!best) return [];
    taken.push(best.box);
    return [best.label];
  });
}

function placedAt({ text, x, y }: NamedPoint, index: number, side: (typeof sides)[number], size: number) {
  const { anchor, dx, dy } = side;
  const label: PointLabel = { index, text, x: x + dx * size, y: y + 1.1 * dy * size, anchor };
  const width = textWidth(text, size);
  const left = label.x - { start: 0, middle: width / 2, end: width }[anchor];
  const box: Box = { left, right: left + width, top: label.y - 0.6 * size, bottom: label.y + 0.6 * size };
  return { label, box };
}
