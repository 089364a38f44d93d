// SPDX-License-Identifier: MIT
// A lesson as a student plays it: every kind of step, answered through the page with whatever response is wanted.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, type Locator, type Page } from "@playwright/test";
import { load } from "../../web/dist/package/index.js";
import { askEngine } from "../../web/src/lessons/ask";
import type { Response } from "../../web/src/lessons/responses";
import { judgeOptions } from "../../web/src/lessons/score";
import { solutionOf } from "../../web/src/lessons/solve";
import type { Change, Lesson, Predict, Step } from "../../web/src/lessons/types";
import { type DrawnExercise, drawnLesson } from "../../web/src/lessons/variables";

export const ask = askEngine(await load());

export const courseIds = ["policy", "groups", "penalties", "trainers"] as const;

export function courseLesson(id: string): Lesson {
  const path = fileURLToPath(new URL(`../../web/src/lessons/course/${id}.json`, import.meta.url));
  return JSON.parse(readFileSync(path, "utf8")) as Lesson;
}

/** As the student of this name has it. */
export function exerciseOf(lesson: Lesson, id: string, student = ""): DrawnExercise {
  return drawnLesson(lesson, student).exercises.find((exercise) => exercise.id === id)!;
}

/** A response that is far from right; null where leaving the board alone is one. */
export async function wrongResponse(exercise: DrawnExercise, step: Predict): Promise<Response> {
  const { input } = step;
  if (input.type === "choice") {
    const judged = await judgeOptions(exercise, input.options, ask);
    return judged.findIndex(({ holds }) => !holds);
  }
  const truth = (await solutionOf(exercise, step, ask)) as number | number[];
  if (input.type === "order") return [...(truth as number[])].reverse();
  if (input.type === "point") return (truth as number) > 0.5 ? 0 : 1;
  if (input.type === "number")
    return input.unit === "percent" ? ((truth as number) > 0.5 ? 0 : 1) : Number(truth) * 3 + 7;
  const shares = truth as number[];
  const least = shares.indexOf(Math.min(...shares));
  return shares.map((_, i) => (i === least ? 0.98 : 0.02 / (shares.length - 1)));
}

export class ClassroomPage {
  constructor(readonly page: Page) {}

  async openExercise(lesson: string, exercise: string): Promise<void> {
    await this.page.goto(`./#learn=${lesson}/${exercise}`);
    await expect(this.exercise(exercise)).toBeVisible();
  }

  exercise(id: string): Locator {
    return this.page.locator(`[data-exercise="${id}"]`);
  }

  step(id: string): Locator {
    return this.page.locator(`[data-step="${id}"]`);
  }

  score(step: string): Locator {
    return this.step(step).locator("[role=status][data-score]");
  }

  async scored(step: string): Promise<number> {
    await expect(this.score(step)).toBeVisible();
    return Number(await this.score(step).getAttribute("data-score"));
  }

  async continue(step: string): Promise<void> {
    await this.step(step)
      .getByRole("button", { name: /^(Continue|Next: .*|To the results)$/ })
      .click();
  }

  async tryAgain(step: string): Promise<void> {
    await this.step(step)
      .getByRole("button", { name: /^Try again/ })
      .click();
  }

  /** Makes the response and commits it; a goal is reached, or not, by what is set on the board. */
  async respond(step: Step, response: Response): Promise<void> {
    if (step.kind === "read") return;
    if (step.kind === "find") return this.set(response as Change);
    const place = this.step(step.id);
    if (step.kind === "explain") {
      await place.getByLabel("Your words").fill(String(response));
      return place.getByRole("button", { name: /Compare/ }).click();
    }
    await this.predict(place, step.input.type, response, step);
    await place.getByRole("button", { name: "Commit to this" }).click();
  }

  private async predict(place: Locator, type: Predict["input"]["type"], response: Response, step: Predict) {
    if (type === "bars") return this.drawBars(place, response as number[]);
    if (type === "triangle") return this.placeInTriangle(place, response as number[]);
    if (type === "order") return this.order(place, response as number[]);
    if (type === "point") return this.raise(place.getByRole("slider"), response as number);
    if (type === "choice")
      return place
        .getByRole("radio")
        .nth(response as number)
        .check();
    const percent = step.input.type === "number" && step.input.unit === "percent";
    const text = percent ? String(100 * (response as number)) : String(response);
    return place.getByRole("textbox", { name: "Your prediction" }).fill(text);
  }

  private async drawBars(place: Locator, shares: readonly number[]): Promise<void> {
    const bars = place.getByRole("slider");
    for (const [i, share] of shares.entries()) await bars.nth(i).fill(String(Math.round(1000 * share) / 1000));
  }

  private async placeInTriangle(place: Locator, shares: readonly number[]): Promise<void> {
    const picture = place.locator("svg[data-picture]");
    await picture.scrollIntoViewIfNeeded();
    const corners = await picture
      .locator("path")
      .first()
      .evaluate((path) =>
        path
          .getAttribute("d")!
          .match(/[\d.]+,[\d.]+/g)!
          .map((corner) => corner.split(",").map(Number)),
      );
    const box = (await picture.boundingBox())!;
    const at = (axis: 0 | 1) => corners.reduce((sum, corner, k) => sum + shares[k]! * corner[axis]!, 0);
    const knob = (await place.getByRole("slider").locator("circle").last().boundingBox())!;
    const { mouse } = this.page;
    await mouse.move(knob.x + knob.width / 2, knob.y + knob.height / 2);
    await mouse.down();
    await mouse.move(box.x + at(0), box.y + at(1), { steps: 5 });
    await mouse.up();
  }

  private async order(place: Locator, wanted: readonly number[]): Promise<void> {
    for (const [target, answer] of wanted.entries()) {
      const grip = place.locator(`[data-grip="${answer}"]`);
      await grip.focus();
      const now = await place
        .locator("[data-grip]")
        .evaluateAll(
          (grips, id) => grips.findIndex((one) => (one as HTMLElement).dataset["grip"] === id),
          String(answer),
        );
      for (let k = now; k > target; --k) await this.page.keyboard.press("ArrowUp");
    }
  }

  private async raise(point: Locator, height: number): Promise<void> {
    await point.focus();
    await this.page.keyboard.press("Home");
    for (let k = 0; k < Math.floor(height * 10 + 1e-9); ++k) await this.page.keyboard.press("PageUp");
    for (let k = 0; k < Math.round((height * 100) % 10); ++k) await this.page.keyboard.press("ArrowUp");
  }

  /** Every path that the page has a field for; β and G are shared by all rules. */
  async set(change: Change): Promise<void> {
    const done = new Set<string>();
    for (const [path, value] of Object.entries(change)) {
      const field = path.replace(/^rules\[[\d*]+\]/, "rules[0]");
      if (done.has(field)) continue;
      done.add(field);
      if (/penalty/.test(field)) {
        const name = typeof value === "string" ? value : (value as { divergence: string }).divergence;
        await this.page.locator(`input[name="divergence"][value="${name}"]`).check();
        continue;
      }
      const percent = /\.reference$|^wins/.test(field);
      const text = percent ? String(Number((100 * Number(value)).toPrecision(12))) : String(value);
      await this.page.locator(`[data-path="${field}"]`).fill(text);
    }
  }
}
