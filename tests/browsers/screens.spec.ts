// SPDX-License-Identifier: MIT
// A phone that is touched, and a projector, in every browser.
import { inCore } from "./core";
import { expect, test } from "./playground";

const three = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&beta=1&G=8&rules=grpo,rlhf";

/** How far the page is wider than its window, in pixels. */
const overhang = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

test("on a phone, fingers drag a dial and open a preset, and nothing hangs over the edge", async ({ playground }) => {
  await playground.openOnPhone(three);
  expect(await playground.look(() => innerWidth)).toBe(390);
  expect(await playground.look(overhang)).toBe(0);
  await playground.drag("#dial-group-size", 0);
  await expect.poll(() => playground.value("#dial-group-size")).toBe("0");
  const [share] = inCore(three.replace("G=8", "G=2"))["grpo"]!;
  expect((await playground.policy("grpo"))[0]).toBeCloseTo(share!, 12);
  await playground.clickNamed("Presets, now:");
  await playground.clickNamed("Right or wrong, in large groups", "[aria-label=Presets]");
  await expect.poll(() => playground.count("[data-answer]")).toBe(2);
  await playground.settled();
  expect(await playground.look(overhang)).toBe(0);
});

test("on a projector the letters are larger and nothing hangs over the edge", async ({ playground }) => {
  await playground.resize(1920, 1080);
  await playground.open(three);
  const size = () => playground.look(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  const plain = await size();
  await playground.open(`${three}&projector=1`);
  await expect.poll(size).toBeGreaterThan(plain);
  expect(await playground.look(overhang)).toBe(0);
  expect(await playground.look(() => innerWidth)).toBe(1920);
});
