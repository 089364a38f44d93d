// SPDX-License-Identifier: MIT
// What a response is worth, and what is said of it: the truth and every mistake's number come from the core.

import type { Issue } from "grpo-playground";
import type { Ask } from "./ask";
import { complain } from "./checks";
import { forbidden } from "./controls";
import { distanceOf, isWithin, type Measured, scoreOf } from "./distance";
import { changed } from "./paths";
import { evaluateAll, type Found, isFound, type Judged, judgeAll, type Value } from "./quantities";
import { type Response, responseIssues } from "./responses";
import type { Change, Condition, Find, Markdown, Predict, PredictInput, Quantity, Step } from "./types";
import type { DrawnExercise } from "./variables";

export interface Scored {
  /** In [0, 1]; null where the step has no score, or where the core could not judge it: then there are issues. */
  score: number | null;
  /** Whether the prediction is within the tolerance, or the goal reached; null without a score. */
  right: boolean | null;
  /** The prediction's; null where it has none. */
  truth: Value | null;
  /** Total variation, pairs in the wrong order, or the difference, relative where the step says so. */
  distance: number | null;
  /** What the feedback says, if anything. */
  says: readonly Markdown[];
  /** Each goal of a step that finds; each condition of a choice's options, in their order. */
  judged: readonly Judged[];
  issues: readonly Issue[];
}

const unscored: Scored = { score: null, right: null, truth: null, distance: null, says: [], judged: [], issues: [] };

/** Never throws for what a student or an author wrote; rejects where the core cannot be reached. */
export async function scoreStep(exercise: DrawnExercise, step: Step, response: unknown, ask: Ask): Promise<Scored> {
  const issues = responseIssues(step, exercise.scenario.answers.length, response);
  if (issues.length > 0) return { ...unscored, issues };
  if (step.kind === "find") return scoreFind(exercise, step, response as Change, ask);
  return step.kind === "predict" ? scorePrediction(exercise, step, response as Response, ask) : unscored;
}

async function scoreFind(
  { scenario, board }: DrawnExercise,
  { goals }: Find,
  change: Change,
  ask: Ask,
): Promise<Scored> {
  const issues = forbidden(change, board);
  if (issues.length > 0) return { ...unscored, score: 0, right: false, issues };
  const judged = await judgeAll(changed(scenario, change), goals, ask);
  const right = judged.every(({ holds }) => holds);
  // A scenario that the core refuses reaches nothing, and says why.
  return { ...unscored, score: right ? 1 : 0, right, judged, issues: issuesIn(judged) };
}

/** One issue may be told by many conditions. */
function issuesIn(judged: readonly Judged[]): Issue[] {
  const all = judged.flatMap((one) => ("issues" in one ? one.issues : []));
  return [...new Map(all.map((issue) => [JSON.stringify(issue), issue])).values()];
}

async function scorePrediction(exercise: DrawnExercise, step: Predict, response: Response, ask: Ask): Promise<Scored> {
  const { input, feedback = {} } = step;
  if (input.type === "choice") return scoreChoice(exercise, input.options, response as number, ask);
  const mistakes = feedback.mistakes ?? [];
  const quantities: Record<string, Quantity> = { truth: input.truth };
  mistakes.forEach(({ near }, i) => (quantities[`near${i}`] = near));
  const found = await evaluateAll(exercise.scenario, quantities, ask);
  const { truth } = found;
  if (!isFound(truth)) return { ...unscored, issues: truth.issues };
  const distance = distanceOf(input, response, truth.value);
  if (distance === null) return { ...unscored, truth: truth.value, issues: [wrongTruth(input, truth.value)] };
  const right = isWithin(distance, input.tolerance);
  const near = mistakes.map((_, i) => found[`near${i}`]);
  const says = said(step, input, response, truth.value, right, near);
  return { ...unscored, score: scoreOf(input, distance, truth.value), right, truth: truth.value, distance, says };
}

function wrongTruth({ type }: PredictInput, truth: Value): Issue {
  const issues: Issue[] = [];
  const kind = type === "number" || type === "point" ? "a single number" : "a list of numbers, one for each answer";
  complain(issues, "input.truth", truth, `is ${kind}`);
  return issues[0];
}

/** The right one, the nearest mistake, or else the side on which it is wrong. */
function said(
  { feedback = {} }: Predict,
  input: Measured,
  response: Response,
  truth: Value,
  right: boolean,
  near: readonly Found[],
): Markdown[] {
  const given = (text: Markdown | undefined) => (text ? [text] : []);
  if (right) return given(feedback.right);
  const distances = (feedback.mistakes ?? []).map(({ tolerance, say }, i) => {
    const found = near[i];
    const distance = isFound(found) ? distanceOf(input, response, found.value) : null;
    return { say, distance: distance !== null && isWithin(distance, tolerance) ? distance : Infinity };
  });
  const [nearest] = distances.filter(({ distance }) => distance < Infinity).sort((a, b) => a.distance - b.distance);
  if (nearest) return [nearest.say];
  if (typeof response !== "number" || typeof truth !== "number") return given(feedback.wrong);
  return given((response < truth ? feedback.low : feedback.high) ?? feedback.wrong);
}

type Options = Extract<PredictInput, { type: "choice" }>["options"];

/** Whether each option is right: by its own word, or by the core's numbers. */
export async function judgeOptions({ scenario }: DrawnExercise, options: Options, ask: Ask): Promise<Judged[]> {
  const conditions = options.flatMap(({ right }): Condition[] => (typeof right === "boolean" ? [] : [right]));
  const judged = await judgeAll(scenario, conditions, ask);
  return options.map(({ right }) =>
    typeof right === "boolean" ? { holds: right, left: right ? 1 : 0, right: 1 } : judged.shift()!,
  );
}

async function scoreChoice(exercise: DrawnExercise, options: Options, chosen: number, ask: Ask): Promise<Scored> {
  const judged = await judgeOptions(exercise, options, ask);
  const right = judged[chosen].holds;
  const issues = issuesIn(judged);
  if (issues.length > 0) return { ...unscored, judged, issues };
  const { feedback } = options[chosen];
  return { ...unscored, score: right ? 1 : 0, right, judged, says: feedback ? [feedback] : [] };
}
