// SPDX-License-Identifier: MIT
// How much memory the module holds after questions with many different rewards: WebAssembly memory only grows, so its
// size at the end is its peak. Exact on every machine.
//   node tests/bench/memory.mjs
import { load } from "../../web/dist/package/index.js";

/** An engine with the memory of its module. */
async function loadWithMemory() {
  const { instantiate } = WebAssembly;
  let memory;
  WebAssembly.instantiate = async (...args) => {
    const result = await instantiate(...args);
    const { exports } = result.instance ?? result;
    memory = Object.values(exports).find((value) => value instanceof WebAssembly.Memory);
    return result;
  };
  const engine = await load();
  WebAssembly.instantiate = instantiate;
  return { engine, memory };
}

/** Rewards with no two gaps equal, uneven references. */
function question(count, groupSize, search) {
  const answers = Array.from({ length: count }, (_, i) => ({
    label: `answer ${i}`,
    reference: 1 + (i % 7),
    reward: (i * (i + 1)) / count ** 2,
  }));
  const document = {
    format: "grpo-playground/scenario",
    version: 1,
    answers,
    rules: [{ preference: { groupSize }, beta: 0.5 }],
  };
  return { title: `K = ${count}, G = ${groupSize}, ${search}`, document, search };
}

const questions = [
  question(10, 64, "all"),
  question(100, 64, "branch"),
  question(1000, 64, "branch"),
  question(1000, 64, "all"),
  question(10000, 2, "branch"),
  question(10000, 64, "branch"),
];

for (const { title, document, search } of questions) {
  const { engine, memory } = await loadWithMemory();
  const before = performance.now();
  const { status, rules } = engine.solve(document, { search });
  const seconds = ((performance.now() - before) / 1000).toFixed(1);
  const ends = rules[0].stationary.map(({ termination }) => termination).join(", ");
  const megabytes = (memory.buffer.byteLength / 2 ** 20).toFixed(1);
  console.log(`${title.padEnd(28)} ${megabytes.padStart(8)} MB ${seconds.padStart(8)} s  ${status}: ${ends}`);
}
