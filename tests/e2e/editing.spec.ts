// SPDX-License-Identifier: MIT
// Everything can be edited, by dragging and by typing, and every edit can be taken back.
import { expect, test } from "./playground";

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

test.beforeEach(({ playground }) => playground.open());

test("dragging a reference bar changes it, and the others give way in proportion", async ({ playground, page }) => {
  const slider = page.getByRole("slider", { name: "Reference of Rare but right" });
  await playground.dragThumb(slider, 150);
  const [dragged, second, third] = await playground.shares("reference");
  expect(dragged).toBeGreaterThan(0.4);
  expect(sum([dragged!, second!, third!])).toBeCloseTo(1, 10);
  expect(second! / third!).toBeCloseTo(5 / 3, 9);
});

test("dragging a reward knob changes the policies and is one step for undo", async ({ playground, page }) => {
  const before = await playground.shares("grpo");
  await playground.dragThumb(page.getByRole("slider", { name: "Reward of Confidently wrong" }), 70);
  expect((await playground.shares("grpo"))[2]).toBeGreaterThan(before[2]!);
  await page.getByRole("button", { name: "Undo" }).click();
  expect(await playground.shares("grpo")).toEqual(before);
  await expect(page.getByRole("button", { name: "Undo" })).toBeDisabled();
});

test("nothing moves but what is dragged: rows, dials and headline keep their places", async ({ playground, page }) => {
  const places = async () => {
    const parts = [playground.headline, playground.rows.first(), playground.beta, page.locator(".why")];
    return Promise.all(parts.map(async (part) => (await part.boundingBox())!.y));
  };
  const before = await places();
  const slider = page.getByRole("slider", { name: "Reference of Popular, half right" });
  const { x, y, width, height } = (await slider.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  for (const part of [0.7, 0.2, 0.05, 0.9]) {
    await page.mouse.move(x + part * width, y + height / 2);
    await playground.settled();
    expect(await places()).toEqual(before);
  }
  await page.mouse.up();
});

test("typing works wherever a drag does", async ({ playground }) => {
  await playground.type("answers[0].reference", "50");
  expect(await playground.shares("reference")).toEqual([0.5, 0.3125, 0.1875]);
  await playground.type("answers[1].reward", "2.5");
  expect((await playground.shares("rlhf"))[1]).toBeGreaterThan(0.5);
  await playground.type("rules[0].beta", "0.25");
  await expect(playground.beta).toHaveAttribute("aria-valuetext", "0.25");
  await playground.type("rules[0].preference.groupSize", "inf");
  await expect(playground.groupSize).toHaveAttribute("aria-valuetext", "infinite");
});

test("answers can be added, renamed and removed", async ({ playground, page }) => {
  await page.getByRole("button", { name: "Add an answer" }).click();
  await playground.settled("ready");
  await expect(playground.rows).toHaveCount(4);
  expect(sum(await playground.shares("reference"))).toBeCloseTo(1, 10);

  await playground.field("answers[3].label").fill("Something else");
  await playground.settled("ready");
  await expect(page.getByRole("slider", { name: "Reward of Something else" })).toBeVisible();

  await playground.rows.nth(1).hover();
  await page.getByRole("button", { name: "Remove Popular, half right" }).click();
  await playground.settled("ready");
  expect(await playground.labels()).toEqual(["Rare but right", "Confidently wrong", "Something else"]);
  expect(sum(await playground.shares("grpo"))).toBeCloseTo(1, 10);
});

test("the last answer cannot be removed", async ({ playground, page }) => {
  await playground.open("v=1&ref=1&r=0.5&a=Only&beta=1&G=8&rules=grpo");
  await expect(page.getByRole("button", { name: "Remove Only" })).toBeDisabled();
  expect(await playground.shares("grpo")).toEqual([1]);
});

test("answers are reordered by dragging their handle and by buttons, and their policies go with them", async ({
  playground,
  page,
}) => {
  const [first, second, third] = await playground.shares("grpo");
  await playground.rows.first().hover();
  const handle = page.getByRole("button", { name: "Drag to move Rare but right" });
  const { x, y } = (await handle.boundingBox())!;
  const last = (await playground.rows.last().boundingBox())!;
  await page.mouse.move(x + 8, y + 8);
  await page.mouse.down();
  await page.mouse.move(x + 8, last.y + last.height - 4, { steps: 12 });
  await page.mouse.up();
  await playground.settled("ready");
  expect(await playground.labels()).toEqual(["Popular, half right", "Confidently wrong", "Rare but right"]);
  const moved = await playground.shares("grpo");
  [second, third, first].forEach((share, index) => expect(moved[index]).toBeCloseTo(share!, 12));

  await page.getByRole("button", { name: "Arrange" }).click();
  await page.getByRole("button", { name: "Move Rare but right up" }).click();
  expect(await playground.labels()).toEqual(["Popular, half right", "Rare but right", "Confidently wrong"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  expect(await playground.labels()).toEqual(["Rare but right", "Popular, half right", "Confidently wrong"]);
});

test("undo, redo and reset lead back, forth and home, by button and by key", async ({ playground, page }) => {
  await playground.type("answers[0].reward", "3");
  await playground.type("rules[0].beta", "0.5");
  await page.keyboard.press("Control+z");
  await expect(playground.field("rules[0].beta")).toHaveValue("1");
  await page.keyboard.press("Control+z");
  await expect(playground.field("answers[0].reward")).toHaveValue("1");
  await page.keyboard.press("Control+Shift+z");
  await expect(playground.field("answers[0].reward")).toHaveValue("3");
  await page.getByRole("button", { name: "Redo" }).click();
  await expect(playground.field("rules[0].beta")).toHaveValue("0.5");
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  await expect(playground.headline).toContainText("63.4%");
  await expect(page.getByRole("button", { name: "Reset", exact: true })).toBeDisabled();
});

test("rules are shown and hidden, and the last one stays", async ({ playground }) => {
  for (const label of ["NLHF", "GRPO, direct KL", "Shift-only", "Shift-only, direct KL"]) {
    await playground.rule(label).click();
    await expect(playground.rule(label)).toHaveAttribute("aria-pressed", "true");
  }
  await playground.settled("ready");
  await expect(playground.rows.first().locator(".policy-bar")).toHaveCount(6);
  for (const label of ["RLHF", "NLHF", "GRPO, direct KL", "Shift-only", "Shift-only, direct KL"]) {
    await playground.rule(label).click();
  }
  await playground.rule("GRPO").click({ force: true });
  await playground.settled("ready");
  await expect(playground.rows.first().locator(".policy-bar")).toHaveCount(1);
  await expect(playground.rule("GRPO")).toHaveAttribute("aria-pressed", "true");
});

test("the penalty of GRPO can be turned round, and is then GRPO with direct KL", async ({ playground, page }) => {
  await playground.rule("GRPO, direct KL").click();
  await page.getByRole("radio", { name: /direct$/ }).check();
  await playground.settled("ready");
  expect(await playground.shares("grpo")).toEqual(await playground.shares("grpo-direct-kl"));
});

test("a win matrix takes the place of the rewards: the mirrored entry follows, rules without rewards say why not", async ({
  playground,
  page,
}) => {
  await page.getByText("Win matrix", { exact: true }).click();
  await playground.settled("ready");
  await expect(page.getByRole("slider", { name: /^Reward/ })).toHaveCount(0);
  await expect(playground.field("wins[0][1]")).toHaveValue("100");
  await playground.type("wins[0][1]", "25");
  await expect(playground.field("wins[1][0]")).toHaveValue("75");
  await expect(playground.rule("RLHF")).toHaveAttribute("aria-disabled", "true");
  await expect(playground.rule("RLHF")).toHaveAttribute("title", /needs rewards/);
  await page.getByText("Rewards", { exact: true }).click();
  await playground.settled("ready");
  await expect(page.getByRole("slider", { name: /^Reward/ })).toHaveCount(3);
});

test("every preset opens without an issue and has a headline of its own", async ({ playground, page }) => {
  await page.getByRole("button", { name: /^Presets, now:/ }).click();
  const presets = page.getByRole("list", { name: "Presets" });
  await expect(presets.locator("strong").first()).toBeVisible();
  const titles = await presets.locator("strong").allTextContents();
  expect(titles.length).toBeGreaterThanOrEqual(12);
  await page.keyboard.press("Escape");
  for (const title of titles) {
    await playground.openPreset(title);
    await playground.settled("ready");
    await expect(page.getByRole("button", { name: /^Presets, now:/ })).toContainText(title);
    await expect(playground.headline).not.toBeEmpty();
    const policies = Object.entries(await playground.table()).filter(([column]) => column !== "reference");
    for (const [, column] of policies) expect(sum(column.map(Number))).toBeCloseTo(1, 10);
  }
});
