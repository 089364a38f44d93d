// SPDX-License-Identifier: MIT
// What the picture of the pooling functions shows, in words.
import { penaltyWords } from "../../../charts/penalties";
import type { PooledAnswer } from "../../../charts/pooling";
import { ruleRecipe } from "../../../state/rules";
import { shortNumber } from "../../../story/format";

export function poolingSummary(answers: readonly PooledAnswer[]): string {
  if (answers.length === 0)
    return "No rule has a stationary policy inside the simplex here, so no answer is on a curve.";
  const rules = [...new Set(answers.map(({ rule }) => rule))];
  const sentences = rules.map((rule) => {
    const own = answers.filter((answer) => answer.rule === rule);
    const most = own.reduce((best, answer) => (answer.gain > best.gain ? answer : best));
    const { name, formula } = penaltyWords[own[0]!.penalty];
    const multiplied = `“${most.label}” is multiplied by ${shortNumber(most.gain)} at x = ${shortNumber(most.x)}`;
    return `${ruleRecipe(rule).label} pools with ${name}, the curve ${formula}: ${multiplied}.`;
  });
  const differs = new Set(answers.map(({ penalty }) => penalty)).size > 1;
  const moral = "Logarithmic pooling is exp x, a straight line on a logarithmic axis; 1/(1 − x) bends away from it.";
  return [...sentences, ...(differs ? [moral] : [])].join(" ");
}
