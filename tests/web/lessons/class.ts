// SPDX-License-Identifier: MIT
// A class of 30 whose responses and scores are known: what they hand in, and what a teacher must get.

import { makeSheet, type AnswerSheet, type StepWork } from "../../../web/src/lessons/sheet";
import { sheetCode } from "../../../web/src/lessons/sheet-code";
import { solutionOf } from "../../../web/src/lessons/solve";
import { drawnLesson } from "../../../web/src/lessons/variables";
import type { Source } from "../../../web/src/lessons/collect";
import { ask, exercise, lesson, scenario, steps } from "./lessons";

export const classLesson = lesson([
  exercise([steps.read, steps.bars, steps.number, steps.choice, steps.explain], {
    numbers: { a: { of: "probability", answer: "A" } },
    variables: { p: { from: 0.1, to: 0.4, step: 0.05 } },
    scenario: {
      ...scenario,
      answers: [{ ...scenario.answers[0], reference: "$p" as unknown as number }, ...scenario.answers.slice(1)],
    },
  }),
  exercise([steps.order, steps.find], { id: "second", board: { controls: { beta: "open" } } }),
]);

const names =
  "Ada Bo Cy Dee Eve Flo Gus Hal Ida Jo Kim Lou Max Nia Ole Pia Quin Ray Sue Tom Una Vic Wim Xia Yan Zoe".split(" ");

/** 30 names: the last four have a second one. */
export const students = [...names, ...names.slice(0, 4).map((name) => `${name} Ö.`)];

const minutes = (count: number) => new Date(Date.UTC(2026, 0, 12, 9, count));

/** Student k: the number is off by 0, 1.5, 3 or 6 tolerances, which is worth 1, 0.875, 0.5 and 0. */
const offs = [0, 1.5, 3, 6];
export const worths = [1, 0.875, 0.5, 0];

const step = (response: StepWork["response"], score: number | null): StepWork => ({
  response,
  score,
  tries: 1,
  hints: 0,
  seconds: 30,
});

/** Everything right but the number; every third leaves the find out. */
export async function sheetOf(k: number, seed = students[k], saved = minutes(30 + k)): Promise<AnswerSheet> {
  const drawn = drawnLesson(classLesson, seed);
  const work: Record<string, Record<string, StepWork>> = {};
  for (const one of drawn.exercises) {
    work[one.id] = {};
    for (const part of one.steps) {
      const solution = await solutionOf(one, part, ask);
      if (part.id === "find" && k % 3 === 0) continue;
      const response = part.id === "number" ? moved(solution as number, k) : solution;
      const score = part.id === "number" ? worths[k % 4] : part.kind === "read" || part.kind === "explain" ? null : 1;
      work[one.id][part.id] = step(response, score);
    }
  }
  return makeSheet(
    classLesson,
    { name: students[k], seed },
    { started: minutes(0).toISOString(), seconds: 600, work },
    saved,
  );
}

/** Away from the nearer end, so that it stays a share. */
function moved(truth: number, k: number): number {
  return truth + (truth > 0.5 ? -1 : 1) * offs[k % 4] * steps.number.input.tolerance;
}

export const totalOf = (k: number) => 3 + worths[k % 4] + (k % 3 === 0 ? 0 : 1);

/** As a mail program quotes and breaks it. */
export const mailed = (code: string, width = 72) =>
  code
    .match(new RegExp(`.{1,${width}}`, "g"))!
    .map((line) => `> ${line} `)
    .join("\r\n");

/** Ten files and a mail with twenty codes; one file and two codes are damaged. */
export async function handedIn(): Promise<{ sources: Source[]; damaged: number[] }> {
  const sheets = await Promise.all(students.map((_, k) => sheetOf(k)));
  const files = sheets
    .slice(0, 10)
    .map((sheet, k) => ({ name: `${students[k]}.json`, text: JSON.stringify(sheet, null, 1) }));
  files[4].text = files[4].text.slice(0, 500);
  const codes = await Promise.all(sheets.slice(10).map(sheetCode));
  codes[3] = codes[3].slice(0, codes[3].length - 30);
  const at = Math.floor(codes[12].length / 2);
  codes[12] = codes[12].slice(0, at) + (codes[12][at] === "7" ? "8" : "7") + codes[12].slice(at + 1);
  const mail = codes.map((code, i) => `On Monday ${students[10 + i]} wrote:\r\n${mailed(code)}\r\n\r\n`).join("");
  return { sources: [...files, { name: "mail.txt", text: mail }], damaged: [4, 13, 22] };
}
