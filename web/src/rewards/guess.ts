// SPDX-License-Identifier: MIT
// Which column is which: by its name where it has a telling one, by what stands in it otherwise.

import { type Cell, cellAsNumber, cellAsText } from "./cells";
import type { Choice } from "./types";

type Role = "prompt" | "answer" | "reward" | "count" | "log-probability";

/** Names in small letters without what is no letter; the first of a list that a table has is taken. */
const names: Readonly<Record<Role, readonly string[]>> = {
  "log-probability": [
    ..."reflogprob reflogprobs reflogp refpolicylogprob referencelogprob referencelogprobability".split(" "),
    ..."logprobability logprob logprobs logp cumulativelogprob sumlogprob sumlogprobs logpiref lp".split(" "),
  ],
  count:
    "count counts n freq frequency times occurrences numsamples samples weight probability prob referenceprobability refprob piref".split(
      " ",
    ),
  reward: "reward rewards rewardscore score scores return correct iscorrect accuracy acc passed r".split(" "),
  prompt: "prompt prompts question query instruction problem input promptid questionid problemid taskid".split(" "),
  answer: [
    ..."answer answers completion completions response responses output outputs".split(" "),
    ..."generation generations generatedtext prediction action text label name".split(" "),
  ],
};

/** So many of a column's cells must be numbers before it is a column of numbers: a few lines may be broken. */
const mostly = 0.6;

const plainName = (name: string) => name.toLowerCase().replace(/[^\p{Letter}]/gu, "");

/** Whether the first row names columns: by a name that is known, or by having no number above columns that have some. */
export function looksLikeHeader(first: readonly Cell[], rest: readonly (readonly Cell[])[]): boolean {
  const known = new Set(Object.values(names).flat());
  if (first.some((cell) => known.has(plainName(cellAsText(cell))))) return true;
  const isNumber = (cell: Cell) => "value" in cellAsNumber(cell);
  return !first.some(isNumber) && rest.length > 0 && first.some((_, k) => share(rest, k, isNumber) >= mostly);
}

function share(rows: readonly (readonly Cell[])[], column: number, holds: (cell: Cell) => boolean): number {
  return rows.length === 0 ? 0 : rows.filter((row) => holds(row[column])).length / rows.length;
}

type Columns = Pick<Choice, "prompt" | "answer" | "reward" | "weight" | "weightColumn">;

export function guessColumns(columns: readonly string[], rows: readonly (readonly Cell[])[]): Columns {
  const found = byName(columns);
  byContents(found, columns.length, rows);
  const logs = found.get("log-probability") ?? null;
  const counts = found.get("count") ?? null;
  return {
    prompt: found.get("prompt") ?? null,
    answer: found.get("answer") ?? null,
    reward: found.get("reward") ?? null,
    weight: counts !== null ? "count" : logs !== null ? "log-probability" : "each",
    weightColumn: counts ?? logs,
  };
}

function byName(columns: readonly string[]): Map<Role, number> {
  const plain = columns.map(plainName);
  const found = new Map<Role, number>();
  for (const role of Object.keys(names) as Role[]) {
    const column = names[role].map((name) => plain.indexOf(name)).find((index) => index >= 0);
    if (column !== undefined) found.set(role, column);
  }
  return found;
}

/** The two that every table has, from the columns that no name has taken; where names say nothing, the weights too. */
function byContents(found: Map<Role, number>, count: number, rows: readonly (readonly Cell[])[]): void {
  const unnamed = found.size === 0;
  const free = () => [...Array(count).keys()].filter((column) => ![...found.values()].includes(column));
  const number = (holds: (value: number) => boolean) => (cell: Cell) => {
    const parsed = cellAsNumber(cell);
    return "value" in parsed && holds(parsed.value);
  };
  const isNumber = number(() => true);
  const isText = (column: number) => share(rows, column, isNumber) < mostly;
  const different = (column: number) => new Set(rows.map((row) => cellAsText(row[column]))).size;

  if (!found.has("answer")) {
    const texts = free().filter(isText);
    const [best = free()[0]] = texts.sort((a, b) => different(b) - different(a));
    if (best !== undefined) found.set("answer", best);
  }
  const numeric = free().filter((column) => !isText(column));
  const take = (role: Role, holds: (value: number) => boolean) => {
    const column = numeric.filter((k) => share(rows, k, number(holds)) >= share(rows, k, isNumber)).at(-1);
    if (column === undefined || numeric.length < 2) return;
    numeric.splice(numeric.indexOf(column), 1);
    found.set(role, column);
  };
  if (unnamed && rows.length > 1) {
    const negative = numeric.filter(
      (k) =>
        share(
          rows,
          k,
          number((value) => value < 0),
        ) > 0.5,
    );
    if (negative.length > 0) take("log-probability", (value) => value <= 0);
    else take("count", (value) => value >= 1 && Number.isInteger(value));
  }
  if (!found.has("reward") && numeric[0] !== undefined) found.set("reward", numeric[0]);
}
