// SPDX-License-Identifier: MIT
// The teacher's page and the poll: what a class hands in, however damaged, becomes the right table, file and picture.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { load } from "../../web/dist/package/index.js";
import { lessonFragment } from "../../web/src/lessons/links";
import { type AnswerSheet, makeSheet, type StepWork } from "../../web/src/lessons/sheet";
import { sheetCode } from "../../web/src/lessons/sheet-code";
import type { Exercise, Lesson } from "../../web/src/lessons/types";
import { expect, test } from "./playground";

const scenario: Exercise["scenario"] = {
  format: "grpo-playground/scenario",
  version: 1,
  answers: [
    { label: "A <i>", reference: 0.2, reward: 1 },
    { label: "B", reference: 0.5, reward: 0.2 },
    { label: "=C", reference: 0.3, reward: 0 },
  ],
  rules: [{ label: "GRPO", preference: { model: "group", groupSize: 8 }, penalty: { divergence: "kl-ref-to-policy" }, beta: 1 }], // prettier-ignore
};
const tolerance = 0.02;
const share = { of: "probability", rule: 0, answer: "A <i>" } as const;

const lesson: Lesson = {
  format: "grpo-playground/lesson",
  version: 1,
  title: "A class <b>",
  goal: "Predict",
  exercises: [
    {
      id: "one",
      title: "One",
      goal: "Predict",
      minutes: 5,
      text: "",
      scenario,
      steps: [
        { id: "share", kind: "predict", text: "How often **A**?", input: { type: "number", truth: share, tolerance, unit: "percent" }, reveal: "" }, // prettier-ignore
        {
          id: "winner",
          kind: "predict",
          text: "Which?",
          input: { type: "choice", options: scenario.answers.map(({ label }) => ({ text: label, right: { left: { of: "winner" }, is: "=", right: label } })) }, // prettier-ignore
          reveal: "",
        },
        { id: "why", kind: "explain", text: "Why?", model: "Because." },
      ],
    },
  ],
};

const engine = await load();
const solved = engine.solve(scenario);
const truth = solved.rules[0]!.stationary[0]!.policy[0]!;
expect(truth).toBeGreaterThan(0.5);

/** Names and texts that mean something to a page or to a spreadsheet. */
const hostile = [
  '=HYPERLINK("http://evil","x")',
  "<img src=x onerror=alert(1)>",
  "+1",
  "@sum",
  "-2+3",
  'Quote "and", comma',
];
const names = Array.from({ length: 30 }, (_, k) => hostile[k] ?? `Student ${String(k).padStart(2, "0")}`);

/** Student k is k % 5 tolerances too low, and chooses option k % 3: what both are worth is known. */
const off = (k: number) => k % 5;
const worthOf = (k: number) => [1, 1, 0.75, 0.5, 0.25][off(k)]! + (k % 3 === 0 ? 1 : 0);

const done = (response: StepWork["response"]): StepWork => ({ response, score: null, tries: 1, hints: 0, seconds: 20 });

function sheetOf(k: number): AnswerSheet {
  const work = { one: { share: done(truth - off(k) * tolerance), winner: done(k % 3), why: done(`=1+${k} <b>because</b>`) } }; // prettier-ignore
  const times = { started: "2026-01-12T09:00:00Z", seconds: 60, work };
  return makeSheet(lesson, { name: names[k]!, seed: names[k]! }, times, new Date(Date.UTC(2026, 0, 12, 10, k)));
}

const damagedOnes = [7, 20, 25];

/** Twelve files in a folder, one of them cut off, and eighteen codes, of which two are damaged. */
async function handedIn(folder: string): Promise<string> {
  mkdirSync(folder);
  for (let k = 0; k < 12; ++k) {
    const text = JSON.stringify(sheetOf(k), null, 1);
    writeFileSync(join(folder, `sheet-${k}.json`), k === 7 ? text.slice(0, 300) : text);
  }
  const codes = await Promise.all(Array.from({ length: 18 }, (_, i) => sheetCode(sheetOf(12 + i))));
  codes[8] = codes[8]!.slice(0, -40);
  const middle = Math.floor(codes[13]!.length / 2);
  codes[13] = codes[13]!.slice(0, middle) + (codes[13]![middle] === "A" ? "B" : "A") + codes[13]!.slice(middle + 1);
  return codes.join("\n\nSent from my phone\n");
}

let folder: string;
test.beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "class "))));
test.afterEach(() => rmSync(folder, { recursive: true }));

async function chooseLesson(page: Page, chosen = lesson): Promise<void> {
  const file = join(folder, "lesson.json");
  writeFileSync(file, JSON.stringify(chosen));
  await page.getByLabel("Lesson file").setInputFiles(file);
  await expect(page.getByText("Sheets are graded by")).toContainText(chosen.title);
}

const rows = (page: Page) => page.getByRole("table", { name: "Students and steps" }).locator("tbody tr");

test("30 answer sheets, three of them damaged, are graded with the right table and the right CSV", async ({
  playground: _,
  page,
}) => {
  await page.goto("./#teach");
  await chooseLesson(page);
  const codes = await handedIn(join(folder, "sheets"));
  await page.getByLabel("Folder of answer sheets").setInputFiles(join(folder, "sheets"));
  await page.getByLabel(/paste answer codes/).fill(codes);
  const grades = page.getByRole("region", { name: "Grades" }).first();
  await expect(grades.locator("xpath=self::*[@data-graded='27']")).toBeVisible({ timeout: 15_000 });
  await expect(grades).toHaveAttribute("data-refused", "3");
  const refused = page.getByRole("list", { name: "Not graded" }).getByRole("listitem");
  await expect(refused).toHaveCount(3);
  await expect(refused.nth(0)).toContainText("sheet-7.json");
  await expect(refused.nth(1)).toContainText("pasted text, code 9");
  await expect(refused.nth(1)).toContainText("cut off");
  await expect(refused.nth(2)).toContainText("check letters");

  const graded = names.map((name, k) => ({ name, k })).filter(({ k }) => !damagedOnes.includes(k));
  await expect(rows(page)).toHaveCount(27);
  for (const { name, k } of graded) {
    const row = page.locator(`tr[data-student="${escaped(name)}"]`);
    await expect(row.getByRole("rowheader")).toHaveText(name);
    await expect(row.locator("td").first()).toHaveText(String(worthOf(k)));
    await expect(row.locator("td").last()).toHaveText("✎");
  }

  const started = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  const text = readFileSync((await (await started).path())!, "utf8");
  const table = parse(text, { columns: true, bom: true }) as Record<string, string>[];
  expect(table).toHaveLength(30);
  for (const { name, k } of graded) {
    const plain = /^[=+\-@]/.test(name) ? `'${name}` : name;
    const row = table.find((one) => one["Student"] === plain)!;
    expect(Number(row["Total"])).toBeCloseTo(worthOf(k), 9);
    expect(row["one/why response"]).toBe(`'=1+${k} <b>because</b>`);
  }
  for (const cells of table) for (const cell of Object.values(cells)) expect(cell).not.toMatch(/^[=+@]/);
});

test("the table is sorted by any column, one press for the largest first, another for the smallest", async ({
  playground: _,
  page,
}) => {
  await page.goto("./#teach");
  await chooseLesson(page);
  const codes = await Promise.all([10, 11, 13].map((k) => sheetCode(sheetOf(k))));
  await page.getByLabel(/paste answer codes/).fill(codes.join("\n"));
  await expect(rows(page)).toHaveCount(3);
  const shown = () => rows(page).getByRole("rowheader").allInnerTexts();
  expect(await shown()).toEqual([names[10], names[11], names[13]]);
  await page.getByRole("button", { name: "1.1", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Student", exact: true }).click();
  await page.getByRole("button", { name: /^Student/ }).click();
  expect(await shown()).toEqual([names[13], names[11], names[10]]);
  await page.getByRole("button", { name: "Total of 2" }).click();
  expect(await shown()).toEqual([names[10], names[11], names[13]].sort((a, b) => worthOf(names.indexOf(b!)) - worthOf(names.indexOf(a!)))); // prettier-ignore
  await expect(page.getByRole("columnheader", { name: /Total/ })).toHaveAttribute("aria-sort", "descending");
});

test("each step has its columns, with the truth where the core has it, and its texts stay text", async ({
  playground: _,
  page,
}) => {
  await page.goto("./#teach");
  await chooseLesson(page);
  await page.getByLabel(/paste answer codes/).fill((await Promise.all([0, 1, 2, 3, 4].map((k) => sheetCode(sheetOf(k))))).join(" ")); // prettier-ignore
  const share = page.getByRole("region", { name: "Step 1.1" });
  await expect(share.locator("path.truth")).toHaveAttribute("data-truth", String(truth));
  const counts = await share.locator("[data-count]").evaluateAll((columns) => columns.map((column) => Number((column as HTMLElement).dataset["count"]))); // prettier-ignore
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
  const winner = page.getByRole("region", { name: "Step 1.2" }).getByRole("listitem");
  await expect(winner.first()).toContainText("A <i>");
  await expect(winner.first()).toContainText("✓ right");
  expect(await winner.locator(".count").allInnerTexts()).toEqual(["2", "2", "1"]);
  const why = page.getByRole("region", { name: "Step 1.3" });
  await why.getByText("5 texts").click();
  await expect(why).toContainText("=1+0 <b>because</b>");
  await expect(why).toContainText("<img src=x onerror=alert(1)>");
  await expect(page.locator("main img, main i, main b")).toHaveCount(0);
});

test("files that are dropped are graded, stay while another room is looked into, and can be taken away", async ({
  playground: _,
  page,
}) => {
  await page.goto("./#teach");
  await chooseLesson(page);
  const texts = [5, 6].map((k) => JSON.stringify(sheetOf(k)));
  const data = await page.evaluateHandle((sheets) => {
    const transfer = new DataTransfer();
    sheets.forEach((sheet, i) => transfer.items.add(new File([sheet], `dropped-${i}.json`)));
    return transfer;
  }, texts);
  await page.locator(".drop").dispatchEvent("drop", { dataTransfer: data });
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("link", { name: "Make", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Make a lesson" })).toBeVisible();
  await page.goBack();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Take away 2 files" }).click();
  await expect(rows(page)).toHaveCount(0);
});

test("sheets of another lesson are named as such, and not graded", async ({ playground: _, page }) => {
  await page.goto("./#teach");
  const [first] = lesson.exercises;
  await chooseLesson(page, { ...lesson, exercises: [{ ...first!, id: "another" }] });
  await page.getByLabel(/paste answer codes/).fill(await sheetCode(sheetOf(5)));
  await expect(page.getByRole("list", { name: "Not graded" })).toContainText("belongs to another lesson");
  await expect(rows(page)).toHaveCount(0);
});

const [one] = lesson.exercises;
const poll: Lesson = { ...lesson, exercises: [{ ...one!, steps: [one!.steps[0]!] }] };

test("a poll hides the answers until they are revealed, named or not, with the truth over them", async ({
  playground: _,
  page,
}) => {
  const fragment = await lessonFragment(poll);
  await page.goto(`./#${fragment.replace("lesson=", "poll=")}`);
  await expect(page.getByRole("img", { name: "QR code of the link" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Open the question" })).toHaveAttribute("href", new RegExp(`#${fragment}$`)); // prettier-ignore
  const guesses = [0.12, 0.13, 0.52, truth];
  const codes = guesses.map(
    (guess, k) =>
    sheetCode(makeSheet(poll, { name: k < 2 ? "" : names[k]!, seed: "" }, { started: "2026-01-12T09:00:00Z", seconds: 5, work: { one: { share: done(guess) } } })), // prettier-ignore
  );
  await page.getByLabel(/Codes that came in/).fill(`${(await Promise.all(codes)).join("\n")}\nGRPO1Z.ABC`);
  await expect(page.locator(".count[data-count='4']")).toBeVisible();
  await expect(page.getByRole("list", { name: "Not counted" })).toContainText("code 5");
  await expect(page.locator("path.truth")).toHaveCount(0);
  await expect(page.locator(".column")).toHaveCount(0);
  await page.getByRole("button", { name: "Reveal the answers" }).press("Enter");
  await expect(page.locator("path.truth")).toHaveAttribute("data-truth", String(truth));
  const columns = await page.locator("rect.column").evaluateAll((all) => all.map((column) => Number((column as HTMLElement).dataset["count"]))); // prettier-ignore
  const expected = Array.from({ length: 20 }, (_, i) => guesses.filter((guess) => Math.floor(guess * 20) === i).length);
  expect(columns).toEqual(expected);
});

test("a student answers a poll's question on a phone and sends the code", async ({ playground: _, page, browser }) => {
  const fragment = await lessonFragment(poll);
  await page.goto(`./#${fragment.replace("lesson=", "poll=")}`);
  const address = (await page.getByRole("link", { name: "Open the question" }).getAttribute("href"))!;
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true });
  const phone = await context.newPage();
  await phone.goto(address);
  await phone.getByLabel("Your prediction").fill("40");
  await phone.getByRole("button", { name: "Commit to this" }).tap();
  await phone.getByRole("button", { name: "To the results" }).tap();
  await phone.getByText("The code", { exact: true }).tap();
  const code = await phone.locator("[data-code]").innerText();
  await context.close();
  await page.getByLabel(/Codes that came in/).fill(code);
  await expect(page.locator(".count[data-count='1']")).toBeVisible();
  await page.getByRole("button", { name: "Reveal the answers" }).click();
  await expect(page.locator("rect.column[data-count='1']")).toHaveCount(1);
});

function escaped(text: string): string {
  return text.replace(/["\\]/g, "\\$&");
}
