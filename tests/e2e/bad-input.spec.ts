// SPDX-License-Identifier: MIT
// Bad input: a message beside the field that names value and rule, the last good picture, and nothing typed is lost.
import { expect, test } from "./playground";

const cases: [path: string, text: string, message: RegExp][] = [
  ["answers[0].reference", "abc", /“abc”.*must be a number/],
  ["answers[0].reference", "0", /Reference of answer 1 is 0: it must be/],
  ["answers[0].reference", "-20", /-0\.2.*must be/],
  ["answers[0].reward", "NaN", /“NaN”.*must be a number/],
  ["answers[0].reward", "Infinity", /“Infinity”.*must be a number/],
  ["answers[0].reward", "1e308", /1e\+?308.*must be/],
  ["answers[0].reward", "", /must be a number/],
  ["answers[0].label", "", /Name of answer 1.*must not be empty/],
  ["answers[0].label", "Popular, half right", /Name of answer.*must be/],
  ["answers[0].label", "x".repeat(201), /at most 200/],
  ["rules[0].beta", "0", /β is 0: it must be/],
  ["rules[0].beta", "1e7", /β is 10000000: it must be/],
  ["rules[0].beta", "one", /“one”.*must be a number/],
  ["rules[0].preference.groupSize", "1", /Group size is 1: it must be/],
  ["rules[0].preference.groupSize", "2.5", /Group size is 2\.5: it must be/],
  ["rules[0].preference.groupSize", "many", /“many”.*must be/],
];

for (const [path, text, message] of cases) {
  test(`${JSON.stringify(text.slice(0, 20))} in ${path} is told beside the field; picture and text stay`, async ({
    playground,
    page,
  }) => {
    await playground.open();
    const good = await playground.shares("grpo");
    await playground.field(path).fill(text);
    await playground.settled("invalid");

    const told = page.locator("[data-field]").filter({ hasText: message });
    await expect(told).toBeVisible();
    await expect(page.getByText("Showing the last valid scenario", { exact: true })).toBeVisible();
    await playground.headline.click();
    await expect(playground.field(path)).toHaveValue(text.replace("-", "-"));
    expect(await playground.shares("grpo")).toEqual(good);
    const invalid = page.locator('[aria-invalid="true"]').first();
    const description = await invalid.getAttribute("aria-describedby");
    await expect(page.locator(`[id="${description}"]`)).toContainText(message);
  });
}

test("a bad number in the win matrix is told, and its mirrored entry stays", async ({ playground, page }) => {
  await playground.open();
  await page.getByText("Win matrix", { exact: true }).click();
  await playground.type("wins[0][1]", "120");
  await playground.settled("invalid");
  await expect(page.locator("[data-field]").first()).toContainText(/must be between 0 and 1|must/);
  await playground.type("wins[0][1]", "12x");
  await expect(playground.field("wins[0][1]")).toHaveValue("12x");
  await playground.type("wins[0][1]", "60");
  await playground.settled("ready");
  await expect(playground.field("wins[1][0]")).toHaveValue("40");
});

test("a β beyond the reach of NLHF alone, solved at 2β, is told as it was typed", async ({ playground }) => {
  await playground.open();
  await playground.rule("NLHF").click();
  await playground.type("rules[0].beta", "600000");
  await playground.settled("invalid");
  await expect(playground.message("rules[0].beta")).toHaveText(/β is 600000: it must be at most 500000 for NLHF/);
});

test("every issue is told at once, and each goes when its field is corrected", async ({ playground, page }) => {
  await playground.open();
  await playground.type("answers[0].reward", "x");
  await playground.type("answers[1].label", "");
  await playground.type("rules[0].beta", "-1");
  await expect(page.locator("[data-field]")).toHaveCount(3);
  await playground.type("answers[0].reward", "1");
  await expect(page.locator("[data-field]")).toHaveCount(2);
  await playground.type("answers[1].label", "Popular");
  await playground.type("rules[0].beta", "1");
  await playground.settled("ready");
  await expect(page.locator("[data-field]")).toHaveCount(0);
});

test("undo takes a bad value back, Escape a text that is none", async ({ playground, page }) => {
  await playground.open();
  await playground.type("rules[0].beta", "0");
  await page.keyboard.press("Control+z");
  await playground.settled("ready");
  await expect(playground.field("rules[0].beta")).toHaveValue("1");
  await playground.type("rules[0].beta", "abc");
  await page.keyboard.press("Escape");
  await playground.settled("ready");
  await expect(playground.field("rules[0].beta")).toHaveValue("1");
});

test("no NaN and no Infinity ever reaches the screen", async ({ playground, page }) => {
  await playground.open();
  for (const [path, text] of [
    ["answers[0].reference", "1e308"],
    ["answers[1].reference", "1e308"],
    ["answers[0].reward", "-1e308"],
    ["rules[0].beta", "1e-308"],
  ] as const) {
    await playground.type(path, text);
    expect(await page.locator("main").innerText()).not.toMatch(/NaN|Infinity|undefined/);
  }
});

test("references whose sum no computer can hold are drawn by their proportions", async ({ playground, page }) => {
  await playground.open("v=1&ref=1.5e308,1.5e308&r=1,0&a=A,B&beta=1&G=8&rules=grpo");
  await playground.settled("ready");
  expect(await playground.shares("reference")).toEqual([0.5, 0.5]);
  await expect(page.getByText("The references add up to more than a computer can hold, not 1")).toBeVisible();
  await playground.field("answers[0].reference").focus();
  await expect(playground.field("answers[0].reference")).toHaveValue("1.5e310");
});

test("bars of references that do not add up to 1 stay while one of them is not valid", async ({ playground, page }) => {
  await playground.open("v=1&ref=2,5,3&r=1,0,0&a=A,B,C&beta=1&G=8&rules=grpo");
  const slider = page.getByRole("slider", { name: "Reference of A" });
  await expect(slider).toHaveAttribute("aria-valuetext", "20%");
  await playground.type("answers[1].reference", "0");
  await playground.settled("invalid");
  await expect(slider).toHaveAttribute("aria-valuetext", "20%");
});
