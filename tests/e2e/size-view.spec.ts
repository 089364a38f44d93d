// SPDX-License-Identifier: MIT
// Group size: what a rule makes of an answer from G = 2 to ∞, and the size that a probability asks for.
import { expect, test } from "./playground";

const two = "v=1&ref=0.3,0.7&r=1,0&a=Right,Wrong&beta=0.5&G=8&rules=grpo,rlhf";

test("the curve has the board's policy at the board's G, and its ends are said", async ({ playground }) => {
  await playground.open(`${two}&view=size`);
  const look = await playground.drawnLook("size");
  await look.getByRole("button", { name: "Numbers" }).click();
  const row = look.locator("tbody tr").filter({ has: playground.page.getByRole("cell", { name: "8", exact: true }) });
  expect(Number(await row.locator("td").nth(2).textContent())).toBeCloseTo(await playground.share(0, "grpo"), 9);
  await expect(look.locator(".summary")).toContainText(/GRPO takes “Right” from 71\.1% to 90% from G = 2 to ∞/);
});

test("the slider says which group size a probability needs, in the link too", async ({ playground, page }) => {
  await playground.open(`${two}&view=size`);
  const look = await playground.drawnLook("size");
  const lead = look.locator("[data-lead]");
  await expect(lead).toContainText(/^At p = 85\.4% you need G ≥ 15/);
  const slider = look.getByRole("slider", { name: /right with p/ });
  await slider.fill("-2");
  await expect(lead).toContainText(/^At p = 0\.99% you need G ≥ \d{3} for 90% of the full update/);
  await expect(page).toHaveURL(/view=size;p=0\.0099/);
  await page.reload();
  await playground.drawnLook("size");
  await expect(lead).toContainText(/^At p = 0\.99%/);
  await look.getByText("π_ref", { exact: true }).click();
  await expect(lead).toContainText(/^At p = 30% you need/);
});

test("three rewards have silent groups but no p; equal ones are always silent", async ({ playground }) => {
  await playground.open("v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=A,B,C&beta=1&G=8&view=size");
  const look = await playground.drawnLook("size");
  await expect(look.locator("[data-lead]")).toHaveText(
    "Under this policy you need G ≥ 6 so that at most one group in ten is silent.",
  );
  await expect(look.locator('[data-part="lost"] path[data-curve]')).toHaveCount(1);
  for (const answer of [1, 2]) await playground.type(`answers[${answer}].reward`, "1");
  await expect(look.locator("[data-lead]")).toContainText("every group is silent, whatever its size");
});

test("a win matrix has no groups, and is told so", async ({ playground }) => {
  await playground.open("v=1&ref=0.5,0.5&w=0.5,0.7;0.3,0.5&a=A,B&view=size");
  await expect(playground.look("size")).toContainText("there is no group size");
});
