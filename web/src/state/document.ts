// SPDX-License-Identifier: MIT
// The scenario document that the engine solves for a state.

import type { ScenarioDocument } from "grpo-playground";
import { ruleRecipe, solvedRules } from "./rules";
import type { PlaygroundState } from "./types";

/** Entry k of the document's `rules`, and so of the result's, is entry k of `solvedRules(state)`. */
export function toDocument(state: PlaygroundState): ScenarioDocument {
  const { wins } = state;
  return {
    format: "grpo-playground/scenario",
    version: 1,
    ...(state.title && { title: state.title }),
    ...(state.note && { note: state.note }),
    answers: state.answers.map(({ label, reference, reward }) => ({ label, reference, ...(!wins && { reward }) })),
    ...(wins && { wins: wins.map((row) => [...row]) }),
    rules: solvedRules(state).map((id) => ruleRecipe(id).toRule(state)),
  };
}
