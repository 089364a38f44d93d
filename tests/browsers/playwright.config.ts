// SPDX-License-Identifier: MIT
// One suite of journeys for three browsers. Playwright runs the tests; the browsers are the distribution's own, driven
// over WebDriver (webdriver.ts), for Playwright drives no Firefox and no WebKit but the builds that it downloads.
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import { abilities, type Ability, browserNames } from "./browsers";

const suites: Record<Ability, RegExp> = {
  full: /journeys|screens/,
  "no-vectors": /no-vectors/,
  "no-wasm": /no-wasm/,
};

export default defineConfig<object, { ability: Ability }>({
  testDir: ".",
  outputDir: fileURLToPath(new URL("../../test-results/browsers", import.meta.url)),
  workers: 2,
  fullyParallel: false, // a file's journeys share a browser, which takes longer to start than they do
  forbidOnly: !!process.env["CI"],
  timeout: 40_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  projects: browserNames.flatMap((name) =>
    abilities[name].map((ability) => ({
      name: ability === "full" ? name : `${name} ${ability}`,
      testMatch: suites[ability],
      use: { ability },
    })),
  ),
});
