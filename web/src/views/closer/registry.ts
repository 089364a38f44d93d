// SPDX-License-Identifier: MIT
// The closer looks, one row each, in the order of the page. A view's code is loaded when it is first seen.
import type { PlaygroundState } from "../../state/types";
import type { ViewId } from "../../state/view-fields";
import type { ViewRow } from "./view";

const always = () => null;

const needsAnswers = (least: number, most: number, wanted: string) => (state: PlaygroundState) => {
  const { length } = state.answers;
  return length >= least && length <= most ? null : `This look is for ${wanted}; this question has ${length}.`;
};

const needsRewards = ({ wins }: PlaygroundState) =>
  wins ? "This look is for rewards; with a win matrix only pairs are compared, and there is no group size." : null;

const trainersNeedRewards = ({ wins }: PlaygroundState) =>
  wins ? "Trainers take rewards; this question has a win matrix instead." : null;

/** Cards are drawn for groups of at most so many. */
const mostMembers = 1024;

function needsDrawnGroups({ wins, groupSize }: PlaygroundState): string | null {
  if (wins) return "Groups are drawn where answers have rewards; this question has a win matrix instead.";
  if (groupSize === "inf" || groupSize > mostMembers)
    return `Groups are drawn for G up to ${mostMembers}; choose a smaller one.`;
  return null;
}

/** Every line of the log keeps the policies of all runs. */
const mostTrained = 200;

function needsTrainedGroups(state: PlaygroundState): string | null {
  if (state.wins) return "Training draws groups where answers have rewards; this question has a win matrix instead.";
  if (state.groupSize === "inf") return "Training draws groups of finite size; choose a G.";
  return needsAnswers(1, mostTrained, `at most ${mostTrained} answers`)(state);
}

type Rows = { readonly [V in ViewId]: Omit<ViewRow<V>, "id"> };

const rows: Rows = {
  binary: {
    title: "Two answers",
    question: "How far does each rule move the probability of an answer, whatever the reference gave it?",
    glyph: "M1 17 Q3 5 27 1 M1 17 L27 1",
    unavailable: needsAnswers(2, 2, "questions with two answers"),
    load: () => import("./binary/BinaryView.svelte"),
  },
  pooling: {
    title: "Pooling functions",
    question: "Why is GRPO not logarithmic pooling?",
    glyph: "M1 14 C10 13 15 10 17 1 M1 15 L27 4",
    unavailable: always,
    load: () => import("./pooling/PoolingView.svelte"),
  },
  path: {
    title: "β path",
    question: "Where do the rules part company as β goes from large to small?",
    glyph: "M1 12 C10 12 12 3 27 2 M1 12 C14 12 16 16 27 16",
    unavailable: always,
    load: () => import("./path/PathView.svelte"),
  },
  size: {
    title: "Group size",
    question: "How large must a group be, and what do small groups never learn?",
    glyph: "M1 17 C4 6 10 3 27 3 M1 1 H27",
    unavailable: needsRewards,
    load: () => import("./size/SizeView.svelte"),
  },
  why: {
    title: "Why this number",
    question: "What makes an answer’s probability, how sure is it, and what would make the answer win?",
    glyph: "M1 4 H27 M1 14 H27 M9 1 V7 M19 11 V17",
    unavailable: always,
    load: () => import("./why/WhyView.svelte"),
  },
  simplex: {
    title: "The simplex",
    question: "Where does training drift from any policy, and where does it come to rest?",
    glyph: "M4 17 L24 17 L14 1 Z M10 14 Q14 12 14 8",
    unavailable: needsAnswers(3, Infinity, "questions with three answers or more"),
    load: () => import("./simplex/SimplexView.svelte"),
  },
  groups: {
    title: "Groups, sampled",
    question: "What does one group of G answers say, and how many does it take to say it well?",
    glyph: "M1 4 h7 v10 h-7 Z M10.5 4 h7 v10 h-7 Z M20 4 h7 v10 h-7 Z",
    unavailable: needsDrawnGroups,
    load: () => import("./groups/GroupsView.svelte"),
  },
  starts: {
    title: "Several stationary policies",
    question: "When do several policies hold still, and which start leads to which?",
    glyph: "M1 17 L27 1 M1 16 C12 16 16 2 27 2 M6 17 V15 H9 V12",
    unavailable: needsAnswers(2, 2, "questions with two answers"),
    load: () => import("./starts/StartsView.svelte"),
  },
  pairwise: {
    title: "Pairwise",
    question: "Who beats whom, who should win, and how far can the policy be exploited?",
    glyph: "M6 4 H22 M21 5 L14 15 M12 15 L6 5 M19 2 L22 4 L19 6",
    unavailable: needsAnswers(2, 12, "two to twelve answers"),
    load: () => import("./pairwise/PairwiseView.svelte"),
  },
  trainers: {
    title: "Trainers",
    question:
      "Which policy do TRL, verl, OpenRLHF and others aim at with this question, and with which β do they agree?",
    glyph: "M3 17 V9 M8 17 V3 M13 17 V12 M20 17 V6 M25 17 V10 M1 17 H27",
    unavailable: trainersNeedRewards,
    load: () => import("./trainers/TrainersView.svelte"),
  },
  "kl-terms": {
    title: "The KL term",
    question: "What does the KL term of a training loop really hold the policy to?",
    glyph: "M1 9 H11 M17 9 H27 M12.5 2 V16 M15.5 2 V16",
    unavailable: always,
    load: () => import("./kl-terms/KlTermsView.svelte"),
  },
  training: {
    title: "Training",
    question: "Does a training run walk to the policy that is predicted, and how much of it is noise?",
    glyph: "M1 16 L4 12 L7 13 L10 8 L13 9 L16 5 L19 6 L22 4 L27 5 M1 5 H27",
    unavailable: needsTrainedGroups,
    load: () => import("./training/TrainingView.svelte"),
  },
};

export const viewRows = Object.entries(rows).map(([id, row]) => ({ id, ...row })) as unknown as readonly ViewRow[];
