// SPDX-License-Identifier: MIT
// What those who hear the page are told: the state in words, and after each change, once, what it did.
import { expect, type PlaygroundPage, test } from "./playground";

const announced = ({ page }: PlaygroundPage) => page.locator("[data-announced]");

test.beforeEach(async ({ playground, page }) => {
  await page.clock.install(); // so that a slow machine makes no pauses of its own
  await playground.open();
  await expect(announced(playground)).toBeAttached();
});

/** Longer than what is announced waits for. */
const aWhile = 1000;

/** Keeps everything that is announced from here on. */
async function listen({ page }: PlaygroundPage): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = ((window as unknown as { said: string[] }).said = []);
    const region = document.querySelector("[data-announced]")!;
    new MutationObserver(() => said.push(region.textContent!)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said);
}

test("a key on a slider is followed by what it did: now and before, as the bars say it", async ({
  playground,
  page,
}) => {
  const bar = playground.rows.first().locator('.policy-bar[data-rule="grpo"] .value');
  const before = await bar.innerText();
  await expect(announced(playground)).toBeEmpty();
  await playground.beta.focus();
  await page.keyboard.press("PageUp");
  await playground.settled("ready");
  await page.clock.runFor(aWhile);
  const after = await bar.innerText();
  expect(after).not.toBe(before);
  await expect(announced(playground)).toContainText(`GRPO: “Rare but right” now ${after}, was ${before}.`);
});

test("a drag says nothing on its way, however slow, and once at its end what came of it", async ({
  playground,
  page,
}) => {
  const before = await playground.rows.first().locator('.policy-bar[data-rule="grpo"] .value').innerText();
  const said = await listen(playground);
  const box = (await playground.beta.boundingBox())!;
  const middle = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, middle);
  await page.mouse.down();
  for (const part of [0.55, 0.6, 0.65]) {
    await page.mouse.move(box.x + part * box.width, middle);
    await playground.settled("ready");
    await page.waitForFunction(
      (start) => performance.now() - start > 800,
      await page.evaluate(() => performance.now()),
    );
  }
  expect(await said()).toEqual([]);
  await page.mouse.up();
  await page.clock.runFor(aWhile);
  const after = await playground.rows.first().locator('.policy-bar[data-rule="grpo"] .value').innerText();
  await expect(announced(playground)).toContainText(`now ${after}, was ${before}.`);
  expect(await said()).toHaveLength(1);
});

test("keys that follow each other are told once, and undo tells the way back", async ({ playground, page }) => {
  const said = await listen(playground);
  await playground.beta.focus();
  for (let presses = 0; presses < 8; ++presses) await page.keyboard.press("ArrowRight");
  await playground.settled("ready");
  await page.clock.runFor(aWhile);
  await expect(announced(playground)).toContainText(/GRPO: .* now \S+%, was 63\.4%\./);
  expect(await said()).toHaveLength(1);
  const [, now] = /now (\S+%)/.exec((await said())[0]!)!;
  for (let presses = 0; presses < 8; ++presses) await page.keyboard.press("Control+z");
  await playground.settled("ready");
  await page.clock.runFor(aWhile);
  await expect(announced(playground)).toContainText(`now 63.4%, was ${now}.`);
  expect(await said()).toHaveLength(2);
});

test("another question is told by its headline, and a change that moves no shown digit says so", async ({
  playground,
  page,
}) => {
  await playground.openPreset("Right or wrong, in pairs");
  await page.clock.runFor(aWhile);
  await expect(announced(playground)).toHaveText(await playground.headline.innerText());
  await playground.type("rules[0].beta", "0.5000000001");
  await page.clock.runFor(aWhile);
  await expect(announced(playground)).toHaveText("No probability changed, to the digits shown.");
});

test("the board's summary in words follows the state, and is the board's description", async ({ playground, page }) => {
  const board = page.getByRole("region", { name: "The board" });
  await expect(board).toHaveAccessibleDescription(/^β 1, group size 8\. “Rare but right”: reference 20%, GRPO 63\.4%/);
  await playground.type("rules[0].beta", "2");
  await expect(board).toHaveAccessibleDescription(/^β 2, group size 8\./);
});
