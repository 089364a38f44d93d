// SPDX-License-Identifier: MIT
// What is proved or computed of the drawn policy beyond its numbers, in plain sentences; only what applies is said.
import { cycleOf, drawnIndex, type Choices, type Picture } from "../charts/picture";
import type { RuleId } from "../state/types";
import { percentText, scientific, shortNumber } from "./format";

/** Errors of P up to this are what the engine aims at. */
const aimedError = 1e-10;

export function certificates(picture: Picture, rule: RuleId, choices: Choices = {}): string[] {
  const result = picture.results[picture.rules.indexOf(rule)];
  const index = drawnIndex(picture, rule, choices);
  const policy = result?.stationary[index];
  if (!policy) return [];
  const { exploitability, exploitabilityBound, lowerBound } = policy.certificate;
  const { uniqueness, countConsistent, flowFromReference: flow } = result;
  const cycle = cycleOf(picture, rule, choices);
  const label = (answer: number) => `“${picture.state.answers[answer]!.label}”`;
  const win =
    exploitability === null ? "" : `No answer wins against this policy by more than ${shortNumber(exploitability)}`;
  return [
    ...(cycle ? [`Training from the reference does not end here: ${turning(picture, cycle)}.`] : []),
    ...(flow?.end === "stationary" && flow.index !== index
      ? ["Training from the reference ends at another policy."]
      : []),
    ...(uniqueness === "proved" && !policy.boundary ? ["Proved to be the only stationary policy."] : []),
    ...(countConsistent === false ? ["The count does not add up: a stationary policy may be missing."] : []),
    ...(win
      ? [
          exploitabilityBound === null
            ? `${win}.`
            : `${win}; theory says less than ${shortNumber(exploitabilityBound)}.`,
        ]
      : []),
    ...(lowerBound ? [`Theory gives ${label(lowerBound.answer)} at least ${percentText(lowerBound.bound)}.`] : []),
    ...(policy.preferenceError > aimedError ? [`P is known to ±${scientific(policy.preferenceError)} only.`] : []),
  ];
}

/** `“A” goes round between 9.33% and 22.6%`, for the answer that moves most. */
export function turning(
  { state }: Picture,
  { lowest, highest }: { lowest: Float64Array; highest: Float64Array },
): string {
  const widths = Array.from(highest, (high, answer) => high - lowest[answer]!);
  const most = widths.indexOf(Math.max(...widths));
  const range = `${percentText(lowest[most]!)} and ${percentText(highest[most]!)}`;
  return `“${state.answers[most]!.label}” goes round between ${range}`;
}
