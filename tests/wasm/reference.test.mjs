// SPDX-License-Identifier: MIT
// The package against an independent implementation in 30-digit arithmetic (tests/reference).
import assert from "node:assert/strict";
import test from "node:test";
import { engine, referenceCases } from "./package.mjs";

/** Cases that this version says it does not solve, with the field that it names. Any other case must be solved. */
const notAvailable = {
  ...listed(/^rules\[0\]\.penalty\.divergence$/, "pub-penalty", [1, 2, 3, 4, 5, 6, 7], 2),
  ...listed(/^rules\[0\]\.preference\.groupSize$/, "pub-gaussian", [1, 2, 3, 5], 2), // normal rewards, finite G
  ...listed(/^rules\[0\]\.preference\.groupSize$/, "ppub", [23, 24, 25, 27, 28], 3), // the same
  ...listed(/^rules\[0\]\.preference\.groupSize$/, "ppub", [12, 13], 3), // eleven rewards, G = 64: too many groups
};

function listed(field, family, numbers, digits) {
  return Object.fromEntries(numbers.map((number) => [`${family}-${String(number).padStart(digits, "0")}`, field]));
}

/** Relative error of P that a solution may carry; how much that moves a policy is the case's own `sensitivity`. */
const preferenceError = 1e-12;

function refused(id, result) {
  if (!(id in notAvailable)) {
    assert.notEqual(result.status, "invalid", JSON.stringify(result.issues));
    return false;
  }
  assert.equal(result.status, "invalid", `${id} is solved: take it off the list`);
  for (const issue of result.issues) assert.match(issue.field, notAvailable[id]);
  return true;
}

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
  test(`stationary policies of ${expected.id}`, (context) => {
    const result = engine.solve(expected.document);
    if (refused(expected.id, result)) return context.diagnostic("not available in this version");
    const interior = result.rules[0].stationary.filter((policy) => !policy.boundary);
    interior.sort((a, b) => a.policy[0] - b.policy[0]);
    assert.equal(interior.length, expected.stationary.length);
    interior.forEach((policy, k) => assertPolicy(policy, expected, k));
  });
}

for (const { id, document, policy, preference } of referenceCases("preference")) {
  test(`preference of ${id}`, (context) => {
    const result = engine.preference(document, 0, policy);
    if (refused(id, result)) return context.diagnostic("not available in this version");
    const scale = Math.max(1, ...preference.map(Math.abs));
    for (const [i, value] of preference.entries()) {
      assert.ok(Math.abs(result[i] - value) <= 1e-10 * scale, `P(${i}) is ${result[i]}, expected ${value}`);
    }
  });
}
