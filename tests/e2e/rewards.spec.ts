// SPDX-License-Identifier: MIT
// Somebody's own rewards: pasted, chosen or dropped, understood or refused line by line, solved, stopped, and opened.
import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./playground";

const dialogOf = (page: Page) => page.getByRole("dialog", { name: "Bring your own rewards" });

async function openRewards(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: /^Files/ }).click();
  await page.getByRole("button", { name: "Bring your own rewards…" }).click();
  const dialog = dialogOf(page);
  await expect(dialog).toBeVisible();
  return dialog;
}

async function paste(page: Page, text: string): Promise<void> {
  await page.getByLabel("Paste a table").fill(text);
}

async function choose(dialog: Locator, name: string, text: string): Promise<void> {
  await dialog.getByLabel("Table of rewards").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
}

async function drop(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([name, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([text], name));
      return data;
    },
    [name, text] as const,
  );
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

async function solved(dialog: Locator): Promise<void> {
  await expect(dialog.locator("[data-solving]")).toHaveAttribute("data-solving", "rest", { timeout: 60_000 });
  await expect(dialog.locator("[data-panel] svg").first()).toBeVisible();
}

const cells = (row: Locator) => row.locator("th, td").allTextContents();
const rows = (dialog: Locator) => dialog.getByRole("region", { name: "Answers" }).locator("tbody tr");

/** The board's own default question, as a table. */
const three = "answer;reward;count\nA;1;20\nB;0.5;50\nC;0;30\n";

test("a pasted table shows each rule's policies, those that the board finds for the same question", async ({
  playground,
  page,
}) => {
  await playground.open("v=1&ref=0.2,0.5,0.3&r=1,0.5,0&a=A,B,C&beta=1&G=8&rules=grpo,rlhf");
  const { grpo, rlhf } = await playground.table();
  const dialog = await openRewards(page);
  await paste(page, three);
  await solved(dialog);
  await expect(dialog.locator("[data-understood]")).toContainText("3 of 3 lines understood: 3 different answers.");
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "All answers as CSV" }).click();
  const csv = readFileSync(await (await download).path(), "utf8")
    .trim()
    .split("\r\n");
  expect(csv[0]).toBe("Answer,Mean reward,Reference,GRPO,RLHF");
  csv.slice(1).forEach((line, k) => {
    const [answer, reward, reference, first, second] = line.split(",");
    expect([answer, Number(reward), Number(reference)]).toEqual(
      [
        ["A", 1, 0.2],
        ["B", 0.5, 0.5],
        ["C", 0, 0.3],
      ][k],
    );
    expect(Number(first)).toBeCloseTo(Number(grpo![k]), 9);
    expect(Number(second)).toBeCloseTo(Number(rlhf![k]), 9);
  });
  await dialog.getByRole("button", { name: "Numbers" }).click();
  await expect(dialog.getByRole("region", { name: "Probability by reward" }).locator("tbody tr")).toHaveCount(3);
});

test("columns can be changed, and so can the rules; bad settings are named and the last good one is kept", async ({
  playground,
  page,
}) => {
  await playground.open();
  const dialog = await openRewards(page);
  await paste(page, "answer,reward,other\nA,1,0\nB,0,1\n");
  await solved(dialog);
  expect((await cells(rows(dialog).first()))[0]).toBe("A");
  await dialog.getByRole("combobox", { name: "Reward", exact: true }).selectOption({ label: "other" });
  await expect(rows(dialog).first().locator("th")).toHaveText("B");
  await solved(dialog);
  await dialog.getByLabel("NLHF", { exact: true }).check();
  await expect(dialog.locator('[data-panel="nlhf"] svg')).toBeVisible();
  await dialog.getByLabel("β").fill("0");
  await expect(dialog.getByRole("alert")).toContainText("β “0” must be between 1e-6 and 1e6; 1 is used.");
  await dialog.getByLabel("β").fill("100");
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  await expect(rows(dialog).first().locator("td").nth(2)).toHaveText(/^50\.\d/);
});

test("lines that say nothing are listed with their numbers, as text, and the others are used", async ({
  playground,
  page,
}) => {
  await playground.open();
  const dialog = await openRewards(page);
  await paste(page, 'answer;reward\n"<img src=x onerror=alert(1)>";1\nB;0,5\nC;0\n;1\n');
  await solved(dialog);
  const refused = dialog.getByRole("group").filter({ hasText: "2 lines were not understood" });
  await expect(refused.getByRole("listitem")).toHaveText([
    "Line 3 The reward “0,5” has a decimal comma: write 0.5.",
    "Line 5 The answer is empty.",
  ]);
  await expect(dialog.locator("[data-understood]")).toContainText("2 of 4 lines understood");
  await expect(rows(dialog).first().locator("th")).toHaveText("<img src=x onerror=alert(1)>");
  await expect(dialog.locator("img")).toHaveCount(0);
});

test("a dropped JSONL file opens by prompts, sorted and saved, and shutting the dialog loses nothing", async ({
  playground,
  page,
}) => {
  await playground.open();
  const lines = Array.from({ length: 25 }, (_, k) =>
    [0, 1].map((right) =>
      JSON.stringify({
        prompt: `Question ${k}`,
        completion: right ? "yes" : "no",
        reward: right,
        logprob: -1 - k / 9 - right,
      }),
    ),
  );
  await drop(page, "samples.jsonl", lines.flat().join("\n"));
  const dialog = dialogOf(page);
  await solved(dialog);
  await expect(page.getByRole("dialog")).toHaveCount(1);
  const list = dialog.getByRole("region", { name: "All prompts" });
  await expect(list.locator("tbody tr")).toHaveCount(10);
  await expect(dialog.getByText("1 to 10 of 25 prompts")).toBeVisible();
  await dialog.getByRole("button", { name: "Next" }).click();
  await list.getByRole("button", { name: "Question 13", exact: true }).click();
  await expect(dialog.getByRole("heading", { name: "Question 13" })).toBeVisible();
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "All prompts as CSV" }).click();
  expect(
    readFileSync(await (await download).path(), "utf8")
      .trim()
      .split("\r\n"),
  ).toHaveLength(26);
  await list.getByRole("button", { name: /^GRPO/ }).click();
  await expect(list.locator("th[aria-sort=descending]")).toHaveText(/GRPO/);

  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await openRewards(page);
  await expect(dialogOf(page).getByText("samples.jsonl")).toBeVisible();
  await expect(dialogOf(page).getByText("1 to 10 of 25 prompts")).toBeVisible();
});

test("a small prompt opens on the board with its rules, and undo brings back what was there", async ({
  playground,
  page,
}) => {
  await playground.open();
  const before = await playground.labels();
  const dialog = await openRewards(page);
  await paste(page, three);
  await solved(dialog);
  await dialog.getByLabel("β").fill("0.5");
  await dialog.getByRole("button", { name: "Open this prompt on the board" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await playground.settled("ready");
  expect(await playground.labels()).toEqual(["A", "B", "C"]);
  expect(await playground.shares("reference")).toEqual([0.2, 0.5, 0.3]);
  await expect(playground.field("rules[0].beta")).toHaveValue("0.5");
  await page.getByRole("button", { name: "Undo" }).click();
  expect(await playground.labels()).toEqual(before);
});

test("10,000 different rewards are solved, can be stopped at any time, and the page answers meanwhile", async ({
  playground,
  page,
}) => {
  test.setTimeout(180_000);
  await playground.open();
  const dialog = await openRewards(page);
  const lines = Array.from({ length: 10_000 }, (_, k) => `answer ${k},${Math.sin(k).toFixed(9)},${1 + (k % 9)}`);
  await choose(dialog, "many.csv", `answer,reward,count\n${lines.join("\n")}\n`);
  await expect(dialog.locator("[data-solving]")).toHaveAttribute("data-solving", "running", { timeout: 30_000 });
  await dialog.getByRole("button", { name: "Stop" }).click();
  await expect(dialog.getByText("Solving was stopped; what is solved stays.")).toBeVisible();
  await expect(dialog.getByText("10,000 answers on 10,000 lines, 10,000 different rewards")).toBeVisible();
  await dialog.getByRole("button", { name: "Go on" }).click();

  /** The longest that the page was busy while the worker worked, in milliseconds. */
  const longest = page.evaluate(async () => {
    let [last, most] = [performance.now(), 0];
    while (document.querySelector("[data-solving=running]")) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      most = Math.max(most, performance.now() - last);
      last = performance.now();
    }
    return most;
  });
  await expect(dialog.locator("[data-solving]")).toHaveAttribute("data-solving", "rest", { timeout: 120_000 });
  expect(await longest).toBeLessThan(1000);
  await expect(dialog.locator('[data-panel="grpo"] svg')).toBeVisible();
  await expect(rows(dialog)).toHaveCount(11);
  await expect(rows(dialog).last()).toContainText("the other 9,990");
  await expect(dialog.getByText("More answers than the 200")).toBeVisible();
});

test("10 MB are read with progress and can be stopped; more is refused by its size", async ({ playground, page }) => {
  test.setTimeout(90_000);
  await playground.open();
  const dialog = await openRewards(page);
  const line = (k: number) => `prompt ${k % 7},"the answer, number ${k % 5000}",${(k % 10) / 10}\n`;
  let text = "prompt,answer,reward\n";
  for (let k = 0; text.length < 10_400_000; ++k) text += line(k);
  await choose(dialog, "large.csv", text);
  const progress = dialog.getByRole("progressbar");
  await expect(progress).toBeVisible();
  await dialog.getByRole("button", { name: "Stop" }).click();
  await expect(dialog.getByText("Reading was stopped.")).toBeVisible();
  await dialog.getByRole("button", { name: "Read it after all" }).click();
  await expect(dialog.locator("[data-understood]")).toContainText("7 prompts", { timeout: 60_000 });

  await choose(dialog, "larger.csv", text + text.slice(0, 200_000));
  await expect(dialog.getByRole("alert")).toContainText("at most 10 MB can be read");
});

test("by keyboard alone, from the head of the page to a result and back", async ({ playground, page }) => {
  await playground.open();
  await page.getByRole("button", { name: /^Files/ }).focus();
  await page.keyboard.press("Enter");
  const entry = page.getByRole("button", { name: "Bring your own rewards…" });
  await expect(entry).toBeVisible();
  await entry.focus();
  await page.keyboard.press("Enter");
  const dialog = dialogOf(page);
  await expect(dialog).toBeVisible();
  for (let presses = 0; presses < 5; ++presses) {
    if (await page.getByLabel("Paste a table").evaluate((field) => field === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.insertText(three);
  await solved(dialog);
  await page.keyboard.press("Escape");
  await expect(entry).toBeFocused();
});
