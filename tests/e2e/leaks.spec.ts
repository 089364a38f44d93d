// SPDX-License-Identifier: MIT
// Thousands of changes leave memory where it was: the page's, its nodes and listeners, and each engine's. How many is
// in CHANGES; tests/run.sh makes 400, and 10,000 take some minutes.
import type { CDPSession, Page } from "@playwright/test";
import { expect, test } from "./playground";

const changes = Number(process.env["CHANGES"] ?? 400);
/** Bytes that a change may leave behind: a state that is never let go of takes more than a thousand. And the browser's own. */
const mostLeft = 200;
const settling = 300_000;

const three = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&beta=1&G=8&rules=grpo,rlhf&view=why";

/** What there is after the garbage has been collected. */
async function inUse(session: CDPSession): Promise<{ heap: number; nodes: number; listeners: number }> {
  for (let i = 0; i < 3; ++i) await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
  return { heap: usedSize, nodes, listeners: jsEventListeners };
}

/** Each engine's memory is noted as its module starts; bytes, by worker. */
async function noteMemories(page: Page): Promise<void> {
  await page.route(/assets\/[\w-]*worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    const note = `globalThis.memories = [];
      for (const name of ["instantiate", "instantiateStreaming"]) {
        const real = WebAssembly[name];
        WebAssembly[name] = async (...given) => {
          const made = await real.apply(WebAssembly, given);
          for (const part of Object.values((made.instance ?? made).exports))
            if (part instanceof WebAssembly.Memory) memories.push(part);
          return made;
        };
      }\n`;
    await route.fulfill({ response, body: note + (await response.text()) });
  });
}

const engineBytes = (page: Page) =>
  Promise.all(
    page
      .workers()
      .map((worker) =>
        worker.evaluate(() =>
          (globalThis as unknown as { memories: WebAssembly.Memory[] }).memories.map(({ buffer }) => buffer.byteLength),
        ),
      ),
  );

/** Changes of β, a reward, a reference and a name, as hands make them: typed, and left again, one after the other. */
async function change(page: Page, times: number): Promise<void> {
  await page.evaluate(async (times) => {
    const { port1, port2 } = new MessageChannel();
    const turn = () =>
      new Promise<void>((resolve) => {
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      });
    const type = (path: string, text: string) => {
      const field = document.querySelector<HTMLInputElement>(`[data-path="${path}"]`)!;
      field.focus();
      field.value = text;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      field.blur();
    };
    for (let i = 0; i < times; ++i) {
      const part = ((i * 7919) % 1000) / 1000;
      if (i % 4 === 0) type("rules[0].beta", String(0.2 + part));
      else if (i % 4 === 1) type("answers[0].reward", String(part));
      else if (i % 4 === 2) type("answers[1].reference", String(10 + Math.round(50 * part)));
      else type("answers[2].label", `Wrong ${i % 97}`);
      await turn();
    }
    port1.close();
  }, times);
}

test(`${changes} changes leave the page's memory, nodes and listeners and the engines' memory where they were`, async ({
  playground,
  page,
}) => {
  test.setTimeout(60_000 + 200 * changes);
  await noteMemories(page);
  await playground.open(three);
  await playground.settled("ready");
  await playground.drawnLook("why");
  const session = await page.context().newCDPSession(page);
  const settle = async () => {
    await playground.type("rules[0].beta", "0.5");
    await expect(playground.main).toHaveAttribute("data-state", "ready", { timeout: 20_000 });
    await playground.drawnLook("why");
  };
  await change(page, 600); // what is made once, and as many steps back as are kept
  await settle();
  const [before, engines] = [await inUse(session), await engineBytes(page)];
  await change(page, changes);
  await settle();
  const after = await inUse(session);
  expect(engines.flat().length).toBeGreaterThanOrEqual(2);
  expect(await engineBytes(page)).toEqual(engines);
  expect(after.nodes).toBeLessThanOrEqual(before.nodes + 50);
  expect(after.listeners).toBeLessThanOrEqual(before.listeners + 10);
  expect(after.heap, `${before.heap} bytes before`).toBeLessThan(before.heap + settling + mostLeft * changes);
  if (process.env["CHANGES"]) console.log(before, after, engines);
});
