// SPDX-License-Identifier: MIT
// Pairwise: the matrix is edited in place, the tournament and the words follow, β is a handle on exploitability.
import { expect, type PlaygroundPage, test } from "./playground";

const cycle =
  "v=1&ref=0.6,0.3,0.1&r=0,0,0&a=Rock,Scissors,Paper&w=0.5,0.9,0.3;0.1,0.5,0.8;0.7,0.2,0.5&beta=0.1&rules=grpo,nlhf";
const parted =
  "v=1&ref=1,1,1&r=0,0,0&a=Duels,Average,Loser&w=0.5,0.55,0.55;0.45,0.5,0.95;0.45,0.05,0.5&beta=0.2&rules=grpo";
const rewards = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&beta=1&G=8&rules=grpo,rlhf";

const look = (playground: PlaygroundPage) => playground.look("pairwise");
const summary = (playground: PlaygroundPage) => look(playground).locator(".summary");
const entry = (playground: PlaygroundPage, row: string, column: string) =>
  look(playground).getByRole("slider", { name: `${row} preferred to ${column}` });

test("a cycle has no Condorcet winner, and its maximal lottery is that of the margins", async ({ playground }) => {
  await playground.open(`${cycle}&view=pairwise`);
  await playground.drawnLook("pairwise");
  await expect(summary(playground)).toContainText("No answer beats every other; “Rock” wins most on average (Borda)");
  // Against margins 0.8, 0.6 and 0.4 in a cycle each answer has the share of the margin between the two others.
  await expect(summary(playground)).toContainText("“Rock” 33.3%, “Scissors” 22.2% and “Paper” 44.4%");
  await expect(look(playground).locator(".edge")).toHaveCount(3);
  await look(playground).getByRole("button", { name: "Numbers" }).click();
  await expect(look(playground).locator("tbody tr").last()).toBeVisible();
  const lottery = await look(playground).locator("tbody tr td:nth-last-child(2)").allTextContents();
  for (const [k, share] of [6, 4, 8].entries()) expect(Number(lottery[k])).toBeCloseTo(share / 18, 9);
});

test("Condorcet and Borda are marked where they part", async ({ playground }) => {
  await playground.open(`${parted}&view=pairwise`);
  await playground.drawnLook("pairwise");
  await expect(look(playground).locator('[data-node="0"]')).toContainText("Condorcet");
  await expect(look(playground).locator('[data-node="1"]')).toContainText("Borda");
});

test("an entry is dragged and moved by keys, its mirror and the board with it, and is undone", async ({
  playground,
  page,
}) => {
  await playground.open(`${cycle}&view=pairwise`);
  await playground.drawnLook("pairwise");
  const cell = entry(playground, "Rock", "Paper");
  const box = (await cell.locator(".cell").boundingBox())!;
  await page.mouse.move(box.x + 0.3 * box.width, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.7 * box.width, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await playground.settled("ready");
  await expect(cell).toHaveAttribute("aria-valuenow", "0.7");
  await expect(entry(playground, "Paper", "Rock")).toHaveAttribute("aria-valuenow", "0.3");
  await expect(summary(playground)).toContainText("“Rock” beats every other answer (Condorcet)");
  await cell.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(cell).toHaveAttribute("aria-valuenow", "0.69");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(cell).toHaveAttribute("aria-valuenow", "0.3");
});

test("editing comparisons that come from rewards puts a win matrix in their place", async ({ playground, page }) => {
  await playground.open(`${rewards}&view=pairwise`);
  await playground.drawnLook("pairwise");
  await expect(look(playground)).toContainText("These comparisons come from the rewards");
  await entry(playground, "Popular", "Rare").focus();
  await page.keyboard.press("ArrowRight");
  await playground.settled("ready");
  await expect(page).toHaveURL(/w=0\.5,0\.99,1/);
  await expect(look(playground)).not.toContainText("These comparisons come from the rewards");
});

test("β is a handle on the exploitability, which stays below it, and the link brings it back", async ({
  playground,
  page,
}) => {
  await playground.open(`${cycle}&view=pairwise`);
  await playground.drawnLook("pairwise");
  await look(playground).getByText("exploitability", { exact: true }).first().click();
  await expect(page).toHaveURL(/view=pairwise;with=exploitability/);
  await page.reload();
  await playground.drawnLook("pairwise");
  const handle = look(playground).getByRole("slider", { name: "β and its exploitability" });
  await handle.focus();
  await page.keyboard.press("ArrowRight"); // to the right β is smaller
  await playground.settled("ready");
  await playground.drawnLook("pairwise");
  const beta = Number(await handle.getAttribute("aria-valuenow"));
  expect(beta).toBeLessThan(0.1);
  await expect(playground.field("rules[0].beta")).toHaveValue(beta.toPrecision(3));
  await expect(handle).toHaveAttribute("aria-valuetext", new RegExp(`β ${beta.toPrecision(3)}`));
  const margin = Number(/exploitability (\S+)/.exec((await handle.getAttribute("aria-valuetext"))!)![1]);
  expect(margin).toBeGreaterThan(0);
  expect(margin).toBeLessThan(beta);
});

test("even answers: every policy is maximal, and nothing else is claimed", async ({ playground }) => {
  await playground.open("v=1&ref=0.2,0.5,0.3&r=1,1,1&a=A,B,C&beta=1&G=4&rules=grpo&view=pairwise");
  await playground.drawnLook("pairwise");
  await expect(summary(playground)).toContainText("All answers are even: every policy is a maximal lottery");
});
