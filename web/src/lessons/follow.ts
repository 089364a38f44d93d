// SPDX-License-Identifier: MIT
// An exercise whose scenario has changed: what its steps ask of an answer or a rule, they go on asking of the same one.

import type { ScenarioDocument } from "grpo-playground";
import { isRecord } from "../state/json";
import { keysOf, valueAt, withValue } from "./places";
import type { Exercise } from "./types";

/** The exercise with another scenario; `labels` says what answers are called now, by what they were called. */
export function withScenario(
  exercise: Exercise,
  scenario: ScenarioDocument,
  labels: ReadonlyMap<string, string> = new Map(),
): Exercise {
  const rules = rulePlaces(exercise.scenario, scenario);
  const { scenario: _, steps, numbers, ...rest } = exercise;
  const follow = <T>(part: T): T => followed(part, rules, labels) as T;
  return { ...rest, scenario: withVariables(exercise.scenario, scenario, rules), ...(numbers && { numbers: follow(numbers) }), steps: follow(steps) }; // prettier-ignore
}

type RulePlaces = (index: number) => number;

/** A rule is the same by its label; one that is gone keeps its number, and reading.ts says where it is asked for. */
function rulePlaces(before: ScenarioDocument, after: ScenarioDocument): RulePlaces {
  return (index) => {
    const label = before.rules[index]?.label;
    const place = after.rules.findIndex((rule) => rule.label === label);
    return label === undefined || place < 0 ? index : place;
  };
}

/** Quantities have `of`, `rule`, `answer` and `change`; a condition compares with a label; a curve has a path. */
function followed(part: unknown, rules: RulePlaces, labels: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(part)) return part.map((item) => followed(item, rules, labels));
  if (!isRecord(part)) return part;
  const label = (value: unknown) => (typeof value === "string" ? (labels.get(value) ?? value) : value);
  const path = (value: string) => value.replace(/^rules\[(\d+)\]/, (_, index) => `rules[${rules(Number(index))}]`);
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => {
      if (key === "rule" && typeof value === "number") return [key, rules(value)];
      if (key === "answer" || (key === "right" && typeof value === "string")) return [key, label(value)];
      if (key === "parameter" && typeof value === "string") return [key, path(value)];
      if ((key === "change" || key === "solution") && isRecord(value))
        return [key, Object.fromEntries(Object.entries(value).map(([place, to]) => [path(place), to]))];
      return [key, followed(value, rules, labels)];
    }),
  );
}

/** Where a variable stood and the same field is still there, it stands again: the board knows numbers alone. */
function withVariables(before: ScenarioDocument, after: ScenarioDocument, rules: RulePlaces): ScenarioDocument {
  return variablesIn(before).reduce((document, { path, name }) => {
    const place = path.replace(/^rules\[(\d+)\]/, (_, index) => `rules[${rules(Number(index))}]`);
    return typeof valueAt(document, place) === "number" ? withValue(document, place, name) : document;
  }, after);
}

/** The places of a scenario where a variable stands, as `{ path: "answers[0].reward", name: "$p" }`. */
export function variablesIn(part: unknown, path = ""): { path: string; name: string }[] {
  if (typeof part === "string")
    return /^\$[\w-]+$/.test(part) && !/\.?(label|title|note)$/.test(path) ? [{ path, name: part }] : [];
  if (Array.isArray(part)) return part.flatMap((item, index) => variablesIn(item, `${path}[${index}]`));
  if (!isRecord(part)) return [];
  return Object.entries(part).flatMap(([key, value]) => variablesIn(value, path === "" ? key : `${path}.${key}`));
}

/** The places of a scenario where a number stands, or a variable for one: what a variable may be used for. */
export function numberPlaces(part: unknown, path = ""): string[] {
  if (typeof part === "number") return path === "version" ? [] : [path];
  if (typeof part === "string") return variablesIn(part, path).map(({ path: place }) => place);
  if (Array.isArray(part)) return part.flatMap((item, index) => numberPlaces(item, `${path}[${index}]`));
  if (!isRecord(part)) return [];
  return Object.entries(part).flatMap(([key, value]) => numberPlaces(value, path === "" ? key : `${path}.${key}`));
}

/** What several rules share, as on the board: β and G, where all that have one have the same. */
export function sharedPlaces({ rules }: ScenarioDocument): string[] {
  return ["beta", "preference.groupSize"].flatMap((field) => {
    const values = rules.map((rule) => valueAt(rule, field)).filter((value) => value !== undefined);
    return values.length > 1 && new Set(values).size === 1 ? [`rules[*].${field}`] : [];
  });
}

/** The places that a shared one stands for. */
export function placesOf(place: string, { rules }: ScenarioDocument): string[] {
  if (!place.startsWith("rules[*]")) return [place];
  const each = rules.map((_, index) => place.replace("[*]", `[${index}]`));
  return each.filter((one) => valueAt({ rules }, one) !== undefined);
}

/** The field that a path leads to, for a menu: "reward of A", "β of GRPO". */
export function placeInWords(path: string, { answers, rules }: ScenarioDocument): string {
  if (path.startsWith("rules[*]")) return `${fieldWord(path.slice(9).replace(".", " "))} of every rule`;
  const [list, index, ...fields] = keysOf(path);
  if (typeof index !== "number") return path;
  const field = fields.join(" ");
  if (list === "answers") return `${field} of ${answers[index]?.label ?? `answer ${index + 1}`}`;
  if (list !== "rules") return path;
  return `${fieldWord(field)} of ${rules[index]?.label ?? `rule ${index + 1}`}`;
}

function fieldWord(field: string): string {
  const names: Record<string, string> = { beta: "β", "preference groupSize": "group size", "preference epsilon": "ε" };
  return names[field] ?? field;
}
