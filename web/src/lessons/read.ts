// SPDX-License-Identifier: MIT
// An unknown JSON value as a lesson, or everything that is wrong with it at once. Scenarios are looked at for their shape
// alone: the core is their judge.

import type { Issue } from "grpo-playground";
import { isRecord, type JsonRecord } from "../state/json";
import { viewIds } from "../state/view-fields";
import {
  byTag,
  type Check,
  complain,
  dictionary,
  inTurn,
  limited,
  list,
  must,
  number,
  oneOf,
  positive,
  record,
  shownValue,
  text,
} from "./checks";
import { change, condition, curve, goal, numbers, orVariable, quantity, tolerance, variable } from "./read-quantity";
import { checkNames } from "./read-names";
import { controlNames, type Lesson, lessonFormat } from "./types";

export type ReadLesson = { lesson: Lesson } | { issues: Issue[] };

/** Never throws. */
export function readLesson(value: unknown): ReadLesson {
  const refused = refusal(value);
  if (refused) return { issues: [refused] };
  const issues = shapeIssues(value);
  if (issues.length === 0) checkNames(value as Lesson, issues);
  return issues.length > 0 ? { issues: limited(issues) } : { lesson: value as Lesson };
}

/** What lesson.schema.json says for other programs, and a few rules that it cannot say. */
export function shapeIssues(value: unknown): Issue[] {
  const issues: Issue[] = [];
  lesson(value, "", issues);
  return issues;
}

/** Never throws. What is no JSON is an issue of the whole. */
export function readLessonText(json: string): ReadLesson {
  if (json.length > mostCharacters) {
    const constraint = `has at most ${mostCharacters} characters`;
    return { issues: [{ field: "lesson", value: `${json.length} characters`, constraint }] };
  }
  try {
    return readLesson(JSON.parse(json.replace(/^\uFEFF/, "")));
  } catch {
    return { issues: [{ field: "lesson", value: shownValue(json), constraint: "is JSON" }] };
  }
}

/** A long lesson has 50,000. */
export const mostCharacters = 2_000_000;

function refusal(value: unknown): Issue | null {
  const { format, version } = isRecord(value) ? value : ({} as JsonRecord);
  if (!isRecord(value) || format !== lessonFormat)
    return { field: "format", value: shownValue(isRecord(value) ? format : value), constraint: `is ${lessonFormat}` };
  if (typeof version === "number" && version > 1)
    return { field: "version", value: version, constraint: "is 1: the lesson was written by a newer playground" };
  return null;
}

const title = text(200, 1);
const markdown = text(20_000);
const writtenMarkdown = text(20_000, 1);
const id = must(
  (value) => typeof value === "string" && /^[A-Za-z0-9-]{1,40}$/.test(value),
  "is 1 to 40 letters, digits and hyphens",
);

const scenario: Check = (value, field, issues) => {
  if (!isRecord(value)) return complain(issues, field, value, "is a scenario document");
  oneOf(["grpo-playground/scenario"])(value.format, `${field}.format`, issues);
  oneOf([1])(value.version, `${field}.version`, issues);
  const some = must(isRecord, "is a record");
  list(some, 1, 200)(value.answers, `${field}.answers`, issues);
  list(some, 1, 1000)(value.rules, `${field}.rules`, issues);
};

const views = list(oneOf(viewIds), 0, viewIds.length);

const board = record({
  controls: record(Object.fromEntries(controlNames.map((name) => [`${name}?`, oneOf(["open", "locked"])]))),
  "views?": views,
});

const feedback = record({
  "right?": markdown,
  "low?": markdown,
  "high?": markdown,
  "wrong?": markdown,
  "mistakes?": list(record({ near: quantity, tolerance, say: writtenMarkdown }), 0, 20),
});

const judged = { truth: quantity, tolerance };

const options = inTurn(
  list(record({ text: writtenMarkdown, right: rightOrCondition, "feedback?": markdown }), 2, 20),
  must(
    (value) => (value as { right: unknown }[]).some(({ right }) => right !== false),
    "has an option that can be right",
  ),
);

function rightOrCondition(value: unknown, field: string, issues: Issue[]): void {
  if (typeof value !== "boolean") condition(value, field, issues);
}

const input = byTag("type", {
  bars: record({ type: oneOf(["bars"]), ...judged }),
  triangle: record({ type: oneOf(["triangle"]), ...judged }),
  point: record({ type: oneOf(["point"]), curve, at: orVariable(number(-1e9, 1e9)), ...judged }),
  order: record({ type: oneOf(["order"]), ...judged }),
  number: record({
    type: oneOf(["number"]),
    ...judged,
    "relative?": oneOf([true, false]),
    "unit?": oneOf(["percent", ""]),
  }),
  choice: record({ type: oneOf(["choice"]), options }),
});

const head = { id, text: markdown, "hints?": list(writtenMarkdown, 0, 10) };

const step = byTag("kind", {
  predict: record({ kind: oneOf(["predict"]), ...head, input, "feedback?": feedback, reveal: markdown }),
  find: record({ kind: oneOf(["find"]), ...head, goals: list(goal, 1, 20), solution: change, reveal: markdown }),
  explain: record({ kind: oneOf(["explain"]), ...head, model: markdown }),
  read: record({ kind: oneOf(["read"]), ...head, "views?": views }),
});

const exercise = record({
  id,
  title,
  goal: text(1000, 1),
  minutes: inTurn(positive, number(0, 1000)),
  text: markdown,
  scenario,
  "board?": board,
  "variables?": dictionary(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, "is a name of letters, digits and _", variable, 50),
  "numbers?": numbers,
  steps: list(step, 1, 50),
  "teacher?": record({ note: markdown, mistakes: list(writtenMarkdown, 0, 20) }),
});

const lesson = record({
  format: oneOf([lessonFormat]),
  version: oneOf([1]),
  title,
  goal: text(1000, 1),
  exercises: list(exercise, 1, 100),
});
