// SPDX-License-Identifier: MIT
// The answer sheet: a student's work on a lesson as data, small enough to be mailed. It is for learning: whoever wants to
// can write a better one by hand, which is why no score in it is believed.

import type { Issue } from "grpo-playground";
import { fileName } from "../share/download";
import { isRecord } from "../state/json";
import { type Check, dictionary, limited, must, number, oneOf, record, shownValue, text, wholeNumber } from "./checks";
import { fingerprint } from "./fingerprint";
import type { Response } from "./responses";
import type { Lesson } from "./types";

export const sheetFormat = "grpo-playground/answer-sheet";

export interface StepWork {
  /** Null where a response was not given (yet). */
  response: Response | null;
  /** In [0, 1], as the student's page had it; null where the step has none. */
  score: number | null;
  /** How often a response was given; the last one counts. */
  tries: number;
  /** Hints that were opened. */
  hints: number;
  seconds: number;
}

/** Work by the exercise's id and the step's. */
export type Work = Readonly<Record<string, Readonly<Record<string, StepWork>>>>;

export interface AnswerSheet {
  format: typeof sheetFormat;
  version: 1;
  lesson: { fingerprint: string; title: string };
  student: string;
  /** What the numbers of exercises with variables were drawn by. */
  seed: string;
  /** ISO 8601, UTC. */
  started: string;
  /** Of several sheets of a student the newest counts. */
  saved: string;
  /** All time on the lesson's pages. */
  seconds: number;
  work: Work;
}

export type ReadSheet = { sheet: AnswerSheet } | { issues: Issue[] };

export interface Student {
  name: string;
  seed: string;
}

/** The sheet of what was done so far; `saved` is now. */
export function makeSheet(
  lesson: Lesson,
  { name, seed }: Student,
  { started, seconds, work }: Pick<AnswerSheet, "started" | "seconds" | "work">,
  now: Date = new Date(),
): AnswerSheet {
  const { title } = lesson;
  const about = { lesson: { fingerprint: fingerprint(lesson), title }, student: name.trim(), seed };
  return { format: sheetFormat, version: 1, ...about, started, saved: now.toISOString(), seconds, work };
}

const isTime = (value: unknown) =>
  typeof value === "string" &&
  value.length <= 40 &&
  /^\d{4}-\d\d-\d\dT/.test(value) &&
  Number.isFinite(Date.parse(value));

const time = must(isTime, "is a time, as 2026-01-31T12:00:00Z");
const count = wholeNumber(0, 1e9);
const seconds = number(0, 1e9);

/** A response is held against its step once the lesson is known. */
const response: Check = must(
  (value) =>
    value === null || value === true || ["number", "string"].includes(typeof value) || typeof value === "object",
  "is a number, text, a list, a change or true",
);

const score: Check = (value, field, issues) => {
  if (value !== null) number(0, 1)(value, field, issues);
};

export const stepWork = record({ response, score, tries: count, hints: count, seconds });

const id = /^[A-Za-z0-9-]{1,40}$/;

export const work = dictionary(id, "is an exercise’s id", dictionary(id, "is a step’s id", stepWork, 50), 100);

const sheet = record({
  format: oneOf([sheetFormat]),
  version: oneOf([1]),
  lesson: record({
    fingerprint: must((value) => typeof value === "string" && /^[0-9a-f]{16}$/.test(value), "is 16 hexadecimal digits"),
    title: text(200),
  }),
  student: text(200),
  seed: text(200),
  started: time,
  saved: time,
  seconds,
  work,
});

/** Never throws; every issue at once. */
export function readSheet(value: unknown): ReadSheet {
  const { format, version } = isRecord(value) ? value : {};
  if (format !== sheetFormat)
    return { issues: [{ field: "format", value: shownValue(format), constraint: `is ${sheetFormat}` }] };
  if (typeof version === "number" && version > 1)
    return { issues: [{ field: "version", value: version, constraint: "is 1: a newer playground wrote it" }] };
  const issues: Issue[] = [];
  sheet(value, "", issues);
  return issues.length > 0 ? { issues: limited(issues) } : { sheet: value as AnswerSheet };
}

export function sheetFile(sheet: AnswerSheet): { name: string; content: Blob } {
  const name = fileName(`${sheet.student || "answers"} ${sheet.lesson.title}`, "json");
  return { name, content: new Blob([`${JSON.stringify(sheet, null, 1)}\n`], { type: "application/json" }) };
}
