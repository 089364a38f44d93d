// SPDX-License-Identifier: MIT
// Several stationary policies: the roots of h, where a start leads, and the start dragged.
import { expect, type PlaygroundPage, test } from "./playground";

const folding = "v=1&ref=0.2,0.8&r=1,0&a=Right,Wrong&beta=0.9&G=8&rules=grpo,grpo-direct-kl";

const look = (playground: PlaygroundPage) => playground.look("starts");
const summary = (playground: PlaygroundPage) => look(playground).locator(".summary");
const handle = (playground: PlaygroundPage) => look(playground).getByRole("slider", { name: "Start" });

test("two policies hold still, one of them unstable, and a corner draws the flow", async ({ playground }) => {
  await playground.open(`${folding}&view=starts`);
  await playground.drawnLook("starts");
  await expect(summary(playground)).toContainText(
    "Two policies hold still at β = 0.9 and G = ∞, with “Right” at 80.5% (1, stable), 86.0% (2, unstable). The edge at 100% (3)",
  );
  await expect(look(playground).locator("[data-root]")).toHaveCount(2);
  await expect(look(playground).locator("[data-root].stable")).toHaveCount(1);
});

test("which policy a start leads to changes at the unstable one, dragged or by keys, and is undone", async ({
  playground,
  page,
}) => {
  await playground.open(`${folding}&view=starts;start=0.8`);
  await playground.drawnLook("starts");
  await expect(summary(playground)).toContainText("From 80% the flow comes to rest at 80.5%");
  const box = (await handle(playground).locator(".knob").boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 50, box.y, { steps: 5 });
  await page.mouse.up();
  await expect(summary(playground)).toContainText("the flow runs to the edge at 100%");
  const start = Number(await handle(playground).getAttribute("aria-valuenow"));
  expect(start).toBeGreaterThan(0.86);
  await expect(page).toHaveURL(new RegExp(`start=${start}`));
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(handle(playground)).toHaveAttribute("aria-valuenow", "0.8");
  await handle(playground).focus();
  await page.keyboard.press("ArrowRight");
  await expect(handle(playground)).toHaveAttribute("aria-valuenow", "0.81");
});

test("at the scenario's own G and penalty the root is the board's policy", async ({ playground }) => {
  await playground.open(`${folding}&view=starts;G=same;penalty=kl-ref-to-policy`);
  await playground.drawnLook("starts");
  await look(playground).getByRole("button", { name: "Numbers" }).click();
  const root = async () =>
    Number(await look(playground).locator("tbody tr").first().locator("td").first().textContent());
  expect(await root()).toBeCloseTo(await playground.share(0, "grpo"), 9);
  await playground.type("rules[0].beta", "2");
  await expect(summary(playground)).toContainText("at β = 2 and G = 8");
  expect(await root()).toBeCloseTo(await playground.share(0, "grpo"), 9);
});

test("a link brings back penalty, size and start; below β of the fold nothing holds still inside", async ({
  playground,
  page,
}) => {
  await playground.open(`${folding}&view=starts`);
  await playground.drawnLook("starts");
  await look(playground).getByText("8", { exact: true }).click();
  await look(playground).getByText("KL(π_ref‖π)", { exact: true }).click();
  await expect(page).toHaveURL(/view=starts;G=same;penalty=kl-ref-to-policy/);
  await page.reload();
  await playground.drawnLook("starts");
  await expect(summary(playground)).toContainText("One policy holds still at β = 0.9 and G = 8");
  await look(playground).getByText("∞", { exact: true }).click();
  await look(playground).getByText("KL(π‖π_ref)", { exact: true }).click();
  await playground.type("rules[0].beta", "0.3");
  await expect(summary(playground)).toContainText("No policy holds still inside the simplex");
});

test("equal rewards leave one policy, the reference", async ({ playground }) => {
  await playground.open("v=1&ref=0.3,0.7&r=1,1&a=A,B&beta=1&G=8&rules=grpo&view=starts");
  await playground.drawnLook("starts");
  await expect(summary(playground)).toContainText(
    "One policy holds still at β = 1 and G = ∞, with “A” at 30% (stable)",
  );
});
