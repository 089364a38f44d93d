// SPDX-License-Identifier: MIT
// Nothing that JavaScript can pass as a document brings the engine down.
import assert from "node:assert/strict";
import test from "node:test";
import { engine, threeAnswers } from "./package.mjs";

const cyclic = threeAnswers();
cyclic.answers.push(cyclic);
cyclic.rules[0].preference = cyclic;

const deep = JSON.parse("[".repeat(5_000) + "]".repeat(5_000));

/** Each must be an invalid document. */
const invalid = {
  "a document that contains itself": cyclic,
  "a million answers": { ...threeAnswers(), answers: Array(1_000_000).fill({ label: "A", reference: 1, reward: 0 }) },
  "a sparse array of the greatest length": { ...threeAnswers(), answers: Array(2 ** 32 - 1) },
  "an object that only looks like an array": { ...threeAnswers(), answers: { length: 3, 0: {}, 1: {}, 2: {} } },
  "a label of ten million characters": {
    ...threeAnswers(),
    answers: [{ label: "x".repeat(1e7), reference: 1, reward: 0 }],
  },
  "a bigint, a map and a date": { ...threeAnswers(), title: 10n, answers: new Map(), rules: [new Date(0)] },
  "a number wrapped in an object": { ...threeAnswers(), rules: [{ beta: new Number(1) }] },
  "an own field called __proto__": { ...threeAnswers(), ...JSON.parse('{"rules":[{"__proto__":{"beta":-1}}]}') },
  "text in all but name a document": Object("grpo-playground/scenario"),
};

/** Each may be refused as it is, or be solved: what it must not do is crash. */
const strange = {
  "arrays 5,000 deep": { ...threeAnswers(), answers: deep, rules: deep, note: deep },
  "a getter that throws": Object.defineProperty(threeAnswers(), "answers", {
    enumerable: true,
    get() {
      throw new RangeError("thrown by a getter");
    },
  }),
  "a proxy that throws at everything": new Proxy(
    {},
    new Proxy(
      {},
      {
        get: () => () => {
          throw new RangeError("thrown by a proxy");
        },
      },
    ),
  ),
  "a document without a prototype": Object.assign(Object.create(null), threeAnswers()),
  "a revoked proxy": (() => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  })(),
  "a value whose text conversion throws": {
    ...threeAnswers(),
    title: {
      toString() {
        throw new RangeError("thrown by toString");
      },
    },
  },
  "a symbol and a function": { ...threeAnswers(), note: Symbol("note"), rules: [() => 1] },
  "half a surrogate pair in a label": { ...threeAnswers(), answers: [{ label: "\ud800", reference: 1, reward: 0 }] },
  "a zero character in a label": { ...threeAnswers(), answers: [{ label: "a\0b", reference: 1, reward: 0 }] },
};

const answer = JSON.stringify(engine.solve(threeAnswers()));

function assertUnharmed() {
  assert.equal(JSON.stringify(engine.solve(threeAnswers())), answer);
}

for (const [title, document] of Object.entries(invalid)) {
  test(`${title} is an invalid document`, () => {
    const calls = [
      () => engine.solve(document),
      () => engine.sweep(document, { rule: 0, parameter: "beta", values: [1] }),
    ];
    for (const call of calls) {
      const result = call();
      assert.equal(result.status, "invalid");
      assert.ok(result.issues.length > 0);
      assert.ok(JSON.stringify(result).length < 1e7, "the issues repeat the whole document");
    }
    assertUnharmed();
  });
}

for (const [title, document] of Object.entries(strange)) {
  test(`${title} does not harm the engine`, () => {
    try {
      assert.ok(["ok", "invalid"].includes(engine.solve(document).status));
    } catch (error) {
      assert.ok(error instanceof RangeError || error instanceof TypeError, `threw ${error?.name}: ${error?.message}`);
    }
    assertUnharmed();
  });
}
