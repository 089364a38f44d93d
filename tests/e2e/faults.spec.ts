// SPDX-License-Identifier: MIT
// What breaks under the page: a worker that is killed while it solves, and memory that comes to its end.
import type { Page } from "@playwright/test";
import { expect, type PlaygroundPage, test } from "./playground";

/** Twenty different rewards: long enough to be killed in the middle of. */
const rewards = Array.from({ length: 20 }, (_, i) => ((i * i) % 97) / 7);
const long = `v=1&ref=${rewards.map(() => 1)}&r=${rewards}&beta=0.5&G=64&rules=grpo`;
const short = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&beta=1&G=8&rules=grpo,rlhf";

interface Killing {
  /** How many more workers are to be killed with a question put to them. */
  kills: number;
  /** At once, or while it looks for all policies, which takes a while. */
  when: "at once" | "in the middle";
  /** What the page was doing then. */
  during: (string | undefined)[];
  started: string[];
}

/** As a browser does it: the worker is gone, whatever it is doing, and the page is told by an error event. */
async function armed(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const killing: Killing = { kills: 0, when: "at once", during: [], started: [] };
    Object.assign(globalThis, { killing });
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        killing.started.push(String(url));
      }
      override postMessage(message: { search?: string }): void {
        super.postMessage(message);
        if (killing.kills === 0 || (killing.when === "in the middle" && message.search !== "all")) return;
        killing.kills -= 1;
        const kill = () => {
          killing.during.push(document.querySelector("main")?.dataset["state"]);
          this.terminate();
          this.dispatchEvent(new ErrorEvent("error", { message: "it was killed" }));
        };
        if (killing.when === "at once") queueMicrotask(kill);
        else setTimeout(kill, 30);
      }
    };
  });
}

const kill = (page: Page, kills: number, when: Killing["when"] = "at once") =>
  page.evaluate((order) => Object.assign((globalThis as unknown as { killing: Killing }).killing, order), {
    kills,
    when,
    started: [],
    during: [],
  });

const started = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { killing: Killing }).killing.started.map((url) => url.replace(/.*\/|-[^-]*$/g, ""))); // prettier-ignore

const during = (page: Page) => page.evaluate(() => (globalThis as unknown as { killing: Killing }).killing.during);

const follow = (page: Page, fragment: string) => page.evaluate((hash) => (location.hash = hash), fragment);

test("the board's worker, killed in the middle of a solve, starts again and the picture comes", async ({
  playground,
  page,
}) => {
  await armed(page);
  await playground.page.goto(`./#${long}`);
  await expect(playground.main).toHaveAttribute("data-state", "ready", { timeout: 20_000 });
  const unharmed = await playground.shares("grpo");
  await playground.open(short);
  await playground.settled("ready");
  await kill(page, 1, "in the middle");
  await follow(page, long);
  await expect(playground.rows).toHaveCount(20);
  await expect.poll(() => during(page)).toEqual(["refining"]);
  await expect(playground.main).toHaveAttribute("data-state", "ready", { timeout: 20_000 });
  expect(await started(page)).toEqual(["worker"]);
  expect(await playground.shares("grpo")).toEqual(unharmed);
});

test("killed each time, it is given up with a sentence and the last picture; the next change is solved", async ({
  playground,
  page,
}) => {
  await armed(page);
  await playground.open(short);
  await playground.settled("ready");
  const good = await playground.headline.textContent();
  await kill(page, 2);
  await playground.type("rules[0].beta", "0.01");
  await playground.settled("failed");
  await expect(page.getByText("The engine gave no answer: it was killed.")).toBeVisible();
  await expect(playground.headline).toHaveText(good!);
  await playground.type("rules[0].beta", "0.5");
  await playground.settled("ready");
  await expect(playground.headline).not.toHaveText(good!);
  await expect(page.getByText("The engine gave no answer")).toHaveCount(0);
});

test("the closer looks' worker, killed with a question, starts again and the pictures come", async ({
  playground,
  page,
}) => {
  await armed(page);
  await playground.open(short);
  await playground.settled("ready");
  const pathOf = async () => {
    const look = await playground.openLook("path");
    return look.locator("svg[data-picture] path").evaluateAll((paths) => paths.map((path) => path.getAttribute("d")));
  };
  await kill(page, 1);
  const after = await pathOf();
  expect(await started(page)).toEqual(["views-worker", "views-worker"]);
  expect(after.length).toBeGreaterThan(1);
  await page.goto("about:blank");
  await playground.open(short);
  expect(after).toEqual(await pathOf());
});

/** The module with so many pages of memory, of 64 kB each, and no way to get more: its memory section says so. */
function withMemory(module: Buffer, pages: number): Buffer {
  let at = 8;
  const number = () => {
    let [value, bits] = [0, 0];
    for (;;) {
      const byte = module[at++]!;
      value |= (byte & 127) << bits;
      bits += 7;
      if (byte < 128) return value;
    }
  };
  const put = (write: (value: number, from: number, to: number) => void) => {
    const from = at;
    number();
    write(pages, from, at);
  };
  const written = Buffer.from(module);
  for (;;) {
    const section = module[at++]!;
    const end = number() + at;
    if (section === 5) break;
    at = end;
  }
  number(); // one memory
  expect(module[at++]).toBe(1); // with a maximum
  const padded = (value: number, from: number, to: number) => {
    for (let k = from; k < to; ++k, value >>= 7) written[k] = (value & 127) | (k < to - 1 ? 128 : 0);
  };
  put(padded);
  put(padded);
  return written;
}

async function giveMemory(page: Page, pages: number): Promise<void> {
  await page.route(/\.wasm$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: withMemory(await response.body(), pages) });
  });
}

async function failedForMemory({ page, headline }: PlaygroundPage, good: string): Promise<void> {
  await expect(page.getByText("The engine gave no answer: it stopped short, most likely for want of memory.")).toBeVisible(); // prettier-ignore
  await expect(headline).toHaveText(good);
}

test.describe("memory that cannot grow", () => {
  test.use({ expectedErrors: [/^warning: Aborted\(\)/] });
  const many = Array.from({ length: 200 }, (_, i) => ((i * i) % 397) / 7);
  const large = `v=1&ref=${many.map(() => 1)}&r=${many}&beta=0.2&G=64&rules=grpo`;

  test("ends a large question with a sentence and the last picture; a smaller one is solved as ever", async ({
    playground,
    page,
  }) => {
    await playground.open(short);
    await playground.settled("ready");
    const shares = await playground.shares("grpo");
    await giveMemory(page, 30);
    await page.goto("about:blank");
    await playground.open(short);
    await playground.settled("ready");
    const good = (await playground.headline.textContent())!;
    await follow(page, large);
    await expect(playground.main).toHaveAttribute("data-state", "failed", { timeout: 20_000 });
    await failedForMemory(playground, good);
    await follow(page, `${short}&title=Again`);
    await expect(playground.rows).toHaveCount(3);
    await playground.settled("ready");
    expect(await playground.shares("grpo")).toEqual(shares);
  });

  test("ends a closer look with a sentence, and the board stays", async ({ playground, page }) => {
    await giveMemory(page, 30);
    await playground.open(short);
    await playground.settled("ready");
    await follow(page, `${large}&view=size`);
    await expect(playground.rows).toHaveCount(200);
    const look = playground.look("size");
    await look.scrollIntoViewIfNeeded();
    await expect(look.getByRole("alert").first()).toContainText(/for want of memory/, { timeout: 20_000 });
    await follow(page, short);
    await expect(playground.rows).toHaveCount(3);
    await playground.settled("ready");
    await playground.openLook("size");
  });
});
