// SPDX-License-Identifier: MIT
// Tables of rewards as people have them: what is understood, what is refused with line and rule, what equal answers become.
import { describe, expect, test } from "vitest";
import { readTable } from "../../../web/src/rewards/read";
import type { PromptData, Reading } from "../../../web/src/rewards/types";

const only = ({ prompts }: Reading): PromptData => {
  expect(prompts).toHaveLength(1);
  return prompts[0]!;
};

const rewards = ({ laws, lawOf }: PromptData) => [...lawOf].map((law) => laws[law]);
const certain = (value: number) => ({ values: [value], probabilities: [1] });

describe("layout", () => {
  test.each([
    ["commas", "answer,reward,count\nA,1,3\nB,0,1\n"],
    ["semicolons", "answer;reward;count\nA;1;3\nB;0;1\n"],
    ["tabs", "answer\treward\tcount\nA\t1\t3\nB\t0\t1\n"],
    ["CRLF and a byte order mark", "\uFEFFanswer,reward,count\r\nA,1,3\r\nB,0,1\r\n"],
    ["lone CR", "answer,reward,count\rA,1,3\rB,0,1"],
    ["mixed line ends", "answer,reward,count\r\nA,1,3\nB,0,1\r\n"],
    ["other names, other order", "n,score,completion\n3,1,A\n1,0,B\n"],
    ["no names", "A,1,3\nB,0,1\n"],
    ["JSONL", '{"answer":"A","reward":1,"count":3}\n{"count":1,"reward":0,"answer":"B"}\n'],
    ["blank lines", "answer,reward,count\n\nA,1,3\n\n\nB,0,1\n\n"],
  ])("a table with %s is understood without a word", (_, text) => {
    const reading = readTable(text);
    expect(reading).toMatchObject({ lines: 2, used: 2, merged: 0, refused: [], missing: null, notes: [] });
    const { answers, reference, ...rest } = only(reading);
    expect(answers).toEqual(["A", "B"]);
    expect([...reference]).toEqual([0.75, 0.25]);
    expect(rewards({ answers, reference, ...rest })).toEqual([certain(1), certain(0)]);
  });

  test("columns that are chosen overrule those that are guessed", () => {
    const text = "answer,reward,other\nA,1,5\nB,0,7\n";
    expect(rewards(only(readTable(text)))).toEqual([certain(1), certain(0)]);
    expect(rewards(only(readTable(text, { reward: 2 })))).toEqual([certain(5), certain(7)]);
    expect(readTable(text, { header: false }).refused).toEqual([
      { line: 1, why: "The reward “reward” must be a number such as 0.5 or 2e-3" },
    ]);
  });

  test("log-probabilities are told from counts by their sign where columns have no names", () => {
    expect(readTable("A,1,-0.5\nB,0,-1.5\n").choice).toMatchObject({ answer: 0, reward: 1, weight: "log-probability" });
    expect(readTable("A,0.5,4\nB,0.25,9\n").choice).toMatchObject({
      answer: 0,
      reward: 1,
      weight: "count",
      weightColumn: 2,
    });
    expect(readTable("A,0.5\nB,0.25\n").choice).toMatchObject({ answer: 0, reward: 1, weight: "each", prompt: null });
  });

  test("a conversation and a truth value in JSONL are an answer and a reward", () => {
    const line = JSON.stringify({ prompt: "2+2?", completion: [{ role: "assistant", content: "4" }], correct: true });
    const { prompt, answers, laws } = only(readTable(line));
    expect(prompt).toBe("2+2?");
    expect(answers).toEqual(['[{"role":"assistant","content":"4"}]']);
    expect(laws).toEqual([certain(1)]);
  });
});

describe("quoting", () => {
  test("quotes keep separators, doubled quotes and line breaks, and lines are counted as an editor counts them", () => {
    const reading = readTable('answer,reward\n"a ""b"", c",1\n"two\r\nlines",0\nbad,x\n');
    expect(only(reading).answers).toEqual(['a "b", c', "two\nlines"]);
    expect(reading.refused).toEqual([{ line: 5, why: "The reward “x” must be a number such as 0.5 or 2e-3" }]);
  });

  test("a quote that is never closed is named where it is opened", () => {
    const reading = readTable('answer,reward\nA,1\n"B,0\nC,0\n');
    expect(reading.refused).toEqual([
      { line: 3, why: "A quote is opened here that is never closed: nothing after it is read" },
    ]);
    expect(only(reading).answers).toEqual(["A"]);
  });

  test("lines keep their numbers over the parts in which a long text is read", () => {
    const filler = Array.from({ length: 30_000 }, (_, k) => `"answer\nnumber ${k}",${k % 2}\n`).join("");
    const reading = readTable(`answer,reward\n${filler}bad,\n`);
    expect(filler.length).toBeGreaterThan(2 * 2 ** 18);
    expect(reading.refused).toEqual([{ line: 60_002, why: "The reward is empty" }]);
    expect(reading.used).toBe(30_000);
  });
});

describe("what is refused", () => {
  test.each([
    ["answer;reward\nA;0,5\nB;1\n", "The reward “0,5” has a decimal comma: write 0.5"],
    ["answer,reward\nA,0,5\nB,1\n", /^It has 3 cells where the table has 2 columns: .* decimals a point$/],
    ["answer,reward\nA,NaN\nB,1\n", "The reward “NaN” must be a number such as 0.5 or 2e-3"],
    ["answer,reward\nA,1e10\nB,1\n", "The reward “1e10” must be between -1e9 and 1e9"],
    ["answer,reward\nA,\nB,1\n", "The reward is empty"],
    ["answer,reward\nA\nB,1\n", "The reward is empty"],
    ["answer,reward\n  ,1\nB,1\n", "The answer is empty"],
    ["answer,reward,count\nA,1,0\nB,1,1\n", /^The count “0” must be a number > 0/],
    ["answer,reward,logprob\nA,1,0.4\nB,1,-1\n", /^The log-probability “0.4” must be at most 0/],
    ['{"answer":"A"}\n{"answer":"B","reward":1}', "The reward is empty"],
    ['{"answer":"A",}\n{"answer":"B","reward":1}', "The line is no JSON object"],
  ])("%j: line and rule are named, the other line is used", (text, why) => {
    const reading = readTable(text);
    const header = reading.choice.header ? 1 : 0;
    expect(reading.refused).toEqual([
      { line: header + 1, why: typeof why === "string" ? why : expect.stringMatching(why) },
    ]);
    expect(only(reading).answers).toEqual(["B"]);
  });

  test.each([
    ["", "There are no lines to read."],
    ["\n\n", "There are no lines to read."],
    ["answer,reward\n", "There are no lines to read."],
    ["answer,other\nA,x\nB,y\n", /column of rewards/],
    ["just a sentence", /column of rewards/],
  ])("%j: the sentence says what is missing", (text, missing) => {
    const reading = readTable(text);
    expect(reading.missing).toMatch(missing);
    expect(reading.prompts).toEqual([]);
    expect(reading.used).toBe(0);
  });
});

describe("equal answers", () => {
  test("their counts add up, and their rewards become a law with the counts as probabilities", () => {
    const { answers, reference, laws, lines } = only(readTable("answer,reward,count\nA,1,3\nB,0,4\n A ,0,1\n"));
    expect(answers).toEqual(["A", "B"]);
    expect([...reference]).toEqual([0.5, 0.5]);
    expect(laws).toEqual([{ values: [0, 1], probabilities: [0.25, 0.75] }, certain(0)]);
    expect(lines).toBe(3);
  });

  test("without weights every line counts once, prompt by prompt", () => {
    const { prompts, merged } = readTable("prompt,answer,reward\np,A,1\nq,A,0\np,A,1\np,B,0\n");
    expect(merged).toBe(1);
    expect(prompts.map(({ prompt, answers }) => [prompt, answers])).toEqual([
      ["p", ["A", "B"]],
      ["q", ["A"]],
    ]);
    expect(prompts[0]!.reference[0]).toBeCloseTo(2 / 3, 15);
  });

  const logs = "answer,reward,logprob\nA,1,-1\nA,0,-1\nB,0,-2\n";

  test("their log-probabilities are one and the same, or probabilities that add up, as chosen", () => {
    const odds = ({ reference }: PromptData) => reference[0]! / reference[1]!;
    const averaged = only(readTable(logs));
    expect(odds(averaged)).toBeCloseTo(Math.E, 12);
    expect(averaged.laws[0]).toEqual({ values: [0, 1], probabilities: [0.5, 0.5] });
    expect(averaged.listed).toBeCloseTo(Math.exp(-1) + Math.exp(-2), 12);
    expect(odds(only(readTable(logs, { equal: "add" })))).toBeCloseTo(2 * Math.E, 12);
  });

  test("log-probabilities that differ from line to line are spoken of", () => {
    expect(readTable(logs).notes).toEqual([]);
    expect(readTable("answer,reward,logprob\nA,1,-1\nA,1,-2\n").notes).toEqual([
      "The log-probabilities of 1 answer differ from line to line.",
    ]);
  });

  test("probabilities that no policy can have are spoken of", () => {
    expect(readTable("answer,reward,logprob\nA,1,-0.1\nB,1,-0.2\n").notes).toEqual([
      expect.stringMatching(/^The probabilities of 1 prompt sum to more than 1/),
    ]);
  });

  test("log-probabilities of whole texts do not underflow, and what is beyond numbers is left out by name", () => {
    const reading = readTable("answer,reward,logprob\nA,1,-5000\nB,0,-5001\nC,0,-9000\n");
    expect([...only(reading).reference].map((p) => p.toFixed(6))).toEqual(["0.731059", "0.268941"]);
    expect(reading.notes[0]).toMatch(/^1 answer left out/);
  });
});

describe("large tables", () => {
  test("10,000 different rewards are as many laws", () => {
    const lines = Array.from({ length: 10_000 }, (_, k) => `a${k},${k / 7},${1 + (k % 5)}`);
    const { laws, reference } = only(readTable(`answer,reward,count\n${lines.join("\n")}`));
    expect(laws).toHaveLength(10_000);
    expect(reference.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  test("10 MB are read whole, with progress that grows to the end", () => {
    const line = (k: number) => `prompt ${k % 10},"completion, number ${k % 3000}",${(k % 11) / 10},${1 + (k % 3)}\n`;
    let text = "prompt,completion,reward,count\n";
    let lines = 0;
    while (text.length < 10 * 2 ** 20 - 100) text += line(lines++);
    const parts: number[] = [];
    const reading = readTable(text, {}, (part) => parts.push(part));
    expect(reading).toMatchObject({ lines, used: lines, refusedCount: 0 });
    expect(reading.prompts.reduce((sum, prompt) => sum + prompt.lines, 0)).toBe(lines);
    expect(parts.length).toBeGreaterThan(20);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    expect(parts.at(-1)).toBe(1);
  }, 30_000);

  test("of very many prompts those beyond the limit are refused by line", () => {
    const lines = Array.from({ length: 10_001 }, (_, k) => `q${k},A,1`);
    const reading = readTable(`prompt,answer,reward\n${lines.join("\n")}`);
    expect(reading.prompts).toHaveLength(10_000);
    expect(reading.refused).toEqual([{ line: 10_002, why: "Its prompt is one more than the 10000 that can be read" }]);
  });
});
