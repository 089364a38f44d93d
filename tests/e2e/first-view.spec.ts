// SPDX-License-Identifier: MIT
// The first view is as small as tests/site/budgets.json says: what it asks for, and how much it puts on the screen.
import { budgets, partName, siteParts } from "../site/parts.mjs";
import { expect, test } from "./playground";

test("the first picture needs these requests and no others, and as few elements", async ({ playground, page }) => {
  const first = new Set(siteParts().first.map(({ file }) => file));
  const loaded: string[] = [];
  // Whatever else is asked for never comes: the first picture does not wait for it.
  await page.route("**/*", (route) => {
    const file = new URL(route.request().url()).pathname.slice(1) || "index.html";
    if (!first.has(file)) return;
    loaded.push(file);
    return route.continue();
  });
  await page.goto("./", { waitUntil: "commit" });
  await playground.settled("ready");
  await expect(playground.rows.first()).toBeVisible();
  expect(loaded.map(partName).sort()).toEqual([...first].map(partName).sort());
  expect(loaded.length).toBeLessThanOrEqual(budgets.firstView.requests);
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  expect(nodes).toBeLessThanOrEqual(budgets.firstView.nodes);
  expect(nodes).toBeGreaterThan(budgets.firstView.nodes * 0.9); // a budget far above what is there keeps nothing small
  await page.unrouteAll({ behavior: "ignoreErrors" });
});
