// SPDX-License-Identifier: MIT
// The β path: scrubbing moves β everywhere; folds, branches and the parting of GRPO and RLHF are marked and said.
import { expect, type PlaygroundPage, test } from "./playground";

const two = "v=1&ref=0.3,0.7&r=1,0&a=Right,Wrong&beta=1&G=8&rules=grpo,rlhf";
const folding = "v=1&ref=0.5,0.5&r=1,0&a=Right,Wrong&beta=2&G=inf&rules=grpo,grpo-direct-kl";

const handle = (playground: PlaygroundPage) => playground.look("path").getByRole("slider", { name: "β on its path" });

test("dragging β along its path moves it on the board, in one step for undo", async ({ playground, page }) => {
  await playground.open(`${two}&view=path`);
  await playground.drawnLook("path");
  const before = await playground.share(0, "grpo");
  const box = (await handle(playground).locator(".knob").boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 150, box.y, { steps: 5 });
  await page.mouse.up();
  await playground.settled("ready");
  const beta = Number(await handle(playground).getAttribute("aria-valuenow"));
  expect(beta).toBeLessThan(0.5); // to the right β is smaller
  expect(await playground.share(0, "grpo")).toBeGreaterThan(before);
  await expect(playground.field("rules[0].beta")).toHaveValue(String(beta));
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(handle(playground)).toHaveAttribute("aria-valuenow", "1");
});

test("arrow keys move β, and the handle says what each rule makes of it", async ({ playground, page }) => {
  await playground.open(`${two}&view=path`);
  await playground.drawnLook("path");
  await handle(playground).focus();
  await page.keyboard.press("ArrowRight");
  await playground.settled("ready");
  const beta = Number(await handle(playground).getAttribute("aria-valuenow"));
  expect(beta).toBeCloseTo(10 ** -0.05, 9);
  await expect(handle(playground)).toHaveAttribute("aria-valuetext", /β 0\.891, GRPO [\d.]+%, RLHF [\d.]+%/);
});

test("the dots lie on the board's policies, and the parting is drawn where the words have it", async ({
  playground,
}) => {
  await playground.open(`${two}&view=path`);
  const look = await playground.drawnLook("path");
  const edge = (await look.locator(".axes .edge").last().boundingBox())!;
  for (const rule of ["grpo", "rlhf"]) {
    const dot = (await look.locator(`.dot[data-rule="${rule}"]`).boundingBox())!;
    const share = (edge.y + edge.height - dot.y - dot.height / 2) / edge.height;
    expect(share).toBeCloseTo(await playground.share(0, rule), 2);
  }
  const parting = Number(await look.locator("[data-parting]").getAttribute("data-parting"));
  expect(parting).toBeGreaterThan(1);
  await expect(look.locator(".summary")).toContainText(`part at β = ${parting.toPrecision(3)}`);
});

test("a fold is marked, its unstable side is dashed, and both policies stand at the scenario's β", async ({
  playground,
}) => {
  await playground.open(`${folding}&view=path`);
  const look = await playground.drawnLook("path");
  await expect(look.locator('.fold[data-rule="grpo-direct-kl"]')).toHaveCount(1);
  await expect(
    look.locator('path[data-rule="grpo-direct-kl"][stroke-dasharray]:not([stroke-dasharray=""])'),
  ).toHaveCount(1);
  await expect(look.locator('.dot[data-rule="grpo-direct-kl"]')).toHaveCount(2);
  await expect(look.locator('.dot.stable[data-rule="grpo-direct-kl"]')).toHaveCount(1);
  await expect(look.locator(".summary")).toContainText("folds at β = 1.51");
});

test("every answer has a small picture of its own, a link brings it back, and the table has their numbers", async ({
  playground,
  page,
}) => {
  await playground.open(`${two}&view=path`);
  const look = await playground.drawnLook("path");
  await look.getByText("each", { exact: true }).click();
  await look.getByText("logarithmic", { exact: true }).click();
  await expect(page).toHaveURL(/view=path;show=each;y=log/);
  await page.reload();
  await playground.drawnLook("path");
  await expect(look.locator("[data-panel]")).toHaveCount(2);
  await look.getByRole("button", { name: "Numbers" }).click();
  await expect(look.getByRole("columnheader", { name: "π(Wrong)" })).toBeVisible();
});

test("one answer, and equal rewards, leave every rule where it is", async ({ playground }) => {
  await playground.open("v=1&ref=1&r=1&a=Alone&view=path");
  const look = await playground.drawnLook("path");
  await expect(look.locator(".summary")).toContainText("“Alone” stays at 100% under GRPO and RLHF");
});
