// SPDX-License-Identifier: MIT
// Tells lessons apart by what is asked and how it is judged. Wording may be mended without making answer sheets foreign.

import { sha256 } from "./sha256";
import type { Exercise, Lesson, Step } from "./types";

/** Hexadecimal digits: 64 bits. */
const length = 16;

export function fingerprint({ exercises }: Lesson): string {
  return sha256(canonicalJson(exercises.map(judgedPart))).slice(0, length);
}

function judgedPart({ id, scenario, variables, board, steps }: Exercise) {
  const { title: _, note: __, ...question } = scenario;
  return { id, question, variables, controls: board?.controls, steps: steps.map(judgedStep) };
}

function judgedStep(step: Step) {
  const { id, kind } = step;
  if (kind === "find")
    return { id, kind, goals: step.goals.map(({ left, is, right, within }) => ({ left, is, right, within })) };
  if (kind !== "predict") return { id, kind };
  const { input } = step;
  if (input.type === "choice")
    return { id, kind, type: input.type, options: input.options.map(({ text, right }) => ({ text, right })) };
  if (input.type !== "point") return { id, kind, input };
  const { parameter, quantity } = input.curve;
  return { id, kind, input: { ...input, curve: { parameter, quantity } } };
}

/** The same text for the same JSON value, whatever the order of its fields. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`).join(",")}}`;
}
