// SPDX-License-Identifier: MIT
// Grades as a table, for the screen's own and for spreadsheets: what could not be graded has its row, too.

import type { Cell, Table } from "../charts/table";
import { tableAsCsv } from "../share/export-csv";
import type { Graded, Mark, StepGrades } from "./grade";
import type { Response } from "./responses";
import type { Lesson } from "./types";

const about = ["Student", "Seed", "Source", "Started", "Saved", "Minutes", "Total", "of"];

/** Score, response, tries, hints and seconds of every step; the others have no score. */
export function gradeTable({ title, exercises }: Lesson, { steps, rows, refused, most }: Graded): Table {
  const columns = [
    ...about,
    ...steps.flatMap(({ exercise, step, scored }) =>
      [...(scored ? ["score"] : []), "response", "tries", "hints", "seconds"].map(
        (what) => `${exercise}/${step.id} ${what}`,
      ),
    ),
    "Notes",
  ];
  const graded = rows.map(({ student, seed, source, started, saved, seconds, total, marks, notes }): Cell[] => [
    ...[student, seed, source, started, saved, rounded(seconds / 60, 1), rounded(total, 3), most],
    ...steps.flatMap((step, k) => cells(step, marks[k], exercises)),
    notes.join(" "),
  ]);
  const empty = Array.from({ length: columns.length - 4 }, () => null);
  const others = refused.map(({ source, student, reason }): Cell[] => [student, null, source, ...empty, reason]);
  return { caption: title, columns, rows: [...graded, ...others] };
}

export const gradeCsv = (lesson: Lesson, graded: Graded): string => tableAsCsv(gradeTable(lesson, graded));

const rounded = (value: number, places: number) => Number(value.toFixed(places));

function cells({ place, step, scored }: StepGrades, mark: Mark, exercises: Lesson["exercises"]): Cell[] {
  const labels = exercises[place[0]].scenario.answers.map(({ label }) => label);
  const { score, response, tries, hints, seconds } = mark;
  const worth = scored ? [score === null ? null : rounded(score, 3)] : [];
  return [...worth, response === null ? null : responseCell(step, response, labels), tries, hints, seconds];
}

/** A response as a person reads it: names for indices. */
export function responseCell(step: StepGrades["step"], response: Response, labels: readonly string[]): Cell {
  if (typeof response === "string") return response;
  if (response === true) return "read";
  if (step.kind === "predict" && step.input.type === "choice") return step.input.options[response as number].text;
  if (typeof response === "number") return response;
  const isList = Array.isArray as (value: unknown) => value is readonly number[];
  if (!isList(response)) return Object.entries(response).map(([path, value]) => `${path} = ${JSON.stringify(value)}`).join("; "); // prettier-ignore
  if (step.kind === "predict" && step.input.type === "order") return response.map((i) => labels[i]).join(" > ");
  return response.map((share, i) => `${labels[i]} ${rounded(share, 6)}`).join("; ");
}
