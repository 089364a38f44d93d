// SPDX-License-Identifier: MIT
// A browser whose WebAssembly has no SIMD, by its own setting: it is sent the scalar modules, and they agree.
import { inCore } from "./core";
import { expect, test } from "./playground";

const three = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&beta=1&G=8&rules=grpo,rlhf";

test("the scalar modules are loaded, and give the policies that the core finds with vectors", async ({
  playground,
  site,
}) => {
  await playground.open(three);
  for (const [rule, expected] of Object.entries(inCore(three)))
    for (const [i, share] of (await playground.policy(rule)).entries()) expect(share).toBeCloseTo(expected[i]!, 12);
  await playground.look(() => navigator.serviceWorker.ready.then(() => {}));
  const modules = site.served.filter((name) => name.endsWith(".wasm"));
  expect(modules).not.toEqual([]);
  expect(modules.filter((name) => !name.includes("-scalar-"))).toEqual([]);
});
