// SPDX-License-Identifier: MIT
// Marks in a frame: which of the given points lie inside the plot, and where.
import type { Point } from "./curves";
import type { Frame } from "./frame";

export interface DrawnMark {
  /** Of the given points. */
  index: number;
  x: number;
  y: number;
}

/** The points that have a place inside the plot, a hair's breadth beyond its edges included. */
export function drawnShapes(points: readonly Point[], { x, y, left, right, top, bottom }: Frame): DrawnMark[] {
  return points.flatMap((point, index) => {
    const mark = { index, x: x.at(point[0]), y: y.at(point[1]) };
    const inside = mark.x >= left - 1 && mark.x <= right + 1 && mark.y >= top - 1 && mark.y <= bottom + 1;
    return inside ? [mark] : [];
  });
}
