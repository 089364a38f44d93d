// SPDX-License-Identifier: MIT
// The board as numbers: for each answer the bar of every rule, with a mark where another stationary policy lies.
import type { RuleId } from "../state/types";
import { drawnIndex, isOpen, stationaryPolicies, type Choices, type Picture } from "./picture";

/** How much one of several stationary policies gives the answer. */
export interface Mark {
  share: number;
  kind: "stable" | "unstable" | "boundary";
}

export interface Bar {
  rule: RuleId;
  /** The drawn policy's probability of the answer; null where the rule has no stationary policy. */
  share: number | null;
  /** It has not been found out whether the rule has a stationary policy. */
  open: boolean;
  /** The rule's other stationary policies, in the engine's order. */
  marks: Mark[];
}

/** The bars of one answer by its key; none for an answer that the picture does not know yet. */
export function barsOf(picture: Picture, answerId: number, choices: Choices): Bar[] {
  const index = picture.state.answers.findIndex((answer) => answer.id === answerId);
  if (index < 0) return [];
  return picture.rules.map((rule) => {
    const drawn = drawnIndex(picture, rule, choices);
    const shares = stationaryPolicies(picture, rule).map(({ policy, stable, boundary }) => ({
      share: policy[index]!,
      kind: boundary ? ("boundary" as const) : stable ? ("stable" as const) : ("unstable" as const),
    }));
    const marks = shares.filter((_, other) => other !== drawn);
    return { rule, share: shares[drawn]?.share ?? null, open: isOpen(picture, rule), marks };
  });
}

/** Every probability that the picture draws, for the axis. */
export function drawnShares(picture: Picture): number[] {
  return picture.results.flatMap(({ stationary }) => stationary.flatMap(({ policy }) => [...policy]));
}

/** The neighbour of a bar when all bars are read as one list from top to bottom; clamped at both ends. */
export function neighbour(picture: Picture, at: { answer: number; rule: RuleId }, by: number): typeof at {
  const { rules } = picture;
  const { answers } = picture.state;
  const row = Math.max(
    0,
    answers.findIndex(({ id }) => id === at.answer),
  );
  const place = row * rules.length + Math.max(0, rules.indexOf(at.rule)) + by;
  const clamped = Math.max(0, Math.min(answers.length * rules.length - 1, place));
  return { answer: answers[Math.floor(clamped / rules.length)]!.id, rule: rules[clamped % rules.length]! };
}
