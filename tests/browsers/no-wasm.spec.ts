// SPDX-License-Identifier: MIT
// A browser whose WebAssembly is switched off, by its own setting.
import { presets } from "../../web/src/state/presets";
import { policiesOf } from "./core";
import { expect, test } from "./playground";

test.beforeEach(async ({ playground, site }) => {
  expect(await playground.look(() => typeof WebAssembly)).toBe("undefined");
  await playground.goTo(site.url);
  await playground.sees("[data-preset]");
});

test("the page says in a sentence what is missing", async ({ playground }) => {
  expect(await playground.text("[role=alert]")).toContain("needs WebAssembly");
});

test("every preset's policies stand in a table, as the core finds them", async ({ playground }) => {
  const read = () =>
    [...document.querySelectorAll<HTMLElement>("table[data-preset]")].map(({ dataset }) => dataset["preset"]);
  expect(await playground.look(read)).toEqual(presets.map(({ id }) => id));
  const readPolicy = (preset: string, rule: string) =>
    [...document.querySelectorAll<HTMLElement>(`[data-preset="${preset}"] td[data-column="${rule}"]`)].map((cell) =>
      Number(cell.dataset["share"]),
    );
  for (const { id, state } of presets)
    for (const [rule, expected] of Object.entries(policiesOf(state)))
      expect(await playground.look(readPolicy, id, rule), `${id}, ${rule}`).toEqual(expected);
});

test("the classroom says so too", async ({ playground, site }) => {
  await playground.goTo(`${site.url}#learn=policy`);
  await playground.sees("[role=alert]");
  expect(await playground.text("[role=alert]")).toContain("needs WebAssembly");
});
