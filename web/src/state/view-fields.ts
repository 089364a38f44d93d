// SPDX-License-Identifier: MIT
// The closer looks' own settings: one table per view with key in the link, default, reading and writing of each.

import { type Parsed, parseNumber } from "./numbers";
import { ruleRecipes } from "./rules";
import type { RuleId } from "./types";

/** One setting of one view. Its texts hold only letters, digits and - . ~, which no link needs to escape. */
export interface ViewField<T> {
  /** Key in the link, unique within its view. */
  key: string;
  initial: T;
  /** The value of a text, or the rule by which the text is no value at all. */
  parse(text: string): Parsed<T>;
  /** Text that `parse` reads back to the very same value. */
  format(value: T): string;
}

/** One of several words. */
export function choice<T extends string>(key: string, options: readonly T[], initial: T = options[0]!): ViewField<T> {
  return {
    key,
    initial,
    parse: (text) => (isOneOf(options, text) ? { value: text } : { rule: `is one of ${options.join(", ")}` }),
    format: String,
  };
}

/** Any of several words, in the order of the table; none of them is written `none`. */
export function several<T extends string>(
  key: string,
  options: readonly T[],
  initial: readonly T[],
): ViewField<readonly T[]> {
  return {
    key,
    initial,
    parse(text) {
      const parts = text === "none" ? [] : text.split("~");
      if (!parts.every((part) => isOneOf(options, part))) return { rule: `is none, or some of ${options.join(", ")}` };
      return { value: options.filter((option) => parts.includes(option)) };
    },
    format: (value) => value.join("~") || "none",
  };
}

/** A number from `least` to `most`. */
export function quantity(key: string, [least, most]: readonly [number, number], initial: number): ViewField<number> {
  return {
    key,
    initial,
    parse(text) {
      const parsed = parseNumber(text);
      if ("rule" in parsed) return parsed;
      const { value } = parsed;
      return value >= least && value <= most ? parsed : { rule: `is between ${least} and ${most}` };
    },
    format: String,
  };
}

/** A whole number from `least` to `most`. */
export function count(key: string, range: readonly [number, number], initial: number): ViewField<number> {
  const field = quantity(key, range, initial);
  return {
    ...field,
    parse(text) {
      const parsed = field.parse(text);
      if ("rule" in parsed || Number.isInteger(parsed.value)) return parsed;
      return { rule: `is a whole number from ${range[0]} to ${range[1]}` };
    },
  };
}

/** Names that the view itself knows, joined by ~. */
function names(key: string, initial: string): ViewField<string> {
  const parse = (text: string) => (/^[\w.~-]+$/.test(text) ? { value: text } : { rule: "is names joined by ~" });
  return { key, initial, parse, format: String };
}

function isOneOf<T extends string>(options: readonly T[], text: string): text is T {
  return options.includes(text as T);
}

const ruleIds = ruleRecipes.map(({ id }) => id);
const mostAnswers = 200;

/** Every view by its id, in the order of the page. A view without settings of its own has an empty table. */
export const viewTables = {
  binary: {
    /** Which group sizes have curves; `same` is the scenario's G. */
    sizes: several("G", ["2", "same", "inf"], ["same"]),
    penalties: several("penalty", ["kl-ref-to-policy", "kl-policy-to-ref"], ["kl-ref-to-policy"]),
    /** The scenario's β alone, or others beside it. */
    betas: choice("beta", ["several", "one"]),
    axis: choice("x", ["linear", "log"]),
  },
  pooling: {
    /** Penalties that no shown rule has, for comparison. */
    others: several("with", ["chi-squared", "jensen-shannon", "hellinger"], ["chi-squared"]),
    axis: choice("y", ["log", "linear"]),
  },
  path: {
    /** One answer, or each in a small picture of its own. */
    show: choice("show", ["one", "each"]),
    /** Counts from 1; one beyond the last is the last. */
    answer: count("o", [1, 200], 1),
    axis: choice("y", ["linear", "log"]),
  },
  size: {
    answer: count("o", [1, 200], 1),
    /** The policy whose groups are counted: GRPO's, or the reference. */
    at: choice("at", ["policy", "reference"]),
    /** Probability of the better of two rewards; 0 is what the policy has. */
    success: quantity("p", [0, 1], 0),
  },
  why: {
    rule: choice("rule", ruleIds),
    answer: count("o", [1, 200], 1),
  },
  simplex: {
    /** Whose flow is drawn. */
    rule: choice<RuleId>("rule", ruleIds, "grpo"),
    /** The answers at the corners, counted from 1; 0 for all the others together. */
    left: count("left", [1, mostAnswers], 1),
    right: count("right", [1, mostAnswers], 2),
    top: count("top", [0, mostAnswers], 3),
    layers: several("show", ["arrows", "basins", "path", "way"], ["arrows", "basins", "path", "way"]),
  },
  groups: {
    rule: choice<RuleId>("rule", ["grpo", "shift-only"], "grpo"),
    /** The policy that the answers are drawn from. */
    from: choice("from", ["reference", "policy"]),
    seed: count("seed", [0, 999_999_999], 1),
    /** Groups drawn so far. */
    drawn: count("n", [1, 100_000], 1),
  },
  starts: {
    size: choice("G", ["inf", "same"]),
    penalty: choice("penalty", ["kl-policy-to-ref", "kl-ref-to-policy"]),
    /** Where the steps begin: the probability of the first answer. */
    start: quantity("start", [1e-6, 1 - 1e-6], 0.5),
  },
  pairwise: {
    beside: choice("with", ["graph", "exploitability"]),
  },
  trainers: {
    chosen: names("t", "usual"),
    /** The board's β for each, or its own default. */
    beta: choice("beta", ["same", "own"]),
    /** Whose policy is wanted, and with what: the chosen ones, counted from 1. */
    from: count("a", [1, 99], 1),
    to: count("b", [1, 99], 2),
  },
  "kl-terms": {},
  training: {
    /** All its settings as one text, which is read where they are known: training-fields.ts. */
    run: {
      key: "run",
      initial: "-",
      parse: (text) => (/^[\w.~-]+$/.test(text) ? { value: text } : { rule: "is like seed-3~steps-9" }),
      format: String,
    } as ViewField<string>,
  },
} as const;

export type ViewId = keyof typeof viewTables;

export type ViewSettings<V extends ViewId = ViewId> = {
  readonly [F in keyof (typeof viewTables)[V]]: (typeof viewTables)[V][F] extends ViewField<infer T> ? T : never;
};

/** The views that are open, each with its settings. */
export type OpenViews = { readonly [V in ViewId]?: ViewSettings<V> };

/** Every view, as the page shows them. */
export const viewIds = Object.keys(viewTables) as ViewId[];

export function isViewId(text: string): text is ViewId {
  return Object.hasOwn(viewTables, text);
}

/** The fields of a view where its own types do not matter. */
export function fieldsOf(view: ViewId): [name: string, field: ViewField<unknown>][] {
  return Object.entries(viewTables[view] as unknown as Record<string, ViewField<unknown>>);
}

export function initialSettings<V extends ViewId>(view: V): ViewSettings<V> {
  return Object.fromEntries(fieldsOf(view).map(([name, { initial }]) => [name, initial])) as ViewSettings<V>;
}
