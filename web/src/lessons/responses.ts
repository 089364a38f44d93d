// SPDX-License-Identifier: MIT
// What a student gives to a step: its type for each kind, and the reading of one that came from elsewhere.

import type { Issue } from "grpo-playground";
import { maxAnswers } from "../state/fields";
import { isRecord } from "../state/json";
import { type Check, complain, inTurn, list, must, number, text } from "./checks";
import { change } from "./read-quantity";
import type { Change, Step } from "./types";

/** One probability for each answer: bars and triangle. */
export type Shares = readonly number[];

/** Indices of answers, the most probable first. */
export type Order = readonly number[];

/**
 * bars, triangle: shares; point: the height; order: indices; number: the number, where its unit is percent as a fraction;
 * choice: the index of the option; find: how the scenario was changed; explain: the text; read: true.
 */
export type Response = number | readonly number[] | string | Change | true;

export const longestText = 20_000;

/** Shares are drawn, and rounded on their way. */
const sumTolerance = 1e-6;

const share = number(0, 1);

const sharesOf = (count: number): Check =>
  inTurn(
    list(share, count, count),
    must((value) => Math.abs((value as number[]).reduce((a, b) => a + b, 0) - 1) <= sumTolerance, "has the sum 1"),
  );

const orderOf = (count: number): Check =>
  must(
    (value) =>
      Array.isArray(value) &&
      value.length === count &&
      new Set(value).size === count &&
      value.every((i) => Number.isInteger(i) && i >= 0 && i < count),
    `is every index from 0 to ${count - 1} once`,
  );

/** What 200 answers with a win matrix take; more is nothing that a board has made. */
const longestChange = 1_000_000;

const anyChange: Check = (value, field, issues) => {
  if (!isEmpty(value)) change(value, field, issues);
  if (issues.length > 0) return;
  const { answers } = value as { answers?: unknown };
  if (Array.isArray(answers)) list(must(isRecord, "is an answer"), 1, maxAnswers)(answers, `${field}.answers`, issues);
  const { length } = JSON.stringify(value);
  if (length > longestChange)
    complain(issues, field, `${length} characters`, `has at most ${longestChange} characters`);
};

const isEmpty = (value: unknown) =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;

function checkOf(step: Step, answers: number): Check {
  if (step.kind === "read") return must((value) => value === true, "is true");
  if (step.kind === "explain") return text(longestText);
  if (step.kind === "find") return anyChange;
  const { input } = step;
  if (input.type === "order") return orderOf(answers);
  if (input.type === "point") return share;
  if (input.type === "number") return number(-1e15, 1e15);
  if (input.type === "choice")
    return must(
      (value) => Number.isInteger(value) && Object.hasOwn(input.options, value as number),
      "is an option’s index",
    );
  return sharesOf(answers);
}

/** All that is wrong with a response to the step, of a scenario with so many answers. */
export function responseIssues(step: Step, answers: number, response: unknown, field = "response"): Issue[] {
  const issues: Issue[] = [];
  if (response === undefined) complain(issues, field, response, "is given");
  else checkOf(step, answers)(response, field, issues);
  return issues;
}

/** Whether the step has a score at all. */
export const isScored = ({ kind }: Step): boolean => kind === "predict" || kind === "find";
