// SPDX-License-Identifier: MIT
// The lessons of the course, all of them, for those who choose among their exercises.

import { course } from "../../lessons/course";
import type { Lesson } from "../../lessons/types";

export function courseLessons(): Promise<Lesson[]> {
  return Promise.all(course.map(({ load }) => load()));
}
