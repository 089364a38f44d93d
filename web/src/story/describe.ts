// SPDX-License-Identifier: MIT
// The whole picture in words, for those who hear it.

import { type Choices, cycleOf, drawnPolicy, isOpen, type Picture, stationaryPolicies } from "../charts/picture";
import { ruleRecipe } from "../state/rules";
import { turning } from "./certificate";
import { exactText, groupSizeText, percentText } from "./format";
import { referencePolicy } from "./outcomes";

/** Longer lists are for the table. */
const mostAnswers = 12;

/** `β 1, group size 8. “Rare but right”: reference 20%, GRPO 63.4%, RLHF 35.8%. …` */
export function describePicture(picture: Picture, choices: Choices = {}): string {
  const { state, rules } = picture;
  const reference = referencePolicy(state);
  const answers = state.answers.slice(0, mostAnswers).map(({ label }, index) => {
    const shares = rules.flatMap((rule) => {
      const policy = drawnPolicy(picture, rule, choices)?.policy;
      return policy ? [`${ruleRecipe(rule).label} ${percentText(policy[index]!)}`] : [];
    });
    return `“${label}”: ${[`reference ${percentText(reference[index]!)}`, ...shares].join(", ")}.`;
  });
  const left = state.answers.length - answers.length;
  return [
    `β ${exactText(state.beta)}, group size ${groupSizeText(state.groupSize)}.`,
    ...answers,
    ...(left > 0 ? [`And ${left} more answers, in the table.`] : []),
    ...rules.flatMap((rule) => oddity(picture, rule, choices)),
  ].join(" ");
}

/** What is not as expected: exactly one stationary policy, inside the simplex, within tolerance. */
function oddity(picture: Picture, rule: Picture["rules"][number], choices: Choices): string[] {
  const name = ruleRecipe(rule).label;
  const interior = stationaryPolicies(picture, rule).filter(({ boundary }) => !boundary);
  if (isOpen(picture, rule)) return [`Whether ${name} has a stationary policy is not known yet.`];
  if (interior.length === 0) return [`${name} has no stationary policy here.`];
  const count = interior.length > 1 ? [`${name} has ${interior.length} stationary policies.`] : [];
  const stalled = interior.some(({ termination }) => termination === "stalled");
  const cycle = cycleOf(picture, rule, choices);
  const round = cycle ? [`${name} does not settle: ${turning(picture, cycle)}.`] : [];
  return [...count, ...round, ...(stalled ? [`The solver stopped short of its tolerance for ${name}.`] : [])];
}
