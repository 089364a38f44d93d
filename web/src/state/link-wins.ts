// SPDX-License-Identifier: MIT
// The win matrix of a link: rows separated by semicolons, mended where W(i,j) + W(j,i) = 1 fails.

import { fields, read } from "./fields";
import type { Pairs } from "./link-columns";
import { type NoticeLog, unescapedValue } from "./link-text";

/** As the core: the rounding of decimals with a dozen digits. */
const winTolerance = 1e-9;

/** 1 − w without the noise of binary fractions: 0.1 for 0.9. */
export function mirroredWin(win: number): number {
  return Number((1 - win).toPrecision(12));
}

/** The matrix, or null where the link has none that fits the answers. */
export function readWins(pairs: Pairs, count: number, log: NoticeLog): number[][] | null {
  const text = pairs.get("w");
  if (text === undefined) return null;
  const raw = unescapedValue(text)
    .split(";")
    .map((row) => row.split(","));
  if (raw.length !== count || raw.some((row) => row.length !== count)) {
    log.add("w", text, `has ${count} rows of ${count} numbers, one for each answer`, "the rewards");
    return null;
  }
  const entries = raw.map((row) => row.map((entry) => read(fields.win, entry)));
  const wins = mended(entries.map((row) => row.map((entry) => ("value" in entry ? entry.value : null))));
  entries.forEach((row, i) =>
    row.forEach((entry, j) => {
      const used = wins[i]![j]!;
      if ("value" in entry && entry.value === used) return;
      const sum = i === j ? "is 0.5: no answer beats itself" : `and ${fields.win.path(j, i)} sum to 1`;
      log.add(fields.win.path(i, j), raw[i]![j]!, "rule" in entry ? entry.rule : sum, String(used));
    }),
  );
  return wins;
}

/** Each pair made to sum to 1; null stands for an entry that is no probability. */
function mended(entries: readonly (readonly (number | null)[])[]): number[][] {
  const wins = entries.map((row) => row.map(() => 0.5));
  entries.forEach((row, i) => {
    for (let j = 0; j < i; ++j) [wins[j]![i], wins[i]![j]] = mendedPair(entries[j]![i]!, row[j]!);
  });
  return wins;
}

function mendedPair(above: number | null, below: number | null): [number, number] {
  if (above === null) return below === null ? [0.5, 0.5] : [mirroredWin(below), below];
  if (below !== null && Math.abs(above + below - 1) <= winTolerance) return [above, below];
  return [above, mirroredWin(above)];
}
