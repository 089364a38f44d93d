// SPDX-License-Identifier: MIT
// Training: a run is played, paused, stepped, replayed and cancelled, and goes where the stationary policies say.
import { readFileSync } from "node:fs";
import type { Locator } from "@playwright/test";
import { expect, type PlaygroundPage, test } from "./playground";

const three = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&beta=1&G=8&rules=grpo,rlhf";
/** With KL(π‖π_ref) it has three stationary policies, at 90.1%, 95.6% (unstable) and 98.8%. */
const several = "v=1&ref=0.5,0.5&r=1,0&a=Right,Wrong&beta=1.48&G=64&rules=grpo";
const long = "steps-20000~seeds-20~groups-20";

const look = (playground: PlaygroundPage) => playground.look("training");
const button = (playground: PlaygroundPage, name: string | RegExp) => look(playground).getByRole("button", { name });
const done = async (playground: PlaygroundPage) =>
  Number(await look(playground).locator("[data-done]").getAttribute("data-done"));
const summary = (playground: PlaygroundPage) => look(playground).locator(".summary").first();
const field = (playground: PlaygroundPage, key: string) => look(playground).locator(`[data-setting="${key}"]`);

async function opened(playground: PlaygroundPage, question: string, run = "-"): Promise<void> {
  await playground.open(`${question}&view=training;run=${run}`);
  await playground.drawnLook("training");
}

async function played(playground: PlaygroundPage): Promise<void> {
  await button(playground, "Play").click();
  await expect(button(playground, "Play again")).toBeVisible({ timeout: 20_000 });
}

/** The rows of the first table, by their first cell. */
async function rows(playground: PlaygroundPage): Promise<Map<string, number[]>> {
  const numbers = button(playground, "Numbers").first();
  if ((await numbers.getAttribute("aria-expanded")) === "false") await numbers.click();
  const found = await look(playground)
    .locator("figure")
    .first()
    .locator("tbody tr")
    .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent!.trim())));
  return new Map(found.map(([what, ...cells]) => [what!, cells.map(Number)]));
}

const named = (table: Map<string, number[]>, name: RegExp) => [...table].filter(([what]) => name.test(what));

test("a run walks to the policy that is predicted, and says how near it came and how much of it is noise", async ({
  playground,
}) => {
  await opened(playground, three, "groups-16~steps-600");
  await expect(summary(playground)).toContainText("Nothing is trained yet");
  await played(playground);
  await expect(summary(playground)).toContainText("After 600 steps of GRPO from the reference, all 5 runs are");
  await expect(summary(playground)).toContainText("(total variation of the mean over steps 452 to 600)");
  await expect(summary(playground)).toContainText(/Sampling noise, the standard deviation.*: [\d.]+ points for “/);
  await expect(look(playground).locator("[data-spoken]")).toContainText("After 600 steps");

  const shares = await playground.shares("grpo");
  const table = await rows(playground);
  const predicted = table.get("Stationary policy 1, stable")!;
  for (const [o, share] of shares.entries()) expect(predicted[3 * o]).toBeCloseTo(share, 9);
  const ends = named(table, /^Seed \d, mean from step 452 to 600$/);
  expect(ends.length).toBe(5);
  for (const [o, share] of shares.entries()) {
    const mean = ends.reduce((sum, [, cells]) => sum + cells[3 * o]! / 5, 0);
    expect(Math.abs(mean - share)).toBeLessThan(0.01);
  }
  expect(table.get("Step 0")!.filter((_, k) => k % 3 === 0)).toEqual([0.2, 0.5, 0.3]);
  expect(named(table, /^Step \d+$/).length).toBe(301); // a line for every second step
});

test("the same seed replays the very same table, paused and reloaded too; another seed another one", async ({
  playground,
  page,
}) => {
  await opened(playground, three, "steps-60~seeds-3");
  await played(playground);
  const first = await rows(playground);
  await button(playground, "Play again").click();
  await expect(summary(playground)).toContainText("After 60 steps");
  expect(await rows(playground)).toEqual(first);

  await page.reload();
  await playground.drawnLook("training");
  await button(playground, "One step").click();
  await expect.poll(() => done(playground)).toBe(1);
  await button(playground, "One step").click();
  await expect.poll(() => done(playground)).toBe(2);
  await played(playground);
  expect(await rows(playground)).toEqual(first);

  await field(playground, "seed").fill("7");
  await expect(page).toHaveURL(/run=seed-7~seeds-3~steps-60/);
  await expect.poll(() => done(playground)).toBe(0);
  await played(playground);
  expect(named(await rows(playground), /^Seed/).map(([what]) => what.slice(0, 6))).toEqual([
    "Seed 7",
    "Seed 8",
    "Seed 9",
  ]);
  expect((await rows(playground)).get("Step 60")).not.toEqual(first.get("Step 60"));
});

test("a long run is paused, stepped, restarted and cancelled, with its progress", async ({ playground }) => {
  await opened(playground, three, long);
  const progress = look(playground).getByRole("progressbar", { name: "Steps of the run" });
  await expect(progress).toHaveJSProperty("value", 0);
  await button(playground, "Play").click();
  await expect.poll(() => done(playground)).toBeGreaterThan(0);
  await expect(summary(playground)).toContainText("Training: step");
  await button(playground, "Pause").click();
  await playground.drawnLook("training");
  const paused = await done(playground);
  expect(paused).toBeGreaterThan(0);
  expect(paused).toBeLessThan(20_000);
  await expect(progress).toHaveJSProperty("value", paused);
  await expect(summary(playground)).toContainText(`After ${paused} steps`);

  await button(playground, "50 steps").click();
  await expect.poll(() => done(playground)).toBe(paused + 50);
  await button(playground, "Restart").click();
  await expect.poll(() => done(playground)).toBe(0);
  await button(playground, "Play").click();
  await expect.poll(() => done(playground)).toBeGreaterThan(0);
  await button(playground, "Cancel").click();
  await expect(button(playground, "Play")).toBeEnabled();
  await expect(button(playground, "Cancel")).toBeDisabled();
  const kept = await done(playground);
  expect(kept).toBeGreaterThan(0);
  await expect(summary(playground)).toContainText(`After ${kept} steps`);
});

test("k1 in the loss holds nothing: the runs go to the best answer, and it is called a trap", async ({
  playground,
}) => {
  await opened(playground, three, "rate-1~steps-1000");
  await look(playground).getByLabel("KL term").selectOption({ label: "k1 in the loss" });
  await expect(look(playground)).toContainText("A trap: on average its gradient is 0.");
  await played(playground);
  await expect(summary(playground)).toContainText(/from the policy that is predicted, on the boundary/);
  const table = await rows(playground);
  expect(table.get("Stationary policy 1, stable")![0]).toBeCloseTo(1, 9);
  for (const [, cells] of named(table, /^Seed/)) expect(cells[0]).toBeGreaterThan(0.99);
});

test("k1 in the normalised reward stays about logarithmic pooling, with more noise than GRPO's own term", async ({
  playground,
}) => {
  const noise = async () => Number(/([\d.]+) points for/.exec(await summary(playground).innerText())![1]);
  await opened(playground, three);
  await played(playground);
  const own = await noise();
  await look(playground).getByLabel("KL term").selectOption({ label: "k1 in the reward before normalising" });
  await expect.poll(() => done(playground)).toBe(0);
  await playground.drawnLook("training");
  await played(playground);
  expect(await noise()).toBeGreaterThan(1.5 * own);
  const predicted = (await rows(playground)).get("Stationary policy 1, stable")!;
  for (const [o, share] of (await playground.shares("rlhf")).entries()) expect(predicted[3 * o]).toBeCloseTo(share, 9);
});

test("where several policies are stationary, two starts end at two of them", async ({ playground }) => {
  await opened(playground, several, "rule-grpo-direct-kl~steps-1000~seeds-2");
  await expect(summary(playground)).toContainText("3 policies are predicted: 1, stable at (90.1%");
  await expect(look(playground).locator("[data-level].stable")).toHaveCount(4);
  await expect(look(playground).locator("[data-level]:not(.stable)")).toHaveCount(2);
  await played(playground);
  await expect(summary(playground)).toContainText("both runs are nearest to policy 1,");
  await look(playground).getByLabel("Start").selectOption({ label: "mostly “Right”" });
  await field(playground, "share").fill("0.99");
  await expect.poll(() => done(playground)).toBe(0);
  await played(playground);
  await expect(summary(playground)).toContainText("from 99% on “Right”, both runs are nearest to policy 3,");
});

test("a number that cannot be is kept as typed with its rule, through a reload too, and the last good one is used", async ({
  playground,
  page,
}) => {
  await opened(playground, three, "steps-20");
  await look(playground).getByText("Trainer’s settings").click();
  await field(playground, "rate").fill("0,5");
  await expect(field(playground, "rate")).toHaveAttribute("aria-invalid", "true");
  const message = look(playground).getByRole("alert");
  await expect(message).toHaveText("Learning rate, “0,5”: it is a number such as 0.5 or 2e-3. Until then it is 0.2.");
  await played(playground);
  await page.reload();
  await playground.drawnLook("training");
  await look(playground).getByText("Trainer’s settings").click();
  await expect(field(playground, "rate")).toHaveValue("0,5");
  await field(playground, "rate").fill("0.50");
  await expect(message).toHaveCount(0);
  await expect(field(playground, "rate")).toHaveValue("0.50");
  await expect(page).toHaveURL(/run=steps-20~rate-0.5/);

  await field(playground, "dual").fill("1");
  await expect(message).toContainText("Dual clip, “1”: it is off, or a number above 1");
  await field(playground, "dual").fill("off");
  await field(playground, "groups").fill("10000");
  await field(playground, "steps").fill("20000");
  await expect(message).toContainText("at most 1000000000 are drawn: take fewer steps, seeds or groups");
  await expect(button(playground, "Play")).toBeDisabled();
});

test("a link's setting that cannot be read is named, and its default is used", async ({ playground }) => {
  await opened(playground, three, "rate-fast~steps-20~colour-red");
  await expect(look(playground).getByRole("alert").first()).toHaveText(
    "The link’s “rate-fast” is left out: rate is a number such as 0.5 or 2e-3.",
  );
  await expect(look(playground).getByRole("alert")).toHaveCount(2);
  await expect(field(playground, "steps")).toHaveValue("20");
});

test("a trainer's own advantage, KL term and clips are trained, towards what is predicted for them", async ({
  playground,
}) => {
  await opened(playground, three, "groups-16~steps-600");
  await look(playground).getByRole("combobox", { name: "Trainer" }).selectOption("verl");
  await expect(look(playground).getByRole("combobox", { name: "KL term", exact: true })).toHaveCount(0);
  await expect(field(playground, "dual")).toHaveValue("3");
  await played(playground);
  await expect(summary(playground)).toContainText("After 600 steps of verl, k3 from the reference");
  const predicted = (await rows(playground)).get("Stationary policy 1, stable")!;
  // The golden row of verl at G = 8.
  for (const [o, share] of [0.61216, 0.2618, 0.12604].entries()) expect(predicted[3 * o]).toBeCloseTo(share, 5);
  await playground.page.reload();
  await playground.drawnLook("training");
  await expect(look(playground).getByRole("combobox", { name: "Trainer" })).toHaveValue("verl");
});

test("a trainer that nobody knows is told, and the rule itself is trained", async ({ playground }) => {
  await opened(playground, three, "as-nobody");
  await expect(look(playground).getByRole("alert")).toContainText("called “nobody”: the rule itself is trained");
  await expect(look(playground).getByRole("combobox", { name: "Trainer" })).toHaveValue("own");
});

test("a run that leaves the range of numbers says so and why; no NaN is on the page", async ({ playground }) => {
  await opened(playground, three, "rate-1000~epochs-4~steps-100");
  await button(playground, "Play").click();
  await expect(look(playground).getByRole("alert")).toContainText("the learning rate is too large");
  await expect(look(playground)).not.toContainText("NaN");
  expect(
    await look(playground)
      .locator("path")
      .evaluateAll((all) => all.map((path) => path.getAttribute("d")).join()),
  ).not.toContain("NaN");
  await rows(playground);
  await expect(look(playground)).not.toContainText("NaN");
});

test("epochs on the same samples clip some of them, and the log is told with its file", async ({
  playground,
  page,
}) => {
  await opened(playground, three, "epochs-8~rate-0.8~low-0.1~high-0.1~steps-40");
  await played(playground);
  const log = look(playground).locator("figure").nth(1);
  await expect(log.locator("[data-metric]")).toHaveCount(5);
  await expect(log.locator(".summary")).toContainText(
    /mean reward .*KL \(k3\) .* nats; silent groups .*; clipped samples (?!0%)/,
  );
  const download = page.waitForEvent("download");
  await log.getByRole("button", { name: "CSV" }).click();
  const csv = readFileSync(await (await download).path(), "utf8")
    .replace("\uFEFF", "")
    .trim()
    .split("\r\n");
  expect(csv.length).toBe(41);
  expect(csv[0]).toContain("silent groups, median");
});

test("it is for groups of finite size with rewards: the look says so otherwise", async ({ playground }) => {
  await playground.open(`${three.replace("G=8", "G=inf")}&view=training`);
  await look(playground).scrollIntoViewIfNeeded();
  await expect(look(playground)).toContainText("Training draws groups of finite size; choose a G.");
  await playground.type("rules[0].preference.groupSize", "4");
  await playground.drawnLook("training");
  await expect(look(playground).getByRole("radio", { name: "RLHF" })).toBeDisabled();
  await expect(look(playground)).toContainText("RLHF and NLHF are not trained here, for they draw no groups");
});

test("a change of the question begins another run, a new name does not", async ({ playground }) => {
  await opened(playground, three, "steps-20");
  await played(playground);
  await playground.rows.first().locator("textarea").fill("Renamed");
  await playground.settled();
  await expect(summary(playground)).toContainText("After 20 steps");
  await playground.type("answers[0].reward", "2");
  await expect(summary(playground)).toContainText("Nothing is trained yet");
});

test("a pinned scenario's run plays by itself, and the live one beside it when asked", async ({ playground, page }) => {
  await opened(playground, three, "steps-20");
  await page.getByRole("button", { name: "Compare" }).click();
  const copies = look(playground).locator(".copy");
  await expect(copies).toHaveCount(2);
  await expect(copies.nth(1).locator(".summary").first()).toContainText("After 20 steps");
  await expect(copies.nth(0).locator(".summary").first()).toContainText("Nothing is trained yet");
  await expect(copies.nth(1).getByRole("button", { name: "Play" })).toHaveCount(0);
});

test("by keyboard it plays, and without motion the picture changes when the run rests", async ({
  playground,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await opened(playground, three, long);
  const curve = look(playground).locator('[data-curve="median 0"]');
  const before = await curve.getAttribute("d");
  await button(playground, "Play").focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => done(playground)).toBeGreaterThan(0);
  expect(await curve.getAttribute("d")).toBe(before);
  await button(playground, "Pause").focus();
  await page.keyboard.press("Space");
  await playground.drawnLook("training");
  expect(await curve.getAttribute("d")).not.toBe(before);
});

test("on a phone nothing is wider than the window, and three answers have their triangle", async ({
  playground,
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await opened(playground, three, "steps-20");
  await played(playground);
  await expect(look(playground).locator("[data-way]")).toHaveCount(5);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  for (const plot of await look(playground).locator("svg[data-picture]").all()) await expectInside(plot);
});

/** No text of the picture is cut by its edge. */
async function expectInside(plot: Locator): Promise<void> {
  const cut = await plot.evaluate((svg) => {
    const edge = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].map((text) => ({ text, box: text.getBoundingClientRect() }));
    return texts
      .filter(({ box }) => box.left < edge.left - 1 || box.right > edge.right + 1)
      .map(({ text }) => text.textContent);
  });
  expect(cut).toEqual([]);
}
