// SPDX-License-Identifier: MIT
// Files and kept scenarios: what is saved opens again, by hand and by drop; nothing typed is lost; tabs stay apart.
import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { expect, PlaygroundPage, test } from "./playground";

const two = "v=1&ref=0.3,0.7&r=1,0&a=Right,Wrong&beta=0.5&G=8&rules=grpo,rlhf&title=Two";

async function openFiles(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: /^Files/ }).click();
  const dialog = page.getByRole("dialog", { name: "Files" });
  await expect(dialog).toBeVisible();
  return dialog;
}

const kept = (page: Page) => page.getByRole("list", { name: "Kept scenarios" }).getByRole("listitem");

/** Waits until the newest work is in the database; opens and shuts the dialog. */
async function untilKept(page: Page): Promise<void> {
  const dialog = await openFiles(page);
  await expect(dialog.locator("[data-keeping]")).toHaveAttribute("data-keeping", /-/);
  await page.keyboard.press("Escape");
}

async function downloaded(page: Page, button: Locator): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent("download");
  await button.click();
  const file = await download;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

const file = (name: string, text: string) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });

async function choose(page: Page, ...files: ReturnType<typeof file>[]): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open a file…" }).click();
  await (await chooser).setFiles(files);
}

/** Drops files as a hand would: over the page first. */
async function drop(page: Page, ...files: { name: string; text: string }[]): Promise<void> {
  const transfer = await page.evaluateHandle((list) => {
    const data = new DataTransfer();
    for (const { name, text } of list) data.items.add(new File([text], name));
    return data;
  }, files);
  await page.dispatchEvent("body", "dragover", { dataTransfer: transfer });
  await expect(page.getByText("Drop a file to open it")).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  await expect(page.getByText("Drop a file to open it")).toHaveCount(0);
}

test("a saved file opens again with the same numbers, by the chooser and by drop", async ({ playground, page }) => {
  await playground.open(two);
  const table = await playground.table();
  const dialog = await openFiles(page);
  const saved = await downloaded(page, dialog.getByRole("button", { name: "Save as a file" }));
  expect(saved.name).toBe("two.json");
  expect(JSON.parse(saved.text)).toMatchObject({ format: "grpo-playground/scenario", title: "Two" });
  await page.keyboard.press("Escape");

  await playground.openPreset("Two stationary policies, or none");
  await openFiles(page);
  await choose(page, file("two.json", saved.text));
  await expect(dialog).toHaveCount(0);
  await expect(playground.rows).toHaveCount(2);
  expect(await playground.table()).toEqual(table);

  await playground.openPreset("Two stationary policies, or none");
  await drop(page, { name: "two.json", text: saved.text });
  await expect(playground.field("rules[0].beta")).toHaveValue("0.5");
  await expect(dialog).toHaveCount(0);
  expect(await playground.table()).toEqual(table);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(playground.field("rules[0].beta")).not.toHaveValue("0.5");
});

test("a file with more than the page shows opens with a notice for each, as text", async ({ playground, page }) => {
  await playground.open();
  const markup = "<img src=x onerror=alert(1)>";
  const document = {
    format: "grpo-playground/scenario",
    version: 1,
    answers: [
      { label: markup, reference: 1, reward: { mean: 2, sd: 1 } },
      { label: "B", reference: 1, reward: 0 },
    ],
    rules: [{ label: "GRPO" }, { preference: { model: markup } }],
  };
  await drop(page, { name: "x.json", text: JSON.stringify(document) });
  await playground.settled("ready");
  const notices = page.getByRole("alert");
  await expect(notices).toContainText("Reward of answer 1 was “random” in the file");
  await expect(notices).toContainText(`preference.model was “${markup}” in the file`);
  await expect(page.locator("main img, dialog img")).toHaveCount(0);
  expect(await playground.labels()).toEqual([markup, "B"]);
});

test("what is no scenario is refused with the reason, and the page stays as it was", async ({ playground, page }) => {
  await playground.open(two);
  const cases: [name: string, text: string, reason: RegExp][] = [
    ["<b>a</b>.json", "{", /“<b>a<\/b>\.json” could not be opened\. It is no JSON/],
    ["b.json", "[]", /no scenario document/],
    ["c.json", '{"format":"grpo-playground/scenario","version":2}', /newer version/],
    ["d.json", '{"format":"grpo-playground/scenarios","version":9}', /newer version/],
  ];
  for (const [name, text, reason] of cases) {
    await drop(page, { name, text });
    await expect(page.getByRole("dialog").getByRole("alert")).toHaveText(reason);
    await page.keyboard.press("Escape");
  }
  expect(await playground.labels()).toEqual(["Right", "Wrong"]);
});

test("by keyboard alone: name the question, find it among the kept, open another, come back", async ({
  playground,
  page,
}) => {
  await playground.open(two);
  await page.getByRole("button", { name: "Files" }).focus();
  await page.keyboard.press("Enter");
  const name = page.getByLabel("Name of this question");
  await name.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("My question");
  await expect(kept(page)).toHaveCount(1);
  await expect(kept(page)).toContainText(/My question.*2\s+answers, open here/s);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Files" })).toBeFocused();
  await playground.openPreset("Two stationary policies, or none");
  await page.getByRole("button", { name: "Files" }).focus();
  await page.keyboard.press("Enter");
  await kept(page)
    .getByRole("button", { name: /^My question/ })
    .focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(await playground.labels()).toEqual(["Right", "Wrong"]);
  await expect(page.getByRole("button", { name: /^Presets, now: *My question/ })).toBeVisible();
});

test("several named scenarios, all into one file, and from it into an empty browser", async ({
  playground,
  page,
  browser,
}) => {
  await playground.open(two);
  await playground.type("rules[0].beta", "2");
  await untilKept(page);
  await playground.openPreset("Two stationary policies, or none");
  await playground.type("rules[0].beta", "3e");
  const dialog = await openFiles(page);
  await expect(kept(page)).toHaveCount(2);
  const all = await downloaded(page, dialog.getByRole("button", { name: "Save all 2 as one file" }));
  expect(all.name).toMatch(/^grpo-scenarios-\d{4}-\d\d-\d\d\.json$/);

  const elsewhere = await browser.newContext();
  const other = new PlaygroundPage(await elsewhere.newPage());
  await other.open();
  await openFiles(other.page);
  await choose(other.page, file(all.name, all.text));
  await expect(other.page.getByRole("dialog").getByRole("status")).toContainText("2 scenarios of");
  await expect(kept(other.page)).toHaveCount(2);
  await choose(other.page, file(all.name, all.text));
  await expect(other.page.getByRole("dialog").getByRole("status")).toContainText("2 scenarios were there already");
  await kept(other.page)
    .getByRole("button", { name: /^Two stationary/ })
    .click();
  await expect(other.field("rules[0].beta")).toHaveValue("3e");
  await elsewhere.close();
});

test("what is deleted can be brought back", async ({ playground, page }) => {
  await playground.open(two);
  await playground.type("rules[0].beta", "2");
  const dialog = await openFiles(page);
  await page.getByRole("button", { name: "Delete “Two”" }).click();
  await expect(dialog.getByText("Nothing yet.")).toBeVisible();
  await dialog.getByRole("button", { name: "Bring it back" }).click();
  await expect(kept(page)).toContainText("Two");
});

test("two tabs on the same work keep both, each in its own", async ({ playground, page, context }) => {
  await playground.open();
  await playground.type("rules[0].beta", "2");
  await untilKept(page);
  const second = new PlaygroundPage(await context.newPage());
  await second.open();
  await expect(second.field("rules[0].beta")).toHaveValue("2"); // a new tab shows the last work
  const dialog = await openFiles(second.page);
  await expect(kept(second.page)).toHaveText(/open (here|in another tab)/);
  await second.page.keyboard.press("Escape");
  await second.type("rules[0].beta", "3");
  await openFiles(second.page);
  await expect(dialog.getByText("Another tab is working on this question too.")).toBeVisible();
  await expect(kept(second.page)).toHaveCount(2);
  await expect(kept(second.page).filter({ hasText: "open in another tab" })).toHaveCount(1);
  await playground.type("rules[0].beta", "4");
  await page.reload();
  await expect(playground.field("rules[0].beta")).toHaveValue("4");
  await second.page.reload();
  await expect(second.field("rules[0].beta")).toHaveValue("3");
  await openFiles(page);
  await expect(kept(page)).toHaveCount(2); // a reload makes no third
});

test("after a crash nothing typed is lost, not even what was typed last", async ({ playground, page, context }) => {
  await playground.open(two);
  await playground.type("rules[0].beta", "2");
  await untilKept(page);
  await playground.field("answers[0].reward").fill("7ee");
  await expect.poll(() => page.evaluate(() => localStorage.getItem("grpo-playground/work"))).toContain("7ee");
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  void session.send("Page.crash").catch(() => {});
  await crashed;
  await page.close();
  const again = new PlaygroundPage(await context.newPage());
  await again.open();
  await expect(again.field("answers[0].reward")).toHaveValue("7ee");
  await expect(again.field("rules[0].beta")).toHaveValue("2");
  await untilKept(again.page);
  await openFiles(again.page);
  await expect(kept(again.page)).toHaveCount(1);
});

test("where the database refuses, the page says so and works on", async ({ playground, page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("not here", "SecurityError");
    };
  });
  await playground.open(two);
  await playground.type("rules[0].beta", "2");
  await expect(page.getByRole("button", { name: "this browser does not keep your work" })).toBeVisible();
  const dialog = await openFiles(page);
  await expect(dialog).toContainText("This browser does not keep your work (not here). Save it as a file.");
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(playground.field("rules[0].beta")).toHaveValue("2");
});
