// SPDX-License-Identifier: MIT
// A student’s work in the browser: it comes back as it was left, whatever the storage does.
import { describe, expect, it } from "vitest";
import { readSheet, makeSheet } from "../../../web/src/lessons/sheet";
import type { Storage } from "../../../web/src/views/learn/player/keeping";
import { sheetWork } from "../../../web/src/views/learn/player/sheet-work";
import { keyOf, Work } from "../../../web/src/views/learn/player/work.svelte";
import { classLesson } from "./class";
import { lesson, wholeLesson } from "./lessons";

function memory(entries: [string, string][] = []): Storage & { map: Map<string, string> } {
  const map = new Map(entries);
  return { map, getItem: (key) => map.get(key) ?? null, setItem: (key, text) => void map.set(key, text) };
}

const denied: Storage = {
  getItem: () => {
    throw new DOMException("denied", "SecurityError");
  },
  setItem: () => {
    throw new DOMException("full", "QuotaExceededError");
  },
};

function worked(storage: Storage | null): Work {
  const work = new Work(classLesson, "Ada", storage);
  work.change("first", "number", { response: 0.25, score: 0.5, tries: 2, hints: 1 });
  work.change("first", "explain", { response: "Because.", tries: 1 });
  work.change("second", "find", { draft: { "rules[0].beta": 3 } });
  work.spend("first", "number", 12.5);
  work.save();
  return work;
}

describe("work on a lesson", () => {
  it("comes back in a later visit of the same student, and of no other", () => {
    const storage = memory();
    const before = worked(storage);
    const after = new Work(classLesson, " ada ", storage);
    expect(after.of("first", "number")).toEqual(before.of("first", "number"));
    expect(after.of("second", "find").draft).toEqual({ "rules[0].beta": 3 });
    expect(after.seconds).toBe(12.5);
    expect(after.started).toBe(before.started);
    expect(after.progress).toEqual({ done: 2, all: 7 });
    expect(new Work(classLesson, "Bo", storage).isTouched).toBe(false);
    expect(new Work(lesson(wholeLesson.exercises), "Ada", storage).isTouched).toBe(false);
  });

  it("goes on where storage is denied, full or missing", () => {
    for (const storage of [denied, null]) expect(worked(storage).progress).toEqual({ done: 2, all: 7 });
  });

  it.each(["", "{", "null", "[]", '"x"', "{}", '{"started":"never","steps":{}}', '{"started":"2026-01-01T00:00:00Z"}'])(
    "begins anew where the storage holds %j",
    (text) => {
      const work = new Work(classLesson, "Ada", memory([[keyOf(classLesson, "Ada"), text]]));
      expect(work.isTouched).toBe(false);
      expect(work.seconds).toBe(0);
    },
  );

  it("takes from a damaged record what fits the lesson, and makes a sheet that reads well", () => {
    const steps = {
      "first/number": { response: 0.3, tries: -1, hints: "two", score: 7 },
      "first/bars": { response: [1, 2], tries: 1, hints: 0, score: 1 },
      "first/gone": { response: 1, tries: 1, hints: 0, score: 1 },
      "second/order": null,
    };
    const kept = { started: "2026-01-01T00:00:00Z", steps, seconds: { "first/number": "long", "first/bars": 5 } };
    const work = new Work(classLesson, "Ada", memory([[keyOf(classLesson, "Ada"), JSON.stringify(kept)]]));
    expect(work.of("first", "number")).toMatchObject({ response: 0.3, tries: 0, hints: 0, score: null });
    expect(work.of("first", "bars").response).toBeUndefined();
    expect(work.seconds).toBe(5);
    const { started, seconds } = work;
    const sheet = makeSheet(classLesson, { name: "Ada", seed: "Ada" }, { started, seconds, work: sheetWork(work) });
    expect(readSheet(sheet)).toEqual({ sheet });
  });

  it("can be restarted, a step or all of it, for good", () => {
    const storage = memory();
    const work = worked(storage);
    work.restart("first", "number");
    expect(work.of("first", "number")).toEqual({ tries: 2, hints: 1, score: null });
    expect(new Work(classLesson, "Ada", storage).progress.done).toBe(1);
    work.restartAll();
    const after = new Work(classLesson, "Ada", storage);
    expect([after.isTouched, after.seconds, after.progress.done]).toEqual([false, 0, 0]);
  });
});
