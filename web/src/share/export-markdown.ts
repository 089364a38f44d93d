// SPDX-License-Identifier: MIT
// A table as Markdown, every digit kept; numbers stand at the right.
import { type Cell, cellText, type Table } from "../charts/table";
import { escapedMarkdown } from "./words";

export function tableAsMarkdown({ caption, columns, rows }: Table): string {
  const isNumber = columns.map((_, column) => rows.every((row) => typeof row[column] !== "string"));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const cell = (value: Cell) => (typeof value === "string" ? escapedMarkdown(value) : cellText(value));
  return [
    caption && `${escapedMarkdown(caption)}\n\n`,
    line(columns.map(escapedMarkdown)),
    line(isNumber.map((right) => (right ? "---:" : ":---"))),
    ...rows.map((row) => line(row.map(cell))),
  ].join("");
}
