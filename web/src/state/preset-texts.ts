// SPDX-License-Identifier: MIT
// What the list of presets says of each: one sentence that is true to the digits, and its source. Loaded with the list.

export interface PresetText {
  sentence: string;
  source: string;
}

const paper = "Vojnovic and Yun, arXiv 2502.18548";

/** By the preset's id. */
export const presetTexts: Readonly<Record<string, PresetText>> = {
  "rare-right": {
    sentence: "The best answer starts at 20%: GRPO lifts it to 63.4% and past the popular one, RLHF only to 35.8%.",
    source: `${paper}, (4) and (11)`,
  },
  "binary-pairs": {
    sentence:
      "A right answer of one in a thousand jumps to 50.1%: with β half the confidence margin, pairs always give at least 1 − β/γ = 50%.",
    source: `${paper}, (14) and Figure 1`,
  },
  "binary-large-groups": {
    sentence: "In the limit of large groups GRPO gives the right answer 67.0% where RLHF gives it 40.5%.",
    source: `${paper}, (15) and Figure 2`,
  },
  "direct-kl": {
    sentence:
      "GRPO's own penalty lifts the right answer from 1% to 75.3%; with KL(π‖π_ref) in its place it stops at 35.5%.",
    source: `${paper}, §3 and Figure 3`,
  },
  "two-or-none": {
    sentence:
      "With KL(π‖π_ref) and large groups there are two stationary policies at β = 2, and none once β falls below 1.51.",
    source: `${paper}, Appendix B.2`,
  },
  "confident-wrong": {
    sentence: "The reference is 99% sure of a wrong answer: GRPO still gives the right one 75.8%, RLHF 6.95%.",
    source: `${paper}, (4) and (11)`,
  },
  "near-ties": {
    sentence:
      "Best by a thousandth: dividing by the std turns that hair into 97.2% under GRPO, while RLHF keeps the popular answer ahead.",
    source: `${paper}, §2.3 on the scale of rewards`,
  },
  "exact-ties": {
    sentence: "Equal rewards keep their proportion: the two right answers stay at 1 to 4 under both rules.",
    source: `${paper}, (4) and (11)`,
  },
  "nothing-to-learn": {
    sentence: "All rewards are equal, so every advantage is 0 and each rule gives back the reference.",
    source: `${paper}, (2) with 0/0 ≡ 0`,
  },
  "rock-paper-scissors": {
    sentence: "Each answer beats the next, so nobody can win outright: GRPO balances them at 42.6%, 15.7% and 41.7%.",
    source: `${paper}, (5) and (11) with a cyclic win matrix`,
  },
  "condorcet-borda": {
    sentence:
      "One answer wins every duel, another wins most on average: GRPO's favourite is the first, NLHF's the second.",
    source: `${paper}, (5) and (11); the rules of Condorcet and Borda`,
  },
  "many-answers": {
    sentence:
      "One right answer at 2% among three half right and eight wrong ones: GRPO makes it the favourite, RLHF moves it to 4.38%.",
    source: `${paper}, (4) and (11)`,
  },
  verifier: {
    sentence:
      "The verifier says yes or no: GRPO lifts the one right answer to 53.2%, and the wrong ones keep their proportions.",
    source: `${paper}, (11) with two reward levels`,
  },
  "strong-pull": {
    sentence: "At β = 100 the reference wins: no rule moves any answer by more than half a percentage point.",
    source: `${paper}, the limit of large β`,
  },
  "weak-pull": {
    sentence:
      "At β = 0.01 GRPO still leaves the other answers 0.303%; RLHF's exponential tilt leaves them nothing one could ever draw.",
    source: `${paper}, (4) and (11)`,
  },
  "ten-fold-rewards": {
    sentence: "Rewards ten times as large change nothing for GRPO, 63.4% as before; RLHF jumps to 99.8%.",
    source: `${paper}, §2.3 on the scale of rewards`,
  },
  "all-rules": {
    sentence:
      "Only the two rules that divide by the std make the rare answer the favourite; the other four keep the popular one.",
    source: `${paper}, (4), (5), (11) and §3`,
  },
};
