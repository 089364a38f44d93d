// SPDX-License-Identifier: MIT
// What the drawn groups show, in words.
import type { Group } from "../../../charts/groups";
import type { RunningPoint } from "../../../engine/landscape-calls";
import { shortNumber } from "../../../story/format";

export interface GroupsFacts {
  labels: readonly string[];
  number: number;
  seed: number;
  group: Group;
  newest: RunningPoint | undefined;
  exact: ArrayLike<number>;
}

export function groupsSummary({ labels, number, seed, group, newest, exact }: GroupsFacts): string {
  const silent = group.cards.every(({ advantage }) => advantage === 0);
  const says = silent ? " All its advantages are 0: it is silent." : "";
  const shown = `Group ${number} of seed ${seed}: mean reward ${shortNumber(group.mean)}, std ${shortNumber(group.std)}.${says}`;
  const most = mostSampled(newest);
  if (!newest || most === null) return shown;
  const { mean, standardError, count } = newest;
  const groups = count === 1 ? "1 group" : `${count} groups`;
  return `${shown} After ${groups} the mean advantage of “${labels[most]!}” is ${shortNumber(mean[most]!)} ± ${shortNumber(standardError[most]!)}; P_G is exactly ${shortNumber(exact[most]!)}.`;
}

function mostSampled(newest: RunningPoint | undefined): number | null {
  if (!newest) return null;
  const samples = Array.from(newest.samples);
  const most = Math.max(0, ...samples);
  return most > 0 ? samples.indexOf(most) : null;
}
