// SPDX-License-Identifier: MIT
// The solution of each step: what a student would have to give. Made from the core's numbers, for the solutions that are
// printed, and for an author, who is told what does not work before anybody else meets it.

import type { Issue } from "grpo-playground";
import { fromDocument } from "../state/from-document";
import type { Ask } from "./ask";
import { complain } from "./checks";
import { forbidden } from "./controls";
import { evaluateAll, evaluate, isFound, liveNumbers, type Value } from "./quantities";
import type { Response } from "./responses";
import { judgeOptions, scoreStep } from "./score";
import type { Lesson, Predict, Quantity, Step } from "./types";
import { type DrawnExercise, drawnLesson, hasVariables } from "./variables";

/** Null where the core has no truth for it. What the student explains is the author's model. */
export async function solutionOf(exercise: DrawnExercise, step: Step, ask: Ask): Promise<Response | null> {
  if (step.kind === "find") return step.solution;
  if (step.kind === "explain") return step.model;
  if (step.kind === "read") return true;
  const { input } = step;
  if (input.type === "choice") {
    const right = (await judgeOptions(exercise, input.options, ask)).findIndex(({ holds }) => holds);
    return right < 0 ? null : right;
  }
  const found = await evaluate(exercise.scenario, input.truth, ask);
  if (!isFound(found)) return null;
  return input.type === "order" ? orderOf(found.value) : (found.value as number | number[]);
}

function orderOf(truth: Value): number[] | null {
  if (!Array.isArray(truth)) return null;
  return [...truth.keys()].sort((a, b) => truth[b] - truth[a] || a - b);
}

/** Variables are tried for so many students. */
const students = 12;

/** Everything that is wrong with a lesson of the right shape once the core has seen it, by the fields of the lesson. */
export async function checkLesson(lesson: Lesson, ask: Ask): Promise<Issue[]> {
  const issues = new Map<string, Issue>();
  for (let i = 0; i < (hasVariables(lesson) ? students : 1); ++i) {
    const { exercises } = drawnLesson(lesson, String(i + 1));
    for (const [k, exercise] of exercises.entries()) {
      for (const issue of await checkExercise(exercise, `exercises[${k}]`, ask)) {
        if (!issues.has(issue.field)) issues.set(issue.field, issue);
      }
    }
  }
  return [...issues.values()];
}

async function checkExercise(exercise: DrawnExercise, field: string, ask: Ask): Promise<Issue[]> {
  const { solved } = (await ask({ solved: ["solve", exercise.scenario, { search: "branch" }] })) as {
    solved: { issues: Issue[] };
  };
  if (solved.issues.length > 0) return within(`${field}.scenario`, solved.issues);
  const numbers = await liveNumbers(exercise.scenario, exercise.numbers ?? {}, ask);
  const issues = [...within(field, numbers.issues), ...boardIssues(exercise, `${field}.scenario`)];
  for (const [i, step] of exercise.steps.entries())
    issues.push(...(await checkStep(exercise, step, `${field}.steps[${i}]`, ask)));
  return issues;
}

const within = (field: string, issues: readonly Issue[]) =>
  issues.map((issue) => ({ ...issue, field: `${field}.${issue.field}` }));

/** Where there is a board to move, it must show the scenario as it is. */
function boardIssues({ scenario, board }: DrawnExercise, field: string): Issue[] {
  if (!Object.values(board?.controls ?? {}).includes("open")) return [];
  const opened = fromDocument(scenario);
  if ("refused" in opened) return [{ field, value: "", constraint: opened.refused }];
  return opened.notices
    .filter(({ field: at }) => /^rules\[\d+\]\.(beta|preference\.groupSize)$/.test(at))
    .map(({ field: at, value, rule }) => ({ field: `${field}.${at}`, value, constraint: rule }));
}

async function checkStep(exercise: DrawnExercise, step: Step, field: string, ask: Ask): Promise<Issue[]> {
  if (step.kind === "explain" || step.kind === "read") return [];
  const issues: Issue[] = [];
  const solution = await solutionOf(exercise, step, ask);
  if (solution !== null) {
    const scored = await scoreStep(exercise, step, solution, ask);
    issues.push(...within(field, scored.issues));
    if (issues.length === 0 && scored.score !== 1)
      complain(
        issues,
        `${field}.${step.kind === "find" ? "solution" : "input"}`,
        solution,
        step.kind === "find" ? "is a way to reach every goal" : "is one that its own truth solves",
      );
  } else if (step.kind === "predict") issues.push(...(await truthIssues(exercise, step, field, ask)));
  if (step.kind === "find") issues.push(...(await startIssues(exercise, step, field, ask)));
  if (step.kind === "predict") issues.push(...(await mistakeIssues(exercise, step, field, ask)));
  return issues;
}

async function truthIssues(exercise: DrawnExercise, { input }: Predict, field: string, ask: Ask): Promise<Issue[]> {
  const issues: Issue[] = [];
  if (input.type === "choice") {
    complain(issues, `${field}.input.options`, "none of them", "has an option that is right");
    return issues;
  }
  const found = await evaluate(exercise.scenario, input.truth, ask);
  if (isFound(found))
    complain(issues, `${field}.input.truth`, found.value, "is a list of numbers, one for each answer");
  else issues.push(...within(`${field}.input.truth`, found.issues));
  return issues;
}

/** A goal that is reached before anything is moved asks for nothing. */
async function startIssues(exercise: DrawnExercise, step: Extract<Step, { kind: "find" }>, field: string, ask: Ask) {
  const issues = within(field, forbidden(step.solution, exercise.board, "solution"));
  const { score } = await scoreStep(exercise, step, {}, ask);
  if (score === 1) complain(issues, `${field}.goals`, "all of them", "is not reached before anything is moved");
  return issues;
}

/** A mistake's number must exist and be of the truth's kind. */
async function mistakeIssues({ scenario }: DrawnExercise, { input, feedback }: Predict, field: string, ask: Ask) {
  const issues: Issue[] = [];
  const mistakes = feedback?.mistakes ?? [];
  if (input.type === "choice" || mistakes.length === 0) return issues;
  const asked: Record<string, Quantity> = { truth: input.truth };
  mistakes.forEach(({ near }, i) => (asked[`near${i}`] = near));
  const found = await evaluateAll(scenario, asked, ask);
  mistakes.forEach((_, i) => {
    const at = `${field}.feedback.mistakes[${i}].near`;
    const one = found[`near${i}`];
    if (!isFound(one)) issues.push(...within(at, one.issues));
    else if (isFound(found.truth) && !alike(one.value, found.truth.value))
      complain(issues, at, one.value, "is of the same kind as the truth");
  });
  return issues;
}

const alike = (a: Value, b: Value) => typeof a === typeof b && [a].flat().length === [b].flat().length;
