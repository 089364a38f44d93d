// SPDX-License-Identifier: MIT
// (until the engine branch brings its own)
import type { Issue } from "grpo-playground";
import { packed, unpack } from "../state/packed-link";
import { readLessonText } from "./read";
import type { Lesson } from "./types";

export async function lessonFragment(lesson: Lesson): Promise<string> {
  return `lesson=${(await packed(JSON.stringify(lesson))).slice(2)}`;
}
export async function openLessonLink(text: string): Promise<{ lesson: Lesson } | { issues: Issue[] }> {
  const found = await unpack(text);
  if ("rule" in found) return { issues: [{ field: "lesson", value: text, constraint: found.rule }] };
  return readLessonText(found.value);
}
