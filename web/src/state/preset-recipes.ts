// SPDX-License-Identifier: MIT
// The presets as data: questions that each show one thing, with one sentence that is true to the digits and its source.

import type { GroupSize, RuleId } from "./types";

/** Label, reference and reward of one answer. */
type Row = readonly [label: string, reference: number, reward: number];

/** What a preset has beyond the defaults. */
export interface PresetRecipe {
  id: string;
  title: string;
  sentence: string;
  source: string;
  answers: readonly Row[];
  wins?: readonly (readonly number[])[];
  beta?: number;
  groupSize?: GroupSize;
  rules?: readonly RuleId[];
}

const paper = "Vojnovic and Yun, arXiv 2502.18548";

const threeAnswers = (rewards: readonly [number, number, number]): readonly Row[] => [
  ["Rare but right", 0.2, rewards[0]],
  ["Popular, half right", 0.5, rewards[1]],
  ["Confidently wrong", 0.3, rewards[2]],
];

export const presetRecipes: readonly PresetRecipe[] = [
  {
    id: "rare-right",
    title: "Rare but right",
    sentence: "The best answer starts at 20%: GRPO lifts it to 63.4% and past the popular one, RLHF only to 35.8%.",
    source: `${paper}, (4) and (11)`,
    answers: threeAnswers([1, 0.3, 0]),
  },
  {
    id: "binary-pairs",
    title: "Right or wrong, in pairs",
    sentence:
      "A right answer of one in a thousand jumps to 50.1%: with β half the confidence margin, pairs always give at least 1 − β/γ = 50%.",
    source: `${paper}, (14) and Figure 1`,
    answers: [
      ["Right", 0.001, 1],
      ["Wrong", 0.999, 0],
    ],
    beta: 0.5,
    groupSize: 2,
  },
  {
    id: "binary-large-groups",
    title: "Right or wrong, in large groups",
    sentence: "In the limit of large groups GRPO gives the right answer 67.0% where RLHF gives it 40.5%.",
    source: `${paper}, (15) and Figure 2`,
    answers: [
      ["Right", 0.2, 1],
      ["Wrong", 0.8, 0],
    ],
    groupSize: "inf",
  },
  {
    id: "direct-kl",
    title: "The penalty turned round",
    sentence:
      "GRPO's own penalty lifts the right answer from 1% to 75.3%; with KL(π‖π_ref) in its place it stops at 35.5%.",
    source: `${paper}, §3 and Figure 3`,
    answers: [
      ["Right", 0.01, 1],
      ["Wrong", 0.99, 0],
    ],
    beta: 0.25,
    groupSize: 2,
    rules: ["grpo", "grpo-direct-kl"],
  },
  {
    id: "two-or-none",
    title: "Two stationary policies, or none",
    sentence:
      "With KL(π‖π_ref) and large groups there are two stationary policies at β = 2, and none once β falls below 1.51.",
    source: `${paper}, Appendix B.2`,
    answers: [
      ["Right", 0.5, 1],
      ["Wrong", 0.5, 0],
    ],
    beta: 2,
    groupSize: "inf",
    rules: ["grpo", "grpo-direct-kl"],
  },
  {
    id: "confident-wrong",
    title: "A reference that is sure and wrong",
    sentence: "The reference is 99% sure of a wrong answer: GRPO still gives the right one 75.8%, RLHF 6.95%.",
    source: `${paper}, (4) and (11)`,
    answers: [
      ["Right", 0.01, 1],
      ["Sure and wrong", 0.99, 0],
    ],
    beta: 0.5,
  },
  {
    id: "near-ties",
    title: "A hair's breadth better",
    sentence:
      "Best by a thousandth: dividing by the std turns that hair into 97.2% under GRPO, while RLHF keeps the popular answer ahead.",
    source: `${paper}, §2.3 on the scale of rewards`,
    answers: [
      ["Best by a hair", 0.3, 1],
      ["Nearly as good", 0.4, 0.999],
      ["Wrong", 0.3, 0],
    ],
    beta: 0.1,
  },
  {
    id: "exact-ties",
    title: "Two right answers",
    sentence: "Equal rewards keep their proportion: the two right answers stay at 1 to 4 under both rules.",
    source: `${paper}, (4) and (11)`,
    answers: [
      ["Right, rarely said", 0.1, 1],
      ["Right, often said", 0.4, 1],
      ["Wrong", 0.5, 0],
    ],
  },
  {
    id: "nothing-to-learn",
    title: "Nothing to learn",
    sentence: "All rewards are equal, so every advantage is 0 and each rule gives back the reference.",
    source: `${paper}, (2) with 0/0 ≡ 0`,
    answers: threeAnswers([1, 1, 1]),
  },
  {
    id: "rock-paper-scissors",
    title: "Rock, paper, scissors",
    sentence: "Each answer beats the next, so nobody can win outright: GRPO balances them at 42.6%, 15.7% and 41.7%.",
    source: `${paper}, (5) and (11) with a cyclic win matrix`,
    answers: [
      ["Rock", 0.6, 0],
      ["Scissors", 0.3, 0],
      ["Paper", 0.1, 0],
    ],
    wins: [
      [0.5, 0.9, 0.3],
      [0.1, 0.5, 0.8],
      [0.7, 0.2, 0.5],
    ],
    beta: 0.1,
    groupSize: 2,
    rules: ["grpo", "nlhf"],
  },
  {
    id: "condorcet-borda",
    title: "Condorcet against Borda",
    sentence:
      "One answer wins every duel, another wins most on average: GRPO's favourite is the first, NLHF's the second.",
    source: `${paper}, (5) and (11); the rules of Condorcet and Borda`,
    answers: [
      ["Wins every duel", 1, 0],
      ["Wins most on average", 1, 0],
      ["Loses every duel", 1, 0],
    ],
    wins: [
      [0.5, 0.55, 0.55],
      [0.45, 0.5, 0.95],
      [0.45, 0.05, 0.5],
    ],
    beta: 0.2,
    groupSize: 2,
    rules: ["grpo", "nlhf"],
  },
  {
    id: "many-answers",
    title: "One right among twelve",
    sentence:
      "One right answer at 2% among three half right and eight wrong ones: GRPO makes it the favourite, RLHF moves it to 4.38%.",
    source: `${paper}, (4) and (11)`,
    answers: [0, 0.5, 0, 0, 0.5, 0, 0.5, 0, 0, 0, 1, 0].map((reward, i) => [
      `${reward === 1 ? "Right" : reward > 0 ? "Half right" : "Wrong"} ${i + 1}`,
      [0.18, 0.16, 0.14, 0.12, 0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.02][i]!,
      reward,
    ]),
  },
  {
    id: "verifier",
    title: "A verifier and many ways to be wrong",
    sentence:
      "The verifier says yes or no: GRPO lifts the one right answer to 53.2%, and the wrong ones keep their proportions.",
    source: `${paper}, (11) with two reward levels`,
    answers: [
      ["Right", 0.05, 1],
      ["Off by one", 0.25, 0],
      ["Wrong sign", 0.2, 0],
      ["Misread question", 0.15, 0],
      ["Lost a factor", 0.12, 0],
      ["Guess", 0.1, 0],
      ["Rounded", 0.08, 0],
      ["No answer", 0.05, 0],
    ],
    groupSize: 16,
  },
  {
    id: "strong-pull",
    title: "A strong pull",
    sentence: "At β = 100 the reference wins: no rule moves any answer by more than half a percentage point.",
    source: `${paper}, the limit of large β`,
    answers: threeAnswers([1, 0.3, 0]),
    beta: 100,
  },
  {
    id: "weak-pull",
    title: "A weak pull",
    sentence:
      "At β = 0.01 GRPO still leaves the other answers 0.303%; RLHF's exponential tilt leaves them nothing one could ever draw.",
    source: `${paper}, (4) and (11)`,
    answers: threeAnswers([1, 0.3, 0]),
    beta: 0.01,
  },
  {
    id: "ten-fold-rewards",
    title: "The same rewards, times ten",
    sentence: "Rewards ten times as large change nothing for GRPO, 63.4% as before; RLHF jumps to 99.8%.",
    source: `${paper}, §2.3 on the scale of rewards`,
    answers: threeAnswers([10, 3, 0]),
  },
  {
    id: "all-rules",
    title: "Six rules, one question",
    sentence:
      "Only the two rules that divide by the std make the rare answer the favourite; the other four keep the popular one.",
    source: `${paper}, (4), (5), (11) and §3`,
    answers: threeAnswers([1, 0.3, 0]),
    rules: ["grpo", "rlhf", "nlhf", "grpo-direct-kl", "shift-only", "shift-only-direct-kl"],
  },
];
