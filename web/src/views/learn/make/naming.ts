// SPDX-License-Identifier: MIT
// Where an issue is, in the editor's words: "Exercise 1, step 2, tolerance".

import type { Issue } from "grpo-playground";
import { keysOf } from "../../../lessons/places";
import type { Lesson } from "../../../lessons/types";

const words: Readonly<Record<string, string>> = {
  exercises: "exercise",
  steps: "step",
  hints: "hint",
  goals: "goal",
  options: "option",
  mistakes: "mistake",
  answers: "answer",
  rules: "rule",
  say: "line for the student",
  goal: "learning goal",
  label_y: "name of the curve",
  label: "name",
  input: "",
  curve: "curve",
  model: "model answer",
};

/** The issue with its place in words; the field itself stays known by `path`. */
export function named(issue: Issue, lesson: Lesson): Issue {
  const name = placeName(issue.field, lesson);
  return { ...issue, field: name };
}

export function placeName(path: string, { exercises }: Lesson): string {
  const keys = keysOf(path.replace("#name", ".name"));
  if (keys[0] === "exercises" && exercises.length === 1 && keys.length > 2) keys.splice(0, 2);
  const parts: string[] = [];
  for (const key of keys) {
    if (typeof key === "number" && parts.length > 0) parts.push(`${parts.pop()} ${key + 1}`);
    else parts.push(words[key] ?? String(key));
  }
  const text = parts.filter((part) => part !== "").join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
