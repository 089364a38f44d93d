// SPDX-License-Identifier: MIT
// The policies of trainers, and of KL terms: what is drawn of each, and their numbers.
import type { RuleResult } from "grpo-playground";
import type { PlaygroundState } from "../state/types";
import type { SmallPolicy } from "./small-policies";
import type { Table } from "./table";

/** What must be said of a rule's policies beside the one that is drawn; empty where there is nothing. */
export function policyNote({ stationary }: RuleResult): string {
  const inside = stationary.filter(({ boundary }) => !boundary);
  const [drawn] = stationary;
  if (!drawn) return "No policy was found that holds still.";
  if (drawn.boundary) return "Training runs to a corner.";
  const several = inside.length > 1 ? `One of ${inside.length} policies that hold still.` : "";
  const escaping = stationary.length > inside.length ? "A corner attracts, too." : "";
  return [drawn.stable ? "" : "Training does not settle here.", several, escaping].filter(Boolean).join(" ");
}

/** The probability at the top of the columns: the same for all. */
export function columnEnd(list: readonly SmallPolicy[], reference: readonly number[]): number {
  let most = Math.max(...reference);
  for (const { policy } of list) if (policy) most = Math.max(most, ...Array.from(policy));
  return most;
}

/** One row for each answer of each picture. */
export function policiesTable(
  caption: string,
  heads: readonly string[],
  list: readonly { heads: readonly (string | number)[]; policy: ArrayLike<number> | null }[],
  { answers }: PlaygroundState,
  reference: readonly number[],
): Table {
  return {
    caption,
    columns: [...heads, "Answer", "π_ref", "π"],
    rows: list.flatMap(({ heads, policy }) =>
      answers.map(({ label }, answer) => [...heads, label, reference[answer]!, policy ? policy[answer]! : null]),
    ),
  };
}
