// SPDX-License-Identifier: MIT
// The same core, compiled natively and to wasm, computes the same numbers: `determinism` prints them, once from each
// build. exp and pow differ in the last bit between the two, so numbers agree to 1e-12, not bitwise.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const build = (path) => fileURLToPath(new URL(`../../build/${path}`, import.meta.url));
const tolerance = 1e-12;

/** Each line is a name and numbers; a Map keeps their order. */
function parse(output) {
  const lines = output.trim().split("\n");
  return new Map(lines.map((line) => line.split(" ")).map(([name, ...numbers]) => [name, numbers.map(Number)]));
}

/** A policy's small probabilities count by themselves, other vectors by their largest entry. */
function scaleOf(name, numbers, index) {
  return name.endsWith("/policy") ? Math.abs(numbers[index]) : Math.max(...numbers.map(Math.abs));
}

const native = parse(execFileSync(build("native/tests/core/determinism"), { encoding: "utf8" }));
const wasm = parse(execFileSync(process.execPath, [build("wasm/tests/core/determinism.js")], { encoding: "utf8" }));

test("native and wasm find the same policies of the same questions", () => {
  assert.deepEqual([...wasm.keys()], [...native.keys()]);
  assert.ok(native.size > 100);
});

for (const quantity of ["policy", "preference", "multiplier", "eigenvalues"]) {
  test(`native and wasm agree to ${tolerance} on every ${quantity}`, () => {
    for (const [name, numbers] of native) {
      if (!name.endsWith(`/${quantity}`)) continue;
      assert.equal(wasm.get(name).length, numbers.length, name);
      for (const [i, number] of numbers.entries()) {
        const difference = Math.abs(wasm.get(name)[i] - number);
        assert.ok(
          difference <= tolerance * scaleOf(name, numbers, i),
          `${name}[${i}]: native ${number}, wasm ${wasm.get(name)[i]}`,
        );
      }
    }
  });
}
