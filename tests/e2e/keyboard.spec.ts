// SPDX-License-Identifier: MIT
// Without a pointer: everything can be reached, is named, and tells what it did.
import { expect, test } from "./playground";

test.beforeEach(({ playground }) => playground.open());

test("a journey with the keyboard alone: open a preset, change a reward, a reference and β, share", async ({
  playground,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const focused = page.locator(":focus");
  const tabTo = async (name: RegExp) => {
    for (let presses = 0; presses < 80; ++presses) {
      await page.keyboard.press("Tab");
      if (name.test((await focused.evaluate(accessibleName)) ?? "")) return;
    }
    throw new Error(`no tab stop is named ${name}`);
  };

  await tabTo(/^Presets, now/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Right or wrong, in pairs/ })).toBeVisible(); // it is loaded now
  await tabTo(/^Right or wrong, in pairs/);
  await page.keyboard.press("Enter");
  await playground.settled("ready");
  await expect(focused).toHaveText(/Right or wrong, in pairs/);

  await tabTo(/^Reward of Right/);
  const before = await playground.share(0, "grpo");
  await page.keyboard.press("PageUp");
  await playground.settled("ready");
  await tabTo(/^Reference of Right/);
  await page.keyboard.press("ArrowRight");
  await playground.settled("ready");
  expect(await playground.share(0, "reference")).toBeCloseTo(0.011, 9);
  expect(await playground.share(0, "grpo")).toBeGreaterThan(before);

  await tabTo(/^Pull of the reference/);
  await page.keyboard.press("Home");
  await playground.settled("ready");
  await expect(playground.field("rules[0].beta")).toHaveValue("0.001");

  await page.keyboard.press("Control+z");
  await expect(playground.field("rules[0].beta")).toHaveValue("0.5");
});

test("the bars are one tab stop, walked by arrow keys, and the equation follows", async ({ playground, page }) => {
  const why = page.getByRole("region", { name: /^Why/ });
  await expect(page.locator('.policy-bar[tabindex="0"]')).toHaveCount(1);
  await page.locator('.policy-bar[tabindex="0"]').focus();
  await page.keyboard.press("ArrowDown");
  await expect(why).toContainText("Why RLHF gives Rare but right");
  await page.keyboard.press("ArrowDown");
  await expect(why).toContainText("Why GRPO gives Popular, half right");
  await page.keyboard.press("End");
  await expect(why).toContainText("Why RLHF gives Confidently wrong");
  await expect(playground.rows.last().locator('.policy-bar[data-rule="rlhf"]')).toBeFocused();
});

test("answers move by the arrow keys on their handle", async ({ playground, page }) => {
  await page.getByRole("button", { name: "Drag to move Rare but right" }).focus();
  await page.keyboard.press("ArrowDown");
  expect(await playground.labels()).toEqual(["Popular, half right", "Rare but right", "Confidently wrong"]);
});

test("Escape closes the presets and gives focus back", async ({ page }) => {
  const opener = page.getByRole("button", { name: /^Presets, now:/ });
  await opener.click();
  const list = page.getByRole("list", { name: "Presets" });
  await expect(list.getByRole("button").first()).toBeVisible(); // its entries come a moment after the list
  await page.keyboard.press("Tab");
  await expect(list.getByRole("button").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("list", { name: "Presets" })).toHaveCount(0);
  await expect(opener).toBeFocused();
});

test("every control has a name", async ({ playground, page }) => {
  await page.getByText("Win matrix", { exact: true }).click();
  await playground.settled("ready");
  const names = await page.locator("button, input, textarea, [tabindex]").evaluateAll((elements, source) => {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the function itself cannot cross into the page
    const nameOf = new Function(`return (${source})`)() as (element: Element) => string | null;
    return elements.map((element) => [nameOf(element), element.outerHTML.slice(0, 120)]);
  }, accessibleName.toString());
  for (const [name, html] of names) expect(name, html!).toBeTruthy();
});

/** A control's name, near enough: its label, its aria-label or its text. Runs in the page. */
function accessibleName(element: Element): string | null {
  const labelled = element as HTMLInputElement;
  const name = element.getAttribute("aria-label") ?? labelled.labels?.[0]?.textContent ?? element.textContent;
  return name?.replace(/\s+/g, " ").trim() || null;
}
