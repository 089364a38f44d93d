// SPDX-License-Identifier: MIT
// What a change did, for those who hear it: the largest move under each rule, `GRPO: “B” now 63%, was 41%.`

import { type Choices, drawnPolicy, type Picture } from "../charts/picture";
import { ruleRecipe } from "../state/rules";
import type { RuleId } from "../state/types";
import { percentText, readTheSame } from "./format";
import { headline } from "./headline";
import { answerName, plainText, type Segment } from "./sentence";

/** A picture as it was told, with the policies that were drawn then. */
export interface Told {
  picture: Picture;
  choices: Choices;
}

/** More rules than this are not told one by one. */
const mostRules = 3;

/** The sentences to say, or nothing where the two ask the same and show the same. */
export function describeChange(before: Told, now: Told): string {
  const story = headline(now.picture, now.choices);
  if (!comparable(before.picture, now.picture)) return plainText(story);
  const moves = now.picture.rules.flatMap((rule) => largestMove(rule, before, now));
  const left = moves.length - mostRules;
  const retold = names(story) === names(headline(before.picture, before.choices)) ? "" : plainText(story);
  if (moves.length === 0)
    return retold || (before.picture.state === now.picture.state ? "" : "No probability changed, to the digits shown.");
  return [
    ...moves.slice(0, mostRules),
    left > 0 ? `${left} more ${left === 1 ? "rule" : "rules"} changed.` : "",
    retold,
  ]
    .filter(Boolean)
    .join(" ");
}

/** Whether the same answers are judged by the same rules. */
function comparable(before: Picture, now: Picture): boolean {
  const asks = ({ rules, state }: Picture) => [rules, state.answers.map(({ id, label }) => [id, label])];
  return JSON.stringify(asks(before)) === JSON.stringify(asks(now));
}

function largestMove(rule: RuleId, before: Told, now: Told): string[] {
  const was = drawnPolicy(before.picture, rule, before.choices)?.policy;
  const is = drawnPolicy(now.picture, rule, now.choices)?.policy;
  if (!was || !is) return []; // the headline tells of it
  const moved = [...is].map((share, index) => Math.abs(share - was[index]!));
  const most = moved.indexOf(Math.max(...moved));
  if (readTheSame(is[most]!, was[most]!)) return [];
  const { text } = answerName(now.picture.state.answers[most]!.label);
  return [`${ruleRecipe(rule).label}: ${text} now ${percentText(is[most]!)}, was ${percentText(was[most]!)}.`];
}

/** Who is told to be the favourite of whom: the sentence without its numbers. */
function names(story: readonly Segment[]): string {
  return story.map(({ text, role }) => (role === "plain" ? text.replace(/[\d.<>%]+/g, "") : text)).join("");
}
