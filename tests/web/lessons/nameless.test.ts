// SPDX-License-Identifier: MIT
// Sheets without a name count one by one, and the same sheet once.
import { expect, it } from "vitest";
import type { Collected } from "../../../web/src/lessons/collect";
import { namedApart } from "../../../web/src/lessons/nameless";
import { makeSheet } from "../../../web/src/lessons/sheet";
import { newLesson } from "../../../web/src/lessons/making";
import { scenario } from "./lessons";

const sheet = (name: string, seconds: number) =>
  makeSheet(
    newLesson(scenario),
    { name, seed: name },
    { started: "2026-01-12T09:00:00Z", seconds, work: {} },
    new Date(0),
  );

it("two students without a name are two, one who hands in twice is one, and names stay", () => {
  const handed = [sheet("", 1), sheet(" ", 2), sheet("", 1), sheet("Ada", 3)].map((one, i) => ({ source: `${i}`, sheet: one })); // prettier-ignore
  const collected: Collected = { handed, refused: [{ source: "x", student: null, reason: "none" }] };
  const apart = namedApart(collected);
  expect(apart.handed.map(({ sheet: { student } }) => student)).toEqual([
    "without a name, 0",
    "without a name, 1",
    "Ada",
  ]);
  expect(apart.refused.map(({ source }) => source)).toEqual(["x", "2"]);
  expect(new Set(apart.handed.map(({ sheet: { student } }) => student)).size).toBe(3);
});
