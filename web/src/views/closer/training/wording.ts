// SPDX-License-Identifier: MIT
// The names of what can be set for a run, and why each KL term ends where it ends.
import type { Start, TrainingSettings } from "../../../state/training-fields";
import type { PlaygroundState } from "../../../state/types";
import { startAnswer } from "../../../charts/training";
import { percentText } from "../../../story/format";

type Term = TrainingSettings["term"];

export const termNames: Readonly<Record<Term, string>> = {
  own: "as the rule has it",
  "k3-in-loss": "k3 in the loss",
  "k3-times-ratio-in-loss": "k3 × ratio in the loss",
  "k2-in-loss": "k2 in the loss",
  "k1-in-loss": "k1 in the loss",
  "k1-in-reward-before-normalising": "k1 in the reward before normalising",
  "k1-in-reward-after-normalising": "k1 in the reward after normalising",
};

const direct = "On average its gradient is that of KL(π‖π_ref): the penalty is the direct KL.";

/** What each term does at the stationary policy; nothing for the rule's own. */
export const termReasons: Readonly<Record<Term, string>> = {
  own: "",
  "k3-in-loss": "On average its gradient is that of KL(π_ref‖π): GRPO as published.",
  "k3-times-ratio-in-loss": direct,
  "k2-in-loss": direct,
  "k1-in-loss":
    "A trap: on average its gradient is 0. Nothing holds the policy, which runs to the best answer; only noise is added.",
  "k1-in-reward-before-normalising":
    "What is normalised is r − β log(π/π_ref), which is the same for every answer at the stationary policy: exactly logarithmic pooling. There the std divides next to nothing by next to nothing, so with the std the runs chatter about it.",
  "k1-in-reward-after-normalising": `It is no part of the std. ${direct}`,
};

/** Why a rule of the page is not among those that can be trained. */
export const untrained: Readonly<Record<"rlhf" | "nlhf", string>> = {
  rlhf: "RLHF has no groups to draw.",
  nlhf: "NLHF has no groups to draw.",
};

export const untrainedNote =
  "RLHF and NLHF are not trained here, for they draw no groups: shift-only with direct KL is RLHF at βG/(G − 1), and k1 in the reward before normalising is RLHF’s logarithmic pooling at β itself.";

export const leftOut =
  "An answer is one action here, and π a table of logits: no tokens, no weights by length, and no network whose answers move together.";

export function startText(start: Start, share: number, { answers }: PlaygroundState): string {
  const chosen = startAnswer(start, answers.length);
  if (chosen === null) return start === "equal" ? "equal shares" : "the reference";
  return `${percentText(share)} on “${answers[chosen]!.label}”`;
}
