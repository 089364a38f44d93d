// SPDX-License-Identifier: MIT
// A teacher’s afternoon: 30 answer sheets, some damaged, foreign, doubled or written by hand, and what comes of each.
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import type { Call } from "../../../web/src/engine/view-calls";
import { collect } from "../../../web/src/lessons/collect";
import { fingerprint } from "../../../web/src/lessons/fingerprint";
import { grade } from "../../../web/src/lessons/grade";
import { gradeCsv } from "../../../web/src/lessons/grade-table";
import { type AnswerSheet, readSheet, sheetFile } from "../../../web/src/lessons/sheet";
import { base32, codesIn, fromBase32, readCode, sheetCode } from "../../../web/src/lessons/sheet-code";
import { changed } from "../../../web/src/lessons/paths";
import { classLesson, handedIn, mailed, sheetOf, students, totalOf, worths } from "./class";
import { ask } from "./lessons";

const json = (value: unknown, name = "sheet.json") => ({ name, text: JSON.stringify(value) });
const gradeAll = async (...sheets: unknown[]) =>
  grade(classLesson, await collect(sheets.map((sheet, i) => json(sheet, `${i}.json`))), ask);

describe("30 answer sheets, three of them damaged", async () => {
  const { sources, damaged } = await handedIn();
  const graded = await grade(classLesson, await collect(sources), ask);
  const good = students.filter((_, k) => !damaged.includes(k));

  it("are 27 rows, one for each whole sheet, by name", () => {
    expect(graded.rows.map(({ student }) => student)).toEqual([...good].sort((a, b) => a.localeCompare(b)));
  });

  it("have every score as the core finds it, and the right total", () => {
    expect(graded.most).toBe(5);
    for (const { student, marks, total, notes } of graded.rows) {
      const k = students.indexOf(student);
      const found = marks.map(({ score }) => (score === null ? null : Number(score.toFixed(9))));
      expect(found).toEqual([null, 1, worths[k % 4], 1, null, 1, k % 3 === 0 ? 0 : 1]);
      expect(total).toBeCloseTo(totalOf(k), 9);
      expect(notes).toEqual([]);
    }
  });

  it("name the three, each with where it stood and why", () => {
    expect(graded.refused).toEqual([
      { source: "Eve.json", student: null, reason: expect.stringMatching(/must be JSON/) },
      { source: "mail.txt, code 4", student: null, reason: expect.stringMatching(/GRPO1Z.*cut off/) },
      { source: "mail.txt, code 13", student: null, reason: expect.stringMatching(/GRPO1Z.*changed on its way/) },
    ]);
  });

  it("give a histogram of scores for each step, and say who gave none", () => {
    const [, bars, number, , , , find] = graded.steps;
    expect(bars).toMatchObject({ histogram: [0, 0, 0, 0, 0, 0, 0, 0, 0, 27], missing: 0, mean: 1 });
    const counted = worths.map((_, i) => good.filter((name) => students.indexOf(name) % 4 === i).length);
    expect(number.histogram).toEqual([counted[3], 0, 0, 0, 0, counted[2], 0, 0, counted[1], counted[0]]);
    const without = good.filter((name) => students.indexOf(name) % 3 === 0).length;
    expect(find).toMatchObject({ missing: without, mean: 1 });
    expect(number.responses).toHaveLength(27);
  });

  it("know the truth that all share, and none where each has numbers of their own", () => {
    const [, bars, , , , order] = graded.steps;
    expect(bars.truth).toBeNull();
    expect(order.truth).toEqual([...(order.truth as number[])]);
  });

  it("are a CSV that other programs read, the damaged ones included", () => {
    const rows = parse(gradeCsv(classLesson, graded), { bom: true, columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(30);
    const ada = rows.find(({ Student }) => Student === "Ada")!;
    expect(ada).toMatchObject({ Total: "4", of: "5", "first/number score": "1", "second/order response": "A > B > C" });
    expect(ada["second/find response"]).toBe("");
    expect(rows.find(({ Student }) => Student === "Bo")!["second/find response"]).toBe("rules[0].beta = 20");
    expect(rows.at(-1)).toMatchObject({ Source: "mail.txt, code 13", Notes: expect.stringMatching(/changed/) });
  });

  it("ask the core once for what students share", async () => {
    const calls: Call[] = [];
    const counting: typeof ask = (asked) => {
      for (const call of Object.values(asked).flat() as Call[]) if (Array.isArray(call)) calls.push(call);
      return ask(asked);
    };
    await grade(classLesson, await collect(sources), counting);
    expect(new Set(calls.map((call) => JSON.stringify(call))).size).toBe(calls.length);
  });
});

describe("a sheet", () => {
  it("of another lesson, or of another edition of this one, is named and not graded", async () => {
    const foreign = { ...(await sheetOf(0)), lesson: { fingerprint: "0123456789abcdef", title: "Other" } };
    const { rows, refused } = await gradeAll(foreign, await sheetOf(1));
    expect(rows.map(({ student }) => student)).toEqual(["Bo"]);
    expect(refused).toEqual([
      { source: "0.json", student: "Ada", reason: expect.stringContaining(`this one has ${fingerprint(classLesson)}`) },
    ]);
    const edited = { ...classLesson, exercises: classLesson.exercises.slice(1) };
    const { rows: none } = await grade(edited, await collect([json(await sheetOf(1))]), ask);
    expect(none).toEqual([]);
  });

  it("that is older than another by the same student is named, and the newest counts", async () => {
    const at = (hour: number) => sheetOf(1, "Bo", new Date(Date.UTC(2026, 1, 1, hour)));
    const { rows, refused } = await gradeAll(await at(9), { ...(await at(11)), student: " bo " }, await at(10));
    expect(rows).toMatchObject([{ source: "1.json", notes: ["The newest of 3: 2.json; 0.json not counted."] }]);
    expect(refused.map(({ source, reason }) => [source, reason])).toEqual([
      ["2.json", expect.stringContaining("A newer sheet counts: 1.json")],
      ["0.json", expect.stringContaining("A newer sheet counts: 1.json")],
    ]);
  });

  it("of another student by the same name has a row of its own, which says so", async () => {
    const { rows } = await gradeAll(await sheetOf(1, "17"), await sheetOf(1, "18"));
    expect(rows.map(({ notes }) => notes)).toEqual([
      ["2 sheets with different seeds have this name."],
      ["2 sheets with different seeds have this name."],
    ]);
  });

  const edited = async (change: (work: any, sheet: any) => void): Promise<AnswerSheet> => {
    const sheet = JSON.parse(JSON.stringify(await sheetOf(1)));
    change(sheet.work, sheet);
    return sheet;
  };

  it("is not believed: a score that the core does not find is replaced, and said", async () => {
    const sheet = await edited((work) => Object.assign(work.first.choice, { response: 2, score: 1 }));
    const [row] = (await gradeAll(sheet)).rows;
    expect(row.total).toBeCloseTo(totalOf(1) - 1, 9);
    expect(row.marks[3]).toMatchObject({ score: 0, claimed: 1 });
    expect(row.notes).toEqual(["first/choice: the sheet says 1, the core finds 0."]);
  });

  it("with a response that is none keeps its row and its other scores, and says which", async () => {
    const sheet = await edited((work) => {
      work.first.bars.response = [1, 2];
      work.second.find.response = { "answers[0].reward": 9 };
      work.second.more = work.second.find;
    });
    const [row] = (await gradeAll(sheet)).rows;
    expect(row.total).toBeCloseTo(totalOf(1) - 2, 9);
    expect(row.notes).toEqual([
      expect.stringMatching(/^first\/bars: response .* list of 3 to 3 entries/),
      expect.stringMatching(/^second\/find: .*open control: rewards/),
      "second/more is no step of this lesson.",
    ]);
  });

  it("is judged by the student’s own numbers", async () => {
    const [one, two] = [await sheetOf(0, "seed 1"), await sheetOf(0, "seed 5")];
    expect(one.work["first"]["bars"].response).not.toEqual(two.work["first"]["bars"].response);
    const { rows } = await gradeAll(one, { ...two, seed: "seed 1", student: "Other" });
    expect(rows.map(({ marks }) => marks[1].score)).toEqual([1, expect.any(Number)]);
    expect(rows[1].marks[1].score).toBeLessThan(1);
  });

  it.each<[string, (work: any, sheet: any) => void, string]>([
    ["format", (_, sheet) => (sheet.format = "x"), "format"],
    ["version", (_, sheet) => (sheet.version = 2), "version"],
    ["time", (_, sheet) => (sheet.saved = "yesterday"), "saved"],
    ["score", (work) => (work.first.bars.score = 7), "work.first.bars.score"],
    ["id", (work) => (work["a b"] = {}), "work.a b"],
    ["name", (_, sheet) => (sheet.student = "x".repeat(201)), "student"],
    ["field", (_, sheet) => (sheet.grade = "A"), "grade"],
  ])("with a wrong %s is refused by field, value and rule", async (_, change, field) => {
    const sheet = await edited(change);
    expect(readSheet(sheet)).toEqual({ issues: [{ field, value: expect.anything(), constraint: expect.any(String) }] });
    expect((await gradeAll(sheet)).refused).toHaveLength(1);
  });

  it("as a file bears the student’s name and reads back as it was", async () => {
    const sheet = await sheetOf(3);
    const { name, content } = sheetFile(sheet);
    expect(name).toBe("dee-policies.json");
    expect(readSheet(JSON.parse(await content.text()))).toEqual({ sheet });
  });

  it("cannot bring a formula into a spreadsheet", async () => {
    const evil = '=HYPERLINK("http://x")';
    const sheet = await edited((work, whole) => {
      whole.student = evil;
      work.first.explain.response = '@SUM(1)\r\n"';
    });
    const csv = gradeCsv(classLesson, await gradeAll(sheet));
    const [row] = parse(csv, { bom: true, columns: true }) as Record<string, string>[];
    expect(row["Student"]).toBe(`'${evil}`);
    expect(row["first/explain response"]).toBe(`'@SUM(1)\r\n"`);
  });
});

describe("a code", async () => {
  const sheet = await sheetOf(7);
  const code = await sheetCode(sheet);

  it("is of capitals, digits and four points, and holds the whole sheet", async () => {
    expect(code).toMatch(/^GRPO1Z\.[0-9A-HJKMNP-TV-Z]+\.[0-9A-HJKMNP-TV-Z]{6}\.$/);
    expect(code.length).toBeLessThan(1000);
    expect(await readCode(code)).toEqual({ sheet });
  });

  it.each<[string, (code: string) => string]>([
    ["quoted and broken by mail", (text) => mailed(mailed(text, 40))],
    ["with a letter to a line", (text) => text.split("").join("\n")],
    ["in small letters, O for 0 and l for 1", (text) => text.toLowerCase().replaceAll("0", "o").replaceAll("1", "l").replace("grpol", "grpo1")], // prettier-ignore
    ["with marks that nobody sees", (text) => text.replace(/(.{50})/g, "$1\u200B\u00AD\u00A0")],
    ["as quoted-printable breaks it", (text) => text.replace(/(.{75})/g, "$1=\r\n")],
    ["as a chat’s code", (text) => `\`\`\`\n${text}\n\`\`\``],
  ])("%s reads as the same sheet", async (_, damage) => {
    const [found, ...more] = codesIn(`Hello!\n${damage(code)}\nYours`);
    expect(more).toEqual([]);
    expect(await readCode(found)).toEqual({ sheet });
  });

  it("with any one letter changed, left out or doubled is refused or the same, never another", async () => {
    for (let at = 0; at < code.length; at += 3) {
      const other = code[at] === "7" ? "8" : "7";
      for (const put of [other, "", code[at] + code[at]]) {
        const read = await readCode(code.slice(0, at) + put + code.slice(at + 1));
        if ("sheet" in read) expect(read.sheet).toEqual(sheet);
      }
    }
  });

  it("that was damaged is found among others, wherever the damage is, and named", async () => {
    const [first, last] = [await sheetCode(await sheetOf(1)), await sheetCode(await sheetOf(2))];
    for (const [from, to] of [
      [0, 4],
      [0, 60],
      [3, 9],
      [100, 130],
      [code.length - 3, code.length],
    ]) {
      const damaged = code.slice(0, from) + code.slice(to);
      const text = `Dear teacher, here are three:\n${first}\n${damaged}\n${last}\nBest, 2026`;
      const { handed, refused } = await collect([{ name: "mail", text }]);
      expect(handed.map(({ sheet: { student } }) => student)).toEqual(["Bo", "Cy"]);
      expect(refused).toHaveLength(1);
      expect(refused[0].reason).toMatch(/code is “.+”: it must/);
    }
  });

  it("of a newer version says so, and so does a text without any code", async () => {
    const { refused } = await collect([
      { name: "a", text: code.replace("GRPO1", "GRPO2") },
      { name: "b", text: "I did not do it." },
      { name: "c", text: "" },
    ]);
    expect(refused.map(({ source, reason }) => [source, reason])).toEqual([
      ["a, code 1", expect.stringContaining("newer playground")],
      ["b", "There is neither a code nor an answer sheet in it."],
      ["c", "There is neither a code nor an answer sheet in it."],
    ]);
  });

  it("takes a list of sheets in a file, each by itself", async () => {
    const { handed, refused } = await collect([json([sheet, { format: "x" }, await sheetOf(1)])]);
    expect(handed.map(({ source }) => source)).toEqual(["sheet.json, sheet 1", "sheet.json, sheet 3"]);
    expect(refused).toMatchObject([{ source: "sheet.json, sheet 2" }]);
  });

  it("has letters that stand for the very same bytes", () => {
    for (let length = 0; length < 40; ++length) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 89 + length * 31) % 256);
      expect(fromBase32(base32(bytes))).toEqual(bytes);
    }
  });
});

describe("a core that fails", () => {
  const without =
    (name: string): typeof ask =>
    (calls) =>
      JSON.stringify(calls).includes(name) ? Promise.reject(new Error("it took longer")) : ask(calls);

  it("at all is told as such, and nothing is graded", async () => {
    const collected = await collect([json(await sheetOf(1))]);
    await expect(grade(classLesson, collected, without("solve"))).rejects.toThrow("it took longer");
  });

  it("at one student’s response costs no other, and is said", async () => {
    const find = { response: { "rules[0].beta": 77 }, score: 1, tries: 1, hints: 0, seconds: 1 };
    const heavy = { ...(await sheetOf(2)), work: { second: { find } } };
    const collected = await collect([json(await sheetOf(1)), json(heavy)]);
    const { rows } = await grade(classLesson, collected, without('"beta":77'));
    expect(rows[0].total).toBeCloseTo(totalOf(1), 9);
    expect(rows[1].marks.at(-1)).toMatchObject({ response: find.response, score: null });
    expect(rows[1].notes).toEqual([expect.stringContaining("it took longer")]);
  });
});

it("a lesson whose truth fails for one student’s numbers costs that student nothing but the step", async () => {
  const broken = {
    ...classLesson,
    exercises: [
      { ...classLesson.exercises[1], scenario: changed(classLesson.exercises[1].scenario, { "rules[0].beta": -1 }) },
    ],
  };
  const sheet = { ...(await sheetOf(1)), lesson: { title: "", fingerprint: fingerprint(broken) } };
  const { rows } = await grade(broken, await collect([json(sheet)]), ask);
  expect(rows[0].marks[0]).toMatchObject({ response: [0, 1, 2], score: null, issues: [{ field: "rules[0].beta" }] });
});
