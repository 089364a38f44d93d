// SPDX-License-Identifier: MIT
// What would make an answer the likeliest, in words.
import { neededPhrase, type Track } from "../../../charts/to-win";
import { ruleRecipe } from "../../../state/rules";
import type { RuleId } from "../../../state/types";

export function toWinSummary(label: string, rule: RuleId, wins: boolean, list: readonly Track[]): string {
  const name = ruleRecipe(rule).phrase;
  if (wins) {
    const kept = list.filter(({ needed }) => needed !== null).map(neededPhrase);
    const still = kept.length > 0 ? `, and stays so with ${kept.join(", or ")}` : "";
    return `“${label}” is the likeliest answer under ${name}${still}.`;
  }
  const possible = list.filter(({ needed }) => needed !== null);
  if (possible.length === 0) return `Nothing changed alone makes “${label}” the likeliest answer under ${name}.`;
  const impossible = list.filter(({ needed }) => needed === null).map(({ name }) => name);
  const alone = impossible.length > 0 ? ` No ${impossible.join(" or ")} alone does it.` : "";
  return `“${label}” would be the likeliest answer under ${name} with ${possible.map(neededPhrase).join(", or ")}.${alone}`;
}
