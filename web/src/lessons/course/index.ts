// SPDX-License-Identifier: MIT
// The course that comes with the page and the textbook beside it. Titles and times are here so that a list of contents
// needs no lesson; a test holds them to what the lessons say.

import type { Lesson } from "../types";

export interface CourseEntry {
  /** Part of links: `#learn=policy`. */
  id: string;
  title: string;
  /** The sum of its exercises' expected times. */
  minutes: number;
  /** What its exercises are about, in their order. */
  topics: readonly string[];
  load(): Promise<Lesson>;
}

/** A lesson's JSON; tests/web/lessons/course.test.ts holds it to the format. */
const asLesson = (file: { default: unknown }) => file.default as Lesson;

export const course: readonly CourseEntry[] = [
  {
    id: "policy",
    title: "A policy, a reward, a pull",
    minutes: 30,
    topics: ["policy, reference, reward", "the constant β", "logarithmic pooling", "popularity against reward"],
    load: () => import("./policy.json").then(asLesson),
  },
];

export interface TextbookPage {
  title: string;
  load(): Promise<string>;
}
