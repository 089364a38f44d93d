// SPDX-License-Identifier: MIT
// The link: readable, exact to the last digit, and mended with a notice wherever it is not what it should be.
import { describe, expect, it } from "vitest";
import { maxAnswers } from "../../../web/src/state/fields";
import { decodeFragment, encodeFragment } from "../../../web/src/state/fragment";
import { maxFragmentLength } from "../../../web/src/state/link-text";
import { defaultPreset } from "../../../web/src/state/presets";
import type { AnswerState, PlaygroundState } from "../../../web/src/state/types";

const start = defaultPreset.state;
const withoutPreset = { ...start, preset: null };

function answers(...rows: [label: string, reference: number, reward: number][]): AnswerState[] {
  return rows.map(([label, reference, reward], id) => ({ id, label, reference, reward }));
}

/** The notices as `field: value → used`. */
function said(fragment: string): string[] {
  return decodeFragment(fragment).notices.map(({ field, value, used }) => `${field}: ${value} → ${used}`);
}

const state = (fragment: string) => decodeFragment(fragment).state;
const column = (fragment: string, key: "reference" | "reward") => state(fragment).answers.map((one) => one[key]);

describe("writing", () => {
  it("is readable", () => {
    const plain = { ...start, title: "", answers: answers(["A", 0.2, 1], ["B", 0.5, 0.3], ["C", 0.3, 0]) };
    expect(encodeFragment(plain)).toBe("v=1&ref=0.2,0.5,0.3&r=1,0.3,0&beta=1&G=8&rules=grpo,rlhf");
  });

  it("never writes drafts", () => {
    expect(encodeFragment({ ...start, drafts: { "rules[0].beta": "secret" } })).toBe(encodeFragment(start));
  });

  it("writes nothing that a program which finds links in text would cut off", () => {
    const hard = { ...start, answers: answers(["a (b)!*'<>\"&=#;, %", 1, 1], ["Größe 答え 🎲", 1, 0]) };
    expect(encodeFragment(hard)).toMatch(/^[\w.~%&=,;-]+$/);
  });
});

describe("a link opens as the very same state", () => {
  const states: [string, PlaygroundState][] = [
    [
      "numbers with all their digits",
      { ...withoutPreset, answers: answers(["x", 1 / 3, 0.1 + 0.2], ["y", 1e-300, -1e9]), beta: Math.PI },
    ],
    [
      "labels with commas, percent signs, ampersands",
      { ...withoutPreset, answers: answers(["50%, or so & more", 1, 1], ["a=b;c#d", 1, 0], ["A,B", 1, 0]) },
    ],
    [
      "labels of other scripts",
      { ...withoutPreset, answers: answers(["Größe", 1, 1], ["答え 🎲", 1, 0], ["<b>no markup</b>", 1, 0]) },
    ],
    [
      "the limit of large groups, another penalty, title and note",
      { ...withoutPreset, groupSize: "inf", divergence: "kl-policy-to-ref", title: "T & T", note: "1, 2\n3" },
    ],
    [
      "a win matrix",
      {
        ...withoutPreset,
        answers: answers(["A", 1, 2], ["B", 2, 1]),
        wins: [
          [0.5, 1 / 3],
          [1 - 1 / 3, 0.5],
        ],
        rules: ["grpo", "nlhf"],
      },
    ],
    ["one answer", { ...withoutPreset, answers: answers(["only", 1, 0]) }],
    [
      "the most answers",
      {
        ...withoutPreset,
        answers: answers(
          ...Array.from({ length: maxAnswers }, (_, i): [string, number, number] => [`answer ${i}`, i + 1, i / 7]),
        ),
      },
    ],
  ];
  it.each(states)("%s", (_, original) => {
    expect(decodeFragment(encodeFragment(original))).toEqual({ state: original, notices: [] });
  });

  it("with an empty fragment: the default scenario, without a notice", () => {
    for (const empty of ["", "#"]) expect(decodeFragment(empty)).toEqual({ state: start, notices: [] });
  });

  it("with numbers whose commas were percent-encoded on the way", () => {
    expect(column("v=1&ref=0.2%2C0.8&r=1%2C0", "reference")).toEqual([0.2, 0.8]);
  });
});

describe("numbers", () => {
  const bad = ["", "abc", "NaN", "Infinity", "-Infinity", "1e999", "0x10", "1;2", "%", "%zz", "1e308", "-5", "0"];
  it.each(bad)("β = %j becomes 1, with a notice", (text) => {
    expect(state(`ref=1,1&r=1,0&beta=${text}`).beta).toBe(1);
    expect(said(`ref=1,1&r=1,0&beta=${text}`)).toEqual([`beta: ${text} → 1`]);
  });

  it.each(["", "abc", "NaN", "1", "8.5", "1000001", "-2"])("G = %j becomes 8, with a notice", (text) => {
    expect(state(`ref=1,1&r=1,0&G=${text}`).groupSize).toBe(8);
    expect(said(`ref=1,1&r=1,0&G=${text}`)).toEqual([`G: ${text} → 8`]);
  });

  it.each(["0", "-0.2", "NaN", "Infinity", "abc", ""])("a reference of %j becomes the mean of the others", (text) => {
    expect(column(`ref=0.2,${text},0.4&r=1,0,0`, "reference")[1]).toBeCloseTo(0.3, 15);
    expect(said(`ref=0.2,${text},0.4&r=1,0,0`)).toEqual([
      expect.stringContaining(`answers[1].reference: ${text} → 0.3`),
    ]);
  });

  it("a reward out of range becomes 0", () => {
    expect(column("ref=1,1,1&r=1e308,NaN,-1e9", "reward")).toEqual([0, 0, -1e9]);
    expect(said("ref=1,1,1&r=1e308,NaN,-1e9")).toEqual(["answers[0].reward: 1e308 → 0", "answers[1].reward: NaN → 0"]);
  });

  it("references too far apart for the core are brought together", () => {
    const fragment = "ref=1e308,0.5&r=1,0";
    expect(column(fragment, "reference").every((value) => value >= 1e7 && Number.isFinite(value))).toBe(true);
    expect(said(fragment)[0]).toContain("answers[1].reference: 0.5");
  });
});

describe("names and keys", () => {
  const link = (rest: string) => `v=1&ref=1,1&r=1,0&${rest}`;

  it("unknown rules are left out; without a known one there are the usual two", () => {
    expect(state(link("rules=rlhf,xyz,grpo")).rules).toEqual(["grpo", "rlhf"]);
    expect(said(link("rules=rlhf,xyz"))).toEqual(["rules: xyz → rlhf"]);
    expect(said(link("rules="))).toEqual(["rules:  → grpo,rlhf"]);
    expect(said(link("rules=__proto__,constructor"))).toHaveLength(2);
  });

  it("an unknown penalty becomes the paper's", () => {
    expect(said(link("penalty=chi-squared"))).toEqual(["penalty: chi-squared → kl-ref-to-policy"]);
  });

  it("unknown keys are named and ignored", () => {
    expect(said(link("gamma=2&hello"))).toEqual(["gamma: 2 → nothing", "hello: hello → nothing"]);
    expect(said("hello")).toEqual(["hello: hello → nothing"]);
    expect(state("hello")).toEqual(start);
  });

  it("of a key that is given twice the first counts", () => {
    expect(state(link("beta=2&beta=3")).beta).toBe(2);
    expect(said(link("beta=2&beta=3"))).toEqual(["beta: 3 → the first, 2"]);
  });

  it("a newer version opens as far as it is understood, and says so", () => {
    expect(decodeFragment("v=2&ref=1,1&r=1,0&beta=3").notices).toEqual([
      { field: "v", value: "2", rule: "is 1: the link is newer than this page", used: "what this page understands" },
    ]);
    expect(state("v=2&ref=1,1&r=1,0&beta=3").beta).toBe(3);
    expect(said("v=abc&ref=1,1&r=1,0")).toEqual(["v: abc → 1"]);
  });
});

describe("whatever the text", () => {
  it("a megabyte is refused before it is split, and quoted in a few characters", () => {
    const { state: opened, notices } = decodeFragment(`ref=${"1,".repeat(500_000)}`);
    expect(opened).toEqual(start);
    expect(notices).toHaveLength(1);
    expect(notices[0]!.rule).toBe(`has at most ${maxFragmentLength} characters`);
    expect(notices[0]!.value.length).toBeLessThan(50);
  });

  it("a thousand mistakes make a dozen notices and a count", () => {
    const { notices } = decodeFragment(`ref=1&r=1&${"x=1&".repeat(1000)}`);
    expect(notices).toHaveLength(13);
    expect(notices.at(-1)!.value).toBe("988 more");
  });

  it("nothing is thrown and every number is finite and within the limits", () => {
    const pieces = [
      "ref=",
      "r=",
      "a=",
      "w=",
      "beta=",
      "G=",
      "rules=",
      "&",
      ",",
      ";",
      "=",
      "%",
      "NaN",
      "1e308",
      "-1",
      "0.5",
      "\ud800",
      "#",
      "grpo",
      "é",
      "title=",
    ];
    let seed = 1;
    const next = () => (seed = (seed * 48271) % 2147483647);
    for (let trial = 0; trial < 3000; ++trial) {
      const text = Array.from({ length: next() % 24 }, () => pieces[next() % pieces.length]).join("");
      const { state: opened } = decodeFragment(text);
      for (const { reference, reward, label } of opened.answers) {
        expect(reference > 0 && Number.isFinite(reference) && Math.abs(reward) <= 1e9 && label !== "").toBe(true);
      }
      expect(opened.beta >= 1e-6 && opened.beta <= 1e6 && opened.rules.length > 0).toBe(true);
      expect(decodeFragment(encodeFragment(opened))).toEqual({ state: opened, notices: [] });
    }
  });
});
