// SPDX-License-Identifier: MIT
// The share dialog: by keyboard alone, what it copies and saves, a code that a scanner reads, and links of any length.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import jsqr from "jsqr";
import { expect, type PlaygroundPage, test } from "./playground";

const two = "v=1&ref=0.3,0.7&r=1,0&a=Right,Wrong&beta=0.5&G=8&rules=grpo,rlhf";
const dialogOf = (page: Page) => page.getByRole("dialog", { name: "Share" });

async function openDialog(page: Page) {
  await page.getByRole("button", { name: "Share" }).click();
  await expect(dialogOf(page)).toBeVisible();
  return dialogOf(page);
}

async function linkIn(page: Page): Promise<string> {
  const field = page.getByLabel("Link", { exact: true });
  await expect(field).toHaveValue(/#/);
  return field.inputValue();
}

test.beforeEach(({ context }) => context.grantPermissions(["clipboard-read", "clipboard-write"]));

test("by keyboard alone: Enter opens it, Enter copies the link, Escape gives the focus back", async ({
  playground,
  page,
}) => {
  await playground.open(two);
  const button = page.getByRole("button", { name: "Share" });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Copy link" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Copy link: copied to the clipboard")).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await linkIn(page));
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(button).toBeFocused();
});

test("Markdown and summary tell what the picture shows, names escaped, with the link", async ({ playground, page }) => {
  await playground.open("v=1&ref=0.3,0.7&r=1,0&a=%5Bx%5D(y)*,Wrong&beta=0.5&G=8&rules=grpo&title=A%20%5Btitle%5D");
  await openDialog(page);
  const link = await linkIn(page);
  const headline = (await playground.headline.textContent())!.trim();
  await page.getByRole("button", { name: "Copy as Markdown" }).click();
  await expect(page.getByText("Copy as Markdown: copied")).toBeAttached();
  const markdown = await page.evaluate(() => navigator.clipboard.readText());
  expect(markdown.startsWith(`[A \\[title\\]](${link})\n\n> `)).toBe(true);
  expect(markdown).toContain("“\\[x\\](y)\\*”");
  await page.getByRole("button", { name: "Copy with summary" }).click();
  await expect(page.getByText("Copy with summary: copied")).toBeAttached();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toBe(`A [title]\n${headline} (β = 0.5, G = 8.)\n${link}`);
});

test("the QR code reads as the link, in light and dark", async ({ playground, page }) => {
  await playground.open(two);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await openDialog(page);
    const link = await linkIn(page);
    expect(await scanned(page)).toBe(link);
    await page.keyboard.press("Escape");
  }
});

test("the saved QR code is an SVG of the same code", async ({ playground, page }) => {
  await playground.open(two);
  const dialog = await openDialog(page);
  const path = await dialog.locator("svg path.dark").getAttribute("d");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save QR code" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("right-wrong-qr.svg");
  expect(readFileSync(await file.path(), "utf8")).toContain(path);
});

/** What a scanner reads from the screen. */
async function scanned(page: Page): Promise<string | undefined> {
  const png = await page.getByRole("img", { name: "QR code of the link" }).screenshot({ scale: "css" });
  const { data, width, height } = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    return { data: [...pixels.data], width: pixels.width, height: pixels.height };
  }, png.toString("base64"));
  return jsqr(Uint8ClampedArray.from(data), width, height)?.data;
}

/** A question of so many answers, each with a name and a reward of its own. */
function question(count: number): string {
  const each = (text: (i: number) => string) => Array.from({ length: count }, (_, i) => text(i)).join();
  const name = (i: number) =>
    `Answer%20${i}%20${Math.sin(i + 1)
      .toString(36)
      .slice(3, 14)}`;
  return `v=1&ref=${each((i) => String(i + 1))}&r=${each((i) => String(Math.cos(i)))}&a=${each(name)}&beta=2&G=inf&rules=rlhf`;
}

async function sharedElsewhere(playground: PlaygroundPage, link: string) {
  const table = await playground.table();
  await playground.page.goto("about:blank");
  await playground.page.goto(link);
  await playground.settled("ready");
  return [table, await playground.table()];
}

test("a question beyond 1,500 characters has a packed link, in the address too, that opens the same numbers", async ({
  playground,
  page,
}) => {
  await playground.open(question(75));
  await playground.type("rules[0].beta", "1.5");
  await expect(page).toHaveURL(/#z=[\w-]+$/);
  const dialog = await openDialog(page);
  const link = await linkIn(page);
  expect(link).toMatch(/#z=[\w-]+$/);
  await expect(dialog.locator("[data-size]")).toContainText("cut links after 2,000");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the question as a file" }).click();
  const document = JSON.parse(readFileSync(await (await download).path(), "utf8"));
  expect(document).toMatchObject({ format: "grpo-playground/scenario", version: 1, rules: [{ beta: 1.5 }] });
  expect(document.answers).toHaveLength(75);
  await page.keyboard.press("Escape");
  await page.evaluate(() => localStorage.clear());
  const [before, after] = await sharedElsewhere(playground, link);
  expect(after).toEqual(before);
});

test("a packed link that was cut off opens the default scenario, with a notice that can be dismissed", async ({
  playground,
  page,
}) => {
  await playground.open("z=eJxVkM1qwzAQhF9F7Lk");
  await playground.settled("ready");
  const notice = page.getByRole("alert");
  await expect(notice).toContainText("must be a whole link as this page packs it");
  await notice.getByRole("button").click();
  await expect(notice).toHaveCount(0);
});

test("a link too long for any QR code says so", async ({ playground, page }) => {
  await playground.open(question(200));
  const dialog = await openDialog(page);
  await linkIn(page);
  await expect(dialog.getByText("too long for a QR code")).toBeVisible();
});

test("the policy that was chosen of several is the one a shared link draws", async ({ playground, page }) => {
  await playground.open();
  await playground.openPreset("Two stationary policies, or none");
  await page.getByText(/unstable/).click();
  await expect(page).toHaveURL(/draw=/);
  const shares = await playground.shares("grpo-direct-kl");
  await openDialog(page);
  const link = await linkIn(page);
  await page.evaluate(() => localStorage.clear());
  await page.goto("about:blank");
  await page.goto(link);
  expect(await playground.shares("grpo-direct-kl")).toEqual(shares);
  await expect(page.getByRole("radio", { name: /unstable/ })).toBeChecked();
});
