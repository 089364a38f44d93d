// SPDX-License-Identifier: MIT
// A browser whose WebAssembly is switched off, by its own setting.
import { presets } from "../../web/src/state/presets";
import { policiesOf } from "./core";
import { expect, type Playground, test } from "./playground";

async function open({ playground, site }: { playground: Playground; site: { url: string } }, address = "") {
  expect(await playground.look(() => typeof WebAssembly)).toBe("undefined");
  await playground.goTo(site.url + address);
  await playground.sees("table[data-preset]");
}

for (const [name, address] of Object.entries({
  "the page": "",
  "a link to a question": "#v=1&ref=0.2,0.5,0.3&r=1,0.3,0&beta=1&G=8",
  "the classroom": "#learn=policy",
  "an embedded view": "?embed=board",
}))
  test(`${name} says in a sentence what is missing`, async ({ playground, site }) => {
    await open({ playground, site }, address);
    expect(await playground.text("[role=alert]")).toContain("needs WebAssembly");
  });

test("every preset's policies stand in a table, as the core finds them", async ({ playground, site }) => {
  await open({ playground, site });
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
