// SPDX-License-Identifier: MIT
// The format's description: its example is a lesson that works, and it names every field.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import schema from "../../../web/src/lessons/lesson.schema.json";
import { readLessonText } from "../../../web/src/lessons/read";
import { checkLesson } from "../../../web/src/lessons/solve";
import type { Lesson } from "../../../web/src/lessons/types";
import { ask } from "./lessons";

const text = readFileSync(new URL("../../../web/src/lessons/README.md", import.meta.url), "utf8");

it("the README’s example reads well, and the core finds nothing wrong with it", async () => {
  const read = readLessonText(/```json\n([\s\S]*?)```/.exec(text)![1]);
  expect(read).toHaveProperty("lesson");
  expect(await checkLesson((read as { lesson: Lesson }).lesson, ask)).toEqual([]);
});

it("the README names every field and every word of the schema", () => {
  const names = new Set<string>();
  const gather = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(gather);
    if (typeof node !== "object" || node === null) return;
    for (const [key, item] of Object.entries(node)) {
      if (key === "properties") Object.keys(item).forEach((name) => names.add(name));
      if (key === "enum") (item as string[]).forEach((word) => names.add(word));
      gather(item);
    }
  };
  gather(schema);
  for (const view of schema.$defs.views.items.enum) names.delete(view);
  names.delete("");
  expect(names.size).toBeGreaterThan(70);
  const [, ...parts] = text.split("```");
  const prose = parts.slice(1).join("");
  expect([...names].filter((name) => !prose.includes(name))).toEqual([]);
});
