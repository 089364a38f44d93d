// SPDX-License-Identifier: MIT
// What the grid of KL terms shows, in words.
import type { KlTerm } from "../../../trainers/kl-terms";
import { percentText } from "../../../story/format";
import { listed } from "../words";

export interface DrawnTerm {
  term: KlTerm;
  policy: ArrayLike<number> | null;
}

/** What each kind of KL term makes of the answer on which they differ most. */
export function klTermSummary(drawn: readonly DrawnTerm[], labels: readonly string[]): string {
  const kinds = new Map<string, ArrayLike<number>>();
  for (const { term, policy } of drawn) if (policy && !kinds.has(term.name)) kinds.set(term.name, policy);
  const policies = [...kinds.values()];
  if (policies.length === 0) return "No KL term has a policy here that holds still.";
  const spreads = labels.map((_, answer) => {
    const shares = policies.map((policy) => policy[answer]!);
    return Math.max(...shares) - Math.min(...shares);
  });
  const answer = spreads.indexOf(Math.max(...spreads));
  const parts = [...kinds].map(([name, policy]) => `${percentText(policy[answer]!)} ${held(name)}`);
  return `With the same β, “${labels[answer]}” gets ${listed(parts)}.`;
}

const held = (name: string) =>
  name === "none" ? "with k1 in the loss, a trap that regularises nothing" : name.startsWith("KL") ? `with ${name}` : `by ${name}`; // prettier-ignore
