// SPDX-License-Identifier: MIT
// The penalties as the pictures name them: D, the pooling function that it makes, and where its marginal starts.
import type { DivergenceName } from "grpo-playground";

export interface PenaltyWords {
  /** D(π, π_ref), by argument order. */
  name: string;
  /** π/π_ref as a function of x = (P − λ)/β − f'(1), which is 0 where π = π_ref. */
  formula: string;
  /** f'(1): the marginal where π = π_ref. */
  atReference: number;
}

export type NamedPenalty = Exclude<DivergenceName, "alpha" | "none">;

export const penaltyWords: Readonly<Record<NamedPenalty, PenaltyWords>> = {
  "kl-ref-to-policy": { name: "KL(π_ref‖π)", formula: "1/(1 − x)", atReference: -1 },
  "kl-policy-to-ref": { name: "KL(π‖π_ref)", formula: "exp x", atReference: 1 },
  "chi-squared": { name: "χ²", formula: "1 + x, cut at 0", atReference: 0 },
  "jensen-shannon": { name: "Jensen–Shannon", formula: "e²ˣ/(2 − e²ˣ)", atReference: 0 },
  hellinger: { name: "Hellinger", formula: "1/(1 − x)²", atReference: 0 },
};
