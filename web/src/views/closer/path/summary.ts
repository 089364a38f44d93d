// SPDX-License-Identifier: MIT
// What the picture of the β path shows, in words.
import { betaOf, firstStretch, folds, type RulePath } from "../../../charts/path";
import { ruleRecipe } from "../../../state/rules";
import { capital } from "../../../story/sentence";
import { percentText, shortNumber } from "../../../story/format";

/** Where GRPO and RLHF part: at this β, over the whole path, nowhere on it, or not known. */
export type Parting = { at: number } | "everywhere" | "nowhere" | null;

export function pathSummary(label: string, answer: number, paths: readonly RulePath[], parting: Parting): string {
  const shown = paths.filter(({ shown }) => shown);
  return [...shown.map((path) => capital(ruleSentence(path, label, answer))), ...partingSentence(parting)].join(" ");
}

function ruleSentence(path: RulePath, label: string, answer: number): string {
  const name = ruleRecipe(path.rule).phrase;
  const stretch = firstStretch(path);
  const [first, last] = [stretch[0], stretch.at(-1)];
  const turns = folds(path).map(({ point }) => `β = ${shortNumber(betaOf(point))}`);
  const turning = turns.length > 0 ? ` It folds at ${turns.join(" and ")}.` : "";
  const others = path.curves.filter(({ onReferenceBranch }) => !onReferenceBranch).length;
  const more = others > 0 ? ` There ${others === 1 ? "is another branch" : `are ${others} other branches`}.` : "";
  if (!first || !last) return `${name} has no stationary policy on the way.${more}`;
  const [from, to] = [first, last].map((point) => percentText(point.policy[answer]!));
  const way = `from β = ${shortNumber(betaOf(first))} down to ${shortNumber(betaOf(last))}`;
  const went = from === to ? `keeps “${label}” at ${from}` : `takes “${label}” from ${from} to ${to}`;
  return `${name} ${went} ${way}.${turning}${more}`;
}

function partingSentence(parting: Parting): string[] {
  if (parting === null) return [];
  if (parting === "nowhere") return ["GRPO and RLHF stay within 5 points of each other (total variation)."];
  if (parting === "everywhere") return ["GRPO and RLHF differ by more than 5 points (total variation) from the start."];
  return [
    `GRPO and RLHF part at β = ${shortNumber(parting.at)}: below it they differ by more than 5 points (total variation).`,
  ];
}
