// SPDX-License-Identifier: MIT
// A table as comma-separated values (RFC 4180), every digit kept.
import { type Cell, cellText, type Table } from "../charts/table";

/** A byte order mark tells spreadsheets that the text is UTF-8. */
const byteOrderMark = "\uFEFF";

export function tableAsCsv({ columns, rows }: Table): string {
  return byteOrderMark + [columns, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

/**
 * A name that a spreadsheet would take for a formula gets an apostrophe before it: names may come from anyone's link.
 * Where spreadsheets write decimals with commas, semicolons and tabs part the cells, unless they are in quotes.
 */
function csvCell(cell: Cell): string {
  const plain = cellText(cell);
  const text = typeof cell === "string" && /^\s*[=+\-@\t\r\n＝＋－＠]/.test(plain) ? `'${plain}` : plain;
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
