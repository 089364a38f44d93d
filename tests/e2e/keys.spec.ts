// SPDX-License-Identifier: MIT
// The table of keys at work: its help, a way by keys for everything that can be dragged, and focus that is seen.
import type { Locator, Page } from "@playwright/test";
import { viewRows } from "../../web/src/views/closer/registry";
import { type KeyScope, keyTable } from "../../web/src/views/keys/table";
import { ClassroomPage } from "./classroom";
import { expect, type PlaygroundPage, test } from "./playground";
import { pageStates, questionFor, three } from "./states";

const dialogOf = (page: Page) => page.getByRole("dialog", { name: "Keyboard" });

test("? shows every command of the table, also in the classroom, and focus returns", async ({ playground, page }) => {
  await playground.open();
  await playground.beta.focus();
  await page.keyboard.press("?");
  for (const { title, commands } of Object.values<KeyScope>(keyTable)) {
    const section = dialogOf(page).locator("section", { has: page.getByRole("heading", { name: title }) });
    await expect(section.locator("dd")).toHaveText(commands.map(({ does }) => does));
  }
  await page.keyboard.press("Escape");
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(playground.beta).toBeFocused();
  await page.goto("./#textbook");
  await expect(page.locator("main[data-room=textbook]")).toBeVisible();
  await page.keyboard.press("?");
  await expect(dialogOf(page)).toBeVisible();
});

test("a ? in a field is text, and who wants no command of one character turns it off", async ({ playground, page }) => {
  await playground.open();
  await playground.field("answers[0].label").focus();
  await page.keyboard.press("End");
  await page.keyboard.type("?");
  await expect(playground.field("answers[0].label")).toHaveValue(/\?$/);
  await expect(dialogOf(page)).toHaveCount(0);

  const button = page.getByRole("button", { name: "Keyboard" });
  await button.click();
  await dialogOf(page).getByRole("checkbox").uncheck();
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
  await page.reload();
  await playground.settled();
  await expect(button).toBeVisible();
  await playground.beta.focus();
  await page.keyboard.press("?");
  await playground.beta.press("ArrowRight"); // a later key has come through
  await expect(playground.field("rules[0].beta")).not.toHaveValue("1");
  await expect(dialogOf(page)).toHaveCount(0);
});

for (const opener of ["Share", "Files", "Keyboard"]) {
  test(`focus goes into the dialog of “${opener}”, stays in it, and returns`, async ({ playground, page }) => {
    await playground.open();
    const button = page.getByRole("button", { name: opener });
    await button.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    for (let presses = 0; presses < 30; ++presses) {
      await page.keyboard.press("Tab");
      const inside = await dialog.evaluate((element) => element.contains(document.activeElement) || document.activeElement === document.body); // prettier-ignore
      expect(inside).toBe(true);
    }
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(button).toBeFocused();
  });
}

const sliders = "input[type=range]:enabled, [role=slider]:not([aria-disabled=true])";

/** Where a slider stands: a triangle's point in two directions. */
const placeOf = (slider: Locator) =>
  slider.evaluate((element) => {
    const text = element.getAttribute("aria-valuetext");
    const value = element instanceof HTMLInputElement ? element.value : element.getAttribute("aria-valuenow");
    return `${value} ${text}`;
  });

/** Arrows move it by a step and back, a page no less, Home and End from one end to the other. */
async function moveByKeys(slider: Locator, page: Page): Promise<void> {
  const about = await slider.evaluate((element) => element.outerHTML.slice(0, 200));
  const scope = await slider.getAttribute("data-keys");
  await slider.focus();
  await expect(slider, about).toBeFocused();
  const press = async (key: string): Promise<string> => {
    const before = await placeOf(slider);
    await page.keyboard.press(key);
    await expect.poll(() => placeOf(slider), { message: `${key} on ${about}` }).not.toBe(before);
    return placeOf(slider);
  };
  if (scope === "triangle") {
    for (const key of ["ArrowUp", "ArrowRight", "Shift+ArrowLeft", "Shift+ArrowDown"]) await press(key);
    return;
  }
  for (const key of ["ArrowDown", "ArrowDown"]) await page.keyboard.press(key); // to a step, with room for two more
  const one = await press("ArrowUp");
  await press("ArrowRight");
  await press("ArrowLeft");
  expect(await placeOf(slider), `back on ${about}`).toBe(one);
  const two = await press("ArrowUp");
  await press("ArrowDown");
  expect(await placeOf(slider), `back on ${about}`).toBe(one);
  const value = (place: string) => Number(place.split(" ")[0]);
  expect(value(await press("PageUp")), `a page on ${about}`).toBeGreaterThanOrEqual(value(two));
  await page.keyboard.press("Home");
  const least = value(await placeOf(slider));
  await page.keyboard.press("End");
  await expect
    .poll(async () => value(await placeOf(slider)), { message: `the end of ${about}` })
    .toBeGreaterThan(least);
}

/** What shows by its cursor that it can be dragged, and has no keys. Runs in the page. */
function draggedOnly(): string[] {
  const grabbed = [...document.querySelectorAll("*")].filter((element) =>
    /^(grab|ew-resize|ns-resize|move)$/.test(getComputedStyle(element).cursor),
  );
  const without = grabbed.filter((element) => !element.closest("input[type=range], [data-keys]"));
  return without.map(({ outerHTML }) => outerHTML.slice(0, 200));
}

/** A look's sliders alone: those of the board change all looks that are open. */
const looks = viewRows.map((row) => ({
  name: `the look “${row.title}”`,
  root: `[data-view="${row.id}"]`,
  async open(playground: PlaygroundPage) {
    await playground.open(`${questionFor(row)}&view=${row.id}`);
    await playground.drawnLook(row.id);
  },
}));
const others = pageStates.filter(({ name }) => /^the board|^an exercise/.test(name));

for (const { name, root, open } of [...looks, ...others.map((state) => ({ ...state, root: "main" }))]) {
  test(`everything that can be dragged moves by keys: ${name}`, async ({ playground, page }) => {
    test.setTimeout(60_000);
    await open(playground);
    expect(await page.evaluate(draggedOnly)).toEqual([]);
    for (let tried = 0; ; ++tried) {
      const next = page.locator(root).locator(`:is(${sliders}):not([data-tried])`).locator("visible=true").first();
      if ((await next.count()) === 0) break;
      await next.evaluate((slider, k) => ((slider as HTMLElement).dataset["tried"] = String(k)), tried); // a move may bring others, or end some
      await moveByKeys(page.locator(`[data-tried="${tried}"]`), page);
    }
  });
}

/** Whether the focus is seen: in the window, not covered, and marked. Runs in the page. */
function seenFocus(): { end: boolean; faults: string[]; slider: boolean } {
  const element = document.activeElement!;
  if (element === document.body) return { end: true, faults: [], slider: false };
  const marked = element.matches("input[type=radio].hidden, input[type=checkbox].hidden")
    ? element.closest("label")!
    : element;
  const { left, right, top, bottom } = marked.getBoundingClientRect();
  const [x, y] = [
    (Math.max(left, 0) + Math.min(right, innerWidth)) / 2,
    (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2,
  ];
  const over = document.elementFromPoint(x, y);
  const slider = element.matches("input[type=range], [role=slider]");
  const style = getComputedStyle(marked);
  const faults = [
    bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth ? "out of sight" : "",
    over && (marked.contains(over) || over.contains(marked) || slider)
      ? ""
      : `covered by ${over?.outerHTML.slice(0, 80)}`,
    slider || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) ? "" : "without an outline",
  ].filter(Boolean);
  return { end: false, faults: faults.map((fault) => `${fault}: ${element.outerHTML.slice(0, 120)}`), slider };
}

/** A slider's mark is on its thumb, which only the picture tells: it is another with the focus than without. */
async function expectMarked(page: Page): Promise<void> {
  const focused = page.locator(":focus");
  const box = (await focused.boundingBox())!;
  const clip = { x: Math.max(0, box.x - 8), y: Math.max(0, box.y - 8), width: box.width + 16, height: box.height + 16 };
  const about = await focused.evaluate((element) => element.outerHTML.slice(0, 120));
  const element = await focused.elementHandle();
  const marked = await page.screenshot({ clip, animations: "disabled" });
  await element!.evaluate((slider) => (slider as HTMLElement).blur());
  const plain = await page.screenshot({ clip, animations: "disabled" });
  await element!.evaluate((slider) => (slider as HTMLElement).focus({ preventScroll: true }));
  expect(marked.equals(plain), `no mark of focus on ${about}`).toBe(false);
}

async function tabThrough(playground: PlaygroundPage): Promise<string[]> {
  const { page } = playground;
  const names: string[] = [];
  for (let presses = 0; presses < 200; ++presses) {
    await page.keyboard.press("Tab");
    const { end, faults, slider } = await page.evaluate(seenFocus);
    if (end) return names;
    expect.soft(faults).toEqual([]);
    if (slider && names.length < 40) await expectMarked(page);
    names.push(await page.evaluate(() => document.activeElement!.closest("header, main, footer")?.tagName ?? "?"));
  }
  throw new Error("the way by Tab does not end");
}

for (const [width, height] of [
  [1280, 800],
  [360, 740],
] as const) {
  test(`at ${width} px each stop of Tab is seen, marked, and in the order of the page`, async ({
    playground,
    page,
  }) => {
    test.setTimeout(60_000);
    await page.setViewportSize({ width, height });
    await playground.open(`${three}&view=pooling`);
    await playground.drawnLook("pooling");
    await expect(page.getByRole("button", { name: "Keyboard" })).toBeVisible();
    await page.evaluate(() => scrollTo(0, 0));
    const places = await tabThrough(playground);
    expect(places.length).toBeGreaterThan(30);
    const order = ["HEADER", "MAIN", "FOOTER"];
    const known = places.map((place) => order.indexOf(place));
    expect(known).toEqual([...known].sort((a, b) => a - b));
  });
}

test("on a phone the buttons of a lesson's exercises are called as they are on a wide screen", async ({
  playground: { page },
}) => {
  const room = new ClassroomPage(page);
  await room.openExercise("policy", "policy");
  const buttons = page.getByRole("navigation", { name: "Exercises" }).getByRole("button");
  const wide = await page.getByRole("navigation", { name: "Exercises" }).ariaSnapshot();
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.getByRole("navigation", { name: "Exercises" }).ariaSnapshot()).toBe(wide);
  await expect(buttons.last()).toHaveAccessibleName("Results");
});
