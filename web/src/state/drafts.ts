// SPDX-License-Identifier: MIT
// Drafts follow their answers: text in a field that is no value yet keeps its field when answers move, go or come back.

import type { AnswerState, PlaygroundState } from "./types";

type Drafts = PlaygroundState["drafts"];

/** `answers[2].reward` or `wins[2][0]`: what stands before, the index or indices, what stands behind. */
const answerPath = /^(answers|wins)\[(\d+)\](?:\[(\d+)\])?(.*)$/;

export function withDraft(state: PlaygroundState, path: string, text: string | null): PlaygroundState {
  if ((state.drafts[path] ?? null) === text) return state;
  const { [path]: _, ...others } = state.drafts;
  return { ...state, drafts: text === null ? others : { ...others, [path]: text } };
}

/** The drafts with every index sent through `place`; null means that the answer is gone, and its drafts with it. */
function readdressed(drafts: Drafts, place: (index: number) => number | null): Drafts {
  const moved: Record<string, string> = {};
  for (const [path, text] of Object.entries(drafts)) {
    const target = readdressedPath(path, place);
    if (target !== null) moved[target] = text;
  }
  return moved;
}

function readdressedPath(path: string, place: (index: number) => number | null): string | null {
  const match = answerPath.exec(path);
  if (!match) return path;
  const [, list, first, second, rest] = match;
  const places = [first, second].filter((index) => index !== undefined).map((index) => place(Number(index)));
  return places.includes(null) ? null : `${list}${places.map((index) => `[${index}]`).join("")}${rest}`;
}

function placeAmong(answers: readonly AnswerState[], among: readonly AnswerState[]): (index: number) => number | null {
  const places = new Map(among.map((answer, index) => [answer.id, index]));
  return (index) => places.get(answers[index]?.id ?? -1) ?? null;
}

/** The state with other answers in place of its own; drafts keep to their answer. */
export function withAnswers(state: PlaygroundState, answers: readonly AnswerState[]): PlaygroundState {
  return { ...state, answers, drafts: readdressed(state.drafts, placeAmong(state.answers, answers)) };
}

/**
 * Undo and redo: `target` with the drafts as they stand in `current`. Only an answer that `current` does not have
 * brings its own drafts along.
 */
export function withCurrentDrafts(target: PlaygroundState, current: PlaygroundState): PlaygroundState {
  const known = new Set(current.answers.map((answer) => answer.id));
  const isNew = target.answers.map((answer) => !known.has(answer.id));
  const returning = Object.entries(target.drafts).filter(([path]) => {
    const match = answerPath.exec(path);
    return match !== null && (isNew[Number(match[2])] || isNew[Number(match[3] ?? match[2])]);
  });
  const staying = readdressed(current.drafts, placeAmong(current.answers, target.answers));
  return { ...target, drafts: { ...Object.fromEntries(returning), ...staying } };
}
