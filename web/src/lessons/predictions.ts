// SPDX-License-Identifier: MIT
// A class's predictions of one step as pictures: columns over a line, or bars for the options, with the truth among them.

import { type Bar, type Spread, spreadOfNumbers, spreadOfPlaces, spreadOfShares } from "../charts/distribution";
import type { Value } from "./leaves";
import type { Judged } from "./quantities";
import type { Response } from "./responses";
import type { PredictInput } from "./types";

type Measured = Exclude<PredictInput, { type: "choice" }>;

/** Responses are of the input's own kind, as responses.ts has made sure. A truth that differs by student is null. */
export function spreadsOf(
  input: Measured,
  labels: readonly string[],
  responses: readonly Response[],
  truth: Value | null,
): Spread[] {
  if (input.type === "number" || input.type === "point") {
    const values = responses.filter((response) => typeof response === "number");
    const single = typeof truth === "number" ? truth : null;
    const shares = input.type === "point" || (input.unit === "percent" && [...values, single ?? 0].every(isShare));
    return [(shares ? spreadOfShares : spreadOfNumbers)("", values, single)];
  }
  const lists = responses.filter((response): response is readonly number[] => Array.isArray(response));
  const truths = Array.isArray(truth) ? (truth as readonly number[]) : null;
  if (input.type !== "order")
    return labels.map((label, i) => spreadOfShares(label, lists.map((shares) => shares[i]!), truths?.[i] ?? null)); // prettier-ignore
  const places = truths && [...truths.keys()].sort((a, b) => truths[b]! - truths[a]!);
  return labels.map(
    (label, i) =>
    spreadOfPlaces(label, lists.map((order) => order.indexOf(i) + 1), places && places.indexOf(i) + 1, labels.length), // prettier-ignore
  );
}

const isShare = (value: number) => value >= 0 && value <= 1;

/** Which option was chosen how often; right ones are known once the core has judged them. */
export function barsOf(
  input: Extract<PredictInput, { type: "choice" }>,
  responses: readonly Response[],
  judged: readonly Judged[] | null,
): Bar[] {
  return input.options.map(({ text }, i) => ({
    label: text,
    count: responses.filter((response) => response === i).length,
    right: judged?.[i]?.holds ?? null,
  }));
}
