// SPDX-License-Identifier: MIT
// The reader's language and clock: numbers are read and written alike everywhere and at any time, links are the same.
import type { Browser, Page } from "@playwright/test";
import { expect, PlaygroundPage, test } from "./playground";

const three = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Iİıi,Popular,Wrong&beta=0.5&G=1234&rules=grpo,rlhf&view=path,training";

/** German writes 0,5; Arabic in Egypt ٠٫٥ and from right to left; in Turkish the small letter of I is ı. */
const locales = ["en-US", "de-DE", "ar-EG", "tr-TR"] as const;

/** A page in that language, and what it reports as an error. */
async function pageIn(browser: Browser, locale: string): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({ locale, timezoneId: "Asia/Kathmandu", serviceWorkers: "block" });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => void (message.type() === "error" && faults.push(message.text())));
  page.on("pageerror", (error) => faults.push(error.message));
  return { page, faults };
}

/** Every text and every drawn number of what is shown. */
const shown = (page: Page) =>
  page.locator("main").evaluate((main) => {
    const drawn = [...main.querySelectorAll("[data-share], [aria-valuetext], input, path[d]")].map((element) =>
      ["data-share", "aria-valuetext", "value", "d"].map((name) => element.getAttribute(name)).join(),
    );
    return [(main as HTMLElement).innerText, ...drawn].join("\n");
  });

async function walk(page: Page): Promise<string[]> {
  const playground = new PlaygroundPage(page);
  await playground.open(three);
  const seen: string[] = [];
  const drawn = async () => {
    for (const look of ["path", "training"]) await playground.drawnLook(look);
  };
  await drawn();
  await playground.table();
  seen.push(await shown(page));
  const numbers = { "0.25": true, "5e-1": true, "0,5": false, "1.234,5": false, "٠٫٥": false, "1,000": false };
  for (const [text, valid] of Object.entries(numbers)) {
    await playground.type("answers[1].reward", text);
    const told = page.locator("[data-field]").filter({ hasText: "must be a number" });
    if (valid) await playground.settled("ready");
    else await expect(told.filter({ hasText: `“${text}”` })).toBeVisible();
    seen.push(text, await page.locator("main").getAttribute("data-state").then(String));
    seen.push(...(await page.locator("[data-field]").allTextContents()));
  }
  await playground.type("answers[1].reward", "0.75");
  await playground.type("rules[0].beta", "1e-3");
  await playground.settled("ready");
  await expect(page).toHaveURL(/beta=0\.001/);
  await drawn();
  seen.push(new URL(page.url()).hash, await shown(page));
  await page.getByRole("button", { name: "Share" }).click();
  seen.push(await page.getByRole("dialog", { name: "Share" }).innerText());
  await page.goto("./#learn=groups/silent");
  await expect(page.locator("[data-step]").first()).toBeVisible();
  await page.getByLabel(/Your name/i).fill("İI ıi");
  await expect(page.getByText("?", { exact: true })).toHaveCount(2); // the policy is there, and covered
  await expect(page.locator("main math").first()).toBeVisible(); // formulas come a moment after their text
  seen.push(await shown(page));
  return seen;
}

test("in German, Arabic and Turkish every number is read, told and drawn as in English, and the links are the same", async ({
  browser,
  baseURL,
}) => {
  test.slow();
  let english: string[] = [];
  for (const locale of locales) {
    const { page, faults } = await pageIn(browser, locale);
    expect(await page.evaluate(() => navigator.language)).toBe(locale);
    await page.goto(baseURL!);
    const seen = await walk(page);
    if (locale === "en-US") english = seen;
    else expect(seen, locale).toEqual(english);
    expect(faults).toEqual([]);
    await page.context().close();
  }
  expect(english.join("\n")).toMatch(/“0,5”.*must be a number/);
  expect(english.join("\n")).toMatch(/“٠٫٥”.*must be a number/);
  expect(english.join("\n")).not.toMatch(/NaN/);
});

test("set from right to left by its reader, the page draws the same shares and nothing is cut off", async ({
  playground,
  page,
}) => {
  await playground.open(three);
  const shares = await playground.shares("grpo");
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  await playground.type("answers[0].label", "إجابة نادرة ولكن صحيحة");
  await playground.dragThumb(playground.beta, 20);
  await playground.settled("ready");
  expect(await playground.shares("grpo")).not.toEqual(shares);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

const clocks: [name: string, from: number, step: number][] = [
  ["in 1970", 0, 1],
  ["in the year 9999", Date.UTC(9999, 11, 31), 1],
  ["that goes back a day each time it is looked at", Date.UTC(2026, 0, 1), -86_400_000],
  ["that stands still", Date.UTC(2026, 0, 1), 0],
];

for (const [name, from, step] of clocks) {
  test(`with a clock ${name} the page solves, keeps what is worked on, and lists it`, async ({ playground, page }) => {
    await page.addInitScript(
      ([from, step]) => {
        let now = from;
        const Real = Date;
        class Wrong extends Real {
          constructor(...given: unknown[]) {
            if (given.length === 0) super((now += step));
            else super(...(given as [number]));
          }
          static override now(): number {
            return (now += step);
          }
        }
        globalThis.Date = Wrong as DateConstructor;
      },
      [from, step] as const,
    );
    await playground.open("v=1&ref=0.3,0.7&r=1,0&a=Right,Wrong&beta=0.5&G=8&rules=grpo,rlhf&title=Kept");
    await playground.settled("ready");
    await playground.type("rules[0].beta", "0.25");
    await playground.settled("ready");
    await expect(page).toHaveURL(/beta=0\.25/);
    await page.getByRole("button", { name: /^Files/ }).click();
    await expect(page.locator("[data-keeping]")).toHaveAttribute("data-keeping", /-/);
    const kept = page.getByRole("list", { name: "Kept scenarios" });
    await expect(kept).toContainText("Kept");
    await expect(kept).not.toContainText(/Invalid|NaN/);
    await page.keyboard.press("Escape");
    await page.reload();
    await playground.settled("ready");
    await expect(playground.field("rules[0].beta")).toHaveValue("0.25");
    await playground.openLook("path");
    await page.goto("./#learn=policy");
    await expect(page.locator("[data-step]").first()).toBeVisible();
  });
}
