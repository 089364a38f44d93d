// SPDX-License-Identifier: MIT
// The bundler finds the package's .wasm files by itself and gives them names of its own.
import { load } from "grpo-playground";
import scenario from "../scenario.json";

const engine = await load();
const { rules } = engine.solve(scenario);
const lines = rules.map(({ label, stationary }) => {
  const shares = Array.from(stationary[0].policy, (p) => `${(100 * p).toFixed(1)} %`);
  return `${label}: ${shares.join(", ")}`;
});
document.querySelector("#result").textContent = lines.join("\n");
