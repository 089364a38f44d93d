// SPDX-License-Identifier: MIT
// A class’s answer sheets, graded: every score is worked out again from the response by the core, none is taken over.

import type { Issue } from "grpo-playground";
import { type Ask, remembering } from "./ask";
import { type Collected, type Handed, reasonOf, type Refused } from "./collect";
import { fingerprint } from "./fingerprint";
import type { Value } from "./leaves";
import type { Judged } from "./quantities";
import { isScored, type Response, responseIssues } from "./responses";
import { scoreStep } from "./score";
import type { AnswerSheet, StepWork } from "./sheet";
import type { Lesson, Step } from "./types";
import { type DrawnLesson, drawnLesson, plainSeed } from "./variables";

/** One step of one student. */
export interface Mark {
  /** Null where nothing was given. */
  response: Response | null;
  /** As the core judges it; 0 where a scored step has no response, or one that is none; null where there is nothing to judge by. */
  score: number | null;
  /** What the sheet said, where it is not what the core finds. */
  claimed: number | null;
  truth: Value | null;
  judged: readonly Judged[];
  tries: number;
  hints: number;
  seconds: number;
  issues: readonly Issue[];
}

export interface Row {
  student: string;
  seed: string;
  source: string;
  started: string;
  saved: string;
  seconds: number;
  /** In the order of `steps`. */
  marks: readonly Mark[];
  /** Sum of all scores. */
  total: number;
  /** What a teacher should know of this sheet, in sentences. */
  notes: readonly string[];
}

export interface StepGrades {
  exercise: string;
  /** Which exercise and step, counted from 0. */
  place: readonly [exercise: number, step: number];
  step: Step;
  scored: boolean;
  /** Those that were given. */
  responses: readonly Response[];
  /** The same for all; null where numbers are drawn, or where there is none. */
  truth: Value | null;
  judged: readonly Judged[];
  /** How many scores are in [0, 0.1), [0.1, 0.2), … [0.9, 1], of those who gave a response. */
  histogram: readonly number[];
  /** Students without a response. */
  missing: number;
  /** Of those who gave a response. */
  mean: number | null;
}

export interface Graded {
  steps: readonly StepGrades[];
  rows: readonly Row[];
  refused: readonly Refused[];
  /** The most that a total can be. */
  most: number;
}

/** `done` is told how many sheets are graded, of how many. Rejects where the core cannot be reached. */
export async function grade(
  lesson: Lesson,
  collected: Collected,
  ask: Ask,
  done: (count: number, of: number) => void = () => {},
): Promise<Graded> {
  const { own, foreign } = ownSheets(lesson, collected.handed);
  const { kept, notes, left } = newest(own);
  const asking = sayingWhy(remembering(ask));
  const rows: Row[] = [];
  for (const handed of kept) {
    rows.push(await gradeSheet(lesson, handed, notes.get(handed) ?? [], asking));
    done(rows.length, kept.length);
  }
  rows.sort((a, b) => a.student.localeCompare(b.student) || a.source.localeCompare(b.source));
  const steps = stepsOf(lesson).map((place, k) =>
    stepGrades(
      place,
      rows.map(({ marks }) => marks[k]),
    ),
  );
  const most = steps.filter(({ scored }) => scored).length;
  return { steps, rows, refused: [...collected.refused, ...foreign, ...left], most };
}

/** The core answered before, so one question that it fails at concerns one sheet alone: it is named there. */
class Unanswered extends Error {}

function sayingWhy(ask: Ask): Ask {
  let reached = false;
  return async (calls) => {
    try {
      const answers = await ask(calls);
      reached = true;
      return answers;
    } catch (error) {
      throw reached ? new Unanswered(error instanceof Error ? error.message : String(error)) : error;
    }
  };
}

type Place = Pick<StepGrades, "exercise" | "place" | "step">;

function stepsOf({ exercises }: Pick<Lesson, "exercises">): Place[] {
  return exercises.flatMap(({ id, steps }, i) =>
    steps.map((step, k) => ({ exercise: id, place: [i, k], step }) as const),
  );
}

function ownSheets(lesson: Lesson, handed: readonly Handed[]): { own: Handed[]; foreign: Refused[] } {
  const print = fingerprint(lesson);
  const own = handed.filter(({ sheet }) => sheet.lesson.fingerprint === print);
  const foreign = handed
    .filter(({ sheet }) => sheet.lesson.fingerprint !== print)
    .map(({ source, sheet }) => ({
      source,
      student: sheet.student,
      reason:
        `It belongs to another lesson, or another edition of this one: ` +
        `“${sheet.lesson.title}” with fingerprint ${sheet.lesson.fingerprint}; this one has ${print}.`,
    }));
  return { own, foreign };
}

/** Of sheets by the same name and seed the newest counts, and it is said which others there were. */
function newest(handed: readonly Handed[]): { kept: Handed[]; notes: Map<Handed, string[]>; left: Refused[] } {
  const groups = new Map<string, Handed[]>();
  for (const one of handed) {
    const key = JSON.stringify([plainSeed(one.sheet.student), plainSeed(one.sheet.seed)]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const notes = new Map<Handed, string[]>();
  const left: Refused[] = [];
  const kept = [...groups.values()].map((group) => {
    const [first, ...older] = [...group].sort((a, b) => Date.parse(b.sheet.saved) - Date.parse(a.sheet.saved));
    if (older.length > 0)
      notes.set(first, [`The newest of ${group.length}: ${older.map(({ source }) => source).join("; ")} not counted.`]);
    for (const { source, sheet } of older) {
      const reason = `A newer sheet counts: ${first.source}, saved ${first.sheet.saved}; this one was saved ${sheet.saved}.`;
      left.push({ source, student: sheet.student, reason });
    }
    return first;
  });
  sayNamesakes(kept, notes);
  return { kept, notes, left };
}

function sayNamesakes(kept: readonly Handed[], notes: Map<Handed, string[]>): void {
  for (const one of kept) {
    const same = kept.filter(({ sheet }) => plainSeed(sheet.student) === plainSeed(one.sheet.student));
    if (same.length > 1)
      notes.set(one, [...(notes.get(one) ?? []), `${same.length} sheets with different seeds have this name.`]);
  }
}

async function gradeSheet(lesson: Lesson, { source, sheet }: Handed, notes: readonly string[], ask: Ask): Promise<Row> {
  const drawn = drawnLesson(lesson, sheet.seed);
  const marks: Mark[] = [];
  for (const { place, step } of stepsOf(drawn)) marks.push(await markOf(drawn, place, step, sheet, ask));
  const { student, seed, started, saved, seconds } = sheet;
  const total = marks.reduce((sum, { score }) => sum + (score ?? 0), 0);
  const said = [...notes, ...marksNotes(drawn, marks), ...unknownNotes(drawn, sheet)];
  return { student, seed, source, started, saved, seconds, marks, total, notes: said };
}

const none: StepWork = { response: null, score: null, tries: 0, hints: 0, seconds: 0 };

async function markOf({ exercises }: DrawnLesson, place: Place["place"], step: Step, sheet: AnswerSheet, ask: Ask) {
  const exercise = exercises[place[0]];
  const { response, score, tries, hints, seconds } = sheet.work[exercise.id]?.[step.id] ?? none;
  const counts = { tries, hints, seconds };
  const empty = { response: null, score: isScored(step) ? 0 : null, claimed: null, truth: null, judged: [] };
  if (response === null) return { ...empty, ...counts, issues: [] };
  const wrong = responseIssues(step, exercise.scenario.answers.length, response);
  if (wrong.length > 0) return { ...empty, ...counts, issues: wrong };
  const scored = await scoreStep(exercise, step, response, ask).catch((error: unknown) => {
    if (!(error instanceof Unanswered)) throw error;
    const issue: Issue = { field: "core", value: error.message, constraint: "is able to judge the response" };
    return { ...empty, score: null, issues: [issue] };
  });
  const { score: found, truth, judged, issues } = scored;
  const claimed = score !== null && found !== null && Math.abs(score - found) > sameScore ? score : null;
  return { response, score: found, claimed, truth, judged, ...counts, issues };
}

/** Another machine may round the last digits in another way; a sheet may round to three. */
const sameScore = 2e-3;

function marksNotes(lesson: DrawnLesson, marks: readonly Mark[]): string[] {
  return stepsOf(lesson).flatMap(({ exercise, step }, k) => {
    const { claimed, score, issues } = marks[k];
    const where = `${exercise}/${step.id}`;
    if (issues.length > 0) return [`${where}: ${reasonOf(issues)}`];
    return claimed === null
      ? []
      : [`${where}: the sheet says ${claimed}, the core finds ${Number(score!.toFixed(3))}.`];
  });
}

/** Only a sheet that was written by hand has any. */
function unknownNotes(lesson: DrawnLesson, { work }: AnswerSheet): string[] {
  const known = new Set(stepsOf(lesson).map(({ exercise, step }) => `${exercise}/${step.id}`));
  return Object.entries(work)
    .flatMap(([exercise, steps]) => Object.keys(steps).map((step) => `${exercise}/${step}`))
    .filter((where) => !known.has(where))
    .map((where) => `${where} is no step of this lesson.`);
}

const bins = 10;

function stepGrades(place: Place, marks: readonly Mark[]): StepGrades {
  const given = marks.filter(({ response }) => response !== null);
  const scores = given.flatMap(({ score }) => (score === null ? [] : [score]));
  const histogram = Array.from({ length: bins }, () => 0);
  for (const score of scores) histogram[Math.min(bins - 1, Math.floor(score * bins))] += 1;
  const truths = new Set(given.map(({ truth }) => JSON.stringify(truth)));
  const [first] = given;
  return {
    ...place,
    scored: isScored(place.step),
    responses: given.map(({ response }) => response as Response),
    truth: truths.size === 1 ? first.truth : null,
    judged: new Set(given.map(({ judged }) => JSON.stringify(judged))).size === 1 ? first.judged : [],
    histogram,
    missing: marks.length - given.length,
    mean: scores.length > 0 ? scores.reduce((a, b) => a + b, 0) / scores.length : null,
  };
}
