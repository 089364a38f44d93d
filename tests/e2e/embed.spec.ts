// SPDX-License-Identifier: MIT
// Embedding: two at once in a page of another origin, what each shows and lets change, and the dialog that makes the code.
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { FrameLocator, Page } from "@playwright/test";
import { expect, PlaygroundPage, test } from "./playground";

const two = "v=1&ref=0.3,0.7&r=1,0&a=Right,Wrong&beta=0.5&G=8&rules=grpo,rlhf";

let server: Server;
/** What the page around is, by its path. */
const served = new Map<string, string>();

test.beforeAll(async () => {
  server = createServer(({ url }, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end(served.get(url ?? "") ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
});
test.afterAll(() => void server.close());

const around = () => `http://localhost:${(server.address() as AddressInfo).port}`;

async function openTwo(page: Page, baseURL: string): Promise<[FrameLocator, FrameLocator]> {
  const template = readFileSync(new URL("two-embeds.html", import.meta.url), "utf8");
  served.set("/two", template.replaceAll("PLAYGROUND", baseURL).replaceAll("ORIGIN", around()));
  await page.goto(`${around()}/two`);
  const frames = [page.frameLocator("#first"), page.frameLocator("#second")] as const;
  for (const frame of frames) await expect(frame.locator("main")).toHaveAttribute("data-state", "ready");
  return [...frames];
}

type Heard = {
  type: string;
  id?: unknown;
  link?: string;
  document?: { answers: { label: string }[] };
  height?: number;
};
const heardBy = (page: Page, id: "first" | "second"): Promise<Heard[]> =>
  page.evaluate((which) => (0, eval)("heard")[which] as Heard[], id);

const say = (page: Page, id: "first" | "second", message: object) =>
  page.evaluate(([which, data]) => (0, eval)("say")(which, data), [id, message] as const);

async function answer(page: Page, id: "first" | "second", request: { type: string; id: string }): Promise<Heard> {
  await say(page, id, request);
  const find = async () => (await heardBy(page, id)).find((message) => message.id === request.id);
  await expect.poll(find).toBeDefined();
  return (await find())!;
}

test("two at once, of another origin: each is itself, tells of itself, and is as high as what is in it", async ({
  playground,
  page,
  baseURL,
}) => {
  expect(playground.page).toBe(page); // whose console is watched
  const [first, second] = await openTwo(page, baseURL!);
  await expect(first.locator("[data-answer] textarea").first()).toHaveValue("Right");
  await expect(second.locator("[data-view=path] svg[data-picture]")).toBeVisible();
  await expect(second.locator("[data-answer]")).toHaveCount(0);
  for (const [id, frame] of [
    ["first", first],
    ["second", second],
  ] as const) {
    const height = () => frame.locator("main").evaluate((main) => (main as HTMLElement).offsetHeight);
    await expect.poll(async () => Number(await page.locator(`#${id}`).getAttribute("height"))).toBe(await height());
    const overflow = await frame.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth);
    expect(overflow).toBe(0);
    expect((await heardBy(page, id)).some(({ type }) => type === "ready")).toBe(true);
  }
  const labels = async (id: "first" | "second") =>
    (await answer(page, id, { type: "get", id: "who" })).document!.answers.map(({ label }) => label);
  expect(await labels("first")).toEqual(["Right", "Wrong"]);
  expect(await labels("second")).toEqual(["Yes", "No"]);

  const beta = first.locator('[data-path="rules[0].beta"]');
  await beta.fill("0.25");
  await expect.poll(async () => (await heardBy(page, "first")).at(-1)?.link).toContain("beta=0.25");
  expect((await heardBy(page, "second")).filter(({ type, id }) => type === "state" && id === null)).toEqual([]);
});

test("only what is allowed can be changed, and scripts set all of it", async ({ playground, page, baseURL }) => {
  expect(playground.page).toBe(page);
  const [first, second] = await openTwo(page, baseURL!);
  await expect(second.locator(".controls")).toBeHidden();
  const board = first.locator(".board");
  await expect(board.locator(":is(input, textarea, button):enabled")).toHaveCount(0);
  await expect(first.getByRole("slider", { name: /Pull of the reference/ })).toBeEnabled();
  await expect(first.getByRole("button", { name: "NLHF" })).toBeEnabled();
  const set = { type: "set", id: "s", link: "v=1&ref=0.2,0.3,0.5&r=1,0,2&a=One,Two,Three&beta=1&G=8&rules=grpo" };
  expect(await answer(page, "first", set)).toMatchObject({ type: "state", notices: [] });
  await expect(first.locator("[data-answer]")).toHaveCount(3);
  const wrong = { type: "set", id: "w", document: { format: "other" } };
  expect(await answer(page, "first", wrong)).toMatchObject({ type: "error", message: /format/ });
  await expect(first.locator("[data-answer]")).toHaveCount(3);
});

test("open in the playground keeps the state, and what is embedded leaves nothing behind", async ({
  playground,
  page,
  baseURL,
}) => {
  expect(playground.page).toBe(page);
  const [first] = await openTwo(page, baseURL!);
  await first.locator('[data-path="rules[0].beta"]').fill("0.25");
  const way = first.getByRole("link", { name: "Open in the playground" });
  await expect(way).toHaveAttribute("href", /beta=0\.25/);
  const opening = page.waitForEvent("popup");
  await way.click();
  const opened = new PlaygroundPage(await opening);
  await opened.settled("ready");
  expect(await opened.labels()).toEqual(["Right", "Wrong"]);
  await expect(opened.field("rules[0].beta")).toHaveValue("0.25");
  await expect(opened.page.getByRole("button", { name: "Share" })).toBeVisible();
  expect(new URL(opened.page.url()).search).toBe("");
  const left = await first.locator("main").evaluate(() => localStorage.length + sessionStorage.length);
  expect(left).toBe(0);
});

test("an address with faults opens with a notice for each, that can be dismissed", async ({ playground, page }) => {
  await page.goto(`./?embed&show=board,pie&origin=*#${two}`);
  await playground.settled("ready");
  const notice = page.getByRole("alert");
  await expect(notice).toContainText("“pie”");
  await expect(notice).toContainText("origin");
  await notice.getByRole("button", { name: "Dismiss" }).click();
  await expect(notice).toHaveCount(0);
});

test("the dialog's code embeds what its preview shows; it fits its height; by keyboard alone", async ({
  playground,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await playground.open(two);
  await page.getByRole("button", { name: "Share" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Embed in a page…" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Embed" });
  await expect(dialog).toBeVisible();
  const preview = dialog.frameLocator("iframe");
  await expect(preview.locator("main")).toHaveAttribute("data-state", "ready");
  await expect(preview.locator("[data-answer]")).toHaveCount(2);
  await dialog.getByRole("checkbox", { name: "The board" }).focus();
  await page.keyboard.press("Space");
  await dialog.getByRole("checkbox", { name: "Pooling functions" }).check();
  await expect(preview.locator("[data-view=pooling] svg[data-picture]")).toBeVisible();
  await expect(preview.locator("[data-answer]")).toHaveCount(0);
  await dialog.getByLabel("Width").fill("wide");
  await expect(dialog.getByRole("alert")).toContainText("100%");
  await dialog.getByLabel("Width").fill("600");
  await dialog.getByLabel("Address of your page").fill(`${around()}/a/page.html`);
  await dialog.getByRole("button", { name: "Copy code" }).click();
  await expect(page.getByText("Copy code: copied")).toBeAttached();
  const code = await page.evaluate(() => navigator.clipboard.readText());
  expect(code).toMatch(/^<iframe src=".*\?embed&amp;show=headline,pooling&amp;/);

  served.set("/code", `<!doctype html><title>Around</title>${code}`);
  await page.goto(`${around()}/code`);
  const embedded = page.frameLocator("iframe");
  await expect(embedded.locator("[data-view=pooling] svg[data-picture]")).toBeVisible();
  const height = () => embedded.locator("main").evaluate((main) => (main as HTMLElement).offsetHeight);
  await expect.poll(async () => Number(await page.locator("iframe").getAttribute("height")) - (await height())).toBe(0);
});

test("Escape shuts the embed dialog and leaves the one that it came from", async ({ playground, page }) => {
  await playground.open(two);
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Embed in a page…" }).click();
  await expect(page.getByRole("dialog", { name: "Embed" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Embed" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Embed in a page…" })).toBeFocused();
});
