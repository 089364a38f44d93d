// SPDX-License-Identifier: MIT
// What the picture of the β path shows, in words.
import { betaOf, firstStretch, folds, type RulePath } from "../../../charts/path";
import { ruleRecipe } from "../../../state/rules";
import { capital } from "../../../story/sentence";
import { shortNumber } from "../../../story/format";
import { shareText } from "../../../story/small-shares";
import { listed } from "../words";

/** Where GRPO and RLHF part: at this β, over the whole path, nowhere on it, or not known. */
export type Parting = { at: number } | "everywhere" | "nowhere" | null;

export function pathSummary(label: string, answer: number, paths: readonly RulePath[], parting: Parting): string {
  const shown = paths.filter(({ shown }) => shown);
  const ways = shown.flatMap((path) => wayOf(path, answer) ?? []);
  const lost = shown.filter((path) => !wayOf(path, answer));
  return [
    ...waySentence(label, ways),
    ...lost.map(({ rule }) => `${capital(ruleRecipe(rule).phrase)} has no stationary policy on the way.`),
    ...shown.flatMap(turnSentences),
    ...partingSentence(parting),
  ].join(" ");
}

interface Way {
  name: string;
  from: string;
  to: string;
  /** The least β that it reaches before it turns back, as text and as a number. */
  end: string;
  last: number;
}

function wayOf(path: RulePath, answer: number): Way | null {
  const stretch = firstStretch(path);
  const [first, last] = [stretch[0], stretch.at(-1)];
  if (!first || !last) return null;
  const [from, to] = [first, last].map((point) => roughly(point.policy[answer]!)) as [string, string];
  return { name: ruleRecipe(path.rule).phrase, from, to, end: shortNumber(betaOf(last)), last: betaOf(last) };
}

/** As the curves start together, one start is said for all. */
function waySentence(label: string, ways: readonly Way[]): string[] {
  if (ways.length === 0) return [];
  const least = Math.min(...ways.map(({ last }) => last));
  const { from } = ways[0]!;
  const still = ways.every(({ to }) => to === from);
  const falling = `As β falls to ${shortNumber(least)}`;
  if (still) return [`${falling}, “${label}” stays at ${from} under ${listed(ways.map(({ name }) => name))}.`];
  const goals = ways.map(({ name, to, end, last }) => {
    const until = last > 1.01 * least ? ` (at β = ${end}, where it turns back)` : "";
    return `${to} under ${name}${until}`;
  });
  return [`${falling}, “${label}” goes from ${from} to ${listed(goals)}.`];
}

function turnSentences(path: RulePath): string[] {
  const name = capital(ruleRecipe(path.rule).phrase);
  const turns = folds(path).map(({ point }) => `β = ${shortNumber(betaOf(point))}`);
  const others = path.curves.filter(({ onReferenceBranch }) => !onReferenceBranch).length;
  return [
    ...(turns.length > 0 ? [`${name} folds at ${listed(turns)}: there a stable policy meets an unstable one.`] : []),
    ...(others > 0 ? [`${name} has ${others === 1 ? "another branch" : `${others} other branches`}.`] : []),
  ];
}

/** A probability as one says it: 20% for 20.03%, and what is all but 0 or 1 as just that. */
function roughly(share: number): string {
  if (share < 1 && share > 0.9995) return "almost 100%";
  return shareText(Number(share.toPrecision(3)));
}

function partingSentence(parting: Parting): string[] {
  if (parting === null) return [];
  if (parting === "nowhere") return ["GRPO and RLHF stay within 5 points of each other (total variation)."];
  if (parting === "everywhere") return ["GRPO and RLHF differ by more than 5 points (total variation) from the start."];
  return [
    `GRPO and RLHF part at β = ${shortNumber(parting.at)}: below it they differ by more than 5 points (total variation).`,
  ];
}
