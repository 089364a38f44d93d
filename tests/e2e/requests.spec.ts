// SPDX-License-Identifier: MIT
// What the page asks the network for, counted by a proxy that everything goes through: its own files, and nothing else.
import type { Locator, Page } from "@playwright/test";
import { viewIds } from "../../web/src/state/view-fields";
import { test as base, expect, type PlaygroundPage } from "./playground";
import { type RecordingProxy, recordingProxy } from "./recording-proxy";

const test = base.extend<{ recorder: RecordingProxy }>({
  recorder: async ({ baseURL }, use) => {
    const recorder = await recordingProxy(new URL(baseURL!).origin);
    await use(recorder);
    await recorder.close();
  },
  // Browsers pass by a proxy on the way to their own machine, unless they are told not to.
  proxy: async ({ recorder }, use) => use({ server: recorder.address, bypass: "<-loopback>" }),
});

/** Chromium asks its maker about any form with a few fields; that is the reader's setting, and no page can forbid it. */
const browsersOwn = "CONNECT content-autofill.googleapis.com:443";

/** Every request was for a file of the site, by GET, without a query: there is no way to tell anybody anything. */
function expectOwnFilesOnly({ asked }: RecordingProxy, baseURL: string, least: number): void {
  const file = new RegExp(`^GET ${baseURL}(assets/[\\w.-]+|[\\w.-]*)$`);
  const pages = asked.filter((line) => line !== browsersOwn);
  expect(pages.filter((line) => !file.test(line.replace(/\/\?embed&[^#]*$/, "/")))).toEqual([]);
  expect(pages.length).toBeGreaterThanOrEqual(least);
}

const three = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&beta=1&G=8&rules=grpo,rlhf";
const two = "v=1&ref=0.3,0.7&r=1,0&a=Right,Wrong&beta=0.5&G=8&rules=grpo,rlhf";

async function saveAll(page: Page, group: Locator): Promise<void> {
  for (const button of await group.getByRole("button", { name: /^(?!Copy)/ }).all()) {
    const download = page.waitForEvent("download");
    await button.click();
    await (await download).path();
  }
}

async function dialogs({ page }: PlaygroundPage): Promise<void> {
  await page.getByRole("button", { name: "Share" }).click();
  await saveAll(page, page.getByRole("group", { name: "Save as" }));
  await page.getByRole("button", { name: "Embed in a page…" }).click();
  const embed = page.getByRole("dialog", { name: "Embed" });
  await expect(embed.frameLocator("iframe").locator("main")).toHaveAttribute("data-state", "ready");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Files/ }).click();
  await page.getByRole("button", { name: "Bring your own rewards…" }).click();
  await page.getByLabel("Paste a table").fill("answer;reward;count\nA;1;20\nB;0.5;50\n");
  await expect(page.getByRole("dialog", { name: "Bring your own rewards" }).locator("[data-panel] svg").first()).toBeVisible(); // prettier-ignore
  await page.keyboard.press("Escape");
}

test("opening, editing and every dialog ask for the site's own files and nothing else", async ({
  playground,
  recorder,
  baseURL,
}) => {
  await playground.open(`${three}&title=https://elsewhere.example/x.png`);
  await playground.type("answers[0].label", "https://elsewhere.example <img src=//elsewhere.example>");
  await playground.type("rules[0].beta", "0.3");
  await playground.dragThumb(playground.groupSize, 40);
  await playground.table();
  await playground.openPreset("Two stationary policies, or none");
  await dialogs(playground);
  expectOwnFilesOnly(recorder, baseURL!, 15);
});

test("every closer look, with its pictures saved, asks for the site's own files and nothing else", async ({
  playground,
  page,
  recorder,
  baseURL,
}) => {
  for (const [fragment, ids] of [
    [two, ["binary", "starts", "size"]],
    [three, viewIds.filter((id) => !["binary", "starts", "size"].includes(id))],
  ] as const) {
    await playground.open(`${fragment}&view=${ids.join()}`);
    for (const id of ids) await playground.drawnLook(id);
  }
  const trainers = playground.look("trainers");
  await trainers.getByRole("button", { name: "Read or write a configuration" }).click();
  await trainers.getByLabel(/^A call of GRPOConfig/).fill("grpo:\n  num_generations_per_prompt: 16\n");
  await expect(trainers.locator("[data-meaning]")).toBeVisible();
  const svg = page.waitForEvent("download");
  await playground.look("pooling").getByRole("button", { name: "SVG" }).first().click();
  await (await svg).path();
  expectOwnFilesOnly(recorder, baseURL!, 20);
});

test("learning, reading, making and teaching ask for the site's own files and nothing else", async ({
  page,
  playground: _,
  recorder,
  baseURL,
}) => {
  const room = (name: string) => page.locator(`main[data-room="${name}"]`);
  await page.goto("./#learn");
  await expect(page.getByRole("link", { name: /Textbook/i }).first()).toBeVisible();
  await page.goto("./#learn=groups/silent");
  await expect(page.locator('[data-exercise="silent"]')).toBeVisible();
  await page.goto("./#textbook=4");
  await expect(page.locator("math").first()).toBeVisible();
  await page.goto("./#teach");
  await expect(room("teach")).toBeVisible();
  await page.goto("./#make");
  await expect(room("make")).toBeVisible();
  for (const path of ["title", "goal", "exercises[0].goal", "exercises[0].steps[0].text"])
    await page.locator(`[data-path="${path}"]`).fill("Words");
  await page.locator('[data-path="exercises[0].text"]').fill("![](https://elsewhere.example/a.png) <link href=//elsewhere.example> $\\pi$ [x](https://elsewhere.example)"); // prettier-ignore
  await expect(page.getByText("Checked by the core")).toBeVisible();
  expectOwnFilesOnly(recorder, baseURL!, 15);
});

test("an embedded page asks for the site's own files and nothing else", async ({
  playground,
  page,
  recorder,
  baseURL,
}) => {
  await page.goto(`./?embed&show=headline,board,path,training&controls=rules,dials,answers,settings#${three}`);
  await playground.settled("ready");
  await playground.drawnLook("path");
  expectOwnFilesOnly(recorder, baseURL!, 8);
});

test("the recorder sees what goes elsewhere", async ({ page, recorder }) => {
  await page.goto("./");
  await page.goto("http://elsewhere.example/").catch(() => {});
  await page.goto("https://elsewhere.example/").catch(() => {});
  expect(recorder.asked).toContain("GET http://elsewhere.example/");
  expect(recorder.asked).toContain("CONNECT elsewhere.example:443");
});
