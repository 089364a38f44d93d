// SPDX-License-Identifier: MIT
// What the drawn groups show, in words.
import type { RunningAdvantage } from "grpo-playground";
import type { Group } from "../../../charts/groups";
import { shortNumber } from "../../../story/format";

export interface GroupsFacts {
  labels: readonly string[];
  number: number;
  seed: number;
  group: Group;
  newest: RunningAdvantage | undefined;
  exact: ArrayLike<number>;
}

export function groupsSummary({ labels, number, seed, group, newest, exact }: GroupsFacts): string {
  const silent = group.cards.every(({ advantage }) => advantage === 0);
  const says = silent ? " All its advantages are 0: it is silent." : "";
  const shown = `Group ${number} of seed ${seed}: mean reward ${shortNumber(group.mean)}, std ${shortNumber(group.std)} (population).${says}`;
  const most = mostSampled(newest);
  if (!newest || most === null) return shown;
  const { mean, standardError, count } = newest;
  const twice = count > 1 ? 2 * standardError[most]! : 0; // as the band; one group says nothing of its error
  const give = twice > 0 ? ` ± ${shortNumber(twice)} (two standard errors)` : "";
  const groups = count === 1 ? "1 group" : `${count} groups`;
  return `${shown} After ${groups} “${labels[most]!}” has a mean advantage of ${shortNumber(mean[most]!)}${give}; exactly, P_G = ${shortNumber(exact[most]!)}.`;
}

function mostSampled(newest: RunningAdvantage | undefined): number | null {
  if (!newest) return null;
  const samples = Array.from(newest.samples);
  const most = Math.max(0, ...samples);
  return most > 0 ? samples.indexOf(most) : null;
}
