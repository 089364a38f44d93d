// SPDX-License-Identifier: MIT
// The page as its users meet it, and the rule that every test keeps: no error on the console, nothing leaves the browser.
import { test as base, expect, type Locator, type Page } from "@playwright/test";

export { expect };

/** One column of the table view: an answer's exact number in each row, as text. */
export type Column = readonly string[];

export class PlaygroundPage {
  readonly main: Locator;
  readonly headline: Locator;
  readonly rows: Locator;
  readonly beta: Locator;
  readonly groupSize: Locator;

  constructor(readonly page: Page) {
    this.main = page.locator("main");
    this.headline = page.getByRole("heading", { level: 1 });
    this.rows = page.locator("[data-answer]");
    this.beta = page.getByRole("slider", { name: /Pull of the reference/ });
    this.groupSize = page.getByRole("slider", { name: /Group size/ });
  }

  async open(fragment = ""): Promise<void> {
    await this.page.goto(fragment ? `./#${fragment}` : "./");
    await this.settled();
  }

  /** Waits until the engine has answered for the newest state. */
  async settled(state: "ready" | "invalid" | "failed" | RegExp = /^(ready|invalid|failed)$/): Promise<void> {
    await expect(this.main).toHaveAttribute("data-state", state);
  }

  field(path: string): Locator {
    return this.page.locator(`[data-path="${path}"]`);
  }

  async type(path: string, text: string): Promise<void> {
    await this.field(path).fill(text);
    await this.settled();
  }

  message(path: string): Locator {
    return this.page.locator(`[data-field="${path}"]`);
  }

  labels(): Promise<string[]> {
    return this.rows.locator("textarea").evaluateAll((fields) => fields.map((f) => (f as HTMLTextAreaElement).value));
  }

  /** The exact probability that a rule's bar, or the reference's, draws for the answer of this row. */
  async share(row: number, rule: string): Promise<number> {
    await this.settled();
    const bar = this.rows.nth(row).locator(`[data-rule="${rule}"][data-share]`);
    return Number(await bar.getAttribute("data-share"));
  }

  async shares(rule: string): Promise<number[]> {
    await this.settled();
    const bars = this.rows.locator(`[data-rule="${rule}"][data-share]`);
    return bars.evaluateAll((elements) => elements.map((element) => Number((element as HTMLElement).dataset["share"])));
  }

  /** Every number of the table view by column, to the last digit. */
  async table(): Promise<Record<string, Column>> {
    await this.settled();
    const button = this.page.getByRole("button", { name: "Table", exact: true });
    if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
    await expect(this.page.locator("td[data-column]").first()).toBeVisible(); // it is loaded when first wanted
    return this.page.locator("td[data-column]").evaluateAll((cells) => {
      const columns: Record<string, string[]> = {};
      for (const cell of cells)
        (columns[(cell as HTMLElement).dataset["column"]!] ??= []).push(cell.textContent!.trim());
      return columns;
    });
  }

  async openPreset(title: string): Promise<void> {
    await this.page.getByRole("button", { name: /^Presets, now:/ }).click();
    await this.page.getByRole("list", { name: "Presets" }).getByText(title, { exact: true }).click();
    await this.settled();
  }

  rule(label: string): Locator {
    return this.page.getByRole("group", { name: "Rules shown" }).getByRole("button", { name: label, exact: true });
  }

  /** A closer look by its id. */
  look(id: string): Locator {
    return this.page.locator(`[data-view="${id}"]`);
  }

  /** Opens a closer look that is shut, and waits for its picture. */
  async openLook(id: string): Promise<Locator> {
    const heading = this.look(id).getByRole("heading").getByRole("button");
    if ((await heading.getAttribute("aria-expanded")) === "false") await heading.click();
    return this.drawnLook(id);
  }

  /** The look when its pictures are drawn and up to date; it is scrolled to, for only then it loads. */
  async drawnLook(id: string): Promise<Locator> {
    const look = this.look(id);
    await look.scrollIntoViewIfNeeded();
    await expect(look.locator("figure").first()).toHaveAttribute("data-waiting", "false");
    for (const figure of await look.locator("figure").all()) {
      await expect(figure).toHaveAttribute("data-waiting", "false");
      await expect(figure).toHaveAttribute("data-computing", "false");
      await expect(figure.locator("svg[data-picture]")).toBeVisible();
    }
    return look;
  }

  /** Drags a slider's thumb by so many pixels. */
  async dragThumb(slider: Locator, by: number): Promise<void> {
    await slider.scrollIntoViewIfNeeded();
    const { x, y } = await thumb(slider);
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + by / 2, y, { steps: 4 });
    await this.page.mouse.move(x + by, y, { steps: 4 });
    await this.page.mouse.up();
    await this.settled();
  }
}

async function thumb(slider: Locator): Promise<{ x: number; y: number }> {
  const box = (await slider.boundingBox())!;
  const [part, knob] = await slider.evaluate((element: HTMLInputElement) => {
    const { min, max, valueAsNumber } = element;
    const size = getComputedStyle(element).getPropertyValue("--knob");
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    return [(valueAsNumber - Number(min)) / (Number(max) - Number(min)), parseFloat(size) * rem];
  });
  return { x: box.x + knob! / 2 + part! * (box.width - knob!), y: box.y + box.height / 2 };
}

interface Fixtures {
  playground: PlaygroundPage;
  /** Messages that a test provokes on purpose; everything else on the console fails it. */
  expectedErrors: RegExp[];
}

export const test = base.extend<Fixtures>({
  expectedErrors: async ({}, use) => use([]),
  playground: async ({ page, baseURL, expectedErrors }, use) => {
    const faults: string[] = [];
    page.on("console", (message) => {
      if (message.text() === "Service Worker registration blocked by Playwright") return;
      if (["error", "warning"].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      const stays = protocol === "data:" || protocol === "blob:" || hostname === new URL(baseURL!).hostname;
      if (!stays) faults.push(`left the browser: ${request.url()}`);
    });
    await use(new PlaygroundPage(page));
    expect(faults.filter((fault) => !expectedErrors.some((pattern) => pattern.test(fault)))).toEqual([]);
  },
});
