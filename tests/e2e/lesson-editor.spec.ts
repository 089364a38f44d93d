// SPDX-License-Identifier: MIT
// The lesson editor: what is made in it leaves by link, file and page and comes back the same; nothing typed is lost.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./playground";

let folder: string;
test.beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lesson ü# "))));
test.afterEach(() => rmSync(folder, { recursive: true }));

const at = (page: Page, path: string): Locator => page.locator(`[data-path="${path}"]`);
const room = (page: Page, name: string) => page.locator(`main[data-room="${name}"]`);
const handOut = (page: Page) => page.getByRole("region", { name: "Give it out" });
const link = (page: Page) => page.getByLabel("Link", { exact: true });

/** The words that every lesson needs. */
async function fillWords(page: Page, title: string): Promise<void> {
  await at(page, "title").fill(title);
  await at(page, "goal").fill("Say who wins");
  await at(page, "exercises[0].goal").fill("Say who wins");
  await at(page, "exercises[0].steps[0].text").fill("How probable is each answer?");
}

async function checked(page: Page): Promise<void> {
  await expect(page.getByText("Checked by the core")).toBeVisible();
}

async function saved(page: Page, button: string): Promise<string> {
  const started = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  const download = await started;
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

/** Moves by the tabulator to a field with this path, as a person without a mouse does. */
async function tabTo(page: Page, path: string): Promise<void> {
  for (let presses = 0; presses < 200; ++presses) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => document.activeElement?.getAttribute("data-path"));
    if (here === path) return;
  }
  throw new Error(`the tabulator does not reach ${path}`);
}

async function tabToButton(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 300; ++presses) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const element = document.activeElement;
      return element instanceof HTMLElement && element.matches("button, a, summary") ? element.innerText.trim() : "";
    });
    if (here === name) return;
  }
  throw new Error(`the tabulator does not reach ${name}`);
}

test("a lesson is made by keyboard alone, from its title to its link", async ({ playground: _, page }) => {
  await page.goto("./#make");
  await expect(room(page, "make")).toBeVisible();
  await tabTo(page, "title");
  await page.keyboard.type("By keyboard");
  await tabTo(page, "goal");
  await page.keyboard.type("Work without a mouse");
  await tabTo(page, "exercises[0].goal");
  await page.keyboard.type("Know GRPO");
  await tabTo(page, "exercises[0].steps[0].text");
  await page.keyboard.type("How probable is each?");
  await tabTo(page, "exercises[0].steps[0].input.type");
  await page.keyboard.type("a number");
  await tabTo(page, "exercises[0].steps[0].input.tolerance");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("0.02");
  await tabToButton(page, "Explain");
  await page.keyboard.press("Enter");
  await expect(at(page, "exercises[0].steps[1].text")).toBeFocused();
  await page.keyboard.type("Why?");
  await checked(page);
  await tabToButton(page, "Save as a file");
  const started = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  const lesson = JSON.parse(readFileSync((await (await started).path())!, "utf8"));
  expect(lesson).toMatchObject({ title: "By keyboard", goal: "Work without a mouse" });
  expect(lesson.exercises[0].steps).toMatchObject([
    { kind: "predict", text: "How probable is each?", input: { type: "number", tolerance: 0.02 } },
    { kind: "explain", text: "Why?" },
  ]);
});

test("a lesson survives link, file and page, to the last character", async ({ playground: _, page, browser }) => {
  await page.goto("./#make");
  await fillWords(page, 'Ä & <b>bold</b> "quoted" </script> 🎲');
  await at(page, "exercises[0].text").fill("Let $\\pi$ be a **policy**.\n\n- one\n- two");
  await page.getByRole("group", { name: "Add a step" }).getByRole("button", { name: "Find" }).click();
  await at(page, "exercises[0].steps[1].text").fill("Make another answer win.");
  await page.getByRole("button", { name: "Say it as it is judged" }).click();
  await page.getByRole("button", { name: "Set the solution on the board" }).click();
  const board = page.getByRole("region", { name: "The board" });
  await board.locator('[data-path="answers[2].reward"]').fill("9");
  await expect(page.getByRole("status", { name: "Goals with this board" })).toContainText("reached");
  await expect(page.getByRole("status", { name: "Goals with this board" })).not.toContainText("not reached");
  await page.getByRole("button", { name: "Use the board as it is now as solution" }).click();
  await checked(page);

  const file = await saved(page, "Save as a file");
  const text = readFileSync(file, "utf8");
  const lesson = JSON.parse(text);
  expect(lesson.exercises[0].steps[1].solution).toEqual({ "answers[2].reward": 9 });
  const address = await link(page).inputValue();
  const [, packed] = address.split("#lesson=") as [string, string];
  expect(await page.locator("[data-size]").getAttribute("data-size")).toBe(String(address.length));
  const whole = await saved(page, "Save the page with it as one file");

  const context = await browser.newContext();
  const byFile = await context.newPage();
  await byFile.goto(`${new URL(page.url()).origin}/#make`);
  await byFile.getByLabel("Lesson file").setInputFiles(file);
  await expect(at(byFile, "title")).toHaveValue(lesson.title);
  expect(readFileSync(await saved(byFile, "Save as a file"), "utf8")).toBe(text);
  const byLink = await context.newPage();
  await byLink.goto(`${new URL(page.url()).origin}/#make=${packed}`);
  await expect(at(byLink, "title")).toHaveValue(lesson.title);
  expect(readFileSync(await saved(byLink, "Save as a file"), "utf8")).toBe(text);

  const student = await context.newPage();
  await student.goto(address);
  await expect(room(student, "lesson")).toContainText(lesson.title);
  await expect(room(student, "lesson").locator("math").first()).toBeVisible();
  await expect(room(student, "lesson").locator("b")).toHaveCount(0);
  const drawn = (one: Page) => expect(one.getByRole("region", { name: "The board" })).toHaveAttribute("data-state", "ready"); // prettier-ignore
  await drawn(student);
  const seen = await room(student, "lesson").innerText();
  const offline = await context.newPage();
  await context.setOffline(true);
  await offline.goto(pathToFileURL(whole).href);
  await expect(room(offline, "lesson").locator("math").first()).toBeVisible();
  await drawn(offline);
  await expect.poll(() => room(offline, "lesson").innerText()).toBe(seen);
  expect(new URL(offline.url()).hash).toBe(`#lesson=${packed}`);
  await context.close();
});

test("what was typed is there again after a reload, be it a number or not", async ({ playground: _, page }) => {
  await page.goto("./#make");
  await fillWords(page, "Unfinished");
  await at(page, "exercises[0].minutes").fill("1e");
  await at(page, "exercises[0].scenario.answers[0].reward").or(page.locator('[data-path="answers[0].reward"]')).fill("2e"); // prettier-ignore
  await page.reload();
  await expect(at(page, "title")).toHaveValue("Unfinished");
  await expect(at(page, "exercises[0].minutes")).toHaveValue("1e");
  await expect(page.locator('[data-path="answers[0].reward"]')).toHaveValue("2e");
  await expect(handOut(page)).toContainText("Minutes is “1e”: it must be a number such as 0.5");
  await handOut(page)
    .getByRole("button", { name: /^Minutes is/ })
    .click();
  await expect(at(page, "exercises[0].minutes")).toBeFocused();
});

test("undo brings back what a file replaced, and a step that was removed", async ({ playground: _, page }) => {
  await page.goto("./#make");
  await fillWords(page, "Mine");
  await page.getByRole("button", { name: "Remove step 1" }).click();
  await expect(page.locator("[data-step]")).toHaveCount(0);
  await page.getByRole("button", { name: "New", exact: true }).click();
  await expect(at(page, "title")).toHaveValue("");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(at(page, "title")).toHaveValue("Mine");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator("[data-step]")).toHaveCount(1);
  await page.getByRole("button", { name: "Redo" }).click();
  await expect(page.locator("[data-step]")).toHaveCount(0);
});

test("what a file gets wrong is named by field, and what is open stays open", async ({ playground: _, page }) => {
  await page.goto("./#make");
  await fillWords(page, "Mine");
  const path = join(folder, "broken.json");
  const broken = { format: "grpo-playground/lesson", version: 1, title: "T", goal: 7, exercises: [{ id: "a b" }] };
  writeFileSync(path, JSON.stringify(broken));
  await page.getByLabel("Lesson file").setInputFiles(path);
  const report = page.getByRole("alert");
  await expect(report).toContainText("Learning goal is 7: it must be text");
  await expect(report).toContainText("“a b”");
  await expect(at(page, "title")).toHaveValue("Mine");
});

test("variables draw each student's own numbers, with the solutions of three shown", async ({
  playground: _,
  page,
}) => {
  await page.goto("./#make");
  await fillWords(page, "Varied");
  await page.getByRole("button", { name: "Add a variable" }).click();
  await page.getByLabel("Stands for").selectOption("rules[*].beta");
  await expect(page.getByText("Stands for β of GRPO, β of RLHF.")).toBeVisible();
  await at(page, "exercises[0].variables.p.to").fill("9");
  const rows = page.getByRole("table", { name: "Three examples" }).locator("tbody tr");
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText(/p = [\d.]+/);
  const seen = await rows.allInnerTexts();
  expect(new Set(seen.map((row) => row.replace(/^\d\s+/, ""))).size).toBeGreaterThan(1);
  await checked(page);
});

test("an exercise follows its answers: renamed on the board, it is asked for by its new name", async ({
  playground: _,
  page,
}) => {
  await page.goto("./#make");
  await fillWords(page, "Renamed");
  await at(page, "exercises[0].steps[0].input.type").selectOption("number");
  await expect(page.locator("[data-now]").first()).toContainText("63.4%");
  await page.getByRole("region", { name: "The exercise’s board" }).locator("textarea").first().fill("Winner");
  await expect(page.getByLabel("Truth: answer")).toHaveValue("Winner");
  await expect(page.locator("[data-now]").first()).toContainText("63.4%");
});

test("seen as a student: hidden controls are not there, locked ones cannot be moved", async ({
  playground: _,
  page,
}) => {
  await page.goto("./#make");
  await fillWords(page, "Locked");
  await page.getByRole("checkbox", { name: "β: locked" }).check();
  await page.getByRole("checkbox", { name: "Group size G: visible" }).uncheck();
  await page.getByRole("button", { name: "Preview as a student" }).click();
  const board = page.getByRole("region", { name: "The board" });
  await expect(board.getByRole("slider", { name: /Pull of the reference/ })).toBeDisabled();
  await expect(board.getByRole("slider", { name: /Group size/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Back to the editor" }).click();
  await expect(at(page, "title")).toHaveValue("Locked");
});

test("exercises start from a preset, a link, or one of the course, which is then changed", async ({
  playground: _,
  page,
}) => {
  await page.goto("./#make");
  await fillWords(page, "Several");
  const start = page.getByLabel("Start from");
  const tabs = page.getByRole("navigation", { name: "Exercises" }).getByRole("button");

  await page.getByRole("button", { name: "Add an exercise" }).click();
  await start.selectOption("link");
  await page.getByLabel("Link of a question or a lesson").fill("nonsense");
  await page.getByRole("button", { name: "Add this exercise" }).click();
  await expect(page.getByText("This is no link of the playground")).toBeVisible();
  await page.getByLabel("Link of a question or a lesson").fill("https://x.example/#v=1&ref=0.4,0.6&r=1,0&a=Yes,No&title=Linked"); // prettier-ignore
  await page.getByRole("button", { name: "Add this exercise" }).click();
  await expect(tabs).toHaveText(["1. Rare but right", "2. Linked"]);

  await page.getByRole("button", { name: "Add an exercise" }).click();
  const course = start.locator("optgroup[label^='Course']");
  await expect(course).toHaveCount(4);
  const titles: string[] = [];
  for (let i = 0; i < 4; ++i) {
    if (i > 0) await page.getByRole("button", { name: "Add an exercise" }).click();
    const option = course.nth(i).locator("option").last();
    titles.push((await option.textContent())!);
    await start.selectOption((await option.getAttribute("value"))!);
    await page.getByRole("button", { name: "Add this exercise" }).click();
    await expect(tabs).toHaveCount(3 + i);
    await expect(page.getByRole("heading", { name: `Exercise ${3 + i}` })).toBeVisible();
  }
  await at(page, "exercises[5].title").fill("Changed");
  await tabs.nth(1).click();
  await at(page, "exercises[1].goal").fill("Say yes");
  await page.getByRole("button", { name: "Remove exercise 2" }).click();
  await expect(tabs).toHaveText(["1. Rare but right", ...titles.slice(0, 3).map((title, i) => `${i + 2}. ${title}`), "5. Changed"]); // prettier-ignore
  await expect(page.getByText("Checked by the core")).toBeVisible({ timeout: 20_000 });
});

test("a scenario that says more than the board shows is kept as it is written", async ({ playground: _, page }) => {
  await page.goto("./#make");
  await fillWords(page, "Written");
  await page.getByRole("button", { name: "Write it as a document" }).click();
  const field = page.getByLabel("Scenario document");
  const document = JSON.parse(await field.inputValue());
  document.rules[0].preference.std = "sample";
  await field.fill(JSON.stringify(document).slice(0, -1));
  await expect(handOut(page)).toContainText("it must be a scenario document in JSON");
  await field.fill(JSON.stringify(document));
  await expect(page.getByText("says more than the board shows")).toBeVisible();
  await page.reload();
  await expect(field).toHaveValue(/"std": "sample"/);
});
