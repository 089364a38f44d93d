// SPDX-License-Identifier: MIT
// What three training set-ups make of one question, to the digits that were published for them.
import assert from "node:assert/strict";
import test from "node:test";
import { engine, threeAnswers } from "./package.mjs";

const logarithmicPooling = [0.358, 0.44445, 0.19755];

const rows = [
  {
    title: "GRPO as published: shift and scale, k3 in the loss",
    model: "group",
    divergence: "kl-ref-to-policy",
    policies: { 2: [0.44721, 0.38945, 0.16334], 4: [0.58762, 0.27701, 0.13537], 8: [0.63431, 0.24651, 0.11919] },
  },
  {
    title: "Dr. GRPO with k3: shift alone",
    model: "shift",
    divergence: "kl-ref-to-policy",
    policies: { 2: [0.28119, 0.47114, 0.24767], 4: [0.33333, 0.44444, 0.22222], 8: [0.36125, 0.42876, 0.20999] },
  },
  {
    title: "shift alone with the direct KL",
    model: "shift",
    divergence: "kl-policy-to-ref",
    policies: { 2: [0.27237, 0.47983, 0.2478], 4: [0.31373, 0.46397, 0.22229], 8: [0.33554, 0.45465, 0.20981] },
  },
];

function onlyPolicy(rule) {
  const [{ stationary }] = engine.solve(threeAnswers(rule)).rules;
  assert.equal(stationary.length, 1);
  assert.equal(stationary[0].termination, "converged");
  return stationary[0].policy;
}

function assertPrinted(policy, printed) {
  for (const [i, value] of printed.entries()) {
    assert.ok(Math.abs(policy[i] - value) <= 0.501e-5, `answer ${i}: ${policy[i]}, printed ${value}`);
  }
}

for (const { title, model, divergence, policies } of rows) {
  for (const [groupSize, printed] of Object.entries(policies)) {
    test(`${title}, G = ${groupSize}`, () => {
      const preference = { model, groupSize: Number(groupSize) };
      assertPrinted(onlyPolicy({ preference, penalty: { divergence }, beta: 1 }), printed);
    });
  }
}

test("RLHF is logarithmic pooling", () => {
  const rule = { preference: { model: "reward" }, penalty: { divergence: "kl-policy-to-ref" }, beta: 1 };
  assertPrinted(onlyPolicy(rule), logarithmicPooling);
});

test("G = 2 is the pairwise model", () => {
  const group = onlyPolicy({ preference: { model: "group", groupSize: 2 } });
  const pairwise = onlyPolicy({ preference: { model: "pairwise" } });
  for (const i of group.keys()) assert.ok(Math.abs(group[i] - pairwise[i]) <= 1e-12);
});
