// SPDX-License-Identifier: MIT
// A text as rows of cells, each with the number of its line: CSV and its like by papaparse, JSONL by JSON.parse.

import Papa from "papaparse";
import type { Cell } from "./cells";
import type { Format } from "./types";

export interface Row {
  /** Of the row's first line, from 1. */
  line: number;
  cells: readonly Cell[];
  /** Why the row cannot be read. */
  fault: string | null;
}

/** Gets each row in turn, and now and then how much of the text is done, from 0 to 1. */
export interface RowTaker {
  row(row: Row): void;
  progress?(part: number): void;
}

/** Characters that are read before progress is told. */
const partLength = 1 << 18;

/** Lines end in one way, and a mark of the byte order is none of the text. */
export function plainText(text: string): string {
  return text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
}

/** JSON objects begin with a brace; otherwise the separator that gives the most even columns. */
export function guessFormat(text: string): Format {
  if (/^\s*\{/.test(text)) return "jsonl";
  const start = text.slice(0, partLength);
  const options = { preview: 50, skipEmptyLines: true, delimitersToGuess: [",", ";", "\t", "|"] };
  return Papa.parse(start, { newline: "\n", ...options }).meta.delimiter as Format;
}

/** `text` as `plainText` gives it; rows without anything are left out. At most `most` rows where that is given. */
export function readRows(text: string, format: Format, keys: readonly string[], taker: RowTaker, most?: number): void {
  if (format === "jsonl") readJsonl(text, keys, taker, most);
  else readSeparated(text, format, taker, most);
}

const faults: Readonly<Record<string, string>> = {
  MissingQuotes: "A quote is opened here that is never closed: nothing after it is read",
  InvalidQuotes: "A quote within quotes must be doubled",
};

function readSeparated(text: string, delimiter: string, taker: RowTaker, most: number | undefined): void {
  let line = 1;
  const chunk = ({ data, errors, meta }: ReturnType<typeof Papa.parse>) => {
    const broken = new Map(errors.map(({ row, code }) => [row, faults[code] ?? null]));
    data.forEach((cells, index) => {
      const fault = broken.get(index) ?? null;
      if (fault !== null || cells.some((cell) => cell !== "")) taker.row({ line, cells, fault });
      line += 1;
      for (const cell of cells) if (cell.includes("\n")) line += cell.split("\n").length - 1;
    });
    taker.progress?.(meta.cursor / text.length);
  };
  if (text !== "") Papa.parse(text, { delimiter, newline: "\n", chunkSize: partLength, preview: most, chunk });
}

function readJsonl(text: string, keys: readonly string[], taker: RowTaker, most = Infinity): void {
  let told = 0;
  let rows = 0;
  for (let from = 0, line = 1; from < text.length && rows < most; ++line) {
    const newline = text.indexOf("\n", from);
    const to = newline < 0 ? text.length : newline;
    const source = text.slice(from, to);
    from = to + 1;
    if (source.trim() === "") continue;
    rows += 1;
    taker.row({ line, ...readRecord(source, keys) });
    if (from - told < partLength) continue;
    told = from;
    taker.progress?.(from / text.length);
  }
}

function readRecord(source: string, keys: readonly string[]): Pick<Row, "cells" | "fault"> {
  const record = parsedRecord(source);
  if (!record) return { cells: [source], fault: "The line is no JSON object" };
  return { cells: keys.map((key) => (Object.hasOwn(record, key) ? record[key] : undefined)), fault: null };
}

function parsedRecord(source: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(source);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** The names in the first objects, in the order in which they come. */
export function jsonlKeys(text: string, most: number): string[] {
  const keys = new Set<string>();
  for (const source of text.slice(0, 4 * partLength).split("\n", most)) {
    for (const key of Object.keys(parsedRecord(source) ?? {})) keys.add(key);
  }
  return [...keys];
}
