// SPDX-License-Identifier: MIT
// The package's examples for the browser: a plain page without any tool, and a page made by a bundler.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import { build } from "vite";
import { serveFolder } from "./static-server";

const built = fileURLToPath(new URL("../../web/dist/package", import.meta.url));
const shares = "GRPO: 62.1 %, 26.9 %, 10.9 %\nRLHF: 32.6 %, 49.4 %, 18.0 %";
let folder: string;

test.beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "example-"))));
test.afterEach(() => rmSync(folder, { recursive: true }));

async function expectShares(page: Page, served: string): Promise<void> {
  const faults: string[] = [];
  page.on("console", (message) => faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));
  const server = await serveFolder(served, "/any/path/");
  await page.goto(server.url);
  await expect(page.locator("#result")).toHaveText(shares);
  expect(faults).toEqual([]);
  await server.stop();
}

test('a plain <script type="module"> solves', async ({ page }) => {
  cpSync(join(built, "examples/browser"), folder, { recursive: true });
  cpSync(join(built, "examples/scenario.json"), join(folder, "scenario.json"));
  cpSync(built, join(folder, "grpo-playground"), { recursive: true });
  await expectShares(page, folder);
});

test("a page made by a bundler solves", async ({ page }) => {
  cpSync(join(built, "examples"), folder, { recursive: true });
  mkdirSync(join(folder, "node_modules"));
  cpSync(built, join(folder, "node_modules/grpo-playground"), { recursive: true });
  const root = join(folder, "bundler");
  await build({ root, configFile: false, base: "./", logLevel: "error", build: { target: "es2022" } });
  await expectShares(page, join(root, "dist"));
});
