// SPDX-License-Identifier: MIT
// A whole lesson by keyboard alone, and one by touch on a phone.
import type { CDPSession, Locator, Page } from "@playwright/test";
import { solutionOf } from "../../web/src/lessons/solve";
import type { Change, Predict, Step } from "../../web/src/lessons/types";
import { ask, ClassroomPage, courseLesson, exerciseOf } from "./classroom";
import { expect, test } from "./playground";

const onward = /^(Continue|Next: .*|To the results)$/;

/** Presses Tab until the wanted element has the focus, as one does without a mouse. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 150; ++presses) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${String(wanted)}`);
}

async function pressTo(page: Page, wanted: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press(key);
}

class Keyboard {
  constructor(readonly page: Page) {}

  async respond(place: Locator, step: Step, response: unknown): Promise<void> {
    if (step.kind === "read") return;
    if (step.kind === "find") return this.set(response as Change);
    if (step.kind === "explain") {
      await tabTo(this.page, place.getByLabel("Your words"));
      await this.page.keyboard.type(String(response).slice(0, 60));
      return pressTo(this.page, place.getByRole("button", { name: /Compare/ }));
    }
    await this.predict(place, step.input, response);
    await pressTo(this.page, place.getByRole("button", { name: "Commit to this" }));
  }

  private async predict(place: Locator, input: Predict["input"], response: unknown): Promise<void> {
    if (input.type === "bars") {
      for (const [i, share] of (response as number[]).entries())
        await this.slide(place.getByRole("slider").nth(i), share);
    } else if (input.type === "point") await this.slide(place.getByRole("slider"), response as number);
    else if (input.type === "order") await this.order(place, response as number[]);
    else if (input.type === "choice") {
      await tabTo(this.page, place.getByRole("radio").first());
      await this.page.keyboard.press("Space");
      for (let k = 0; k < (response as number); ++k) await this.page.keyboard.press("ArrowDown");
    } else {
      await tabTo(this.page, place.getByRole("textbox"));
      const percent = input.type === "number" && input.unit === "percent";
      await this.page.keyboard.type(String(percent ? 100 * (response as number) : response));
    }
  }

  /** In tenths, then in hundredths, from 0. */
  private async slide(slider: Locator, value: number): Promise<void> {
    await tabTo(this.page, slider);
    await this.page.keyboard.press("Home");
    const hundredths = Math.round(100 * value);
    for (let k = 0; k < Math.floor(hundredths / 10); ++k) await this.page.keyboard.press("PageUp");
    for (let k = 0; k < hundredths % 10; ++k) await this.page.keyboard.press("ArrowUp");
  }

  private async order(place: Locator, wanted: readonly number[]): Promise<void> {
    for (const [target, answer] of wanted.entries()) {
      const grip = place.locator(`[data-grip="${answer}"]`);
      await tabTo(this.page, grip);
      const now = Number(/place (\d+)/.exec((await grip.getAttribute("aria-label"))!)![1]) - 1;
      for (let k = now; k > target; --k) await this.page.keyboard.press("ArrowUp");
    }
  }

  private async set(change: Change): Promise<void> {
    for (const [path, value] of Object.entries(change)) {
      await tabTo(this.page, this.page.locator(`[data-path="${path}"]`));
      await this.page.keyboard.press("ControlOrMeta+a");
      await this.page.keyboard.type(String(value));
    }
  }
}

test("a whole lesson is done by keyboard alone, and what was revealed is said", async ({ playground: { page } }) => {
  test.setTimeout(180_000);
  const lesson = courseLesson("policy");
  const room = new ClassroomPage(page);
  const keyboard = new Keyboard(page);
  await page.goto("./#learn");
  await pressTo(page, page.getByRole("link", { name: lesson.title }));
  for (const { id } of lesson.exercises) {
    const exercise = exerciseOf(lesson, id);
    await expect(room.exercise(id)).toBeVisible();
    for (const step of exercise.steps) {
      const place = room.step(step.id);
      await keyboard.respond(place, step, await solutionOf(exercise, step, ask));
      if (step.kind === "predict" || step.kind === "find") {
        expect(await room.scored(step.id), step.id).toBe(1);
        await expect(room.score(step.id)).toHaveRole("status"); // a live region: it is read out
        await expect(room.score(step.id)).toContainText(/Right|Found/);
      }
      await pressTo(page, place.getByRole("button", { name: onward }));
    }
  }
  await expect(page.getByRole("heading", { name: "What came of it" })).toBeFocused();
  const scored = lesson.exercises.flatMap(({ steps }) => steps).filter(({ kind }) => /predict|find/.test(kind));
  await expect(page.locator("[data-total]")).toHaveAttribute("data-total", String(scored.length));
});

interface Spot {
  x: number;
  y: number;
}

/** In pixels. */
const slop = 24;

/** A finger on the glass, for Playwright's own can only tap. */
class Finger {
  private constructor(
    readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  static async on(page: Page): Promise<Finger> {
    return new Finger(page, await page.context().newCDPSession(page));
  }

  async drag(from: Spot, ...way: readonly Spot[]): Promise<void> {
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: Spot[]) =>
      this.session.send("Input.dispatchTouchEvent", { type, touchPoints: points });
    await touch("touchStart", [from]);
    let last = from;
    for (const to of way) {
      for (let k = 1; k <= 8; ++k)
        await touch("touchMove", [{ x: last.x + ((to.x - last.x) * k) / 8, y: last.y + ((to.y - last.y) * k) / 8 }]);
      last = to;
    }
    await touch("touchEnd", []);
  }

  /** Drags the thumb of a native slider to a value. */
  async slide(slider: Locator, value: number): Promise<void> {
    await slider.evaluate((element) => element.scrollIntoView({ block: "center" }));
    const box = (await slider.boundingBox())!;
    const [least, most, now, knob] = await slider.evaluate((element: HTMLInputElement) => {
      const size = parseFloat(getComputedStyle(element).getPropertyValue("--knob"));
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      return [Number(element.min), Number(element.max), element.valueAsNumber, size * rem];
    });
    const at = (one: number) => ({
      x: box.x + knob! / 2 + ((one - least!) / (most! - least!)) * (box.width - knob!),
      y: box.y + box.height / 2,
    });
    // Less than this a browser takes for a tap: the finger goes beyond, and back.
    const beyond = { ...at(value), x: at(value).x + (value < now! ? -slop : slop) };
    await this.drag(at(now!), beyond, at(value));
  }
}

test.describe("on a phone of 360 × 740", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("a whole lesson is done by touch, and never scrolls sideways", async ({ playground: { page } }) => {
    test.setTimeout(180_000);
    const lesson = courseLesson("policy");
    const room = new ClassroomPage(page);
    const finger = await Finger.on(page);
    await page.goto("./#learn");
    await page.getByRole("link", { name: lesson.title }).tap();
    for (const { id } of lesson.exercises) {
      const exercise = exerciseOf(lesson, id);
      await expect(room.exercise(id)).toBeVisible();
      for (const step of exercise.steps) {
        const place = room.step(step.id);
        await touched(page, finger, place, step, await solutionOf(exercise, step, ask));
        if (step.kind === "predict" || step.kind === "find") expect(await room.scored(step.id), step.id).toBe(1);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
        await place.getByRole("button", { name: onward }).tap();
      }
    }
    await expect(page.getByRole("heading", { name: "What came of it" })).toBeVisible();
  });
});

async function touched(page: Page, finger: Finger, place: Locator, step: Step, response: unknown): Promise<void> {
  if (step.kind === "read") return;
  if (step.kind === "find") return setByTouch(page, finger, response as Change);
  if (step.kind === "explain") {
    await place.getByLabel("Your words").tap();
    await page.keyboard.type("By touch.");
    return place.getByRole("button", { name: /Compare/ }).tap();
  }
  const { input } = step;
  if (input.type === "bars") {
    for (const [i, share] of (response as number[]).entries())
      await finger.slide(place.getByRole("slider").nth(i), share);
  } else if (input.type === "choice")
    await place
      .getByRole("radio")
      .nth(response as number)
      .tap();
  else if (input.type === "point") await raiseByTouch(finger, place, response as number);
  else if (input.type === "order") await orderByTouch(finger, place, response as number[]);
  else {
    await place.getByRole("textbox").tap();
    const percent = input.type === "number" && input.unit === "percent";
    await page.keyboard.type(String(percent ? 100 * (response as number) : response));
  }
  // Right after a drag a browser takes a tap for the second half of a double tap, as no human finger would give it.
  await expect(async () => {
    await place.getByRole("button", { name: "Commit to this" }).tap();
    await expect(place.locator("[data-committed=true]")).toBeVisible({ timeout: 500 });
  }).toPass();
}

/** From the knob to the height, between the axis' ends. */
async function raiseByTouch(finger: Finger, place: Locator, height: number): Promise<void> {
  await place.locator("svg[data-picture]").evaluate((element) => element.scrollIntoView({ block: "center" }));
  const knob = (await place.getByRole("slider").locator("circle").last().boundingBox())!;
  const plot = (await place.locator("rect.paper").boundingBox())!;
  const x = knob.x + knob.width / 2;
  await finger.drag({ x, y: knob.y + knob.height / 2 }, { x, y: plot.y + (1 - height) * plot.height });
}

/** Each row by its handle, to where the row in its place stands. */
async function orderByTouch(finger: Finger, place: Locator, wanted: readonly number[]): Promise<void> {
  await place
    .locator("ol")
    .first()
    .evaluate((element) => element.scrollIntoView({ block: "center" }));
  for (const [target, answer] of wanted.entries()) {
    const from = (await place.locator(`[data-grip="${answer}"]`).boundingBox())!;
    const to = (await place.locator("[data-grip]").nth(target).boundingBox())!;
    if (from.y <= to.y) continue;
    const x = from.x + from.width / 2;
    await finger.drag({ x, y: from.y + from.height / 2 }, { x, y: to.y + 4 });
    await expect(place.locator("[data-grip]").nth(target)).toHaveAttribute("data-grip", String(answer));
  }
}

/** By the sliders of the board, whose steps need not hit a number exactly: a goal is a range. */
async function setByTouch(page: Page, finger: Finger, change: Change): Promise<void> {
  for (const [path, value] of Object.entries(change)) {
    if (path.endsWith(".beta")) {
      const slider = page.getByRole("slider", { name: /Pull of the reference/ });
      await finger.slide(slider, Math.log10(value as number));
    } else {
      await page.locator(`[data-path="${path}"]`).tap();
      await page.locator(`[data-path="${path}"]`).fill(String(value));
    }
  }
}
