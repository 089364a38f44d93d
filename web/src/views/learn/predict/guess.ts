// SPDX-License-Identifier: MIT
// What the widgets of predictions have in common.
import type { RuleId } from "../../../state/types";

export interface GuessProps<Value> {
  /** What is predicted; null where nothing was yet. */
  value: Value | null;
  onchange: (value: Value) => void;
  /** The answers' names, in their order. */
  labels: readonly string[];
  /** Committed: it can no longer be changed. */
  fixed: boolean;
  /** The rule that the truth belongs to: it is drawn in its colour. */
  rule: RuleId | "reference" | null;
}
