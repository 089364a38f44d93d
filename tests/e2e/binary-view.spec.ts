// SPDX-License-Identifier: MIT
// Two answers: the point is dragged along its curve, and whatever it changes, everything follows.
import { expect, type PlaygroundPage, test } from "./playground";

const two = "v=1&ref=0.3,0.7&r=1,0&a=Right,Wrong&beta=0.5&G=8&rules=grpo,rlhf";

/** The curves of rules, without the line on which nothing changes. */
const rules = 'path[data-curve]:not([data-curve="unmoved"])';

const handle = (playground: PlaygroundPage) =>
  playground.look("binary").getByRole("slider", { name: "Reference of “Right”" });

async function centre(playground: PlaygroundPage) {
  const box = (await handle(playground).locator(".knob").boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test("dragging the point changes the reference, and it stays on the solver's policy", async ({ playground, page }) => {
  await playground.open(`${two}&view=binary`);
  await playground.drawnLook("binary");
  const { x, y } = await centre(playground);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 120, y, { steps: 5 });
  await page.mouse.up();
  await playground.settled("ready");
  await playground.drawnLook("binary");
  const reference = await playground.share(0, "reference");
  expect(reference).toBeGreaterThan(0.35);
  expect(Number(await handle(playground).getAttribute("aria-valuenow"))).toBeCloseTo(reference, 11);
  const moved = await centre(playground);
  expect(Math.abs(moved.x - (x + 120))).toBeLessThan(2);
  const plot = playground.look("binary").locator(".axes .edge").last(); // the vertical edge: π from 0 to 1
  const edge = (await plot.boundingBox())!;
  const policy = (edge.y + edge.height - moved.y) / edge.height;
  expect(policy).toBeCloseTo(await playground.share(0, "grpo"), 2);

  await page.getByRole("button", { name: "Undo" }).click();
  await playground.settled("ready");
  expect(await playground.share(0, "reference")).toBe(0.3); // one drag is one step
});

test("the point moves by arrow keys and says where it is", async ({ playground, page }) => {
  await playground.open(`${two}&view=binary`);
  await playground.drawnLook("binary");
  await handle(playground).focus();
  await page.keyboard.press("ArrowRight");
  await playground.settled("ready");
  await expect(handle(playground)).toHaveAttribute("aria-valuenow", "0.31");
  await expect(handle(playground)).toHaveAttribute("aria-valuetext", /reference 31%, policy \d/);
  await page.keyboard.press("Home");
  await expect(handle(playground)).toHaveAttribute("aria-valuenow", "0.01");
});

test("corners that attract from a reference of 0 on begin at the edge of a logarithmic axis", async ({
  playground,
}) => {
  await playground.open(`${two}&view=binary;G=inf;penalty=kl-policy-to-ref;x=log`);
  await playground.drawnLook("binary");
  const corner = playground.look("binary").locator("line.corner").first();
  await expect(corner).toHaveAttribute(
    "x1",
    (await playground.look("binary").locator(".edge").first().getAttribute("x1"))!,
  );
});

test("switches add group sizes and penalties, with the bounds of the paper", async ({ playground }) => {
  await playground.open(`${two}&view=binary;beta=one`);
  const look = await playground.drawnLook("binary");
  await expect(look.locator(rules)).toHaveCount(1);
  await look.getByText("2", { exact: true }).click();
  await look.getByText("∞", { exact: true }).click();
  await expect(look.locator(rules)).toHaveCount(3);
  await expect(look.locator(".bound-name")).toHaveText([/1 − β\/γ = 0\.5/, /1\/\(1\s?\+\s?β²\) = 0\.8/]);
  await look.getByText("KL(π‖π_ref)", { exact: true }).click();
  await expect(look.locator("svg[data-picture]")).toContainText("G = 8, KL(π‖π_ref)");
});

test("the jump at π_ref = 0 has an open and a closed end; on a logarithmic axis there is no 0", async ({
  playground,
}) => {
  await playground.open(`${two}&view=binary`);
  const look = await playground.drawnLook("binary");
  await expect(look.locator(".end.open")).toHaveCount(1);
  await expect(look.locator(".end.closed")).toHaveCount(1);
  await expect(look.locator(".summary")).toContainText("a jump");
  await look.getByText("logarithmic", { exact: true }).click();
  await expect(look.locator(".end")).toHaveCount(0);
});

test("a confidence margin below 1 makes the question one of pairs, on the board too", async ({ playground, page }) => {
  await playground.open(`${two}&view=binary`);
  const look = await playground.drawnLook("binary");
  const margin = look.getByRole("slider", { name: "Confidence margin γ" });
  await expect(margin).toHaveValue("1");
  await margin.fill("0.4");
  await playground.settled("ready");
  await expect(page.getByRole("textbox", { name: /Right preferred to Wrong/ })).toHaveValue("70");
  await playground.drawnLook("binary");
  await expect(look.getByRole("checkbox", { name: "∞" })).toBeDisabled();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(margin).toHaveValue("1");
});

test("a question with another number of answers is told what the look is for", async ({ playground }) => {
  await playground.open();
  const look = playground.look("binary");
  await look.getByRole("heading").getByRole("button").click();
  await expect(look).toContainText("This look is for questions with two answers; this question has 3.");
});
