// SPDX-License-Identifier: MIT
// Vite plugin: `virtual:reference-tables` is what the self-test needs of the repository's reference tables, copied from
// tests/reference at build time, so that no number of them is written twice.
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const name = "virtual:reference-tables";

type Row = Record<string, unknown>;

function read(table: string): Row {
  return JSON.parse(readFileSync(new URL(`../../tests/reference/${table}.json`, import.meta.url), "utf8")) as Row;
}

/** The id is the title too. */
function bare({ title: _title, note: _note, ...document }: Row) {
  return document;
}

/** The cases of a table, or every so many where there is no room for all. */
function rows(table: string, every: number): Row[] {
  return (read(table)["cases"] as Row[]).filter((_row, k) => k % every === 0);
}

/** Without what the self-test does not compare: titles, notes, eigenvalues, shares beside their logarithms. */
export function referenceTables(every = 1) {
  const { about: _, ...trainers } = read("trainers");
  return {
    trainers,
    stationary: rows("stationary", every).map((row) => ({
      id: row["id"],
      document: bare(row["document"] as Row),
      logStationary: row["logStationary"],
      scales: (row["preference"] as number[][]).map((values) => Math.max(...values.map(Math.abs))),
      sensitivity: row["sensitivity"],
      stable: row["stable"],
    })),
    preference: rows("preference", every).map((row) => ({
      id: row["id"],
      document: bare(row["document"] as Row),
      policy: row["policy"],
      preference: row["preference"],
    })),
  };
}

export function tables({ every = 1 } = {}): Plugin {
  return {
    name: "reference-tables",
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) => (id === `\0${name}` ? `export default ${JSON.stringify(referenceTables(every))};` : null),
  };
}
