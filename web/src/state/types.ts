// SPDX-License-Identifier: MIT
// What the page remembers: one immutable value that controls edit, links carry and the engine's document is made from.

import type { OpenViews } from "./view-fields";

export type RuleId = "grpo" | "rlhf" | "nlhf" | "grpo-direct-kl" | "shift-only" | "shift-only-direct-kl";

/** G, or the limit of large groups. */
export type GroupSize = number | "inf";

/** The divergences that the page offers as penalty of its GRPO rule, named by argument order. */
export type PenaltyDivergence = "kl-ref-to-policy" | "kl-policy-to-ref";

export interface AnswerState {
  /** A stable key for lists; not part of links. */
  id: number;
  label: string;
  /** As the user gave it; the core normalises all references to sum 1. */
  reference: number;
  /** Kept while a win matrix replaces the rewards. */
  reward: number;
}

export interface PlaygroundState {
  /** The preset this is, unchanged; else null. */
  preset: string | null;
  title: string;
  note: string;
  answers: readonly AnswerState[];
  /** N×N, W(i,j) = P(answer i is preferred to answer j); when not null it replaces the rewards. */
  wins: readonly (readonly number[])[] | null;
  /** β and G are shared by all rules. */
  beta: number;
  groupSize: GroupSize;
  /** The penalty of the rule "grpo"; every other rule has its own. */
  divergence: PenaltyDivergence;
  /** The rules that are shown, in the order of the rule table; never empty. */
  rules: readonly RuleId[];
  /** Which of a rule's stationary policies is drawn, by its index; the first where absent. */
  choices: Readonly<Partial<Record<RuleId, number>>>;
  /** The closer looks that are open. */
  views: OpenViews;
  /** The scenario that is pinned beside the live one, as the link of its question alone; null where none is. */
  pin: string | null;
  /** Projector mode: larger type and stronger contrast. */
  projector: boolean;
  /** Text in a field that is no valid value yet: field path → text. Survives undo and reload; never in links. */
  drafts: Readonly<Record<string, string>>;
}

/** One thing a link got wrong, and what was used instead. */
export interface Notice {
  /** A field path of the scenario document, or the key in the link. */
  field: string;
  /** The offending text, shortened. */
  value: string;
  /** The rule that the value breaks, as an English phrase: `is > 0`. */
  rule: string;
  used: string;
  /** Where it stood; a link where absent. */
  source?: "link" | "file";
}
