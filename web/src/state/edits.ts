// SPDX-License-Identifier: MIT
// Every change a control can make, as pure functions from state to state. They store what the user gave, valid or
// not: the core is the judge. A change that changes nothing returns the same state.

import { withAnswers, withDraft } from "./drafts";
import { fields, freeLabel, letterLabel, maxAnswers } from "./fields";
import { mirroredWin } from "./link-wins";
import { inTableOrder, ruleRecipe, withSolvableRule } from "./rules";
import type { AnswerState, GroupSize, PenaltyDivergence, PlaygroundState, RuleId } from "./types";

/** Twelve digits: without the noise of binary fractions, and finer than anything that is shown. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function withAnswer(state: PlaygroundState, index: number, change: Partial<AnswerState>): PlaygroundState {
  const answers = state.answers.map((answer, i) => (i === index ? { ...answer, ...change } : answer));
  return { ...state, answers };
}

function scaled(answers: readonly AnswerState[], factor: number): AnswerState[] {
  if (!Number.isFinite(factor) || factor <= 0) return [...answers];
  return answers.map((answer) =>
    answer.reference > 0 ? { ...answer, reference: tidy(answer.reference * factor) } : answer,
  );
}

const sum = (answers: readonly AnswerState[]) =>
  answers.reduce((total, answer) => total + Math.max(answer.reference, 0), 0);

/** A probability is set by scaling the others, in proportion, to the rest of 1; any other number is stored as it is. */
export function setReference(state: PlaygroundState, index: number, value: number): PlaygroundState {
  const path = fields.reference.path(index);
  if (state.answers[index]?.reference === value) return withDraft(state, path, null);
  const isProbability = value > 0 && value < 1;
  const others = sum(state.answers.filter((_, i) => i !== index));
  const answers = isProbability && others > 0 ? scaled(state.answers, (1 - value) / others) : state.answers;
  return withDraft(withAnswer({ ...state, answers }, index, { reference: value }), path, null);
}

/** All references at once, as probabilities. */
export function setReferences(state: PlaygroundState, references: readonly number[]): PlaygroundState {
  const answers = state.answers.map((answer, i) => ({ ...answer, reference: tidy(references[i] ?? answer.reference) }));
  const moved: PlaygroundState = { ...state, answers };
  return answers.reduce((next: PlaygroundState, _, i) => withDraft(next, fields.reference.path(i), null), moved);
}

export function setReward(state: PlaygroundState, index: number, value: number): PlaygroundState {
  const path = fields.reward.path(index);
  if (state.answers[index]?.reward === value) return withDraft(state, path, null);
  return withDraft(withAnswer(state, index, { reward: value }), path, null);
}

export function rename(state: PlaygroundState, index: number, label: string): PlaygroundState {
  return state.answers[index]?.label === label ? state : withAnswer(state, index, { label });
}

/** The new answer takes an equal share from all others, so that the references' sum stays; it is even in every pair. */
export function addAnswer(state: PlaygroundState): PlaygroundState {
  const { answers, wins } = state;
  if (answers.length >= maxAnswers) return state;
  const share = answers.length / (answers.length + 1);
  const labels = answers.map((answer) => answer.label);
  const added: AnswerState = {
    id: Math.max(-1, ...answers.map((answer) => answer.id)) + 1,
    label: freeLabel(`Answer ${letterLabel(answers.length)}`, labels),
    reference: tidy(sum(answers) / (answers.length + 1)) || fields.reference.initial,
    reward: fields.reward.initial,
  };
  return {
    ...state,
    answers: [...scaled(answers, share), added],
    wins: wins && [...wins.map((row) => [...row, 0.5]), [...wins.map(() => 0.5), 0.5]],
  };
}

/** The others share what the answer had, so that the references' sum stays. The last answer cannot go. */
export function removeAnswer(state: PlaygroundState, index: number): PlaygroundState {
  const { answers, wins } = state;
  if (answers.length <= 1 || !answers[index]) return state;
  const keep = <T>(list: readonly T[]) => list.filter((_, i) => i !== index);
  const left = keep(answers);
  const next = withAnswers(state, scaled(left, sum(answers) / sum(left)));
  return { ...next, wins: wins && keep(wins).map((row) => keep(row)) };
}

export function moveAnswer(state: PlaygroundState, from: number, to: number): PlaygroundState {
  const { answers, wins } = state;
  if (from === to || !answers[from] || !answers[to]) return state;
  const move = <T>(list: readonly T[]): T[] => {
    const rest = list.filter((_, i) => i !== from);
    rest.splice(to, 0, list[from]!);
    return rest;
  };
  return { ...withAnswers(state, move(answers)), wins: wins && move(wins).map((row) => move(row)) };
}

/** W(i,j), and W(j,i) with it. The diagonal is ½ for good. */
export function setWin(state: PlaygroundState, i: number, j: number, value: number): PlaygroundState {
  if (!state.wins || i === j) return state;
  const cleared = withDraft(withDraft(state, fields.win.path(i, j), null), fields.win.path(j, i), null);
  if (state.wins[i]?.[j] === value) return cleared;
  const entry = (row: number, column: number, old: number) => {
    if (row === i && column === j) return value;
    return row === j && column === i ? mirroredWin(value) : old;
  };
  return { ...cleared, wins: state.wins.map((row, r) => row.map((old, c) => entry(r, c, old))) };
}

/** γ = W(a, b) − W(b, a) of two answers; rewards, with which the better answer always wins, give way to a win matrix. */
export function setConfidenceMargin(state: PlaygroundState, margin: number): PlaygroundState {
  return setWin(useWins(state), 0, 1, tidy((1 + margin) / 2));
}

/** A win matrix in place of the rewards: the better reward always wins, equal rewards win half of the time. */
export function useWins(state: PlaygroundState): PlaygroundState {
  if (state.wins) return state;
  const wins = state.answers.map((row) =>
    state.answers.map((column) => 0.5 + 0.5 * Math.sign(row.reward - column.reward)),
  );
  return withSolvableRule({ ...state, wins });
}

export function useRewards(state: PlaygroundState): PlaygroundState {
  return state.wins ? { ...state, wins: null } : state;
}

/** Shows or hides a rule. The last rule that applies stays, and a rule that does not apply cannot be added. */
export function toggleRule(state: PlaygroundState, id: RuleId): PlaygroundState {
  if (!state.rules.includes(id)) {
    return ruleRecipe(id).unavailable(state) ? state : { ...state, rules: inTableOrder([...state.rules, id]) };
  }
  const next = { ...state, rules: state.rules.filter((shown) => shown !== id) };
  return withSolvableRule(next) === next ? next : state;
}

export function setBeta(state: PlaygroundState, beta: number): PlaygroundState {
  return withDraft(state.beta === beta ? state : { ...state, beta }, fields.beta.path(), null);
}

export function setGroupSize(state: PlaygroundState, groupSize: GroupSize): PlaygroundState {
  return withDraft(state.groupSize === groupSize ? state : { ...state, groupSize }, fields.groupSize.path(), null);
}

export function setDivergence(state: PlaygroundState, divergence: PenaltyDivergence): PlaygroundState {
  return state.divergence === divergence ? state : { ...state, divergence };
}

export function setTitle(state: PlaygroundState, title: string): PlaygroundState {
  return state.title === title ? state : { ...state, title };
}

/** The text in a field that is no value (yet); null once it is one, or was given up. */
export function setDraft(state: PlaygroundState, path: string, text: string | null): PlaygroundState {
  return withDraft(state, path, text);
}
