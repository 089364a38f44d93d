// SPDX-License-Identifier: MIT
// A monkey at the page: mouse, touch, wheel and keys at random, but always the same for the same seed.
import type { Page } from "@playwright/test";

/** Numbers in [0, 1), by mulberry32. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const keys = "Tab Tab Tab Shift+Tab ArrowUp ArrowDown ArrowLeft ArrowRight Enter Space Escape Home End PageUp PageDown Control+z Control+y Control+a Delete Backspace Alt+ArrowUp Alt+ArrowDown ? /".split(" "); // prettier-ignore
const words = ["0", "1", "-3", "2.5", "1e9", "1e-9", "50%", "1,5", "٣", "abc", "Ä 答え", "", "inf", "0.5 0.5", "x".repeat(300)]; // prettier-ignore
const places = [
  "",
  "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&beta=1&G=8&rules=grpo,rlhf&view=simplex,why,groups,training",
  "v=1&ref=0.3,0.7&r=1,0&beta=0.5&G=8&rules=grpo,grpo-direct-kl,nlhf&view=binary,starts,path,size",
  "v=1&ref=1,1,1&w=0.5,0.7,0.2;0.3,0.5,0.8;0.8,0.2,0.5&beta=0.4&rules=grpo,nlhf&view=pairwise,pooling,trainers",
  "v=1&ref=1,1,1,1,1,1,1,1&r=0,1,2,3,4,5,6,7&beta=0.01&G=64&rules=grpo,shift-only,shift-only-direct-kl",
  "learn",
  "learn=policy",
  "learn=groups/silent",
  "textbook=4",
  "make",
  "teach",
];
const sizes = [
  [1280, 900],
  [360, 740],
  [800, 600],
] as const;

/** What can be pressed or moved, in sight. */
const things =
  "button, a[href], input, select, textarea, summary, [role=slider], [tabindex='0'], svg[data-picture], [data-grip], [data-share]";

/** Within the page: nothing leads away from it, for what is elsewhere is not to be tested. */
function stayHere(): void {
  addEventListener(
    "click",
    (event) => {
      const link = (event.target as Element).closest?.<HTMLAnchorElement>("a[href]");
      const stays =
        !link || (link.origin + link.pathname === location.origin + location.pathname && link.target === "");
      if (!stays) event.preventDefault();
    },
    true,
  );
}

/** What a page never says, in its text or in what it draws. */
function nonsense(): string[] {
  const found: string[] = [];
  const wrong = /\bNaN\b|\bundefined\b|\[object |\bInfinity\b/;
  for (const element of document.body.querySelectorAll("*")) {
    for (const { name, value } of element.attributes)
      if (wrong.test(value)) found.push(`${element.localName}.${name}=${value.slice(0, 80)}`);
    for (const node of element.childNodes)
      if (node instanceof Text && wrong.test(node.data)) found.push(`${element.localName}: ${node.data.slice(0, 80)}`);
  }
  return found;
}

export class Monkey {
  readonly #chance: () => number;
  /** What it did, the last at the end: with the seed, the way to do it again. */
  readonly done: string[] = [];

  constructor(
    private readonly page: Page,
    seed: number,
  ) {
    this.#chance = dice(seed);
  }

  async begin(): Promise<void> {
    await this.page.addInitScript(stayHere);
    this.page.on("dialog", (dialog) => void dialog.accept().catch(() => {}));
    this.page.on("filechooser", () => {});
    this.page.context().on("page", (other) => void other.close().catch(() => {}));
    await this.page.goto("./");
  }

  /** One thing that somebody might do. */
  async act(): Promise<void> {
    const acts: [weight: number, name: string, act: () => Promise<unknown>][] = [
      [30, "press", () => this.#press()],
      [8, "touch", () => this.#touch()],
      [14, "drag", () => this.#drag()],
      [30, "key", () => this.#key()],
      [10, "type", () => this.#type()],
      [10, "wheel", () => this.page.mouse.wheel(0, Math.round(1600 * (this.#chance() - 0.5)))],
      [2, "go", () => this.#go()],
      [1, "back", () => this.page.goBack({ timeout: 2000 })],
      [1, "size", () => this.#resize()],
    ];
    let at = this.#chance() * acts.reduce((sum, [weight]) => sum + weight, 0);
    const [, name, act] = acts.find(([weight]) => (at -= weight) < 0)!;
    this.done.push(name);
    // A press may lead to another page while the next thing is being looked for.
    await act().catch((error: Error) => this.#note(error.message.split("\n")[0]!.slice(0, 60)));
  }

  nonsense(): Promise<string[]> {
    return this.page.evaluate(nonsense).catch(() => []);
  }

  #note(text: string): void {
    this.done.push(`${this.done.pop()} ${text}`);
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#chance() * list.length)]!;
  }

  /** Mostly on something, otherwise anywhere. */
  async #point(): Promise<{ x: number; y: number }> {
    const { width, height } = this.page.viewportSize()!;
    const anywhere = { x: this.#chance() * width, y: this.#chance() * height };
    const part = this.#chance();
    if (this.#chance() < 0.2) return anywhere;
    const found = await this.page.evaluate(
      ([selector, part]) => {
        const inSight = [...document.querySelectorAll(selector as string)].filter((element) => {
          const { top, bottom, width } = element.getBoundingClientRect();
          return width > 0 && bottom > 0 && top < innerHeight;
        });
        const element = inSight[Math.floor((part as number) * inSight.length)];
        if (!element) return null;
        const { left, top, width, height } = element.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2, name: (element.ariaLabel ?? element.textContent ?? "").trim().slice(0, 30) }; // prettier-ignore
      },
      [things, part] as const,
    );
    if (found) this.#note(`“${found.name}”`);
    return found ?? anywhere;
  }

  async #press(): Promise<void> {
    const { x, y } = await this.#point();
    await this.page.mouse.click(x, y);
  }

  async #touch(): Promise<void> {
    const { x, y } = await this.#point();
    await this.page.touchscreen.tap(x, y);
  }

  async #drag(): Promise<void> {
    const { x, y } = await this.#point();
    const [dx, dy] = [500 * (this.#chance() - 0.5), 200 * (this.#chance() - 0.5)];
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + dx, y + dy, { steps: 5 });
    if (this.#chance() < 0.1) await this.page.keyboard.press("Escape");
    await this.page.mouse.up();
  }

  async #key(): Promise<void> {
    const key = this.#pick(keys);
    this.#note(key);
    await this.page.keyboard.press(key);
  }

  async #type(): Promise<void> {
    const word = this.#pick(words);
    this.#note(word.slice(0, 20));
    if (this.#chance() < 0.5) await this.page.keyboard.press("Control+a");
    await this.page.keyboard.insertText(word);
  }

  async #go(): Promise<void> {
    const place = this.#pick(places);
    this.#note(place.slice(0, 40));
    await this.page.evaluate((hash) => (location.hash = hash), place);
  }

  async #resize(): Promise<void> {
    const [width, height] = this.#pick(sizes);
    await this.page.setViewportSize({ width, height });
  }
}
