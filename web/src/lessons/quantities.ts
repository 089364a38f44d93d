// SPDX-License-Identifier: MIT
// Quantities and conditions of a lesson, worked out for a scenario: the core finds the numbers, plain arithmetic the rest.

import type { Issue, ScenarioDocument } from "grpo-playground";
import type { Ask } from "./ask";
import { complain } from "./checks";
import { Answers, type Found, isFound, operandsOf, type Value } from "./leaves";
import { type NumberStyle, numberText } from "./live-numbers";
import { changed, tidy } from "./paths";
import type { Arithmetic, Asked, Condition, Curve, Quantity, Shown } from "./types";

export { type Found, isFound, type Value } from "./leaves";

/** All of them with one solve for each distinct document; a quantity that has no value says why, the others have theirs. */
export async function evaluateAll<K extends string>(
  document: ScenarioDocument,
  quantities: Readonly<Record<K, Quantity>>,
  ask: Ask,
): Promise<Record<K, Found>> {
  const entries = Object.entries(quantities) as [K, Quantity][];
  const answers = new Answers();
  for (const [, quantity] of entries) answers.add(document, quantity);
  await answers.ask(ask);
  const found = entries.map(([name, quantity]) => [name, valueOf(quantity, (leaf) => answers.get(document, leaf))]);
  return Object.fromEntries(found) as Record<K, Found>;
}

export async function evaluate(document: ScenarioDocument, quantity: Quantity, ask: Ask): Promise<Found> {
  return (await evaluateAll(document, { quantity }, ask)).quantity;
}

function valueOf(quantity: Quantity, answer: (leaf: Asked) => Found): Found {
  if (typeof quantity === "number") return { value: quantity };
  if (typeof quantity === "string") return failed(quantity, "has been drawn");
  if ("of" in quantity) return answer(quantity);
  const operands = operandsOf(quantity).map((operand) => valueOf(operand, answer));
  const issues = operands.flatMap((found) => (isFound(found) ? [] : found.issues));
  if (issues.length > 0) return { issues };
  const values = operands.map((found) => (found as { value: Value }).value);
  const text = values.find((value) => typeof value === "string");
  if (text !== undefined) return failed(text, "is a number: names cannot be calculated with");
  return combined(quantity, values as (number | readonly number[])[]);
}

/** Arithmetic on numbers alone. */
export function worked(arithmetic: Arithmetic): Found {
  return valueOf(arithmetic, ({ of }) => failed(of, "is a number or a variable: the core is not asked here"));
}

function failed(value: unknown, constraint: string): Found {
  const issues: Issue[] = [];
  complain(issues, "quantity", value, constraint);
  return { issues };
}

const operations: Readonly<Record<string, (numbers: readonly number[]) => number>> = {
  difference: ([a, b]) => a - b,
  ratio: ([a, b]) => a / b,
  sum: (numbers) => numbers.reduce((a, b) => a + b, 0),
  product: (numbers) => numbers.reduce((a, b) => a * b, 1),
  root: ([a]) => Math.sqrt(a),
};

/** Lists entry by entry; a single number goes with each entry. */
function combined(arithmetic: Arithmetic, values: readonly (number | readonly number[])[]): Found {
  const [name] = Object.keys(arithmetic);
  const lengths = new Set(values.flatMap((value) => (typeof value === "number" ? [] : [value.length])));
  if (lengths.size > 1) return failed([...lengths].join(" and "), "is lists of the same length");
  const at = (i: number) => operations[name](values.map((value) => (typeof value === "number" ? value : value[i])));
  const [length] = lengths;
  const result = length === undefined ? at(0) : Array.from({ length }, (_, i) => at(i));
  const bad = [result].flat().find((number) => !Number.isFinite(number));
  return bad === undefined ? { value: result } : failed(bad, `is a number: the ${name} has none`);
}

/** A condition as it stands: what its sides are, and whether it holds. */
export type Judged = { holds: boolean; left: Value; right: Value } | { holds: false; issues: readonly Issue[] };

const defaultWithin = 1e-9;

export async function judgeAll(
  document: ScenarioDocument,
  conditions: readonly Condition[],
  ask: Ask,
): Promise<Judged[]> {
  const sides = conditions.flatMap(({ left, right }, i): [string, Quantity][] => [
    [`left${i}`, left],
    ...(isText(right) ? [] : ([[`right${i}`, right]] as [string, Quantity][])),
  ]);
  const found = await evaluateAll(document, Object.fromEntries(sides), ask);
  return conditions.map((condition, i) => {
    const right = isText(condition.right) ? { value: condition.right } : found[`right${i}`];
    return judge(condition, found[`left${i}`], right);
  });
}

/** A variable that was not drawn is text, too: it then equals no number. */
const isText = (right: Condition["right"]): right is string => typeof right === "string";

function judge({ is, within = defaultWithin }: Condition, left: Found, right: Found): Judged {
  if (!isFound(left) || !isFound(right)) {
    return { holds: false, issues: [left, right].flatMap((side) => (isFound(side) ? [] : side.issues)) };
  }
  const [a, b] = [left.value, right.value];
  if (is === "=" || is === "≠") return { holds: equal(a, b, within) === (is === "="), left: a, right: b };
  if (typeof a !== "number" || typeof b !== "number") {
    const issues: Issue[] = [];
    complain(issues, "condition", typeof a === "number" ? b : a, `is a number, to be compared with ${is}`);
    return { holds: false, issues };
  }
  return { holds: is === "<" ? a < b : a > b, left: a, right: b };
}

function equal(a: Value, b: Value, within: number): boolean {
  if (typeof a === "string" || typeof b === "string") return a === b;
  const [left, right] = [[a].flat(), [b].flat()];
  return left.length === right.length && left.every((number, i) => Math.abs(number - right[i]) <= within);
}

/** The texts of live numbers; one without a value is missing, with its issues. */
export interface LiveNumbers {
  texts: Readonly<Record<string, string>>;
  issues: readonly Issue[];
}

export async function liveNumbers(
  document: ScenarioDocument,
  numbers: Readonly<Record<string, Shown>>,
  ask: Ask,
): Promise<LiveNumbers> {
  const quantities = Object.fromEntries(Object.entries(numbers).map(([name, shown]) => [name, quantityOf(shown)]));
  const found = await evaluateAll(document, quantities, ask);
  const texts: Record<string, string> = {};
  const issues: Issue[] = [];
  for (const [name, shown] of Object.entries(numbers)) {
    const value = found[name];
    if (isFound(value)) texts[name] = shownText(shown, value.value, document);
    else issues.push(...value.issues.map((issue) => ({ ...issue, field: `numbers.${name}: ${issue.field}` })));
  }
  return { texts, issues };
}

const isStyled = (shown: Shown): shown is Extract<Shown, { as: string }> => typeof shown === "object" && "as" in shown;

export const quantityOf = (shown: Shown): Quantity => (isStyled(shown) ? shown.value : shown);

/** Probabilities, and differences of them, are percentages by default. */
export function styleOf(quantity: Quantity): NumberStyle {
  if (typeof quantity !== "object") return "number";
  if ("of" in quantity) return ["probability", "reference", "silent"].includes(quantity.of) ? "percent" : "number";
  if (!("sum" in quantity || "difference" in quantity)) return "number";
  const operands = operandsOf(quantity).filter((operand) => typeof operand !== "number");
  return operands.length > 0 && operands.every((operand) => styleOf(operand) === "percent") ? "percent" : "number";
}

function shownText(shown: Shown, value: Value, { answers }: ScenarioDocument): string {
  if (typeof value === "string") return value;
  const style = isStyled(shown) ? shown.as : styleOf(shown);
  const digits = isStyled(shown) ? shown.digits : undefined;
  if (typeof value === "number") return numberText(value, style, digits);
  return value.map((number, i) => `${answers[i]?.label ?? i + 1} ${numberText(number, style, digits)}`).join(", ");
}

export interface CurvePoint {
  at: number;
  /** Null where the core has no number there. */
  value: number | null;
}

/** The whole curve of a step: so many places, evenly in its scale, and the ends exactly. */
export async function curvePoints(
  document: ScenarioDocument,
  { parameter, from, to, scale, quantity }: Curve,
  ask: Ask,
  count = 61,
): Promise<CurvePoint[]> {
  const place = (share: number) => (scale === "log" ? from * (to / from) ** share : from + (to - from) * share);
  const whole = /groupSize$/.test(parameter);
  const places = Array.from({ length: count }, (_, i) => {
    const at = i === count - 1 ? to : place(i / (count - 1));
    return whole ? Math.round(at) : tidy(at);
  });
  const points = [...new Set(places)].map((at) => ({ at, document: changed(document, { [parameter]: at }) }));
  const answers = new Answers();
  for (const point of points) answers.add(point.document, quantity, true);
  await answers.ask(ask);
  return points.map((point) => {
    const found = valueOf(quantity, (leaf) => answers.get(point.document, leaf));
    return { at: point.at, value: isFound(found) && typeof found.value === "number" ? found.value : null };
  });
}
