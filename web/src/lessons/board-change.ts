// SPDX-License-Identifier: MIT
// What a student has moved on the board, as a change of the exercise's scenario, which can be judged again anywhere.

import type { Answer, Rule, ScenarioDocument } from "grpo-playground";
import type { AnswerState, PlaygroundState } from "../state/types";
import { tidy } from "./paths";
import type { Change } from "./types";

type Moved = Record<string, unknown>;

/** `opened` is the scenario as the board first had it (`fromDocument`), `now` as it has it now. */
export function changeOnBoard(scenario: ScenarioDocument, opened: PlaygroundState, now: PlaygroundState): Change {
  const change: Moved = {};
  const sameAnswers =
    opened.answers.length === now.answers.length && opened.answers.every(({ id }, i) => id === now.answers[i].id);
  if (sameAnswers) moveAnswers(change, opened, now);
  else change["answers"] = now.answers.map((answer) => answerAgain(answer, scenario, opened));
  moveWins(change, scenario, opened, now);
  scenario.rules.forEach((rule, k) => moveRule(change, rule, `rules[${k}]`, opened, now));
  movePenalty(change, scenario, opened, now);
  return change;
}

/** One reference moves the others: all of them are said, so that none is moved again. */
function moveAnswers(change: Moved, opened: PlaygroundState, now: PlaygroundState): void {
  const moved = now.answers.some(({ reference }, i) => reference !== opened.answers[i].reference);
  now.answers.forEach(({ label, reference, reward }, i) => {
    const before = opened.answers[i];
    if (moved) change[`answers[${i}].reference`] = reference;
    if (reward !== before.reward) change[`answers[${i}].reward`] = reward;
    if (label !== before.label) change[`answers[${i}].label`] = label;
  });
}

/** A reward that was not touched keeps its law, of which the board has the mean alone. */
function answerAgain(
  { id, label, reference, reward }: AnswerState,
  { answers }: ScenarioDocument,
  opened: PlaygroundState,
): Answer {
  const index = opened.answers.findIndex((answer) => answer.id === id);
  const untouched = index >= 0 && opened.answers[index].reward === reward;
  const law = untouched ? answers[index].reward : reward;
  return { label, reference, ...(law !== undefined && { reward: law }) };
}

function moveWins(change: Moved, { rules }: ScenarioDocument, opened: PlaygroundState, now: PlaygroundState): void {
  const [before, after] = [opened.wins, now.wins];
  if (before === after) return;
  if (before && after && before.length === after.length) {
    after.forEach((row, i) =>
      row.forEach((win, j) => {
        if (i < j && win !== before[i][j]) change[`wins[${i}][${j}]`] = win;
      }),
    );
    return;
  }
  change["wins"] = after && after.map((row) => [...row]);
  if (before || !after) return;
  rules.forEach(({ preference = {} }, k) => {
    if ((preference.model ?? "group") === "group") change[`rules[${k}].preference`] = { model: "pairwise" };
  });
}

/** β and G are shared by all rules; one that has a multiple of β keeps it. */
function moveRule(
  change: Moved,
  { beta = 1, preference = {} }: Rule,
  path: string,
  opened: PlaygroundState,
  now: PlaygroundState,
) {
  if (now.beta !== opened.beta)
    change[`${path}.beta`] = beta === opened.beta ? now.beta : tidy((beta / opened.beta) * now.beta);
  const drawsGroups = ["group", "shift", "leave-one-out"].includes(preference.model ?? "group");
  if (now.groupSize !== opened.groupSize && drawsGroups && !Object.hasOwn(change, `${path}.preference`))
    change[`${path}.preference.groupSize`] = now.groupSize;
}

/** The switch is that of GRPO: the first rule of groups, or of pairs, that has the penalty it had. */
function movePenalty(change: Moved, { rules }: ScenarioDocument, opened: PlaygroundState, now: PlaygroundState): void {
  if (now.divergence === opened.divergence) return;
  const k = rules.findIndex(
    ({ preference = {}, penalty = {} }) =>
      (preference.model ?? "group") === (opened.wins ? "pairwise" : "group") &&
      !penalty.klTerm &&
      (penalty.divergence ?? "kl-ref-to-policy") === opened.divergence,
  );
  if (k >= 0) change[`rules[${k}].penalty`] = { divergence: now.divergence };
}
