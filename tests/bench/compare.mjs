// SPDX-License-Identifier: MIT
// The same program, core_times, natively and as WebAssembly in Node, run in turns: milliseconds per call and their ratio,
// medians over the turns. Then what a call of the package takes on top, reading the document and making the result.
//   node tests/bench/compare.mjs [TURNS]
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { timings } from "./bench.mjs";

const turns = Number(process.argv[2] ?? 3);
const built = (path) => fileURLToPath(new URL(`../../build/${path}`, import.meta.url));
const native = () => execFileSync(built("native/tests/bench/core_times"), { encoding: "utf8" });
const wasm = () => execFileSync(process.execPath, [built("wasm/tests/bench/core_times.js")], { encoding: "utf8" });

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
const inWasm = new Map();
for (let turn = 0; turn < turns; ++turn) {
  record(inNative, native());
  record(inWasm, wasm());
}
console.log("case".padEnd(38) + cell("native ms") + cell("wasm ms") + cell("ratio") + cell("in values"));
const ratios = [];
for (const [name, times] of inNative) {
  const [a, b] = [median(times), median(inWasm.get(name))];
  const value = median(inNative.get(name.replace(/^[^/]*/, "value")));
  ratios.push(b / a);
  console.log(
    name.padEnd(38) + [a.toFixed(4), b.toFixed(4), (b / a).toFixed(2), (a / value).toFixed(1)].map(cell).join(""),
  );
}
console.log(`median ratio ${median(ratios).toFixed(2)}, largest ${Math.max(...ratios).toFixed(2)}`);

console.log("\n" + "package".padEnd(38) + cell("ms"));
for (const [name, time] of await timings()) console.log(name.padEnd(38) + cell(time.toFixed(4)));
