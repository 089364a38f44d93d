// SPDX-License-Identifier: MIT
// From a phone to a projector, light and dark, still or moving, at a host's root or deep inside it.
import { expect, test } from "./playground";
import { subPathUrl } from "./playwright.config";

const contrastAgainstCard = (element: Element) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  const luminance = (color: string) => {
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
      const part = byte / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const card = luminance(getComputedStyle(element.closest(".card") ?? document.body).backgroundColor);
  const ink = luminance(getComputedStyle(element).color);
  return (Math.max(card, ink) + 0.05) / (Math.min(card, ink) + 0.05);
};

const everything =
  "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&rules=grpo,rlhf,nlhf,grpo-direct-kl,shift-only,shift-only-direct-kl";

for (const width of [320, 390, 768, 1280, 1920]) {
  test(`at ${width} px nothing is cut off at the side`, async ({ playground, page }) => {
    await page.setViewportSize({ width, height: 800 });
    await playground.open(everything);
    await page.getByText("Win matrix", { exact: true }).click();
    await playground.table();
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await playground.field("answers[0].label").fill("Donaudampfschifffahrtsgesellschaft".repeat(5));
    await playground.settled("ready");
    expect(await overflow()).toBeLessThanOrEqual(0);
  });
}

test("at 360 px neither many nines beside a bar nor the rules' longest names cut anything off", async ({
  playground,
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const link of ["v=1&ref=0.000000001,0.999999999&r=1,0&beta=0.5&G=8", everything]) {
    await playground.open(link);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    const ticks = await page.locator(".heads .tick:visible").all();
    const boxes = await Promise.all(ticks.map(async (tick) => (await tick.boundingBox())!));
    for (const [k, box] of boxes.slice(1).entries()) expect(box.x).toBeGreaterThan(boxes[k]!.x + boxes[k]!.width);
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`on a projector in ${colorScheme} mode every rule's text has a contrast of at least 7 to 1`, async ({
    playground,
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await playground.open(`${everything}&projector=1`);
    for (const text of await page.locator(".rows .label, .rows .value, .heads").all()) {
      const contrast = await text.evaluate(contrastAgainstCard);
      expect(contrast, await text.evaluate((element) => element.outerHTML.slice(0, 100))).toBeGreaterThanOrEqual(7);
    }
  });
}

test("on paper there are pictures and words, and nothing to press", async ({ playground, page }) => {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await playground.open(`${everything}&view=simplex`);
  await expect(page.locator("button:not(h3 > button):visible")).toHaveCount(0);
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--card"))).toMatch(
    /^#f{3,6}$/,
  );
});

test("on a phone the dials stay under the thumb while the picture is in view", async ({ playground, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await playground.open();
  for (const part of [playground.beta, playground.groupSize, playground.headline]) {
    await expect(part).toBeInViewport({ ratio: 1 });
  }
});

test("a projector scales the type, and with it the whole picture", async ({ playground, page }) => {
  const size = () => playground.rows.first().evaluate((row) => parseFloat(getComputedStyle(row).fontSize));
  await playground.open();
  const laptop = await size();
  await page.setViewportSize({ width: 1920, height: 1080 });
  expect(await size()).toBeGreaterThan(1.2 * laptop);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`in ${colorScheme} mode every rule's text has a contrast of at least 4.5 to 1`, async ({ playground, page }) => {
    await page.emulateMedia({ colorScheme });
    await playground.open(everything);
    for (const text of await page.locator(".rows .label, .rows .value, .heads, .foot button, .ends, .notes dt").all()) {
      const contrast = await text.evaluate(contrastAgainstCard);
      expect(contrast, await text.evaluate((element) => element.outerHTML.slice(0, 100))).toBeGreaterThanOrEqual(4.5);
    }
  });
}

test("rules differ by their fill pattern too", async ({ playground, page }) => {
  await playground.open(everything);
  const fills = await page
    .locator(".rows > :first-child .policy-bar rect")
    .evaluateAll((bars) => bars.map((bar) => bar.getAttribute("fill")!));
  expect(new Set(fills).size).toBe(6);
  for (const fill of fills) await expect(page.locator(`pattern${fill.replace(/^url\(|\)$/g, "")}`)).toHaveCount(1);
});

test("with reduced motion nothing moves by itself", async ({ playground, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await playground.open();
  const durations = await page
    .locator("main *")
    .evaluateAll((elements) => [...new Set(elements.map((element) => getComputedStyle(element).transitionDuration))]);
  expect(durations).toEqual(["0s"]);
});

test("what a finger presses is at least 44 px high", async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    baseURL: baseURL!,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await page.goto("./");
  await expect(page.locator("main")).toHaveAttribute("data-state", "ready");
  for (const control of await page.locator("button:visible, .dials input[type=range], .reward input").all()) {
    const { height } = (await control.boundingBox())!;
    expect(height, await control.evaluate((element) => element.outerHTML.slice(0, 100))).toBeGreaterThanOrEqual(44);
  }
  await context.close();
});

test("with forced colours the bars still differ and are seen", async ({ playground, page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await playground.open();
  const bar = playground.rows.first().locator(".policy-bar rect").first();
  expect((await bar.boundingBox())!.width).toBeGreaterThan(100);
});

test("the page runs under any path of a host", async ({ playground, page }) => {
  await page.goto(subPathUrl);
  await playground.settled("ready");
  await expect(playground.headline).toContainText("63.4%");
});

test("the page keeps to a strict content security policy", async ({ playground, page }) => {
  await playground.open();
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe-inline");
  expect(policy).not.toContain("'unsafe-eval'");
});

test.describe("an engine that cannot start", () => {
  test.use({ expectedErrors: [/Failed to load resource/] });

  test("is told, and tried again with the next change", async ({ playground, page }) => {
    await page.context().route("**/*.wasm", (route) => route.abort());
    await page.goto("./");
    await playground.settled("failed");
    await expect(page.getByText(/The engine gave no answer/)).toBeVisible();
    await page.context().unroute("**/*.wasm");
    await playground.beta.focus();
    await page.keyboard.press("ArrowRight");
    await playground.settled("ready");
    await expect(playground.headline).toContainText("GRPO");
  });
});
