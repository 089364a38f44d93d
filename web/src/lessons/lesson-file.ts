// SPDX-License-Identifier: MIT
// A lesson as a file, and back.

import { fileName } from "../share/download";
import { mostCharacters, type ReadLesson, readLessonText } from "./read";
import type { Lesson } from "./types";

export function lessonFile(lesson: Lesson): { name: string; content: Blob } {
  const text = `${JSON.stringify(lesson, null, 2)}\n`;
  return { name: fileName(lesson.title || "lesson", "json"), content: new Blob([text], { type: "application/json" }) };
}

/** Never throws. A file that is no lesson says why, in issues. */
export async function openLessonFile(file: Blob): Promise<ReadLesson> {
  const issue = (value: string, constraint: string): ReadLesson => ({ issues: [{ field: "file", value, constraint }] });
  // Four bytes are the most that a character takes.
  if (file.size > 4 * mostCharacters) return issue(`${file.size} bytes`, `has at most ${4 * mostCharacters} bytes`);
  try {
    return readLessonText(new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()));
  } catch {
    return issue("its bytes", "is text in UTF-8 that can be read");
  }
}
