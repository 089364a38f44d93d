// SPDX-License-Identifier: MIT
// lesson.schema.json and read.ts say the same: held against each other on good lessons and on thousands of spoilt ones.
import { Ajv2020 } from "ajv/dist/2020";
import { describe, expect, it } from "vitest";
import { course } from "../../../web/src/lessons/course";
import schema from "../../../web/src/lessons/lesson.schema.json";
import { readLesson, shapeIssues } from "../../../web/src/lessons/read";
import { askedNames } from "../../../web/src/lessons/read-quantity";
import { controlNames } from "../../../web/src/lessons/types";
import { viewIds } from "../../../web/src/state/view-fields";
import { classLesson } from "./class";
import { exercise, lesson, steps, wholeLesson } from "./lessons";

const isValid = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(schema);
const lessons = [wholeLesson, classLesson, ...(await Promise.all(course.map(({ load }) => load())))];
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

/** What a schema cannot say of two fields. */
const beyond = /^is (greater than from|at least from|large enough|nested)|^is a number > 0$/;

/** A small generator, so that a failure comes again. */
function* randoms(seed: number): Generator<number, never> {
  for (;;) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    yield seed / 2 ** 32;
  }
}

const odd = [undefined, null, true, false, 0, -1, 0.5, 1e10, "", " ", "$p", "a b", "x".repeat(20_001), [], {}, [{}], { of: "winner" }, "open"]; // prettier-ignore

/** The lesson with one field taken away, added or replaced, somewhere. */
function spoilt(value: unknown, next: () => number): unknown {
  const copy = plain(value);
  const holders: any[] = [];
  const gather = (node: any) => {
    if (typeof node !== "object" || node === null) return;
    holders.push(node);
    for (const [key, item] of Object.entries(node)) if (key !== "answers" && key !== "rules") gather(item);
  };
  gather(copy);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)];
  const holder = pick(holders);
  const keys = Object.keys(holder);
  const key = keys.length === 0 || next() < 0.1 ? "extra" : pick(keys);
  const put = next() < 0.3 ? plain(pick(holders)) : pick(odd);
  if (Array.isArray(holder) && put === undefined) holder.splice(Number(key), 1);
  else if (put === undefined) delete holder[key];
  else if (!Array.isArray(holder) || key !== "extra") holder[key] = put;
  return copy;
}

describe("the schema", () => {
  it("passes every lesson that reads well", () => {
    for (const one of lessons) {
      expect(readLesson(one)).toHaveProperty("lesson");
      isValid(plain(one));
      expect(isValid.errors ?? []).toEqual([]);
    }
  });

  it("knows every control, closer look and question to the core", () => {
    const { $defs } = schema;
    expect(Object.keys($defs.board.properties.controls.properties)).toEqual([...controlNames]);
    expect($defs.views.items.enum).toEqual(viewIds);
    expect($defs.asked.properties.of.enum).toEqual([...askedNames]);
  });

  it("refuses what read.ts refuses for its shape, and nothing else, in 4000 spoilt lessons", () => {
    const random = randoms(6);
    const next = () => random.next().value;
    const verdicts = { good: 0, bad: 0 };
    for (let i = 0; i < 4000; ++i) {
      const one = spoilt(lessons[i % 2], next);
      const refused = !isValid(one);
      const issues = shapeIssues(one).filter(({ constraint }) => refused || !beyond.test(constraint));
      verdicts[refused ? "bad" : "good"] += 1;
      if (refused !== issues.length > 0) expect({ one, issues }).toEqual({ one, issues: isValid.errors });
    }
    expect(verdicts.good).toBeGreaterThan(300);
    expect(verdicts.bad).toBeGreaterThan(2000);
  });

  it("leaves to read.ts what refers by name", () => {
    const unknown = lesson([exercise([{ ...steps.read, text: "{nothing}" }, steps.read])]);
    expect(isValid(plain(unknown))).toBe(true);
    expect(readLesson(unknown)).toHaveProperty("issues");
  });
});
