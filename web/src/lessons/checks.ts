// SPDX-License-Identifier: MIT
// Small checks of unknown JSON values, from which the reading of a lesson is put together. Each names all that is wrong.

import type { Issue } from "grpo-playground";
import { isRecord, plainJson } from "../state/json";
import { shortened } from "../state/link-text";

/** Adds an issue for everything that is wrong with the value at `field`. */
export type Check = (value: unknown, field: string, issues: Issue[]) => void;

/** More would help nobody; the last one says how many were left out. */
const mostIssues = 100;

/** As an issue shows a value: plain, and short. */
export function shownValue(value: unknown): Issue["value"] {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (value === undefined) return "nothing";
  if (typeof value === "string") return shortened(value);
  return typeof value === "number" ? String(value) : shortened(describe(value));
}

/** What lies too deep for JSON.stringify is still described. */
function describe(value: unknown): string {
  try {
    return plainJson(value);
  } catch {
    return "a deep structure";
  }
}

export function complain(issues: Issue[], field: string, value: unknown, constraint: string): void {
  issues.push({ field, value: shownValue(value), constraint });
}

/** At most so many issues, none lost without a word. */
export function limited(issues: readonly Issue[]): Issue[] {
  if (issues.length <= mostIssues) return [...issues];
  const left = issues.length - mostIssues + 1;
  const rest: Issue = { field: "lesson", value: `${left} more`, constraint: "has no further issues" };
  return [...issues.slice(0, mostIssues - 1), rest];
}

/** Passes what `isGood`; otherwise the constraint is what is said. */
export const must =
  (isGood: (value: unknown) => boolean, constraint: string): Check =>
  (value, field, issues) => {
    if (!isGood(value)) complain(issues, field, value, constraint);
  };

/** The first check that finds something is the last. */
export const inTurn =
  (...checks: readonly Check[]): Check =>
  (value, field, issues) => {
    const before = issues.length;
    for (const check of checks) {
      if (issues.length === before) check(value, field, issues);
    }
  };

export const text = (most: number, least = 0): Check =>
  must(
    (value) => typeof value === "string" && value.trim().length >= least && value.length <= most,
    `is text ${least > 0 ? `of ${least}` : "of 0"} to ${most} characters`,
  );

export const oneOf = (words: readonly unknown[]): Check =>
  must((value) => words.includes(value), `is ${words.length > 1 ? "one of " : ""}${words.join(", ")}`);

export const isFiniteNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

export const number = (least: number, most: number): Check =>
  must(
    (value) => isFiniteNumber(value) && value >= least && value <= most,
    least === -Infinity && most === Infinity ? "is a number" : `is a number from ${least} to ${most}`,
  );

export const positive = must((value) => isFiniteNumber(value) && value > 0, "is a number > 0");

export const wholeNumber = (least: number, most: number): Check =>
  must(
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
    `is a whole number from ${least} to ${most}`,
  );

export const list =
  (item: Check, least: number, most: number): Check =>
  (value, field, issues) => {
    if (!Array.isArray(value) || value.length < least || value.length > most)
      return complain(issues, field, value, `is a list of ${least} to ${most} entries`);
    value.forEach((entry, i) => item(entry, `${field}[${i}]`, issues));
  };

const fieldIn = (field: string, key: string) => (field ? `${field}.${key}` : key);

/** Exactly these fields; those whose name ends in `?` may be absent. */
export function record(shape: Readonly<Record<string, Check>>): Check {
  const checks = new Map(
    Object.entries(shape).map(([key, check]) => [key.replace("?", ""), { check, optional: key.endsWith("?") }]),
  );
  const names = [...checks.keys()].join(", ");
  return (value, field, issues) => {
    if (!isRecord(value)) return complain(issues, field || "lesson", value, `has the fields ${names}`);
    for (const key of Object.keys(value)) {
      if (!checks.has(key)) complain(issues, fieldIn(field, key), value[key], `is one of the fields ${names}`);
    }
    for (const [key, { check, optional }] of checks) {
      if (Object.hasOwn(value, key) && value[key] !== undefined) check(value[key], fieldIn(field, key), issues);
      else if (!optional) complain(issues, fieldIn(field, key), undefined, "is given");
    }
  };
}

/** Any fields whose names are as `name` says. */
export const dictionary =
  (name: RegExp, nameRule: string, item: Check, most: number): Check =>
  (value, field, issues) => {
    if (!isRecord(value) || Object.keys(value).length > most)
      return complain(issues, field, value, `has at most ${most} named fields`);
    for (const [key, entry] of Object.entries(value)) {
      if (!name.test(key)) complain(issues, fieldIn(field, key), key, nameRule);
      else item(entry, `${field}.${key}`, issues);
    }
  };

/** Of a tagged union the check of its tag. */
export const byTag =
  (tag: string, checks: Readonly<Record<string, Check>>): Check =>
  (value, field, issues) => {
    if (!isRecord(value)) return complain(issues, field, value, `has a ${tag}`);
    const name = value[tag];
    if (typeof name === "string" && Object.hasOwn(checks, name)) return checks[name](value, field, issues);
    complain(issues, fieldIn(field, tag), name, `is one of ${Object.keys(checks).join(", ")}`);
  };
