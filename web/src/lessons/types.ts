// SPDX-License-Identifier: MIT
// A lesson as data, version 1: what an author writes, a link or a file carries, a student works through. lesson.schema.json
// says the same for other programs, and README.md beside it for people.

import type { ScenarioDocument } from "grpo-playground";
import type { ViewId } from "../state/view-fields";

export const lessonFormat = "grpo-playground/lesson";

/** Markdown subset: paragraphs, emphasis, lists, code, links, tables; `$…$` and `$$…$$` are TeX, shown as MathML; `{name}` is the
    live number of that name. */
export type Markdown = string;

/** A name of `variables`, as `"$p"`: stands for its number anywhere a number may stand in `scenario`, `steps` and `numbers`. */
export type Variable = `$${string}`;

export interface Lesson {
  format: typeof lessonFormat;
  version: 1;
  title: string;
  /** What one can do afterwards, in a sentence. */
  goal: string;
  exercises: readonly Exercise[];
}

export interface Exercise {
  /** Letters, digits and hyphens; unique within the lesson; part of answer sheets. */
  id: string;
  title: string;
  goal: string;
  /** Expected time. */
  minutes: number;
  text: Markdown;
  /** Numbers may be variables. Its rules may be any of the format's; the board shows those that the page knows. */
  scenario: ScenarioDocument;
  /** What of the playground stands beside the steps. Absent controls are not shown. Absent as a whole: no board. */
  board?: BoardOptions;
  /** Drawn by the student's seed, so that each has numbers of their own; or worked out from those before (`1 − p`), asking nothing. */
  variables?: Readonly<Record<string, Range | Arithmetic>>;
  /** Live numbers for all texts of the exercise, by name. */
  numbers?: Readonly<Record<string, Shown>>;
  steps: readonly Step[];
  teacher?: { note: Markdown; /** Typical mistakes, one each. */ mistakes: readonly string[] };
}

/** from, from + step, … up to `to`. */
export interface Range {
  from: number;
  to: number;
  step: number;
}

export const controlNames = [
  "references",
  "rewards",
  "names",
  "wins",
  "beta",
  "group-size",
  "penalty",
  "rules",
] as const;
export type ControlName = (typeof controlNames)[number];

export interface BoardOptions {
  /** Locked ones are shown and cannot be moved. */
  controls: Readonly<Partial<Record<ControlName, "open" | "locked">>>;
  /** Closer looks below the board. */
  views?: readonly ViewId[];
}

/** How a live number is written; percent by default for probabilities, digits otherwise. */
export type Shown =
  Quantity | { value: Quantity; as: "percent" | "number"; /** Significant digits. */ digits?: number };

/** A number (or a list of them, or a name) that the core finds for the exercise's scenario. */
export type Quantity = number | Variable | Asked | Arithmetic;

export type Arithmetic =
  | { difference: readonly [Quantity, Quantity] }
  | { ratio: readonly [Quantity, Quantity] }
  | { sum: readonly Quantity[] }
  | { product: readonly Quantity[] }
  | { root: Quantity };

/** What is asked of the scenario; `rule` counts from 0 and is 0 where absent, `stationary` likewise (0: on the reference branch). */
export interface Asked {
  of:
    | "probability" // π(answer); of all answers, a list, where `answer` is absent
    | "reference" // π_ref(answer), normalised; a list likewise
    | "preference" // P(answer | policy of `at`); a list likewise
    | "ratio" // π/π_ref; a list likewise
    | "count" // how many interior stationary policies
    | "stable" // 1 or 0
    | "residual"
    | "silent" // probability that a group of size G drawn from `at` has equal rewards
    | "beta"
    | "winner"; // label of the most probable answer
  rule?: number;
  /** Its label. */
  answer?: string;
  stationary?: number;
  /** Default `policy`: the stationary policy. */
  at?: "policy" | "reference";
  /** Asked of a changed scenario: path → value, as `{"rules[0].beta": 0.5}`. */
  change?: Change;
}

/** Paths of the scenario document with new values; `rules[0].penalty` may be replaced as a whole, `rules[*]` are all rules, and
    null takes a field away. */
export type Change = Readonly<Record<string, unknown>>;

export type Step = Predict | Find | Explain | Read;

interface StepHead {
  /** Unique within the exercise. */
  id: string;
  text: Markdown;
  /** Given one at a time, when asked for. */
  hints?: readonly Markdown[];
}

/** Commit to a prediction; then the truth is drawn over it, with its distance. */
export interface Predict extends StepHead {
  kind: "predict";
  input: PredictInput;
  /** What the difference means. */
  feedback?: Feedback;
  /** Shown with the truth, whatever was predicted. */
  reveal: Markdown;
}

export type PredictInput =
  /** A bar per answer, summing to 1; distance: total variation. */
  | { type: "bars"; truth: Quantity; tolerance: number }
  /** A point in the triangle of three answers; distance: total variation. */
  | { type: "triangle"; truth: Quantity; tolerance: number }
  /** The height, in [0, 1], of a curve over one field of the scenario at one place; then the whole curve is drawn. */
  | { type: "point"; curve: Curve; at: number | Variable; truth: Quantity; tolerance: number }
  /** Answers from most to least probable; truth: a list of numbers, one per answer; distance: pairs in the wrong order. */
  | { type: "order"; truth: Quantity; tolerance: number }
  | {
      type: "number";
      truth: Quantity;
      /** Absolute, or of the truth. */ tolerance: number;
      relative?: boolean;
      unit?: "percent" | "";
    }
  /** Right is each option whose condition the core's numbers meet, or that says so itself where it is a matter of words. */
  | { type: "choice"; options: readonly Option[] };

export interface Curve {
  /** Path in the scenario, as `rules[0].beta`; `answers[0].reference` moves the others in proportion. */
  parameter: string;
  label: string;
  from: number;
  to: number;
  scale: "linear" | "log";
  /** The curve's height: a number at each value of the parameter. */
  quantity: Quantity;
  label_y: string;
}

export interface Option {
  text: Markdown;
  right: boolean | Condition;
  /** Said when it was chosen. */
  feedback?: Markdown;
}

export interface Feedback {
  right?: Markdown;
  /** A single number that is too low or too high. */
  low?: Markdown;
  high?: Markdown;
  wrong?: Markdown;
  /** Said where the prediction is nearer than `tolerance` to what a typical mistake gives. */
  mistakes?: readonly { near: Quantity; tolerance: number; say: Markdown }[];
}

/** Reach a goal with the board's open controls; the core judges each change. */
export interface Find extends StepHead {
  kind: "find";
  /** All must hold. */
  goals: readonly (Condition & { /** As a line of a check list. */ say: string })[];
  /** One way to do it. */
  solution: Change;
  reveal: Markdown;
}

/** Holds of the scenario as it is now. */
export interface Condition {
  left: Quantity;
  is: "<" | ">" | "=" | "≠";
  // eslint-disable-next-line @typescript-eslint/no-redundant-type-constituents -- a number, or words to compare with
  right: Quantity | string;
  /** For `=` and `≠` of numbers; absolute; default 1e-9. */
  within?: number;
}

/** Free text, kept with the answers, not scored. */
export interface Explain extends StepHead {
  kind: "explain";
  /** Shown once something was written. */
  model: Markdown;
}

/** Text with live numbers. */
export interface Read extends StepHead {
  kind: "read";
  /** Opens these closer looks below the board. */
  views?: readonly ViewId[];
}
