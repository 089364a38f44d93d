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
};

export const viewRows = Object.entries(rows).map(([id, row]) => ({ id, ...row })) as unknown as readonly ViewRow[];
