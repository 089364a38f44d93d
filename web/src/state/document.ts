// SPDX-License-Identifier: MIT
// The scenario document that the engine solves for a state, and the way back from the document's issues to the state.

import type { Issue, Rule, ScenarioDocument } from "grpo-playground";
import { betaRange, fields } from "./fields";
import { type RuleRecipe, ruleRecipe, solvedRules } from "./rules";
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
    rules: solvedRules(state).map((id) => solvedRule(ruleRecipe(id), state)),
  };
}

function solvedRule({ toRule, betaFactor }: RuleRecipe, state: PlaygroundState): Rule {
  return { ...toRule(state), beta: betaFactor * state.beta };
}

/** The issues of a state's document, told of the β that the state holds and not of its multiple in the document. */
export function issuesOfState(issues: readonly Issue[], state: PlaygroundState): Issue[] {
  const rules = solvedRules(state);
  return issues.map((issue) => {
    const index = /^rules\[(\d+)\]\.beta$/.exec(issue.field)?.[1];
    if (index === undefined) return issue;
    const constraint = fields.beta.broken(state.beta) ?? factorLimit(ruleRecipe(rules[Number(index)]!));
    return { ...issue, value: state.beta, constraint };
  });
}

/** What a β within its own limits breaks where its multiple is beyond them. */
function factorLimit({ label, betaFactor }: RuleRecipe): string {
  return `is at most ${betaRange[1] / betaFactor} for ${label}, which is solved at ${betaFactor}β`;
}
