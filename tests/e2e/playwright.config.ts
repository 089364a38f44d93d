// SPDX-License-Identifier: MIT
// The built site in a real browser: served at the root of one host and under a path of another.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const root = fileURLToPath(new URL("../..", import.meta.url));
const port = Number(process.env["E2E_PORT"] ?? 4317);
export const subPathUrl = `http://localhost:${port + 1}/a/deep/path/`;

const installed = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function serve(url: string) {
  const { port, pathname } = new URL(url);
  return {
    command: `node_modules/.bin/vite preview web --port ${port} --strictPort --base ${pathname}`,
    cwd: root,
    url,
    reuseExistingServer: !process.env["CI"],
  };
}

export default defineConfig({
  testDir: ".",
  outputDir: `${root}/test-results`,
  workers: 2,
  fullyParallel: true,
  forbidOnly: !!process.env["CI"],
  timeout: 30_000,
  reporter: "list",
  use: {
    baseURL: `http://localhost:${port}/`,
    serviceWorkers: "block", // offline.spec.ts is about them; elsewhere each test would fetch the whole site
    viewport: { width: 1280, height: 900 },
    launchOptions: {
      executablePath: installed.find((path) => path && existsSync(path)),
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    },
  },
  webServer: [serve(`http://localhost:${port}/`), serve(subPathUrl)],
});
