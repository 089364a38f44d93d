// SPDX-License-Identifier: MIT
// Links: what is copied opens the same picture anywhere, and a bad link opens with a notice.
import { expect, PlaygroundPage, test } from "./playground";

test("a copied link opens the same policies, to the last digit", async ({ playground, page, context, browser }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await playground.open();
  await playground.type("answers[0].reference", "33.3");
  await playground.type("answers[1].reward", "0.123456789");
  await playground.type("rules[0].beta", "0.37");
  await playground.field("answers[2].label").fill("Ä & b=c, 100%");
  for (const label of ["NLHF", "GRPO, direct KL", "Shift-only", "Shift-only, direct KL"])
    await playground.rule(label).click();
  const shared = await playground.table();
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByText("Copy link: copied to the clipboard")).toBeAttached();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/#v=1&.*ref=/);

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(link);
  const reopened = new PlaygroundPage(other);
  expect(await reopened.table()).toEqual(shared);
  expect(await reopened.labels()).toEqual(["Rare but right", "Popular, half right", "Ä & b=c, 100%"]);
  await elsewhere.close();
});

test("where the clipboard is denied the link is shown, selected, to copy by hand", async ({ playground, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", {
      value: { writeText: () => Promise.reject(new Error("denied")) },
    });
  });
  await playground.open();
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Copy link" }).click();
  const text = page.getByLabel(/copy this by hand/);
  await expect(text).toBeFocused();
  await expect(text).toHaveValue(/#v=1&/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Share" })).toBeFocused();
});

test("the address follows the state, and another link in it opens", async ({ playground, page }) => {
  await playground.open();
  await playground.type("rules[0].beta", "0.37");
  await expect(page).toHaveURL(/beta=0\.37/);
  await page.evaluate(() => (location.hash = "#v=1&ref=0.5,0.5&r=1,0&a=Yes,No&beta=2&G=4&rules=grpo"));
  await expect(playground.rows).toHaveCount(2);
  await playground.settled("ready");
  expect(await playground.labels()).toEqual(["Yes", "No"]);
});

const badLinks: [name: string, fragment: string, notice: RegExp][] = [
  ["a word for a number", "v=1&ref=0.2,0.8&r=one,0&a=A,B", /“one” in the link: it must be a number/],
  ["NaN", "v=1&ref=NaN,0.8&r=1,0&a=A,B", /NaN/],
  ["Infinity", "v=1&ref=0.2,0.8&r=1,0&a=A,B&beta=Infinity", /Infinity/],
  ["1e308", "v=1&ref=0.2,0.8&r=1e308,0&a=A,B", /1e308/],
  ["a reference of zero", "v=1&ref=0,0.8&r=1,0&a=A,B", /must be a number > 0/],
  ["equal names", "v=1&ref=0.2,0.8&r=1,0&a=A,A", /different/],
  ["an unknown rule", "v=1&ref=0.2,0.8&r=1,0&a=A,B&rules=grpo,ppo", /ppo/],
  ["an unknown key", "v=1&ref=0.2,0.8&r=1,0&a=A,B&color=red", /color/],
  ["a newer version", "v=99&ref=0.2,0.8&r=1,0&a=A,B", /99/],
  ["broken percent-encoding", "v=1&ref=0.2,0.8&r=1,0&a=%E0%A4%A,B", /percent-encoding/],
  ["a matrix that is not antisymmetric", "v=1&ref=0.5,0.5&a=A,B&w=0.5,0.9,0.9,0.5", /Used instead/],
];

for (const [name, fragment, notice] of badLinks) {
  test(`a link with ${name} opens with a notice that names it, and shows a picture`, async ({ playground, page }) => {
    await playground.open(fragment);
    await playground.settled("ready");
    const notices = page.getByRole("alert");
    await expect(notices).toContainText(notice);
    await expect(playground.headline).not.toBeEmpty();
    while ((await notices.getByRole("button").count()) > 0) await notices.getByRole("button").first().click();
    await expect(notices).toHaveCount(0);
  });
}

test("a fragment of 1 MB opens with a notice, quickly", async ({ playground, page }) => {
  await playground.open();
  await page.evaluate(() => (location.hash = `#v=1&a=${"x".repeat(1 << 20)}`));
  await expect(page.getByRole("alert")).toContainText(/at most/);
  await playground.settled("ready");
});

test("unsaved work survives a reload, with text that is no value yet", async ({ playground, page }) => {
  await playground.open();
  await playground.type("answers[0].reward", "4");
  await playground.type("answers[1].reward", "4e");
  const before = await playground.shares("grpo");
  await page.reload();
  await playground.settled("invalid");
  await expect(playground.field("answers[0].reward")).toHaveValue("4");
  await expect(playground.field("answers[1].reward")).toHaveValue("4e");
  expect(await playground.shares("grpo")).toEqual(before);
});

test("an edit survives a reload at once, after an earlier edit has reached the address", async ({
  playground,
  page,
}) => {
  await playground.open();
  await playground.type("rules[0].beta", "2");
  await expect(page).toHaveURL(/beta=2/);
  const reloaded = page.waitForEvent("load");
  await playground.field("rules[0].beta").evaluate((field: HTMLInputElement) => {
    field.value = "3";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    location.reload();
  });
  await reloaded;
  await expect(playground.field("rules[0].beta")).toHaveValue("3");
});

test("markup in names stays text, wherever a name is shown", async ({ playground, page }) => {
  const markup = "<img src=x onerror=alert(1)><b>bold</b>";
  await playground.open(
    `v=1&ref=0.2,0.8&r=1,0&a=${encodeURIComponent(markup)},%3Cscript%3E&beta=1&G=8&rules=grpo,rlhf`,
  );
  expect(await playground.labels()).toEqual([markup, "<script>"]);
  await page.getByText("Win matrix", { exact: true }).click();
  await playground.table();
  await playground.rows.first().locator(".policy-bar").first().hover();
  await expect(page.locator("main img, main b, main script")).toHaveCount(0);
  await expect(page.getByRole("region", { name: /^Why/ })).toContainText(markup);
});
