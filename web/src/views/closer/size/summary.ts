// SPDX-License-Identifier: MIT
// What the picture of the group size shows, in words.
import { policyOf, type SizePath } from "../../../charts/group-size";
import { ruleRecipe } from "../../../state/rules";
import { capital } from "../../../story/sentence";
import { groupSizeText } from "../../../story/format";
import { shareText } from "../../../story/small-shares";

export interface Needed {
  attenuation90: number | null;
  silent10: number | null;
}

export function sizeSummary(label: string, answer: number, paths: readonly SizePath[]): string {
  return paths
    .map(({ rule, curves }) => {
      const name = capital(ruleRecipe(rule).phrase);
      const points = curves.find(({ onReferenceBranch }) => onReferenceBranch)?.points ?? [];
      const [first, last] = [points[0], points.at(-1)];
      if (!first || !last) return `${name} has no policy at these sizes.`;
      const [from, to] = [first, last].map((point) => shareText(policyOf(answer)(point) ?? 0));
      const sizes = `from G = ${groupSizeText(first.value)} to ${groupSizeText(last.value)}`;
      const more = curves.some(({ onReferenceBranch }) => !onReferenceBranch) ? " Other policies exist beside it." : "";
      return from === to
        ? `${name} gives “${label}” ${from} ${sizes}.${more}`
        : `${name} takes “${label}” from ${from} to ${to} ${sizes}.${more}`;
    })
    .join(" ");
}

const atLeast = (size: number | null) => (size === null ? "more than a million" : `G ≥ ${groupSizeText(size)}`);

/** What group size a probability asks for; `silentPairs` is the share of groups of 2 that are silent. */
export function neededSentence(
  success: number | null,
  silentPairs: number,
  { attenuation90, silent10 }: Needed,
): string {
  if (silentPairs >= 1) return "All rewards are equal under this policy: every group is silent, whatever its size.";
  const silent = `${atLeast(silent10)} so that at most one group in ten is silent`;
  if (success === null) return `Under this policy you need ${silent}.`;
  return `At p = ${shareText(success)} you need ${atLeast(attenuation90)} for 90% of the full update, and ${silent}.`;
}
