// SPDX-License-Identifier: MIT
// What a lesson may ask of the core: the reading of quantities, conditions, changes and curves.

import { isRecord } from "../state/json";
import {
  type Check,
  complain,
  dictionary,
  inTurn,
  isFiniteNumber,
  list,
  must,
  number,
  oneOf,
  positive,
  record,
  text,
  wholeNumber,
} from "./checks";
import { keysOf, pathRule } from "./paths";

/** What may be asked for, each a word. */
export const askedNames = [
  "probability",
  "reference",
  "preference",
  "ratio",
  "count",
  "stable",
  "residual",
  "silent",
  "beta",
  "winner",
] as const;

/** Deeper sums of sums are nothing that a person wrote. */
const deepest = 16;

export const isVariable = (value: unknown): value is `$${string}` =>
  typeof value === "string" && /^\$[A-Za-z][A-Za-z0-9_]{0,39}$/.test(value);

export const orVariable =
  (check: Check): Check =>
  (value, field, issues) => {
    if (!isVariable(value)) check(value, field, issues);
  };

const anyNumber = number(-Infinity, Infinity);

/** A change must be JSON, and keys that mean something else to JavaScript are none. */
export const change: Check = (value, field, issues) => {
  if (!isRecord(value) || Object.keys(value).length === 0 || Object.keys(value).length > 1000)
    return complain(issues, field, value, "has 1 to 1000 paths of the scenario, each with its new value");
  for (const path of Object.keys(value)) {
    if (!keysOf(path)) complain(issues, `${field}.${path}`, path, pathRule);
  }
};

const asked = record({
  of: oneOf(askedNames),
  "rule?": wholeNumber(0, 999),
  "answer?": text(200, 1),
  "stationary?": wholeNumber(0, 999),
  "at?": oneOf(["policy", "reference"]),
  "change?": change,
});

const quantityAt =
  (depth: number): Check =>
  (value, field, issues) => {
    if (isVariable(value) || isFiniteNumber(value)) return;
    if (depth > deepest) return complain(issues, field, value, `is nested at most ${deepest} deep`);
    if (!isRecord(value))
      return complain(issues, field, value, "is a number, a variable, a question to the core, or arithmetic of these");
    if (Object.hasOwn(value, "of")) return asked(value, field, issues);
    const next = quantityAt(depth + 1);
    const operations = {
      difference: list(next, 2, 2),
      ratio: list(next, 2, 2),
      sum: list(next, 1, 50),
      product: list(next, 1, 50),
      root: next,
    };
    const name = Object.keys(operations).find((key) => Object.hasOwn(value, key)) as
      keyof typeof operations | undefined;
    if (name) return record({ [name]: operations[name] })(value, field, issues);
    complain(issues, field, value, `has one of the fields of, ${Object.keys(operations).join(", ")}`);
  };

export const quantity: Check = quantityAt(0);

/** A live number: a quantity, or one with the way it is written. */
export const shown: Check = (value, field, issues) => {
  const written = record({ value: quantity, as: oneOf(["percent", "number"]), "digits?": wholeNumber(1, 15) });
  (isRecord(value) && Object.hasOwn(value, "as") ? written : quantity)(value, field, issues);
};

export const numbers = dictionary(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, "is a name of letters, digits and _", shown, 200);

const conditionShape = {
  left: quantity,
  is: oneOf(["<", ">", "=", "≠"]),
  right: ((value, field, issues) => {
    if (typeof value !== "string") quantity(value, field, issues);
    else if (value.length > 200) complain(issues, field, value, "is text of at most 200 characters");
  }) satisfies Check,
  "within?": number(0, Infinity),
};

export const condition = record(conditionShape);

export const goal = record({ ...conditionShape, say: text(20_000, 1) });

export const curve = inTurn(
  record({
    parameter: must((value) => typeof value === "string" && keysOf(value) !== null, pathRule),
    label: text(200, 1),
    from: anyNumber,
    to: anyNumber,
    scale: oneOf(["linear", "log"]),
    quantity,
    label_y: text(200, 1),
  }),
  (value, field, issues) => {
    const { from, to, scale } = value as { from: number; to: number; scale: string };
    if (from >= to) complain(issues, `${field}.to`, to, `is greater than from, ${from}`);
    if (scale === "log") positive(from, `${field}.from`, issues);
  },
);

const range = inTurn(record({ from: anyNumber, to: anyNumber, step: positive }), (value, field, issues) => {
  const { from, to, step } = value as { from: number; to: number; step: number };
  if (from > to) complain(issues, `${field}.to`, to, `is at least from, ${from}`);
  else if ((to - from) / step > 1e6)
    complain(issues, `${field}.step`, step, "is large enough for at most a million values");
});

/** A range to draw from, or arithmetic on the variables before. */
export const variable: Check = (value, field, issues) => {
  if (isRecord(value) && !Object.hasOwn(value, "of") && !Object.hasOwn(value, "from")) quantity(value, field, issues);
  else range(value, field, issues);
};

/** How far a prediction may be away and still be right. */
export const tolerance = number(0, 1e9);
