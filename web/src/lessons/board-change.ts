// SPDX-License-Identifier: MIT
// What was moved on a lesson's board, as a change of the exercise's scenario: the scenario may say more than the board
// shows, and keeps it.

import type { ScenarioDocument } from "grpo-playground";
import { fromDocument } from "../state/from-document";
import type { PlaygroundState } from "../state/types";
import { changed, tidy } from "./paths";
import type { Change } from "./types";

/** The board of a scenario; null where the page can draw nothing of it. */
export function boardState(document: ScenarioDocument, change: Change = {}): PlaygroundState | null {
  const opened = fromDocument(changed(document, change));
  return "state" in opened ? opened.state : null;
}

/** From the board as it was opened to the board as it is. Names are for the eye alone: quantities go by those of the scenario. */
export function boardChange(document: ScenarioDocument, before: PlaygroundState, now: PlaygroundState): Change {
  return {
    ...answerChanges(before, now),
    ...winChanges(before, now),
    ...Object.assign({}, ...document.rules.map((_, k) => ruleChanges(document, k, before, now))),
  };
}

function answerChanges(before: PlaygroundState, now: PlaygroundState): Change {
  const change: Record<string, unknown> = {};
  now.answers.forEach(({ reference, reward }, i) => {
    const old = before.answers[i];
    if (reference !== old?.reference) change[`answers[${i}].reference`] = reference;
    if (!now.wins && reward !== old?.reward) change[`answers[${i}].reward`] = reward;
  });
  return change;
}

/** The mirrored entries follow. */
function winChanges(before: PlaygroundState, now: PlaygroundState): Change {
  const change: Record<string, unknown> = {};
  now.wins?.forEach((row, i) =>
    row.forEach((win, j) => {
      if (i < j && win !== before.wins?.[i]?.[j]) change[`wins[${i}][${j}]`] = win;
    }),
  );
  return change;
}

/** On the board all rules share β and G; each rule of the scenario keeps its own multiple of β. */
function ruleChanges(
  { rules, wins }: ScenarioDocument,
  k: number,
  before: PlaygroundState,
  now: PlaygroundState,
): Change {
  const { preference: { model = "group" } = {}, penalty = {}, beta = 1 } = rules[k]!;
  const change: Record<string, unknown> = {};
  if (now.beta !== before.beta) change[`rules[${k}].beta`] = tidy((now.beta * beta) / before.beta);
  if (now.groupSize !== before.groupSize && ["group", "shift"].includes(model)) {
    change[`rules[${k}].preference.groupSize`] = now.groupSize;
  }
  const { divergence = "kl-ref-to-policy", klTerm } = penalty;
  const switched = model === (wins ? "pairwise" : "group") && !klTerm && divergence === before.divergence;
  if (switched && now.divergence !== before.divergence) change[`rules[${k}].penalty`] = { divergence: now.divergence };
  return change;
}
