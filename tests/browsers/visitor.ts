// SPDX-License-Identifier: MIT
// What a visitor does on the page, in whatever browser: look, click, type, drag with a mouse or a finger, save a file.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { Browser } from "./browsers";

interface Point {
  x: number;
  y: number;
}

const keys = { all: "\uE009", end: "\uE007", escape: "\uE00C" } as const; // Control, Enter and Escape to WebDriver

export class Visitor {
  constructor(
    private readonly browser: Browser,
    /** A finger where the screen is one that is touched. */
    public pointer: "mouse" | "touch" = "mouse",
  ) {}

  /** What a function that is sent into the page gives back. */
  async look<Given extends unknown[], Seen>(see: (...given: Given) => Seen, ...given: Given): Promise<Awaited<Seen>> {
    const script = `const given = Array.from(arguments), done = given.pop();
      Promise.resolve().then(() => (${see})(...given)).then((seen) => done({ seen }), (error) => done({ error: String(error) }));`;
    const { seen, error } = (await this.browser.send("execute", { script, args: given })) as {
      seen: Awaited<Seen>;
      error?: string;
    };
    if (error) throw new Error(error);
    return seen;
  }

  async goTo(url: string): Promise<void> {
    const go = (url: string) => this.leave(() => this.browser.send("navigate", { url }));
    const place = (url: string) => url.split("#")[0];
    // A page whose fragment alone changes stays, and is meant to be opened afresh.
    if (place(url) === place(await this.look(() => location.href))) await go("about:blank");
    await go(url);
  }

  /** As the browser's own button does it; Marionette's command would go round the service worker. */
  async reload(): Promise<void> {
    await this.leave(() => this.look(() => location.reload()));
  }

  /** Firefox answers before the old page is gone where the next one is of another origin. */
  private async leave(go: () => Promise<unknown>): Promise<void> {
    await this.look(() => document.documentElement.setAttribute("data-left", ""));
    await go();
    const arrived = () => !document.documentElement.hasAttribute("data-left") && document.readyState === "complete";
    const inTransit = () => false; // nothing can be asked of a page that goes
    await expect.poll(() => this.look(arrived).catch(inTransit), "the next page is there").toBe(true);
  }

  /** Everything from here on happens in the first frame of the page. */
  async enterFrame(): Promise<void> {
    await this.browser.send("enterFrame", { id: 0 });
  }

  /** Gives the page's window these measures inside, or as near as the browser's own bars and least width allow. */
  async resize(width: number, height: number): Promise<void> {
    const inside = () => [window.innerWidth, window.innerHeight] as const;
    const set = async (width: number, height: number) =>
      (await this.browser.send("setSize", { width, height })) as { width: number; height: number };
    const outer = await set(width, height);
    await expect.poll(async () => (await this.look(inside))[0]).toBe(outer.width);
    const [, innerHeight] = await this.look(inside);
    await set(width, height + outer.height - innerHeight);
    await expect.poll(() => this.look(inside)).toEqual([width, height]);
  }

  text(selector: string): Promise<string | null> {
    return this.look((selector) => document.querySelector(selector)?.textContent.trim() ?? null, selector);
  }

  value(selector: string): Promise<string> {
    return this.look((selector) => document.querySelector<HTMLInputElement>(selector)!.value, selector);
  }

  count(selector: string): Promise<number> {
    return this.look((selector) => document.querySelectorAll(selector).length, selector);
  }

  async sees(selector: string): Promise<void> {
    await expect.poll(() => this.count(selector), `${selector} is there`).toBeGreaterThan(0);
  }

  /** The middle of what is scrolled to, once it holds still, or its point at this part of the way from left to right. */
  private async where(selector: string, part = 0.5): Promise<Point> {
    const see = (selector: string, part: number) => {
      const element = document.querySelector(selector)!;
      element.scrollIntoView({ block: "center", behavior: "instant" });
      const { left, width, top, height } = element.getBoundingClientRect();
      return { x: Math.round(left + part * width), y: Math.round(top + height / 2) };
    };
    let point = await this.look(see, selector, part);
    const moved = async () => {
      const before = point;
      point = await this.look(see, selector, part);
      return point.x !== before.x || point.y !== before.y;
    };
    await expect.poll(moved, `${selector} holds still`).toBe(false);
    return point;
  }

  private async point(steps: object[]): Promise<void> {
    const parameters = { pointerType: this.pointer };
    await this.browser.send("perform", {
      actions: [{ type: "pointer", id: this.pointer, parameters, actions: steps }],
    });
  }

  async click(selector: string): Promise<void> {
    await this.sees(selector);
    const down = { type: "pointerDown", button: 0 };
    const at = await this.where(selector);
    await this.point([{ type: "pointerMove", ...at }, down, { type: "pointerUp", button: 0 }]);
  }

  /** Clicks the button or link within a place that has this text, once it is there. */
  async clickNamed(name: string, within = "body"): Promise<void> {
    const mark = (name: string, within: string) => {
      document.querySelectorAll("[data-meant]").forEach((element) => element.removeAttribute("data-meant"));
      const named = [...document.querySelectorAll(`${within} :is(button, a, [role=button])`)].filter((element) =>
        (element.getAttribute("aria-label") ?? element.textContent).trim().startsWith(name),
      );
      named[0]?.setAttribute("data-meant", "");
      return named.length;
    };
    await expect.poll(() => this.look(mark, name, within), `“${name}” is there`).toBeGreaterThan(0);
    await this.click("[data-meant]");
  }

  private async press(...steps: (readonly ["keyDown" | "keyUp", string])[]): Promise<void> {
    const actions = steps.map(([type, value]) => ({ type, value }));
    await this.browser.send("perform", { actions: [{ type: "key", id: "keys", actions }] });
  }

  /** Replaces what stands in a field by what is typed, and leaves it by Enter. */
  async type(selector: string, text: string): Promise<void> {
    await this.click(selector);
    await this.press(["keyDown", keys.all], ["keyDown", "a"], ["keyUp", "a"], ["keyUp", keys.all]);
    const typed = [...text, keys.end].flatMap((key) => [["keyDown", key] as const, ["keyUp", key] as const]);
    await this.press(...typed);
  }

  async escape(): Promise<void> {
    await this.press(["keyDown", keys.escape], ["keyUp", keys.escape]);
  }

  /** Drags a slider's thumb to this value. */
  async drag(selector: string, value: number): Promise<void> {
    await this.sees(selector);
    const see = (selector: string, value: number) => {
      const slider = document.querySelector<HTMLInputElement>(selector)!;
      const knob =
        parseFloat(getComputedStyle(slider).getPropertyValue("--knob")) *
        parseFloat(getComputedStyle(document.documentElement).fontSize);
      const { width } = slider.getBoundingClientRect();
      const part = (value: number) => {
        const share = (value - Number(slider.min)) / (Number(slider.max) - Number(slider.min));
        return (knob / 2 + share * (width - knob)) / width;
      };
      return [part(slider.valueAsNumber), part(value)] as const;
    };
    const [from, to] = await this.look(see, selector, value);
    const start = await this.where(selector, from);
    const end = await this.where(selector, to);
    const way = [0.3, 0.6, 1].map((part) => ({ x: Math.round(start.x + part * (end.x - start.x)), y: start.y }));
    await this.point([
      { type: "pointerMove", ...start },
      { type: "pointerDown", button: 0 },
      ...way.map((at) => ({ type: "pointerMove", duration: 50, ...at })),
      { type: "pointerUp", button: 0 },
    ]);
  }

  /** The text of a file that was saved under this name. */
  async saved(name: string): Promise<string> {
    const file = join(this.browser.downloads, name);
    const read = () => (existsSync(file) ? readFileSync(file, "utf8") : "");
    await expect.poll(read, { message: `${name} is saved`, timeout: 15_000 }).not.toBe("");
    return read();
  }
}
