// SPDX-License-Identifier: MIT
// How a class's predictions are spread: columns over a number line, one picture for each answer where each was predicted,
// or one bar for each option; with the truth's place among them.
import { extent, nice, ticks } from "d3-array";

export interface Column {
  from: number;
  to: number;
  count: number;
}

export interface Spread {
  /** What was predicted: the answer's name, or empty where there is one picture only. */
  label: string;
  columns: readonly Column[];
  from: number;
  to: number;
  /** Where the truth lies; null where it is not known or not the same for all. */
  truth: number | null;
  /** Values at which the axis is labelled. */
  ticks: readonly number[];
}

export interface Bar {
  label: string;
  count: number;
  right: boolean | null;
}

const columnsWanted = 20;

/** Of probabilities: the whole of [0, 1] in steps of five per cent. */
export function spreadOfShares(label: string, values: readonly number[], truth: number | null): Spread {
  return spreadWithin(label, values, truth, [0, 1], columnsWanted);
}

/** Of any numbers: as far as they and the truth go. A column holds its left edge, the last one both. */
export function spreadOfNumbers(label: string, values: readonly number[], truth: number | null): Spread {
  const [least = 0, most = 1] = extent(truth === null ? values : [...values, truth]);
  const room = most > least ? 0 : Math.abs(least) * 0.1 || 1;
  const [from, to] = nice(least - room, most + room, 10);
  return spreadWithin(label, values, truth, [from, to], columnsWanted);
}

/** Of places in an order: 1 is the first of so many. */
export function spreadOfPlaces(label: string, places: readonly number[], truth: number | null, count: number): Spread {
  const columns = Array.from({ length: count }, (_, i) => ({
    from: i + 0.5,
    to: i + 1.5,
    count: places.filter((place) => place === i + 1).length,
  }));
  return { label, columns, from: 0.5, to: count + 0.5, truth, ticks: columns.map((_, i) => i + 1) };
}

function spreadWithin(
  label: string,
  values: readonly number[],
  truth: number | null,
  [from, to]: readonly [number, number],
  wanted: number,
): Spread {
  const edges = [from, ...ticks(from, to, wanted).filter((edge) => edge > from && edge < to), to];
  const columns = edges.slice(1).map((end, i) => {
    const start = edges[i]!;
    const within = (value: number) => value >= start && (value < end || (value === end && end === to));
    return { from: start, to: end, count: values.filter(within).length };
  });
  return { label, columns, from, to, truth, ticks: ticks(from, to, 5) };
}

/** The most that a column of any of them holds: they share one scale. */
export function tallest(spreads: readonly Spread[]): number {
  return Math.max(1, ...spreads.flatMap(({ columns }) => columns.map(({ count }) => count)));
}

/** The middle of the numbers; null of none. */
export function middle(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return Number.isInteger(half) ? (sorted[half - 1]! + sorted[half]!) / 2 : sorted[Math.floor(half)]!;
}
