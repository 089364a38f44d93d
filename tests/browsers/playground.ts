// SPDX-License-Identifier: MIT
// The page in the browser of a project, and the rule that every journey keeps: no fault on the page, nothing blocked.
import { test as base, expect } from "@playwright/test";
import { abilities, type Ability, type Browser, type BrowserName, startBrowser } from "./browsers";
import { openSite, type Site } from "./site";
import { Visitor } from "./visitor";

export { expect };

export class Playground extends Visitor {
  constructor(
    browser: Browser,
    readonly site: Site,
  ) {
    super(browser);
  }

  async open(fragment = ""): Promise<void> {
    await this.goTo(fragment ? `${this.site.url}#${fragment}` : this.site.url);
    await this.settled();
  }

  async openOnPhone(fragment: string): Promise<void> {
    this.pointer = "touch";
    await this.goTo(this.site.phoneUrl(fragment));
    await this.enterFrame();
    await this.settled();
  }

  /** Waits until the engine has answered for the newest state. */
  async settled(): Promise<void> {
    const state = () => document.querySelector("main")?.dataset["state"] ?? null;
    await expect.poll(() => this.look(state), { message: "the newest state is solved", timeout: 20_000 }).toBe("ready");
  }

  field(path: string): string {
    return `[data-path="${path}"]`;
  }

  /** The exact policy of a rule, as its bars draw it. */
  async policy(rule: string): Promise<number[]> {
    await this.settled();
    const see = (rule: string) =>
      [...document.querySelectorAll<HTMLElement>(`[data-answer] [data-rule="${rule}"][data-share]`)].map((bar) =>
        Number(bar.dataset["share"]),
      );
    return this.look(see, rule);
  }

  faults(): Promise<string[]> {
    return this.look(() => (window as unknown as { faults?: string[] }).faults ?? ["faults were not taken down"]);
  }
}

/** The browser of a worker's project, started once. */
export const test = base.extend<{ playground: Playground; site: Site }, { ability: Ability; started: Browser }>({
  ability: ["full", { option: true, scope: "worker" }],
  started: [
    async ({ ability }, use, { project }) => {
      const name = project.name.split(" ")[0] as BrowserName;
      if (!abilities[name].includes(ability)) throw new Error(`${name} cannot be started as ${ability}`);
      const browser = await startBrowser(name, ability);
      await use(browser);
      await browser.close();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  site: async ({}, use) => {
    const site = await openSite();
    await use(site);
    await site.stop();
  },
  playground: async ({ started, site }, use, { status, expectedStatus }) => {
    const playground = new Playground(started, site);
    await playground.resize(1280, 900);
    await use(playground);
    if (status === expectedStatus) expect(await playground.faults()).toEqual([]);
    await playground.goTo("about:blank");
  },
});
