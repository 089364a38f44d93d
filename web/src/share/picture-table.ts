// SPDX-License-Identifier: MIT
// The board's numbers as a table: what each rule makes of each answer.
import { type Choices, drawnPolicy, isOpen, type Picture } from "../charts/picture";
import type { Table } from "../charts/table";
import { ruleRecipe } from "../state/rules";
import { referencePolicy } from "../story/outcomes";

export function pictureTable(picture: Picture, choices: Choices): Table {
  const { state, rules } = picture;
  const reference = referencePolicy(state);
  const drawn = rules.map((rule) => ({ rule, policy: drawnPolicy(picture, rule, choices) }));
  return {
    caption: "π(o) is the policy's probability of the answer, P(o) its preference at that policy.",
    columns: [
      "Answer",
      ...(state.wins ? [] : ["Reward"]),
      "Reference",
      ...rules.flatMap((rule) => [`${ruleRecipe(rule).label}, π(o)`, `${ruleRecipe(rule).label}, P(o)`]),
    ],
    rows: state.answers.map(({ label, reward }, o) => [
      label,
      ...(state.wins ? [] : [reward]),
      reference[o]!,
      ...drawn.flatMap(({ policy }) => [policy?.policy[o] ?? null, policy?.preference[o] ?? null]),
    ]),
  };
}

/** Rules that the table has no numbers for, each with the reason. */
export function emptyRules(picture: Picture, choices: Choices): string[] {
  return picture.rules.flatMap((rule) => {
    if (drawnPolicy(picture, rule, choices)) return [];
    const why = isOpen(picture, rule) ? "not known yet" : "no stationary policy";
    return [`${ruleRecipe(rule).label}: ${why}`];
  });
}
