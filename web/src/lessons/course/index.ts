// SPDX-License-Identifier: MIT
// The course that comes with the page and the textbook beside it. Titles and times are here so that a list of contents
// needs no lesson; a test holds them to what the lessons say.

import type { ViewId } from "../../state/view-fields";
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
  {
    id: "groups",
    title: "A group is its own judge",
    minutes: 56,
    topics: [
      "advantages and preference",
      "pairwise comparison",
      "the confidence margin, (14)",
      "large groups, (15)",
      "the std as a hidden β",
      "silent groups",
    ],
    load: () => import("./groups.json").then(asLesson),
  },
  {
    id: "penalties",
    title: "Penalties, votes and traps",
    minutes: 46,
    topics: [
      "reverse and direct KL",
      "the k1 trap",
      "Condorcet against Borda",
      "preferences that go in a circle",
      "a verifier that can be fooled",
    ],
    load: () => import("./penalties.json").then(asLesson),
  },
  {
    id: "trainers",
    title: "What trainers really do",
    minutes: 40,
    topics: ["a trainer’s settings", "escape at small β", "several stationary policies", "GRPO with two answers"],
    load: () => import("./trainers.json").then(asLesson),
  },
];

export interface TextbookPage {
  title: string;
  /** Markdown; a block fenced as `figure` holds a `Figure`. */
  load(): Promise<string>;
}

/** A live picture beside a formula. */
export interface Figure {
  /** The state that is drawn, as a link of the playground without its `#`. */
  link: string;
  /** The board, or one closer look. */
  look: "board" | ViewId;
  caption: string;
}

const asText = (file: { default: string }) => file.default;

export const textbook: readonly TextbookPage[] = [
  {
    title: "A question, a policy, a reward",
    load: () => import("../textbook/1-policy-and-reward.md?raw").then(asText),
  },
  { title: "Groups and advantages", load: () => import("../textbook/2-groups.md?raw").then(asText) },
  {
    title: "Stationary policies and the rational tilt",
    load: () => import("../textbook/3-stationary-policies.md?raw").then(asText),
  },
  {
    title: "The std, the group size and silence",
    load: () => import("../textbook/4-std-and-group-size.md?raw").then(asText),
  },
  {
    title: "Penalties, several solutions, real trainers",
    load: () => import("../textbook/5-penalties-and-trainers.md?raw").then(asText),
  },
];
