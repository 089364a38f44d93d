// SPDX-License-Identifier: MIT
// The self-test in a real browser: it agrees there, on the site and in the one file, and tells what does not.
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "./playground";

const oneFile = pathToFileURL(fileURLToPath(new URL("../../web/dist/playground.html", import.meta.url))).href;
const { version } = JSON.parse(
  readFileSync(fileURLToPath(new URL("../../web/dist/package/package.json", import.meta.url)), "utf8"),
) as { version: string };

test.describe.configure({ timeout: 90_000 });

const result = (page: Page) => page.getByRole("region", { name: "Result" });
const report = (page: Page) => page.getByRole("textbox", { name: "Report" });

async function ended(page: Page, state: "done" | "stopped"): Promise<void> {
  await expect(result(page)).toHaveAttribute("data-selftest", state, { timeout: 80_000 });
}

test("every case agrees, and the report to copy names version, module, browser, memory and times", async ({
  playground,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await playground.page.goto("./#selftest");
  await ended(page, "done");
  await expect(result(page)).toContainText(/^All \d+ cases agree\./);
  for (const table of ["trainers", "stationary", "preference", "closed-form"]) {
    const [cases, failed] = await page.locator(`tr[data-table="${table}"] td.number`).allTextContents();
    expect(Number(cases)).toBeGreaterThan(30);
    expect(Number(failed)).toBe(0);
  }
  await page.getByRole("button", { name: "Copy report" }).click();
  await expect(page.getByText("Copy report: copied to the clipboard")).toBeAttached();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toBe(await report(page).inputValue());
  expect(text).toContain(`version: ${version}\n`);
  expect(text).toContain(`browser: ${await page.evaluate(() => navigator.userAgent)}\n`);
  expect(text).toMatch(/^module: SIMD, module-[\w-]+\.wasm$/m);
  expect(text).toMatch(/^build: index-[\w-]+\.js$/m);
  expect(text).toMatch(/^memory: module \d+\.\d MB/m);
  expect(text).toMatch(/^times: module loaded in \d+ ms, cases \d+ ms, slowest .+ \d+ ms$/m);
  expect(text).toMatch(/^failures: none$/m);
});

test("a spoilt table is told: the case, its digits, and a verdict that is no success", async ({ playground, page }) => {
  await page.route(/reference-tables-[\w-]+\.js$/, async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    expect(text.includes(".44721")).toBe(true);
    await route.fulfill({ response, body: text.replace(".44721", ".44725") });
  });
  await playground.page.goto("./#selftest");
  await ended(page, "done");
  await expect(result(page)).toContainText(/^1 of \d+ cases failed\./);
  await expect(page.locator('[data-case="The paper, G = 2"]').first()).toContainText("the error is 3.6e-5");
  await expect(report(page)).toHaveValue(/\n- trainers: The paper, G = 2: 4\.4 digits of 5\.3: the error is 3\.6e-5\n/);
});

test.describe("with a module that does not come", () => {
  test.use({ expectedErrors: [/net::ERR_FAILED/] });
  test("it says that it could not finish, and why, and goes again", async ({ playground, page }) => {
    await page.route(/\/module-[\w-]+\.wasm$/, (route) => route.abort());
    await playground.page.goto("./#selftest");
    await ended(page, "stopped");
    await expect(result(page)).toContainText(/^Not finished: .+ 0 of \d+ cases were checked/);
    await expect(report(page)).toHaveValue(/\nmodule: not loaded\n/);
    await page.unroute(/\/module-[\w-]+\.wasm$/);
    await page.getByRole("button", { name: "Run again" }).click();
    await ended(page, "done");
    await expect(result(page)).toContainText(/^All \d+ cases agree\./);
  });
});

test("it can be stopped, and is reached from the page's foot", async ({ playground, page }) => {
  await playground.open();
  await page.getByRole("link", { name: "Self-test" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Self-test" })).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await ended(page, "stopped");
  await expect(result(page)).toContainText("stopped by hand");
  await page.getByRole("link", { name: "Back to the playground" }).click();
  await playground.settled("ready");
});

test("the page as one file tests itself from disk, with the scalar module that it carries", async ({ page }) => {
  await page.goto(`${oneFile}#selftest`);
  await ended(page, "done");
  await expect(result(page)).toContainText(/^All \d+ cases agree\./);
  await expect(report(page)).toHaveValue(/\nmodule: scalar, carried in the file\n/);
  await expect(report(page)).toHaveValue(/\nbuild: one file, code [0-9a-f]{12}\n/);
});
