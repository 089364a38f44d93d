// SPDX-License-Identifier: MIT
// Every state of the page under axe in light, dark and high contrast, at 400% zoom, and with reduced motion.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "@playwright/test";
import { expect, test } from "./playground";
import { pageStates } from "./states";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const all: RunOptions = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
const only = (rule: string): RunOptions => ({ runOnly: { type: "rule", values: [rule] }, resultTypes: ["violations"] });

/** Nothing but contrast depends on the colours. Who prefers more of it gets 7 to 1. */
const looks = [
  ["light", { colorScheme: "light" }, all],
  ["dark", { colorScheme: "dark" }, only("color-contrast")],
  ["dark, more contrast", { contrast: "more" }, only("color-contrast-enhanced")],
  ["light, more contrast", { colorScheme: "light" }, only("color-contrast-enhanced")],
  ["forced colours", { contrast: "no-preference", forcedColors: "active" }, only("color-contrast")],
] as const;

type WithAxe = Window & { axe: { run(how: RunOptions): Promise<AxeResults> } };

async function findings(page: Page, options: RunOptions): Promise<string[]> {
  const { violations } = await page.evaluate((how) => (window as unknown as WithAxe).axe.run(how), options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary, target }) =>
      [id, target.join(" "), html.slice(0, 200), failureSummary].join("\n"),
    ),
  );
}

/** Axe reads this property before `color`; Chromium gives it as the page has it, though it paints forced colours. */
function tellForcedTextColour(): void {
  const { getPropertyValue } = CSSStyleDeclaration.prototype;
  CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
    return getPropertyValue.call(this, name === "-webkit-text-fill-color" ? "color" : name);
  };
}

/** What reaches beyond the window's side, but for what scrolls in a room of its own. Runs in the page. */
function cutOff(): string[] {
  const root = document.documentElement;
  const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const inScroller = (element: Element): boolean => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
      if (scrolls(at) && !at.matches("dialog")) return true;
    return false;
  };
  const texts = [...document.querySelectorAll("body *")].filter(
    (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("svg, .hidden, math"),
  );
  const beyond = texts.filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 1 && (right > root.clientWidth + 1 || left < -1) && !inScroller(element);
  });
  const wide = root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth} px wide`] : [];
  return [...wide, ...beyond.slice(0, 5).map(({ outerHTML }) => outerHTML.slice(0, 160))];
}

/** What would move, or moves. Runs in the page. */
function moving(): string[] {
  const lasts = (times: string) => times.split(",").some((time) => parseFloat(time) > 0);
  const restless = [...document.querySelectorAll("*")].filter((element) => {
    const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(element);
    return lasts(transitionDuration) || lasts(animationDuration) || scrollBehavior === "smooth";
  });
  const running = document.getAnimations().filter(({ playState }) => playState === "running");
  return [
    ...restless.slice(0, 5).map(({ outerHTML }) => outerHTML.slice(0, 160)),
    ...running.map(({ effect }) => (effect as KeyframeEffect).target?.outerHTML.slice(0, 160) ?? "an animation"),
  ];
}

for (const { name, open } of pageStates) {
  test(`${name}: axe finds nothing in any colours, 400% zoom cuts nothing off, reduced motion moves nothing`, async ({
    playground,
    page,
  }) => {
    test.setTimeout(90_000);
    await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light" });
    await open(playground);
    await page.evaluate(axe);
    await page.evaluate(tellForcedTextColour);
    for (const [look, media, options] of looks) {
      await page.emulateMedia(media);
      await expect(page.locator("html[data-contrast]")).toHaveCount(look.endsWith("more contrast") ? 1 : 0);
      expect.soft((await findings(page, options)).join("\n\n"), look).toBe("");
    }
    expect.soft(await page.evaluate(moving), "moves in spite of reduced motion").toEqual([]);
    await page.setViewportSize({ width: 320, height: 256 }); // 1280 × 1024 at 400%
    await expect(async () => expect(await page.evaluate(cutOff), "at 400%").toEqual([])).toPass({ timeout: 3000 });
  });
}
