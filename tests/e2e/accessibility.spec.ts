// SPDX-License-Identifier: MIT
// What axe finds in any state of the page, in light, dark and high contrast: nothing.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "@playwright/test";
import { expect, test } from "./playground";
import { pageStates } from "./states";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const everything: RunOptions = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
/** Only this depends on the colours. */
const contrast: RunOptions = { runOnly: { type: "rule", values: ["color-contrast"] }, resultTypes: ["violations"] };

const looks = [
  ["light", { colorScheme: "light" }, everything],
  ["dark", { colorScheme: "dark" }, contrast],
  ["more contrast", { colorScheme: "light", contrast: "more" }, contrast],
  ["more contrast, dark", { colorScheme: "dark", contrast: "more" }, contrast],
  ["forced colours", { contrast: "no-preference", forcedColors: "active" }, contrast],
] as const;

async function findings(page: Page, options: RunOptions): Promise<string[]> {
  const { violations } = await page.evaluate(
    (how) => (window as unknown as { axe: { run(how: RunOptions): Promise<AxeResults> } }).axe.run(how),
    options,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary, target }) => `${id}: ${target.join(" ")}\n${html.slice(0, 200)}\n${failureSummary}`,
    ),
  );
}

for (const { name, open } of pageStates) {
  test(`axe finds nothing in ${name}, in light, dark, more contrast and forced colours`, async ({
    playground,
    page,
  }) => {
    await open(playground);
    await page.evaluate(axe);
    const found: string[] = [];
    for (const [look, media, options] of looks) {
      await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "none", ...media });
      found.push(...(await findings(page, options)).map((finding) => `${look}: ${finding}`));
    }
    expect(found.join("\n\n")).toBe("");
  });
}
