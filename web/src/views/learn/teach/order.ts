// SPDX-License-Identifier: MIT
// The rows of the table of grades in the order of one of its columns.

import type { Row } from "../../../lessons/grade";

/** A column: the student, the total, the minutes, or a step by its index. */
export type Key = "student" | "total" | "time" | number;

export interface Order {
  by: Key;
  descending: boolean;
}

/** The same column once more turns the order round; numbers begin with the largest, names with A. */
export function pressed(order: Order, by: Key): Order {
  return { by, descending: order.by === by ? !order.descending : by !== "student" };
}

/** What has no score stands at the end, whichever way round. */
export function ordered(rows: readonly Row[], { by, descending }: Order): Row[] {
  const value = (row: Row): number | null => {
    if (by === "total") return row.total;
    if (by === "time") return row.seconds;
    return typeof by === "number" && row.marks[by]?.response != null ? (row.marks[by].score ?? 0) : null;
  };
  const names = (a: Row, b: Row) => a.student.localeCompare(b.student) || a.source.localeCompare(b.source);
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (by === "student") return sign * names(a, b);
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || names(a, b);
    return sign * (x - y) || names(a, b);
  });
}
