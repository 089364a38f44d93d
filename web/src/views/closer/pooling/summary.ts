// SPDX-License-Identifier: MIT
// What the picture of the pooling functions shows, in words.
import { type NamedPenalty, penaltyWords } from "../../../charts/penalties";
import { mostGained, type PooledAnswer } from "../../../charts/pooling";
import { ruleRecipe } from "../../../state/rules";
import { shortNumber } from "../../../story/format";
import { listed } from "../words";

export function poolingSummary(answers: readonly PooledAnswer[]): string {
  if (answers.length === 0)
    return "No rule has a stationary policy inside the simplex here, so no answer is on a curve.";
  const penalties = [...new Set(answers.map(({ penalty }) => penalty))];
  const sentences = penalties.map((penalty) => curveSentence(answers, penalty));
  return [...sentences, ...(penalties.length > 1 ? [moral] : [])].join(" ");
}

const moral =
  "On a logarithmic axis exp x, which is logarithmic pooling, is a straight line; 1/(1 − x) bends away from it.";

/** One sentence for all rules with the same penalty. */
function curveSentence(answers: readonly PooledAnswer[], penalty: NamedPenalty): string {
  const rules = [...new Set(answers.filter((answer) => answer.penalty === penalty).map(({ rule }) => rule))];
  const gains = rules.map((rule) => mostGained(answers, rule));
  const { name, formula } = penaltyWords[penalty];
  const favourites = [...new Set(gains.map(({ label }) => label))];
  const parts = favourites.map((label) => gainsOf(gains.filter((gained) => gained.label === label)));
  return `With ${name}, the curve ${formula}, ${parts.join("; ")}.`;
}

/** A gain this near to 1 is none. */
const negligible = 1e-6;

/** What is made of one answer by the rules that favour it. */
function gainsOf(gains: readonly PooledAnswer[]): string {
  const rules = gains.map(({ rule }) => ruleRecipe(rule).phrase);
  if (gains.every(({ gain }) => gain < 1 + negligible)) return `every answer stays as it was under ${listed(rules)}`;
  const factors = gains.map(({ gain }, k) => `${shortNumber(gain)} under ${rules[k]}`);
  return `“${gains[0]!.label}” is multiplied by ${listed(factors)}`;
}
