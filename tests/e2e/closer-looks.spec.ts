// SPDX-License-Identifier: MIT
// The frame of the closer looks: opening, links, undo, comparing, files, full screen, and what a failure does.
import { readFileSync } from "node:fs";
import { expect, type PlaygroundPage, test } from "./playground";

const two = "v=1&ref=0.3,0.7&r=1,0&a=Right,Wrong&beta=0.5&G=8&rules=grpo,rlhf";

async function saved(playground: PlaygroundPage, name: "SVG" | "PNG" | "CSV") {
  const download = playground.page.waitForEvent("download");
  await playground.look("pooling").getByRole("button", { name }).click();
  const file = await download;
  return { name: file.suggestedFilename(), content: readFileSync(await file.path()) };
}

test("nothing of a look is loaded before it opens, and then its engine and its picture are", async ({
  playground,
  page,
}) => {
  const requested: string[] = [];
  page.on("request", (request) => requested.push(new URL(request.url()).pathname));
  await playground.open(two);
  await expect(playground.look("pooling")).toBeVisible();
  const isOfLook = (path: string) => /PoolingView|views-worker/.test(path);
  expect(requested.filter(isOfLook)).toEqual([]);
  const look = await playground.openLook("pooling");
  expect(requested.filter(isOfLook).length).toBeGreaterThanOrEqual(2);
  await expect(look.locator("path[data-curve]")).toHaveCount(3);
});

test("a look opens and shuts by keyboard, and says which it is", async ({ playground, page }) => {
  await playground.open(two);
  const button = playground.look("pooling").getByRole("button", { name: /^Pooling functions/ });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(button).toHaveAttribute("aria-expanded", "true");
  await playground.drawnLook("pooling");
  await page.keyboard.press("Space");
  await expect(button).toHaveAttribute("aria-expanded", "false");
  await expect(playground.look("pooling").locator("figure")).toHaveCount(0);
});

test("opening a look moves nothing above it", async ({ playground }) => {
  await playground.open(two);
  await expect(playground.look("pooling")).toBeVisible();
  const places = async () => {
    const parts = [playground.headline, playground.rows.first(), playground.beta, playground.look("pooling")];
    const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
    return boxes.map((box) => box!.y - boxes[0]!.y);
  };
  const before = await places();
  await playground.openLook("pooling");
  expect(await places()).toEqual(before);
});

test("open looks and their settings are in the link, survive a reload, and are undone", async ({
  playground,
  page,
}) => {
  await playground.open(two);
  const look = await playground.openLook("pooling");
  await look.getByText("linear", { exact: true }).click();
  await look.getByText("Hellinger", { exact: true }).click();
  await expect(page).toHaveURL(/view=pooling;with=chi-squared~hellinger;y=linear/);
  await page.reload();
  await playground.settled("ready");
  await playground.drawnLook("pooling");
  await expect(look.getByRole("radio", { name: "linear" })).toBeChecked();
  await expect(look.getByRole("checkbox", { name: "Hellinger" })).toBeChecked();

  await look.getByText("logarithmic", { exact: true }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(look.getByRole("radio", { name: "linear" })).toBeChecked();
});

test("a link with looks that this page does not know opens the rest, with a notice", async ({ playground, page }) => {
  await playground.open(`${two}&view=pooling;y=cubic,crystal-ball`);
  await playground.drawnLook("pooling");
  await expect(page.getByRole("alert").filter({ hasText: "crystal-ball" })).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "cubic" })).toBeVisible();
});

test("the picture follows the board: its words and its numbers change with β", async ({ playground }) => {
  await playground.open(`${two}&view=pooling`);
  const look = await playground.drawnLook("pooling");
  await look.getByRole("button", { name: "Numbers" }).click();
  const gain = () => look.locator("tbody tr").first().locator("td").last().textContent();
  const before = Number(await gain());
  expect(before).toBeCloseTo((await playground.share(0, "grpo")) / 0.3, 12);
  await playground.type("rules[0].beta", "5");
  await playground.drawnLook("pooling");
  await expect.poll(async () => Number(await gain())).toBeLessThan(before);
  expect(Number(await gain())).toBeCloseTo((await playground.share(0, "grpo")) / 0.3, 12);
});

test("compare pins a scenario: its picture stays while the live one changes, and the link keeps both", async ({
  playground,
  page,
}) => {
  await playground.open(`${two}&view=pooling`);
  await playground.drawnLook("pooling");
  await page.getByRole("button", { name: "Compare" }).click();
  const look = playground.look("pooling");
  await expect(look.locator("figure")).toHaveCount(2);
  const summary = (index: number) => look.locator("figure").nth(index).locator(".summary");
  await playground.drawnLook("pooling");
  await expect(summary(0)).toHaveText((await summary(1).textContent())!);
  const pinned = await summary(1).textContent();
  await playground.type("rules[0].beta", "5");
  await expect(summary(0)).not.toHaveText(pinned!);
  await expect(summary(1)).toHaveText(pinned!);
  await expect(page).toHaveURL(/beta=5.*&pin=v%3D1.*beta%3D0\.5/);
  await page.reload();
  await playground.drawnLook("pooling");
  await expect(summary(1)).toHaveText(pinned!);
  await page.getByRole("button", { name: "Stop comparing" }).click();
  await expect(look.locator("figure")).toHaveCount(1);
});

test("SVG, PNG and CSV hold what is drawn and stand alone", async ({ playground, page }) => {
  await playground.open(`${two}&view=pooling`);
  await playground.drawnLook("pooling");
  const svg = await saved(playground, "SVG");
  expect(svg.name).toBe("pooling-functions.svg");
  const text = svg.content.toString();
  expect(text).toContain("<title>Pooling functions</title>");
  expect(text).toContain("#v=1&amp;ref=0.3,0.7&amp;r=1,0");
  expect(text).not.toMatch(/class=|style=|var\(|url\((?!(&quot;)?#|data:font\/woff2)/);
  expect(text).toMatch(/@font-face\{font-family:Inter;.*base64,/);
  expect(text).toMatch(/font-family="Inter, system-ui/);
  const fault = await page.evaluate(
    (source) => new DOMParser().parseFromString(source, "image/svg+xml").querySelector("parsererror")?.textContent,
    text.replace(/<style>[^<]*<\/style>/, ""), // which the policy of this page does not allow
  );
  expect(fault).toBeUndefined();

  const png = await saved(playground, "PNG");
  expect(png.content.subarray(1, 4).toString()).toBe("PNG");
  const [width, height] = [png.content.readUInt32BE(16), png.content.readUInt32BE(20)];
  const box = (await playground.look("pooling").locator("svg[data-picture]").boundingBox())!;
  expect(Math.abs(width - 2 * (box.width + 24))).toBeLessThanOrEqual(2);
  expect(Math.abs(height - 2 * (box.height + 24))).toBeLessThanOrEqual(2);

  const csv = (await saved(playground, "CSV")).content.toString();
  const rows = csv.trim().split("\r\n");
  expect(csv.startsWith("\uFEFF")).toBe(true); // a byte order mark, which trim() takes for space
  expect(rows[0]).toBe("Answer,Rule,Penalty,x,π/π_ref");
  expect(rows).toHaveLength(5);
  expect(Number(rows[1]!.split(",").at(-1))).toBeCloseTo((await playground.share(0, "grpo")) / 0.3, 12);
});

test("projector mode enlarges the type, is in the link, and gives it back", async ({ playground, page }) => {
  await playground.open(`${two}&view=pooling`);
  const look = await playground.drawnLook("pooling");
  const size = () => look.locator(".summary").evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  const before = await size();
  await page.getByRole("button", { name: "Projector" }).click();
  expect(await size()).toBeGreaterThan(1.3 * before);
  await expect(page).toHaveURL(/&projector=1$/);
  await page.reload();
  await playground.drawnLook("pooling");
  expect(await size()).toBeGreaterThan(1.3 * before);
  await page.getByRole("button", { name: "Projector" }).click();
  await expect(page).not.toHaveURL(/projector/);
  expect(await size()).toBe(before);
});

test("a figure fills the screen with its title, and leaves it", async ({ playground }) => {
  await playground.open(`${two}&view=pooling`);
  const look = await playground.drawnLook("pooling");
  const height = async () => (await look.locator("svg[data-picture]").boundingBox())!.height;
  const before = await height();
  await look.getByRole("button", { name: "Full screen" }).click();
  await expect(look.locator("figure > .title")).toBeVisible();
  await expect.poll(height).toBeGreaterThan(before);
  await look.getByRole("button", { name: "Leave full screen" }).click();
  await expect(look.locator("figure > .title")).toHaveCount(0);
  await expect.poll(height).toBe(before);
});

for (const width of [320, 768, 1920]) {
  test(`at ${width} px open looks, compared, cut nothing off at the side`, async ({ playground, page }) => {
    await page.setViewportSize({ width, height: 800 });
    await playground.open(`${two}&view=binary,pooling&pin=${encodeURIComponent(two)}`);
    for (const id of ["binary", "pooling"]) await playground.drawnLook(id);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    const texts = await page.locator("svg[data-picture]").evaluateAll((pictures) =>
      pictures.flatMap((picture) => {
        const paper = picture.getBoundingClientRect();
        return [...picture.querySelectorAll("text")]
          .filter((text) => {
            const box = text.getBoundingClientRect();
            return box.left < paper.left - 1 || box.right > paper.right + 1;
          })
          .map((text) => text.textContent);
      }),
    );
    expect(texts).toEqual([]);
  });
}

test.describe("a look that cannot be loaded", () => {
  test.use({ expectedErrors: [/Failed to load resource/] });

  test("says so in place, leaves the page alone, and is tried again", async ({ playground, page }) => {
    await page.route("**/PoolingView-*.js", (route) => route.abort());
    await playground.open(two);
    const look = playground.look("pooling");
    await look.getByRole("heading").getByRole("button").click();
    await expect(look.getByRole("alert")).toContainText("could not be loaded");
    await playground.type("rules[0].beta", "2");
    await page.unroute("**/PoolingView-*.js");
    await look.getByRole("button", { name: "Try again" }).click();
    await playground.drawnLook("pooling");
  });
});
