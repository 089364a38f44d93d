// SPDX-License-Identifier: MIT
// A monkey plays with the page. For longer, or another play: MONKEY_SECONDS=600 MONKEY_SEED=7, and this file alone.
import { Monkey } from "./monkey";
import { expect, test } from "./playground";

const seconds = Number(process.env["MONKEY_SECONDS"] ?? 20);
const seed = Number(process.env["MONKEY_SEED"] ?? 1);

test.use({ hasTouch: true });

test(`${seconds} seconds of a monkey (seed ${seed}) bring no error, and no number that is none`, async ({
  playground,
  page,
}) => {
  test.setTimeout((seconds + 60) * 1000);
  const monkey = new Monkey(page, seed);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => void (message.type() === "error" && errors.push(message.text())));
  await monkey.begin();
  const end = Date.now() + 1000 * seconds;
  const last = () => `after ${monkey.done.length} things, the last: ${monkey.done.slice(-40).join(", ")}`;
  while (Date.now() < end) {
    for (let i = 0; i < 10; ++i) await monkey.act();
    expect(await monkey.nonsense(), last()).toEqual([]);
    expect(errors, last()).toEqual([]);
  }
  if (process.env["MONKEY_SECONDS"]) console.log(`The monkey has done ${monkey.done.length} things, ${last()}`);
  // It still works.
  await page.goto("about:blank");
  await playground.open("v=1&ref=0.5,0.5&r=1,0&a=A,B&beta=1&G=8&rules=grpo");
  await playground.settled("ready");
  expect(await playground.shares("grpo")).toHaveLength(2);
});
