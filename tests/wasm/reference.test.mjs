// SPDX-License-Identifier: MIT
// The package against an independent implementation in 30-digit arithmetic (tests/reference).
import assert from "node:assert/strict";
import test from "node:test";
import { engine, referenceCases } from "./package.mjs";

/** Relative error of P that a solution may carry; how much that moves a policy is the case's own `sensitivity`. */
const preferenceError = 1e-12;

function assertPolicy(found, expected, k) {
  const scale = Math.max(...expected.preference[k].map(Math.abs), expected.document.rules[0].beta);
  const allowed =
    preferenceError * (1 + expected.sensitivity.reference[k] + scale * expected.sensitivity.preference[k]);
  for (const [i, log] of expected.logStationary[k].entries()) {
    const difference = Math.abs(found.logPolicy[i] - (log ?? -Infinity));
    assert.ok(found.logPolicy[i] === log || difference <= allowed, `log π(${i}) is off by ${difference} > ${allowed}`);
  }
  assert.ok(found.residual <= engine.describe().tolerance * scale, `residual ${found.residual}`);
  assert.equal(found.stable, expected.stable[k]);
}

for (const expected of referenceCases("stationary")) {
  test(`stationary policies of ${expected.id}`, () => {
    const result = engine.solve(expected.document);
    assert.equal(result.status, "ok", JSON.stringify(result.issues));
    const interior = result.rules[0].stationary.filter((policy) => !policy.boundary);
    interior.sort((a, b) => a.policy[0] - b.policy[0]);
    assert.equal(interior.length, expected.stationary.length);
    interior.forEach((policy, k) => assertPolicy(policy, expected, k));
  });
}

for (const { id, document, policy, preference } of referenceCases("preference")) {
  test(`preference of ${id}`, () => {
    const result = engine.preference(document, 0, policy);
    assert.ok(result instanceof Float64Array, JSON.stringify(result.issues));
    const scale = Math.max(1, ...preference.map(Math.abs));
    for (const [i, value] of preference.entries()) {
      assert.ok(Math.abs(result[i] - value) <= 1e-10 * scale, `P(${i}) is ${result[i]}, expected ${value}`);
    }
  });
}
