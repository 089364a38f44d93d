// SPDX-License-Identifier: MIT
// What the picture of the trainers shows, in words.
import { totalVariation } from "../../../charts/nearest-beta";
import { percentText, shortNumber } from "../../../story/format";
import type { Chosen } from "../../../trainers/trainers";
import { listed } from "../words";

export interface DrawnTrainer {
  trainer: Chosen;
  policy: ArrayLike<number> | null;
}

/** Policies nearer than this aim at the same. */
const sameWithin = 5e-4;

export function trainersSummary(drawn: readonly DrawnTrainer[], labels: readonly string[]): string {
  const solved = drawn.flatMap(({ trainer, policy }) => (policy ? [{ name: trainer.name, policy }] : []));
  const [first] = solved;
  if (!first) return "None of these trainers has a policy here that holds still.";
  const groups: { names: string[]; policy: ArrayLike<number> }[] = [];
  for (const { name, policy } of solved) {
    const group = groups.find((other) => totalVariation(other.policy, policy) < sameWithin);
    if (group) group.names.push(name);
    else groups.push({ names: [name], policy });
  }
  if (groups.length === 1)
    return solved.length === 1
      ? `${first.name} gives ${sharesText(first.policy, labels)}.`
      : `All of them aim at one policy: ${sharesText(first.policy, labels)}.`;
  const spreads = labels.map((_, answer) => {
    const shares = groups.map(({ policy }) => policy[answer]!);
    return Math.max(...shares) - Math.min(...shares);
  });
  const answer = spreads.indexOf(Math.max(...spreads));
  const parts = groups.map(({ names, policy }) => `${percentText(policy[answer]!)} from ${listed(names)}`);
  return `“${labels[answer]}” gets ${listed(parts)}.`;
}

function sharesText(policy: ArrayLike<number>, labels: readonly string[]): string {
  const order = labels.map((_, answer) => answer).sort((a, b) => policy[b]! - policy[a]!);
  return listed(order.slice(0, 3).map((answer) => `“${labels[answer]}” ${percentText(policy[answer]!)}`));
}

export interface Found {
  beta: number;
  distance: number;
  /** How β was got: `β√(G/(G − 1))`, or empty where it was searched for. */
  formula: string;
  butForEpsilon: boolean;
}

/** Nearer than this is the same policy, to every digit that is shown. */
export const exactWithin = 1e-9;

export function translationLead(from: string, to: string, { beta }: Found): string {
  return `To get ${from}’s policy with ${to}, set β = ${shortNumber(beta)}.`;
}

export function translationSummary({ distance, formula, butForEpsilon }: Found): string {
  const how = formula ? `This is ${formula}.` : "No formula is known: this β was found on the curve.";
  if (distance < exactWithin) return `${how} The policies are then the same.`;
  const left = `${percentText(distance)} of the probability still lies elsewhere (total variation).`;
  return butForEpsilon ? `${how} It would be exact but for ε: ${left}` : `${how} Then ${left}`;
}
