// SPDX-License-Identifier: MIT
// Groups, sampled: cards, the walk to P_G, drawing again and from the first, the seed in the link.
import { expect, type PlaygroundPage, test } from "./playground";

const three = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&beta=1&G=8&rules=grpo,rlhf";

const look = (playground: PlaygroundPage) => playground.look("groups");
const cards = (playground: PlaygroundPage) => look(playground).locator("[data-card] title").allTextContents();
const press = (playground: PlaygroundPage, name: string) =>
  look(playground).getByRole("button", { name, exact: true }).click();

/** The rows of the table, without their first cell, by that cell's text. */
async function rows(playground: PlaygroundPage, first: RegExp): Promise<string[][]> {
  const found = await look(playground)
    .locator("tbody tr")
    .evaluateAll((all) =>
      all.map((row) => [...row.children].map((cell) => cell.textContent!.trim().replace("−", "-"))),
    );
  return found.filter(([what]) => first.test(what!)).map((row) => row.slice(1));
}

test("a group has G cards, and its advantages are those of its rewards, with its own mean and std", async ({
  playground,
}) => {
  await playground.open(`${three}&view=groups`);
  await playground.drawnLook("groups");
  await expect(look(playground).locator("[data-card]")).toHaveCount(8);
  await press(playground, "Numbers");
  const members = await rows(playground, /^Group 1, member/);
  const rewards = members.map((row) => Number(row[1]));
  const mean = rewards.reduce((sum, reward) => sum + reward, 0) / 8;
  const std = Math.sqrt(rewards.reduce((sum, reward) => sum + (reward - mean) ** 2, 0) / 8);
  for (const [k, row] of members.entries()) expect(Number(row[2])).toBeCloseTo((rewards[k]! - mean) / std, 12);
});

test("drawing again changes the cards, ten times as many narrow the walk, and the first is found again", async ({
  playground,
  page,
}) => {
  await playground.open(`${three}&view=groups`);
  await playground.drawnLook("groups");
  const first = await cards(playground);
  await press(playground, "Draw again");
  await expect(page).toHaveURL(/view=groups;n=2/);
  await expect(look(playground).locator(".summary")).toContainText("Group 2 of seed 1");
  expect(await cards(playground)).not.toEqual(first);
  for (const n of [20, 200, 2000]) {
    await press(playground, "Ten times as many");
    await expect(page).toHaveURL(new RegExp(`n=${n}(?!\\d)`));
  }
  await expect(look(playground).locator(".summary")).toContainText("After 2000 groups");
  await press(playground, "Numbers");
  for (const [, , mean, error, , exact] of await rows(playground, /^Mean of/)) {
    expect(Math.abs(Number(mean) - Number(exact))).toBeLessThan(5 * Number(error));
    expect(Number(error)).toBeLessThan(0.05);
  }
  await press(playground, "From the first");
  await expect(look(playground).locator(".summary")).toContainText("Group 1 of seed 1");
  expect(await cards(playground)).toEqual(first);
});

test("the link keeps the seed and the groups drawn: a reload draws the very same", async ({ playground, page }) => {
  await playground.open(`${three}&view=groups;n=30`);
  await playground.drawnLook("groups");
  const one = await cards(playground);
  await look(playground).getByLabel("Seed").fill("42");
  await expect(page).toHaveURL(/seed=42/);
  await expect(look(playground).locator(".summary")).toContainText("Group 30 of seed 42");
  const other = await cards(playground);
  expect(other).not.toEqual(one);
  await page.reload();
  await playground.drawnLook("groups");
  expect(await cards(playground)).toEqual(other);
});

test("drawn from the stationary policy, the means tend to what holds it still: P_G = β(1 − π_ref/π)", async ({
  playground,
}) => {
  await playground.open(`${three}&view=groups`);
  await playground.drawnLook("groups");
  await look(playground).getByText("stationary π", { exact: true }).click();
  await press(playground, "Numbers");
  const shares = await playground.shares("grpo");
  for (const [k, reference] of [0.2, 0.5, 0.3].entries()) {
    const wanted = 1 - reference / shares[k]!;
    await expect
      .poll(async () => Math.abs(Number((await rows(playground, /^Mean of/))[k]!.at(-1)) - wanted))
      .toBeLessThan(1e-9);
  }
});

test("the cards follow the board's G, and equal rewards are silent", async ({ playground }) => {
  await playground.open(`${three}&view=groups`);
  await playground.drawnLook("groups");
  await playground.type("rules[0].preference.groupSize", "4");
  await expect(look(playground).locator("[data-card]")).toHaveCount(4);
  for (const k of [0, 1, 2]) await playground.type(`answers[${k}].reward`, "1");
  await expect(look(playground).locator(".summary")).toContainText("it is silent");
});
