// SPDX-License-Identifier: MIT
// A lesson on its way: link, file and fingerprint. What is damaged is refused with a reason, and never taken for another.
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { canonicalJson, fingerprint } from "../../../web/src/lessons/fingerprint";
import { lessonFile, openLessonFile } from "../../../web/src/lessons/lesson-file";
import { lessonFragment, openLessonLink } from "../../../web/src/lessons/links";
import { sha256 } from "../../../web/src/lessons/sha256";
import type { Lesson } from "../../../web/src/lessons/types";
import { changed } from "../../../web/src/lessons/paths";
import { exercise, lesson, scenario, steps, wholeLesson } from "./lessons";

const hard = lesson([exercise([{ ...steps.explain, text: '答え 🎲 "<b>&amp;" \u2028 é ﬁ' }])], { title: "=1+1 \\ /" });

describe("a link", () => {
  it("brings a lesson through as it was, in letters that no program cuts off", async () => {
    for (const one of [wholeLesson, hard]) {
      const fragment = await lessonFragment(one);
      expect(fragment).toMatch(/^lesson=[\w-]+$/);
      expect(await openLessonLink(fragment)).toEqual({ lesson: one });
      expect(await openLessonLink(`https://example.org/p/#${fragment}\n`)).toEqual({ lesson: one });
      expect(await openLessonLink(fragment.slice("lesson=".length))).toEqual({ lesson: one });
    }
  });

  it("is shorter than the JSON", async () => {
    expect((await lessonFragment(wholeLesson)).length).toBeLessThan(JSON.stringify(wholeLesson).length / 2);
  });

  it("that was cut off or changed anywhere is refused", async () => {
    const fragment = await lessonFragment(hard);
    for (let at = 0; at < fragment.length; ++at) {
      const cut = await openLessonLink(fragment.slice(0, at));
      expect(cut).toHaveProperty("issues");
      const letter = fragment[at] === "A" ? "B" : "A";
      const other = await openLessonLink(fragment.slice(0, at) + letter + fragment.slice(at + 1));
      // The last letters may differ in bits that mean nothing.
      if ("lesson" in other) expect(other.lesson).toEqual(hard);
    }
  });

  it("that would unpack to far more than a lesson is refused before it does", async () => {
    const bomb = deflateSync(Buffer.alloc(60_000_000, " ")).toString("base64url");
    const before = process.memoryUsage().arrayBuffers;
    expect(await openLessonLink(`lesson=z${bomb}`)).toEqual({
      issues: [
        {
          field: "lesson",
          value: expect.any(String),
          constraint: "has at most 2000000 characters once it is unpacked",
        },
      ],
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000);
  });

  it.each(["", "lesson=", "lesson=z", "lesson=?", "lesson=zAAAA", "v=1&ref=1", "j!!!", "jAAAA"])(
    "such as %j is refused in one issue",
    async (text) => {
      expect(await openLessonLink(text)).toMatchObject({ issues: [{ field: "lesson" }] });
    },
  );

  describe("where the browser cannot pack", () => {
    afterEach(() => vi.unstubAllGlobals());

    it("still carries the lesson, and every browser opens it", async () => {
      vi.stubGlobal("CompressionStream", undefined);
      vi.stubGlobal("DecompressionStream", undefined);
      const fragment = await lessonFragment(hard);
      expect(await openLessonLink(fragment)).toEqual({ lesson: hard });
      vi.unstubAllGlobals();
      const packed = await lessonFragment(hard);
      expect(await openLessonLink(fragment)).toEqual({ lesson: hard });
      vi.stubGlobal("DecompressionStream", undefined);
      expect(await openLessonLink(packed)).toMatchObject({
        issues: [{ constraint: "is opened by a browser that can unpack links" }],
      });
    });
  });
});

describe("a file", () => {
  it("brings a lesson through as it was, under its title", async () => {
    const { name, content } = lessonFile(wholeLesson);
    expect(name).toBe("policies.json");
    expect(await openLessonFile(content)).toEqual({ lesson: wholeLesson });
  });

  it("that is no lesson says why", async () => {
    expect(await openLessonFile(new Blob([Uint8Array.of(0xff, 0xfe, 0)]))).toMatchObject({
      issues: [{ field: "file" }],
    });
    expect(await openLessonFile(new Blob(["{]"]))).toMatchObject({ issues: [{ constraint: "is JSON" }] });
    expect(await openLessonFile(new Blob([new Uint8Array(8_000_001)]))).toMatchObject({
      issues: [{ value: "8000001 bytes" }],
    });
  });
});

describe("a fingerprint", () => {
  it("is SHA-256, as the field's own library computes it, at every length of the last block", () => {
    for (let length = 0; length < 200; ++length) {
      const text = "é".repeat(length % 7) + "x".repeat(length);
      expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
    }
  });

  it("does not depend on the order of fields, nor on what is left out", () => {
    expect(canonicalJson({ b: [1, { d: undefined, c: "\u2028" }], a: null })).toBe(
      canonicalJson({ a: null, b: [1, { c: "\u2028" }] }),
    );
    expect(fingerprint(JSON.parse(JSON.stringify(wholeLesson)))).toBe(fingerprint(wholeLesson));
    expect(fingerprint(wholeLesson)).toMatch(/^[0-9a-f]{16}$/);
  });

  const spoilt = (change: (copy: any) => void): Lesson => {
    const copy = JSON.parse(JSON.stringify(wholeLesson));
    change(copy.exercises[0]);
    return copy;
  };

  it("stays where wording is mended", () => {
    const mended = spoilt((copy) => {
      copy.text = copy.steps[2].text = copy.steps[2].reveal = copy.title = copy.teacher.note = "Better.";
      copy.minutes = 9;
      copy.steps[2].hints = [];
      copy.steps[8].goals[0].say = "B is first";
      copy.steps[4].input.curve.label_y = "π";
      copy.numbers.a = 1;
    });
    expect(fingerprint({ ...mended, title: "Other" })).toBe(fingerprint(wholeLesson));
  });

  it.each<[string, (copy: any) => void]>([
    ["a number of the scenario", (copy) => (copy.scenario = changed(scenario, { "rules[0].beta": 2 }))],
    ["a truth", (copy) => (copy.steps[2].input.truth.rule = 1)],
    ["a tolerance", (copy) => (copy.steps[2].input.tolerance = 0.06)],
    ["the options’ order", (copy) => copy.steps[7].input.options.reverse()],
    ["a goal", (copy) => (copy.steps[8].goals[0].right = "C")],
    ["an open control", (copy) => (copy.board.controls.rewards = "open")],
    ["a step", (copy) => copy.steps.pop()],
    ["a variable", (copy) => (copy.variables = { p: { from: 0, to: 1, step: 1 } })],
  ])("changes with %s", (_, change) => {
    expect(fingerprint(spoilt(change))).not.toBe(fingerprint(wholeLesson));
  });
});
