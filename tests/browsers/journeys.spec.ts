// SPDX-License-Identifier: MIT
// What visitors come for, in every browser: open, edit, drag, share, reload, learn, export, and all of it offline.
import { execFileSync } from "node:child_process";
import { parse } from "csv-parse/sync";
import type { Predict } from "../../web/src/lessons/types";
import { solutionOf } from "../../web/src/lessons/solve";
import { ask, courseLesson, exerciseOf } from "../e2e/classroom";
import { inCore } from "./core";
import { expect, test } from "./playground";
import { openSite } from "./site";

const three = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&beta=1&G=8&rules=grpo,rlhf";
const beta = '[data-path="rules[0].beta"]';

test("a link opens its question, with the policies that the core finds under Node", async ({ playground }) => {
  await playground.open(three);
  expect(await playground.text("h1")).toContain("“Rare”");
  for (const [rule, expected] of Object.entries(inCore(three))) {
    const policy = await playground.policy(rule);
    expect(policy).toHaveLength(3);
    for (const [i, share] of policy.entries()) expect(share).toBeCloseTo(expected[i]!, 12);
  }
});

test("a number that is typed changes the picture and the address", async ({ playground }) => {
  await playground.open(three);
  await playground.type(beta, "0.37");
  const [share] = inCore(three.replace("beta=1", "beta=0.37"))["grpo"]!;
  await expect.poll(async () => (await playground.policy("grpo"))[0]).toBeCloseTo(share!, 12);
  await expect.poll(() => playground.look(() => location.hash)).toContain("beta=0.37");
});

test("a dial and a reference's bar follow the mouse", async ({ playground }) => {
  await playground.open(three);
  await playground.drag("#dial-group-size", 0);
  await expect.poll(() => playground.value("#dial-group-size")).toBe("0");
  await expect.poll(() => playground.look(() => location.hash)).toContain("G=2");
  const bar = '[aria-label="Reference of Rare"][type=range]';
  await playground.drag(bar, 0.4);
  const shares = await playground.policy("reference");
  expect(shares[0]).toBeGreaterThan(0.37);
  expect(shares[0]).toBeLessThan(0.43);
  expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
});

test("the shared link opens the same policies where nothing is kept", async ({ playground }) => {
  await playground.open(three);
  await playground.type(beta, "0.81");
  await expect.poll(() => playground.value("#dial-beta")).not.toBe("0");
  const policy = await playground.policy("grpo");
  await playground.clickNamed("Share");
  await expect.poll(() => playground.count("#share-link")).toBe(1);
  await expect.poll(() => playground.value("#share-link")).toContain("beta=0.81");
  const link = new URL(await playground.value("#share-link"));
  const elsewhere = await openSite();
  await playground.goTo(elsewhere.url + link.hash);
  expect(await playground.policy("grpo")).toEqual(policy);
  await elsewhere.stop();
});

test("a reload keeps the work, and so does the next visit without a link", async ({ playground, site }) => {
  await playground.open(three);
  await playground.type(beta, "0.37");
  await expect.poll(() => playground.look(() => location.hash)).toContain("beta=0.37");
  await playground.reload();
  await playground.settled();
  expect(await playground.value(beta)).toBe("0.37");
  await playground.goTo("about:blank");
  await playground.goTo(site.url);
  await playground.settled();
  expect(await playground.value(beta)).toBe("0.37");
  expect(await playground.value('[data-path="answers[0].label"]')).toBe("Rare");
});

test("an exercise is answered, scored in full, and still there after a reload", async ({ playground, site }) => {
  const exercise = exerciseOf(courseLesson("policy"), "policy");
  const [bars, number] = exercise.steps as [Predict, Predict];
  await playground.goTo(`${site.url}#learn=policy/policy`);
  const place = (step: Predict) => `[data-step="${step.id}"]`;
  const score = (step: Predict) =>
    playground.look(
      (selector) => document.querySelector<HTMLElement>(selector)?.dataset["score"],
      `${place(step)} [role=status][data-score]`,
    );
  for (const [i, share] of ((await solutionOf(exercise, bars, ask)) as number[]).entries()) {
    await playground.sees(`${place(bars)} input[type=range]`);
    const mark = (place: string, i: number) =>
      document.querySelectorAll(`${place} input[type=range]`).forEach((bar, k) => bar.toggleAttribute("data-ours", k === i)); // prettier-ignore
    await playground.look(mark, place(bars), i);
    await playground.drag("[data-ours]", share);
  }
  await playground.clickNamed("Commit to this", place(bars));
  await expect.poll(() => score(bars)).toBe("1");
  await playground.clickNamed("Continue", place(bars));
  await playground.type(`${place(number)} input[type=text]`, String(await solutionOf(exercise, number, ask)));
  await playground.reload();
  await expect.poll(() => score(bars)).toBe("1");
});

test("the picture is saved as SVG and its numbers as CSV", async ({ playground }) => {
  await playground.open(`${three}&title=Three%20answers`);
  await playground.clickNamed("Share");
  await playground.clickNamed("SVG", "[aria-labelledby=export-files]");
  const svg = await playground.saved("three-answers.svg");
  const drawn = execFileSync("rsvg-convert", ["--format=png"], { input: svg, maxBuffer: 1 << 26 });
  expect(drawn.readUInt32BE(16)).toBe(744);
  await playground.clickNamed("CSV", "[aria-labelledby=export-files]");
  const rows: string[][] = parse(await playground.saved("three-answers.csv"), { bom: true });
  expect(rows.slice(1).map(([name]) => name)).toEqual(["Rare", "Popular", "Wrong"]);
  expect(rows.slice(1).map((row) => Number(row[3]))).toEqual(await playground.policy("grpo"));
});

test("after one visit the page opens, solves and draws a closer look without network", async ({ playground, site }) => {
  await playground.open(three);
  await playground.look(() => navigator.serviceWorker.ready.then(() => {}));
  await site.stop();
  await playground.reload();
  const before = await playground.policy("grpo");
  await playground.type(beta, "0.37");
  await expect.poll(() => playground.policy("grpo")).not.toEqual(before);
  await playground.clickNamed("Table");
  await playground.sees("td[data-column=grpo]");
});
