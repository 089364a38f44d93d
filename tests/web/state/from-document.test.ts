// SPDX-License-Identifier: MIT
// Scenario documents opened: the page's own come back identical, foreign ones with a notice for all that was altered.
import { describe, expect, it } from "vitest";
import { toDocument } from "../../../web/src/state/document";
import { fromDocument } from "../../../web/src/state/from-document";
import { presets } from "../../../web/src/state/presets";
import { noticeSentence } from "../../../web/src/story/issues";
import { Dice, randomState } from "./random-states";

const answers = [
  { label: "A", reference: 0.2, reward: 1 },
  { label: "B", reference: 0.8, reward: 0 },
];
const whole = { format: "grpo-playground/scenario", version: 1, answers, rules: [{}] };

function open(document: unknown) {
  const opened = fromDocument(document);
  if ("refused" in opened) throw new Error(opened.refused);
  return opened;
}

const noticed = (document: unknown) => open(document).notices.map(noticeSentence).join(" ");
const withRule = (rule: unknown) => ({ ...whole, rules: [{ label: "GRPO" }, rule] });

describe("the page's own documents", () => {
  it("come back identical and without a notice: every preset, and 10,000 random states as files", () => {
    const dice = new Dice(5);
    const states = [...presets.map(({ state }) => state), ...Array.from({ length: 10_000 }, () => randomState(dice))];
    for (const state of states) {
      const document = toDocument(state);
      const { state: opened, notices } = open(JSON.parse(JSON.stringify(document)));
      expect(notices).toEqual([]);
      expect(toDocument(opened)).toEqual(document);
    }
  }, 60_000);

  it("open without their labels as the same rules", () => {
    const document = toDocument(presets[0]!.state);
    const rules = document.rules.map(({ label: _, ...rule }) => rule);
    expect(toDocument(open({ ...document, rules }).state)).toEqual(document);
  });
});

describe("documents from elsewhere", () => {
  it("open with the format's defaults", () => {
    const { state, notices } = open(whole);
    expect(notices).toEqual([]);
    expect(state).toMatchObject({ beta: 1, groupSize: 8, divergence: "kl-ref-to-policy", rules: ["grpo"] });
  });

  it("say which rules the page does not have, and leave them out", () => {
    const cases: [rule: unknown, notice: RegExp][] = [
      [{ preference: { model: "leave-one-out" } }, /preference\.model was “leave-one-out” in the file.*left out/],
      [{ preference: { std: "sample" } }, /preference\.std was “sample”.*must be population.*left out/],
      [{ preference: { epsilon: 0.1 } }, /epsilon was “0\.1”/],
      [{ penalty: { divergence: "hellinger" } }, /divergence was “hellinger”/],
      [{ penalty: { klTerm: "k3-in-loss" } }, /klTerm was “k3-in-loss”/],
      [{ preference: { model: "reward" } }, /model was “reward”/],
      [{ beta: 2 }, /there once/],
      [{ temperature: 1 }, /rules\[1\]\.temperature/],
      [3, /rules\[1\] was “3”/],
    ];
    for (const [rule, notice] of cases) {
      expect(noticed(withRule(rule))).toMatch(notice);
      expect(open(withRule(rule)).state.rules).toEqual(["grpo"]);
    }
  });

  it("keep the first β and G where rules differ, and say so", () => {
    const rlhf = { preference: { model: "reward" }, penalty: { divergence: "kl-policy-to-ref" }, beta: 3 };
    const shift = { preference: { model: "shift", groupSize: 4 } };
    const { state, notices } = open({ ...whole, rules: [{ beta: 2 }, rlhf, { ...shift, beta: 2 }] });
    expect(state).toMatchObject({ beta: 2, groupSize: 8, rules: ["grpo", "rlhf", "shift-only"] });
    expect(notices.map(({ field }) => field)).toEqual(["rules[1].beta", "rules[2].preference.groupSize"]);
  });

  it("take the mean of a random reward, of a mixture, and of raters, and say so", () => {
    const laws = [
      { values: [0, 4], probabilities: [0.75, 0.25] },
      {
        mixture: [
          { weight: 1, mean: 2, sd: 1 },
          { weight: 3, values: [0, 4], probabilities: [0.5, 0.5] },
        ],
      },
    ];
    const random = { ...whole, answers: answers.map((answer, i) => ({ ...answer, reward: laws[i] })) };
    expect(open(random).state.answers.map(({ reward }) => reward)).toEqual([1, 2]);
    expect(noticed(random)).toMatch(/Reward of answer 1 was “random” in the file.*its mean, 1\./);
    const raters = [
      { label: "x", weight: 1, rewards: [1, 0] },
      { label: "y", weight: 3, rewards: [0, { mean: 4, sd: 1 }] },
    ];
    const rated = { ...whole, raters, answers: answers.map(({ reward: _, ...answer }) => answer) };
    expect(open(rated).state.answers.map(({ reward }) => reward)).toEqual([0.25, 3]);
    expect(noticed(rated)).toMatch(/raters was “2 raters”/);
  });

  it.each([
    ["an unknown field", { ...whole, colour: "red" }, /colour was “"red"”/],
    ["an answer's unknown field", { ...whole, answers: [{ ...answers[0], weight: 1 }] }, /answers\[0\]\.weight/],
    ["a number as text", { ...whole, answers: [{ ...answers[0], reward: "0.5" }] }, /Reward of answer 1 was “"0\.5"”/],
    ["a separator in a number", { ...whole, answers: [{ ...answers[0], reference: "1,2;3&r=9" }] }, /Reference of/],
    ["a reference of 0", { ...whole, answers: [{ ...answers[0], reference: 0 }, answers[1]] }, /Reference of answer 1/],
    ["names twice", { ...whole, answers: [answers[0], answers[0]] }, /Name of answer 2/],
    ["a name that is no text", { ...whole, answers: [{ ...answers[0], label: 7 }] }, /Name of answer 1 was “7”/],
    ["half a character", { ...whole, title: "a\ud800" }, /half characters/],
    ["no reward", { ...whole, answers: [{ label: "A", reference: 1 }] }, /Reward of answer 1/],
    ["an answer that is none", { ...whole, answers: [null, answers[1]] }, /answers\[0\] was “null”/],
    ["a matrix of another size", { ...whole, wins: [[0.5]] }, /Preferred to|Win matrix|rows/],
    ["a matrix that is none", { ...whole, wins: "no" }, /Win matrix was/],
    ["a β out of range", { ...whole, rules: [{ beta: 1e9 }] }, /β was “1000000000”/],
    ["no rules", { ...whole, rules: undefined }, /Rules was/],
    [
      "201 answers",
      { ...whole, answers: Array.from({ length: 201 }, (_, i) => ({ ...answers[0], label: `${i}` })) },
      /200/,
    ],
  ])("with %s open with a notice that names it", (_, document, notice) => {
    expect(noticed(document)).toMatch(notice);
  });

  it.each([
    [null, /no scenario document/],
    [[], /no scenario document/],
    [{}, /format is missing/],
    [{ ...whole, format: "x" }, /format is “x”/],
    [{ ...whole, version: 2 }, /newer version/],
    [{ ...whole, version: "1" }, /version is “1”/],
    [{ ...whole, answers: [] }, /no answers/],
  ])("that are none are refused in a sentence: %j", (document, sentence) => {
    expect(fromDocument(document)).toEqual({ refused: expect.stringMatching(sentence) });
  });
});

describe("documents that nobody wrote by hand", () => {
  const deep = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth)) as unknown;
  const round: { self?: unknown } = {};
  round.self = round;
  const laws = (depth: number) => {
    let law: unknown = 1;
    for (let k = 0; k < depth; ++k) law = { mixture: [{ weight: 1, ...(law as object) }] };
    return law;
  };

  it("of structures without end, too deep, or of numbers that JSON does not have are refused in a sentence", () => {
    for (const title of [deep(100_000), round, 10n])
      expect(fromDocument({ ...whole, title })).toMatchObject({ refused: expect.stringMatching(/too deep/) });
    const answer = { label: "C", reference: 1, reward: laws(100_000) };
    expect(fromDocument({ ...whole, answers: [answer] })).toMatchObject({ refused: expect.any(String) });
  });

  it("with lists that claim thousands of millions of entries are refused before one is looked at", () => {
    const endless = new Array<unknown>(4_000_000_000);
    for (const part of [{ answers: endless }, { wins: endless }, { wins: [endless] }, { rules: endless }])
      expect(fromDocument({ ...whole, ...part })).toEqual({ refused: "It has a list of more than 10000 entries." });
  });

  it("with a title of 50 MB open without it", () => {
    const { state, notices } = open({ ...whole, title: "x".repeat(50_000_000) });
    expect(state.title).toBe("");
    expect(notices.map(({ field }) => field)).toEqual(["title"]);
  });

  it("with names that every object has are as good as any, and change no object", () => {
    const text = JSON.stringify(whole).replace(
      "{",
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},',
    );
    expect(noticed(JSON.parse(text))).toMatch(/__proto__.*constructor/);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
