// SPDX-License-Identifier: MIT
// The solutions of an exercise in words, from the core's numbers, and the numbers that stand in its texts.

import type { Ask } from "../../../lessons/ask";
import { numberText } from "../../../lessons/live-numbers";
import { liveNumbers, styleOf } from "../../../lessons/quantities";
import type { Response } from "../../../lessons/responses";
import { solutionOf } from "../../../lessons/solve";
import type { Change, Step } from "../../../lessons/types";
import { type DrawnExercise, variableTexts } from "../../../lessons/variables";
import { percentText } from "../../../story/format";

export interface ExerciseSolutions {
  texts: Readonly<Record<string, string>>;
  /** One for each step, as Markdown where it is an option's text; empty where the step's own text says it all. */
  steps: readonly { words: string; markdown: boolean }[];
}

export async function exerciseSolutions(exercise: DrawnExercise, ask: Ask): Promise<ExerciseSolutions> {
  const { texts } = await liveNumbers(exercise.scenario, exercise.numbers ?? {}, ask);
  const steps: { words: string; markdown: boolean }[] = [];
  for (const step of exercise.steps) {
    const solution = await solutionOf(exercise, step, ask);
    const markdown = step.kind === "predict" && step.input.type === "choice";
    steps.push({ words: solution === null ? "" : inWords(step, solution, exercise), markdown });
  }
  return { texts: { ...variableTexts(exercise.values), ...texts }, steps };
}

function inWords(step: Step, solution: Response, { scenario }: DrawnExercise): string {
  const label = (index: number) => scenario.answers[index]?.label ?? String(index + 1);
  if (step.kind === "find") return changeInWords(solution as Change, label);
  if (step.kind !== "predict") return "";
  const { input } = step;
  if (input.type === "order") return (solution as readonly number[]).map(label).join(", then ");
  if (input.type === "bars" || input.type === "triangle")
    return (solution as readonly number[]).map((share, i) => `${label(i)} ${percentText(share)}`).join(", ");
  if (input.type === "choice") return input.options[solution as number]!.text;
  const percent = input.type === "number" ? input.unit === "percent" : styleOf(input.truth) === "percent";
  return numberText(solution as number, percent ? "percent" : "number");
}

const names: readonly [RegExp, string][] = [
  [/^rules\[[\d*]+\]\.beta$/, "β"],
  [/^rules\[[\d*]+\]\.preference\.groupSize$/, "G"],
  [/^rules\[[\d*]+\]\.penalty(\.divergence)?$/, "penalty"],
];

/** `β = 0.5, reward of B = 2`; each thing once, for rules share it on the board. */
function changeInWords(change: Change, label: (index: number) => string): string {
  const words = Object.entries(change).map(([path, value]) => {
    const [, index, field] = /^answers\[(\d+)\]\.(\w+)$/.exec(path) ?? [];
    const [, row, column] = /^wins\[(\d+)\]\[(\d+)\]$/.exec(path) ?? [];
    const name = index
      ? `${field} of ${label(Number(index))}`
      : row
        ? `${label(Number(row))} preferred to ${label(Number(column))}`
        : (names.find(([pattern]) => pattern.test(path))?.[1] ?? path);
    return `${name} = ${typeof value === "object" ? JSON.stringify(value) : String(value)}`;
  });
  return [...new Set(words)].join(", ");
}
