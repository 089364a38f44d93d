// SPDX-License-Identifier: MIT
// Timings of the package in Node, with the cases of core_times.cc.
//   node tests/bench/bench.mjs
import { pathToFileURL } from "node:url";
import { load } from "../../web/dist/package/index.js";

const cases = {
  "K=3 G=8": { answers: 3, preference: { model: "group", groupSize: 8 } },
  "K=3 G=64": { answers: 3, preference: { model: "group", groupSize: 64 } },
  "K=10 G=8": { answers: 10, preference: { model: "group", groupSize: 8 } },
  "K=10 G=64": { answers: 10, preference: { model: "group", groupSize: 64 } },
  "N=100 G=inf": { answers: 100, preference: { model: "group", groupSize: "inf" } },
  "N=20 pairwise": { answers: 20, preference: { model: "pairwise" } },
};

/** Answer i of N has reference 1/(i+1) and reward i(i+1)/N²: distinct, and no two gaps are equal. */
function documentOf({ answers, preference }) {
  return {
    format: "grpo-playground/scenario",
    version: 1,
    answers: Array.from({ length: answers }, (_, i) => ({
      label: `answer ${i}`,
      reference: 1 / (i + 1),
      reward: (i * (i + 1)) / (answers * answers),
    })),
    rules: [{ preference, beta: 0.5 }],
  };
}

/** The median of batches that last 20 ms or more each, 15 or as many as fit into a second: milliseconds per call. */
function timePerCall(call) {
  const batch = (calls) => {
    const start = performance.now();
    for (let i = 0; i < calls; ++i) call();
    return performance.now() - start;
  };
  let calls = 1;
  let time = batch(calls);
  while (time < 20) time = batch((calls *= 2));
  const times = [time / calls];
  for (let total = time; times.length < 15 && total < 1000; total += time) {
    time = batch(calls);
    times.push(time / calls);
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}

/** Milliseconds per call. The engine keeps models: the tables are there from the first call on. */
export async function timings() {
  const engine = await load();
  const result = new Map();
  for (const [name, specification] of Object.entries(cases)) {
    const document = documentOf(specification);
    const policy = new Float64Array(specification.answers).fill(1 / specification.answers);
    if (engine.solve(document).status !== "ok") throw new Error(`${name} is not a valid document`);
    result.set(
      `preference/${name}`,
      timePerCall(() => engine.preference(document, 0, policy)),
    );
    result.set(
      `solve branch/${name}`,
      timePerCall(() => engine.solve(document, { search: "branch" })),
    );
    result.set(
      `solve all/${name}`,
      timePerCall(() => engine.solve(document, { search: "all" })),
    );
  }
  return result;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const [name, milliseconds] of await timings()) {
    console.log(`${name.padEnd(32)} ${milliseconds.toFixed(4).padStart(12)} ms`);
  }
}
