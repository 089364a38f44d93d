// SPDX-License-Identifier: MIT
// The numbers of a picture as a table, every digit kept: what is shown under it and what is exported.

export type Cell = string | number | null;

export interface Table {
  caption: string;
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}

/** A cell as text; what there is no number for is empty. */
export function cellText(cell: Cell): string {
  return cell === null ? "" : String(cell);
}
