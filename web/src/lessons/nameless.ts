// SPDX-License-Identifier: MIT
// Sheets without a name: each is of somebody else, unless it is the same sheet once more.

import type { Collected, Handed } from "./collect";

/** In a poll nobody gives a name. Graded as they are, all of them would count as sheets of one student. */
export function namedApart({ handed, refused }: Collected): Collected {
  const seen = new Map<string, string>();
  const kept: Handed[] = [];
  const again = [...refused];
  for (const one of handed) {
    const { source, sheet } = one;
    if (sheet.student.trim() !== "") {
      kept.push(one);
      continue;
    }
    const text = JSON.stringify(sheet);
    const first = seen.get(text);
    if (first !== undefined) again.push({ source, student: null, reason: `It is the same sheet as ${first}.` });
    else {
      seen.set(text, source);
      kept.push({ source, sheet: { ...sheet, student: `without a name, ${source}` } });
    }
  }
  return { handed: kept, refused: again };
}
