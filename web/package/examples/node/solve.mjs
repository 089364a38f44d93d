// SPDX-License-Identifier: MIT
// In Node: node solve.mjs scenario.json
import { readFile } from "node:fs/promises";
import { load } from "grpo-playground";

const engine = await load();
const scenario = JSON.parse(await readFile(process.argv[2], "utf8"));
const result = engine.solve(scenario);
if (result.status === "invalid") throw new Error(result.issues.map((i) => `${i.field} ${i.constraint}`).join("; "));
for (const { label, stationary } of result.rules) {
  const shares = Array.from(stationary[0].policy, (p) => `${(100 * p).toFixed(1)} %`);
  console.log(`${label}: ${shares.join(", ")}`);
}
