// SPDX-License-Identifier: MIT
// The same program, core_times, natively and as WebAssembly in Node, run in turns: milliseconds per call, medians over the
// turns, and the ratios to native of the package's module and of the smaller one that draws the first picture. Then what a call of the package takes on top, reading the document and making the result.
//   node tests/bench/compare.mjs [TURNS]
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { timings } from "./bench.mjs";

const turns = Number(process.argv[2] ?? 3);
const built = (path) => fileURLToPath(new URL(`../../build/${path}`, import.meta.url));
const native = () => execFileSync(built("native/tests/bench/core_times"), { encoding: "utf8" });
const wasm = (name) => execFileSync(process.execPath, [built(`wasm/tests/bench/${name}.js`)], { encoding: "utf8" });

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

/** Milliseconds of each turn, by the name of the case. */
function record(times, output) {
  for (const line of output.trim().split("\n")) {
    const [name, nanoseconds] = line.split("\t");
    times.set(name, [...(times.get(name) ?? []), nanoseconds / 1e6]);
  }
}

const cell = (text) => text.padStart(12);

const inNative = new Map();
const inModule = new Map();
const inFirst = new Map();
for (let turn = 0; turn < turns; ++turn) {
  record(inNative, native());
  record(inModule, wasm("core_times"));
  record(inFirst, wasm("core_times_first"));
}
const heads = ["native ms", "module ms", "ratio", "first ms", "ratio", "in values"];
console.log("case".padEnd(38) + heads.map(cell).join(""));
const ratios = { module: [], first: [] };
for (const [name, times] of inNative) {
  const [a, b, c] = [times, inModule.get(name), inFirst.get(name)].map(median);
  const value = median(inNative.get(name.replace(/^[^/]*/, "value")));
  ratios.module.push(b / a);
  ratios.first.push(c / a);
  const numbers = [a.toFixed(4), b.toFixed(4), (b / a).toFixed(2), c.toFixed(4), (c / a).toFixed(2)];
  console.log(name.padEnd(38) + [...numbers, (a / value).toFixed(1)].map(cell).join(""));
}
for (const [name, all] of Object.entries(ratios)) {
  console.log(`${name}: median ratio ${median(all).toFixed(2)}, largest ${Math.max(...all).toFixed(2)}`);
}

console.log("\n" + "package".padEnd(38) + cell("ms"));
for (const [name, time] of await timings()) console.log(name.padEnd(38) + cell(time.toFixed(4)));
