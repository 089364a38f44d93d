// SPDX-License-Identifier: MIT
// The presets as data: questions that each show one thing. What is said of them: preset-texts.ts.

import type { GroupSize, RuleId } from "./types";

/** Label, reference and reward of one answer. */
type Row = readonly [label: string, reference: number, reward: number];

/** What a preset has beyond the defaults. */
export interface PresetRecipe {
  id: string;
  title: string;
  answers: readonly Row[];
  wins?: readonly (readonly number[])[];
  beta?: number;
  groupSize?: GroupSize;
  rules?: readonly RuleId[];
}

const threeAnswers = (rewards: readonly [number, number, number]): readonly Row[] => [
  ["Rare but right", 0.2, rewards[0]],
  ["Popular, half right", 0.5, rewards[1]],
  ["Confidently wrong", 0.3, rewards[2]],
];

export const presetRecipes: readonly PresetRecipe[] = [
  {
    id: "rare-right",
    title: "Rare but right",
    answers: threeAnswers([1, 0.3, 0]),
  },
  {
    id: "binary-pairs",
    title: "Right or wrong, in pairs",
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
    answers: [
      ["Right", 0.2, 1],
      ["Wrong", 0.8, 0],
    ],
    groupSize: "inf",
  },
  {
    id: "direct-kl",
    title: "The penalty turned round",
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
    answers: [
      ["Right", 0.01, 1],
      ["Sure and wrong", 0.99, 0],
    ],
    beta: 0.5,
  },
  {
    id: "near-ties",
    title: "A hair's breadth better",
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
    answers: [
      ["Right, rarely said", 0.1, 1],
      ["Right, often said", 0.4, 1],
      ["Wrong", 0.5, 0],
    ],
  },
  {
    id: "nothing-to-learn",
    title: "Nothing to learn",
    answers: threeAnswers([1, 1, 1]),
  },
  {
    id: "rock-paper-scissors",
    title: "Rock, paper, scissors",
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
    answers: [0, 0.5, 0, 0, 0.5, 0, 0.5, 0, 0, 0, 1, 0].map((reward, i) => [
      `${reward === 1 ? "Right" : reward > 0 ? "Half right" : "Wrong"} ${i + 1}`,
      [0.18, 0.16, 0.14, 0.12, 0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.02][i]!,
      reward,
    ]),
  },
  {
    id: "verifier",
    title: "A verifier and many ways to be wrong",
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
    answers: threeAnswers([1, 0.3, 0]),
    beta: 100,
  },
  {
    id: "weak-pull",
    title: "A weak pull",
    answers: threeAnswers([1, 0.3, 0]),
    beta: 0.01,
  },
  {
    id: "ten-fold-rewards",
    title: "The same rewards, times ten",
    answers: threeAnswers([10, 3, 0]),
  },
  {
    id: "all-rules",
    title: "Six rules, one question",
    answers: threeAnswers([1, 0.3, 0]),
    rules: ["grpo", "rlhf", "nlhf", "grpo-direct-kl", "shift-only", "shift-only-direct-kl"],
  },
];
