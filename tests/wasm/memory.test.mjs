// SPDX-License-Identifier: MIT
// Arrays belong to the caller, and the engine keeps nothing of the calls that it has answered.
import assert from "node:assert/strict";
import test from "node:test";
import { cycle, engine, load, threeAnswers } from "./package.mjs";

const arraysOf = ({ policy, logPolicy, preference, eigenvalues }) => [policy, logPolicy, preference, eigenvalues];

test("a returned array is no view of the engine's heap", () => {
  const [first] = engine.solve(threeAnswers()).rules[0].stationary;
  for (const array of [...arraysOf(first), engine.preference(threeAnswers(), 0, [0.2, 0.5, 0.3])]) {
    assert.equal(array.buffer.byteLength, array.byteLength);
  }
});

test("arrays of one result share no memory, so that each can be transferred", () => {
  const buffers = engine.solve(cycle()).rules[0].stationary.flatMap((one) => arraysOf(one).map(({ buffer }) => buffer));
  assert.equal(new Set(buffers).size, buffers.length);
  structuredClone(buffers, { transfer: buffers });
});

test("changing a result changes no later one, and later calls change no earlier result", () => {
  const earlier = engine.solve(threeAnswers());
  const copy = structuredClone(earlier);
  engine.solve(cycle());
  assert.deepEqual(earlier, copy);
  for (const array of arraysOf(earlier.rules[0].stationary[0])) array.fill(7);
  const description = engine.describe();
  description.limits.beta[0] = 7;
  assert.deepEqual(engine.solve(threeAnswers()), copy);
  assert.notEqual(engine.describe().limits.beta[0], 7);
});

test("a document is only read", () => {
  const freeze = (value) =>
    typeof value === "object" ? Object.freeze(Object.values(value).forEach(freeze) ?? value) : 0;
  const document = threeAnswers({ preference: { model: "group", groupSize: 4 } });
  const copy = structuredClone(document);
  freeze(document);
  assert.equal(engine.solve(document).status, "ok");
  assert.deepEqual(document, copy);
});

/** Loads an engine of its own and returns it with the memories that its instances export. */
async function loadWatched(context) {
  const memories = new Set();
  const original = WebAssembly.instantiate;
  context.mock.method(WebAssembly, "instantiate", async (...args) => {
    const result = await original(...args);
    for (const value of Object.values((result.instance ?? result).exports)) {
      if (value instanceof WebAssembly.Memory) memories.add(value);
    }
    return result;
  });
  const own = await load();
  assert.equal(memories.size, 1);
  return { own, bytes: () => [...memories][0].buffer.byteLength };
}

test("the heap does not grow over 1,000 solves, valid and not", async (context) => {
  const { own, bytes } = await loadWatched(context);
  const many = {
    ...threeAnswers(),
    answers: Array.from({ length: 40 }, (_, i) => ({ label: `${i}`, reference: 1, reward: i % 3 })),
  };
  const all = () => {
    own.solve(threeAnswers());
    own.solve(many);
    own.solve({ ...many, rules: [{ beta: -1, label: "x".repeat(10_000) }] });
    own.preference(many, 0, Array(40).fill(1 / 40));
    own.sweep(cycle(), { rule: 0, parameter: "beta", values: [0.1, 1] });
    own.path(threeAnswers(), { rule: 0, parameter: "beta", from: 0.5, to: 1, search: "branch" });
    own.path(threeAnswers(), { rule: 0, parameter: "groupSize", values: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11] });
  };
  for (let i = 0; i < 20; i++) all();
  const before = bytes();
  for (let i = 0; i < 500; i++) all();
  assert.equal(bytes(), before);
});
