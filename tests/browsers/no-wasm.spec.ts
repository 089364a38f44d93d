// SPDX-License-Identifier: MIT
// A browser whose WebAssembly is switched off, by its own setting.
import { presets } from "../../web/src/state/presets";
import { percentText } from "../../web/src/story/format";
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
  const readCells = (preset: string, rule: string) =>
    [...document.querySelectorAll<HTMLElement>(`[data-preset="${preset}"] td[data-column="${rule}"]`)].map((cell) => ({
      shares: cell.dataset["shares"]!.split(" ").map(Number),
      text: cell.textContent.trim(),
    }));
  for (const { id, state } of presets)
    for (const [rule, policies] of Object.entries(policiesOf(state))) {
      const columns = state.answers.map((_, index) => policies.map((policy) => policy[index]!));
      const cells = columns.map((shares) => ({ shares, text: shares.map(percentText).join(" or ") }));
      expect(await playground.look(readCells, id, rule), `${id}, ${rule}`).toEqual(cells);
    }
});
