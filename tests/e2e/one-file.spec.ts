// SPDX-License-Identifier: MIT
// The page as one file, opened from disk: it solves, asks nothing of any network, and carries a scenario of its own.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { expect, PlaygroundPage, test } from "./playground";

const file = fileURLToPath(new URL("../../web/dist/playground.html", import.meta.url));
const question =
  "v=1&ref=0.2,0.3,0.5&r=1,0.123456789,0&a=A,%3C%2Fscript%3E,C&beta=0.37&G=4&rules=grpo,rlhf&title=%26lt%3Bb%3E";
let folder: string;

test.beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "one file ü# "))));
test.afterEach(() => rmSync(folder, { recursive: true }));

/** A page of its own without network, and what it says or asks for. */
async function openFromDisk(page: Page, path: string): Promise<{ opened: PlaygroundPage; faults: string[] }> {
  const faults: string[] = [];
  page.on("console", (message) => faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => {
    if (!/^(file|blob|data):/.test(request.url())) faults.push(request.url());
  });
  await page.context().setOffline(true);
  await page.goto(pathToFileURL(path).href);
  const opened = new PlaygroundPage(page);
  await opened.settled("ready");
  return { opened, faults };
}

/** Saves the page that is shown as one file, and says where. */
async function save(page: Page): Promise<string> {
  const started = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save this page as one file" }).click();
  const download = await started;
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

test("the file fits in a mail: at most 600 kB, and what it carries is visible ASCII in lines of 998 at most", () => {
  expect(statSync(file).size).toBeLessThanOrEqual(600_000);
  const parts = [
    ...readFileSync(file, "latin1").matchAll(/<script type="text\/plain" data-part="\w+">([^<]*)<\/script>/g),
  ];
  expect(parts).toHaveLength(4);
  for (const line of parts.flatMap(([, content]) => content!.split("\n"))) expect(line).toMatch(/^[!-%'-;=-~]{0,998}$/);
});

test("opened from disk it solves, draws closer looks, and asks for nothing", async ({ page }) => {
  const { opened, faults } = await openFromDisk(page, file);
  const before = await opened.shares("grpo");
  await opened.type("rules[0].beta", "0.37");
  expect(await opened.shares("grpo")).not.toEqual(before);
  for (const look of ["path", "simplex", "groups"]) await opened.openLook(look);
  await page.reload();
  await opened.settled("ready");
  await expect(opened.field("rules[0].beta")).toHaveValue("0.37");
  expect(faults).toEqual([]);
});

test("a picture saved from the file is set in its reader's own type", async ({ page }) => {
  const { opened, faults } = await openFromDisk(page, file);
  const look = await opened.openLook("path");
  const started = page.waitForEvent("download");
  await look.getByRole("button", { name: "SVG" }).click();
  const path = join(folder, "picture.svg");
  await (await started).saveAs(path);
  const svg = readFileSync(path, "utf8");
  expect(svg).toContain("font-family");
  expect(svg).not.toContain("Inter");
  expect(faults).toEqual([]);
});

test("saved from the site it opens with the site's question and numbers, and so does a copy of the copy", async ({
  playground,
  page,
  browser,
}) => {
  await playground.open(question);
  const shown = await playground.table();
  const labels = await playground.labels();
  let path = await save(page);
  await expect(page.getByText(/^Saved as .+\.html, \d+ kB\.$/)).toBeVisible();
  const contexts = await Promise.all([browser.newContext(), browser.newContext()]);
  for (const context of contexts) {
    const { opened, faults } = await openFromDisk(await context.newPage(), path);
    expect(await opened.table()).toEqual(shown);
    expect(await opened.labels()).toEqual(labels);
    await expect(opened.page).toHaveTitle("&lt;b> – GRPO Playground");
    path = await save(opened.page);
    await opened.page.getByRole("button", { name: "Share" }).click();
    const link = opened.page.getByLabel("Link", { exact: true });
    await expect(link).toHaveValue(/^http:\/\/localhost:\d+\/#v=1&/); // where others can follow it
    expect(faults).toEqual([]);
    await context.close();
  }
});

test("two files in one browser keep their questions apart", async ({ playground, page, browser }) => {
  await playground.open(question);
  const first = await save(page);
  const bytes = readFileSync(first);
  const context = await browser.newContext();
  const { opened } = await openFromDisk(await context.newPage(), first);
  await opened.type("rules[0].beta", "5");
  const plain = await openFromDisk(await context.newPage(), first);
  await expect(plain.opened.field("rules[0].beta")).toHaveValue("0.37");
  expect(readFileSync(first)).toEqual(bytes);
  await context.close();
});

/** What editors, mail programs and version control do to a text. */
const copies: Record<string, (text: string) => string | Buffer> = {
  "with line endings of Windows": (text) => text.replaceAll("\n", "\r\n"),
  "with a byte order mark": (text) => `\ufeff${text}`,
  "with both": (text) => `\ufeff${text.replaceAll("\n", "\r\n")}`,
  "in UTF-16": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "without spaces at the ends of lines, nor a last line ending": (text) => text.replace(/[ \t]+$/gm, "").trimEnd(),
};

for (const [name, change] of Object.entries(copies)) {
  test(`a copy ${name} opens, solves, and saves itself`, async ({ page }) => {
    const path = join(folder, "copy.html");
    writeFileSync(path, change(readFileSync(file, "utf8")));
    const { opened, faults } = await openFromDisk(page, path);
    const shown = await opened.shares("grpo");
    await opened.type("rules[0].beta", "0.37");
    expect(await opened.shares("grpo")).not.toEqual(shown);
    const again = await openFromDisk(page, await save(page));
    await expect(again.opened.field("rules[0].beta")).toHaveValue("0.37");
    expect(faults).toEqual([]);
  });
}

for (const part of ["unpacker", "style", "code", "wasm"]) {
  test(`a copy with one letter of its ${part} changed says that it is damaged`, async ({ page }) => {
    const text = readFileSync(file, "utf8");
    const begin = text.indexOf(`data-part="${part}"`);
    const place = (begin + text.indexOf("</script>", begin)) >> 1;
    const other = text[place] === "a" ? "b" : "a";
    const path = join(folder, "copy.html");
    writeFileSync(path, text.slice(0, place) + other + text.slice(place + 1));
    await page.goto(pathToFileURL(path).href);
    await expect(page.getByText("This copy of GRPO Playground is damaged")).toBeVisible();
  });
}

for (const [missing, sentence] of [
  ["WebAssembly", "GRPO Playground needs WebAssembly. Without it the site shows"],
  ["DecompressionStream", "GRPO Playground needs a newer browser"],
] as const)
  test(`a browser without ${missing} is told so`, async ({ page }) => {
    await page.addInitScript((name) => delete (globalThis as Record<string, unknown>)[name], missing);
    await page.goto(pathToFileURL(file).href);
    await expect(page.getByText(sentence)).toBeVisible();
  });

test("a page without its one file says so instead of saving something else", async ({ playground, page }) => {
  await page.route("**/playground.html", (route) => route.fulfill({ contentType: "text/html", body: "<p>hello</p>" }));
  await playground.open();
  await page.getByRole("button", { name: "Save this page as one file" }).click();
  await expect(page.getByText("The file could not be fetched")).toBeVisible();
});

test("tables of rewards have no room in one file, and it says where they are read", async ({ page }) => {
  const { opened, faults } = await openFromDisk(page, file);
  await opened.page.getByRole("button", { name: /^Files/ }).click();
  await page.getByRole("button", { name: "Bring your own rewards…" }).click();
  await expect(page.getByRole("dialog", { name: "Bring your own rewards" })).toContainText("The page on the web");
  expect(faults).toEqual([]);
});
