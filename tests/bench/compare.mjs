// SPDX-License-Identifier: MIT
// Native and WebAssembly side by side, one after the other in one run: milliseconds per call and their ratio. The
// package's times include what crosses the boundary: the document in, the result out.
//   node tests/bench/compare.mjs [CORE_BENCH]
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { timings } from "./bench.mjs";

const program = process.argv[2] ?? fileURLToPath(new URL("../../build/native/tests/bench/core_bench", import.meta.url));
const nanosecondsPer = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };

function nativeTimings() {
  const output = execFileSync(program, ["--benchmark_format=json"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { benchmarks } = JSON.parse(output);
  return new Map(benchmarks.map((run) => [run.name, (run.cpu_time * nanosecondsPer[run.time_unit]) / 1e6]));
}

const cell = (text) => text.padStart(12);

const native = nativeTimings();
const wasm = await timings();
console.log("case".padEnd(32) + cell("native ms") + cell("wasm ms") + cell("ratio"));
for (const [name, milliseconds] of native) {
  const inWasm = wasm.get(name);
  const rest = inWasm === undefined ? "" : cell(inWasm.toFixed(4)) + cell((inWasm / milliseconds).toFixed(2));
  console.log(name.padEnd(32) + cell(milliseconds.toFixed(4)) + rest);
}
