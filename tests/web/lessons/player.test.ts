// SPDX-License-Identifier: MIT
// What the player says and where it leads: addresses, distances in words, pages of the textbook taken apart.
import { describe, expect, it } from "vitest";
import type { PredictInput } from "../../../web/src/lessons/types";
import { lessonFragmentAt, placeOf } from "../../../web/src/views/learn/place";
import { distanceInWords, verdict } from "../../../web/src/views/learn/player/verdict";
import { partsOf } from "../../../web/src/views/learn/textbook/parts";

describe("an address of the classroom", () => {
  it.each([
    ["#learn", { room: "learn", subject: "", exercise: "", inLink: false }],
    ["#learn=policy", { room: "lesson", subject: "policy", exercise: "", inLink: false }],
    ["#learn=policy/pull", { room: "lesson", subject: "policy", exercise: "pull", inLink: false }],
    ["#lesson=zAb-_/pull", { room: "lesson", subject: "zAb-_", exercise: "pull", inLink: true }],
    ["#textbook=3", { room: "textbook", subject: "3", exercise: "", inLink: false }],
    ["#poll=zAb", { room: "poll", subject: "zAb", exercise: "", inLink: false }],
    ["#learn=%E0%A4%A", { room: "lesson", subject: "%E0%A4%A", exercise: "", inLink: false }],
  ])("%s leads to its room", (fragment, place) => {
    expect(placeOf(fragment)).toEqual(place);
  });

  it.each(["", "#", "#v=1&ref=1", "#z=abc", "#learning", "#lessons=1", "#v=1&learn=policy"])("%s is none", (fragment) =>
    expect(placeOf(fragment)).toBeNull(),
  );

  it("keeps the lesson and changes the exercise", () => {
    expect(lessonFragmentAt(placeOf("#learn=policy/pull")!, "order")).toBe("#learn=policy/order");
    expect(lessonFragmentAt(placeOf("#lesson=zAb/pull")!, "")).toBe("#lesson=zAb");
  });
});

const found = { score: 0, right: false, says: [], judged: [], issues: [] };

describe("a distance in words", () => {
  it.each<[PredictInput, unknown, number | number[], number, string]>([
    [
      { type: "number", truth: 0, tolerance: 0.02, unit: "percent" },
      0.4,
      0.5,
      0.1,
      "10 percentage points too low; up to 2 counts as right.",
    ],
    [
      { type: "number", truth: 0, tolerance: 0.1, relative: true },
      3,
      2,
      0.5,
      "50% of the truth too high; up to 10% counts as right.",
    ],
    [{ type: "number", truth: 0, tolerance: 0.1 }, 3, 2, 1, "1 too high; up to 0.1 counts as right."],
    [{ type: "number", truth: 0, tolerance: 0.1 }, 2, 2, 0, "Exactly the truth."],
    [
      { type: "bars", truth: 0, tolerance: 0.05 },
      [0.5, 0.5],
      [0.6, 0.4],
      0.1,
      "10% of the probability lies in the wrong place; up to 5% counts as right.",
    ],
    [{ type: "order", truth: 0, tolerance: 0 }, [1, 0, 2], [0.5, 0.3, 0.2], 1, "1 of 3 pairs is the wrong way round."],
    [{ type: "order", truth: 0, tolerance: 0 }, [0, 1, 2], [0.5, 0.3, 0.2], 0, "Every pair is in the right order."],
  ])("%o of %o is said", (input, response, truth, distance, words) => {
    expect(distanceInWords(input, response, { ...found, truth, distance })).toBe(words);
  });

  it("has a verdict before it: right, close, or not yet", () => {
    const words = [{ score: 1, right: true }, { score: 0.6 }, { score: 0.2 }].map((one) =>
      verdict({ ...found, truth: 0, distance: 0, ...one }),
    );
    expect(words).toEqual(["Right", "Close", "Not yet"]);
  });
});

describe("a page of the textbook", () => {
  it("is texts and the pictures between them, in their order", () => {
    const page = 'One.\n\n```figure\n{"link": "v=1", "look": "board", "caption": "C"}\n```\n\nTwo.\n';
    const figure = { link: "v=1", look: "board", caption: "C" };
    expect(partsOf(page)).toEqual([{ text: "One.\n\n" }, { figure }, { text: "\n\nTwo.\n" }]);
  });

  it.each([
    ["no JSON", "{", "it is no JSON"],
    ["no link", '{"look": "board"}', "it has no link"],
    ["an unknown look", '{"link": "v=1", "look": "moon"}', "its look is neither the board nor a closer look"],
  ])("with %s in a picture says so", (_, json, fault) => {
    expect(partsOf(`\`\`\`figure\n${json}\n\`\`\``)).toEqual([{ fault }]);
  });

  it("leaves other fenced blocks as text", () => {
    const page = "```js\n1\n```";
    expect(partsOf(page)).toEqual([{ text: page }]);
  });
});
