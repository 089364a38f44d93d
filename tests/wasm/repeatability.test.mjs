// SPDX-License-Identifier: MIT
// The same document has the same result to the last bit, twice in a row and after other documents, in one engine and in
// another.
import assert from "node:assert/strict";
import test from "node:test";
import { cycle, engine, load, threeAnswers } from "./package.mjs";

const group = (groupSize, rule = {}) => threeAnswers({ preference: { groupSize }, ...rule });

function noisy() {
  const document = group(8, { beta: 0.5 });
  document.answers[1].reward = { values: [0, 1], probabilities: [0.7, 0.3] };
  document.answers[2].reward = { mean: 0, sd: 0.5 };
  return document;
}

/** Documents, and which policies to look for: all of them takes seconds where rewards are normal. */
const cases = [
  group(8),
  group(64, { beta: 0.3, penalty: { divergence: "kl-policy-to-ref" } }),
  group("inf", { beta: 2, penalty: { divergence: "kl-policy-to-ref" } }),
  group(4, { penalty: { divergence: "chi-squared" }, beta: 0.2 }),
  cycle(),
].map((document) => ({ document, search: "all" }));
cases.push({ document: noisy(), search: "branch" });

/** Everything that a result holds, with each double's bytes: -0 and 0 differ, as do two NaN. */
function bytes(value) {
  if (typeof value === "number") value = Float64Array.of(value);
  if (value instanceof Float64Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex");
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, bytes(part)]));
}

const solve = ({ document, search }, by = engine) => bytes(by.solve(document, { search }));
const first = cases.map((each) => solve(each));

test("a document solved twice has the same bytes", () => {
  for (const [i, each] of cases.entries()) {
    assert.equal(first[i].status, "ok");
    assert.deepEqual(solve(each), first[i]);
    assert.deepEqual(solve(each), first[i]);
  }
});

test("a document has the same bytes after other documents, refused ones among them", () => {
  for (const [i, each] of [...cases.entries()].reverse()) {
    assert.equal(engine.solve({ ...each.document, answers: [] }).status, "invalid");
    assert.deepEqual(solve(each), first[i]);
  }
});

test("a document has the same bytes in a second engine", async () => {
  const second = await load();
  for (const [i, each] of cases.entries()) assert.deepEqual(solve(each, second), first[i]);
});
