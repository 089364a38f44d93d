// SPDX-License-Identifier: MIT
// What a result says beyond its policies: certificates, uniqueness, the count, the flow from π_ref, errors.
import assert from "node:assert/strict";
import test from "node:test";
import { problems } from "./declared_types.mjs";
import { cycle, engine, threeAnswers } from "./package.mjs";

const near = (actual, expected, margin) =>
  assert.ok(Math.abs(actual - expected) <= margin, `${actual}, not ${expected}`);

function twoAnswers(rule, reference = 0.1) {
  const answers = [
    { label: "a", reference, reward: 1 },
    { label: "b", reference: 1 - reference, reward: 0 },
  ];
  return { ...threeAnswers(rule), answers };
}

test("a pairwise rule carries its exploitability below beta: .0760 at .1 (trainers)", () => {
  const [{ stationary, uniqueness, countConsistent, flowFromReference }] = engine.solve(cycle()).rules;
  const { exploitability, exploitabilityBound, preferenceSlack, lowerBound } = stationary[0].certificate;
  near(exploitability, 0.076, 5e-5);
  assert.equal(exploitabilityBound, 0.1);
  near(preferenceSlack, 0.1 - exploitability, 1e-15);
  assert.equal(lowerBound, null);
  assert.equal(uniqueness, "proved");
  assert.equal(countConsistent, true);
  assert.equal(flowFromReference, null);
});

test("two answers carry the paper's lower bounds (14), (15)", () => {
  const bound = (groupSize) =>
    engine.solve(twoAnswers({ preference: { groupSize }, beta: 0.5 })).rules[0].stationary[0].certificate.lowerBound;
  assert.deepEqual(bound(2), { answer: 0, bound: 0.5 });
  assert.deepEqual(bound("inf"), { answer: 0, bound: 0.8 });
  assert.equal(bound(8), null);
});

test("a cycle of the flow from the reference is reported with its range (mathematics §6)", () => {
  const document = threeAnswers({ penalty: { divergence: "kl-policy-to-ref" }, beta: 0.2925 });
  [0.9945, 0.0033, 0.0022].forEach((reference, i) => (document.answers[i].reference = reference));
  [0, 0.975, 1].forEach((reward, i) => (document.answers[i].reward = reward));
  const [{ stationary, flowFromReference, uniqueness, countConsistent }] = engine.solve(document).rules;
  assert.deepEqual(
    stationary.map(({ stable }) => stable),
    [false],
  );
  assert.equal(uniqueness, "unproved");
  assert.equal(countConsistent, true);
  assert.deepEqual(problems(flowFromReference, "FlowFromReference"), []);
  assert.deepEqual(problems(flowFromReference.cycle, "Cycle"), []);
  assert.equal(flowFromReference.end, "cycle");
  assert.equal(flowFromReference.index, null);
  near(flowFromReference.cycle.lowest[0], 0.093, 5e-4);
  near(flowFromReference.cycle.highest[0], 0.226, 5e-4);
  const branch = engine.solve(document, { search: "branch" }).rules[0];
  assert.equal(branch.flowFromReference, null);
  assert.equal(branch.countConsistent, null);
});

test("of several policies the result names the one where the flow from the reference ends", () => {
  const document = twoAnswers({
    preference: { groupSize: "inf" },
    penalty: { divergence: "kl-policy-to-ref" },
    beta: 2,
  });
  const [{ stationary, flowFromReference }] = engine.solve(document).rules;
  assert.ok(stationary.length >= 3);
  assert.equal(flowFromReference.end, "stationary");
  assert.ok(stationary[flowFromReference.index].stable);
});

test("without a penalty nothing is said of uniqueness, and the flow ends at the best answer", () => {
  const [rule] = engine.solve(threeAnswers({ penalty: { divergence: "none" } })).rules;
  assert.equal(rule.uniqueness, null);
  assert.deepEqual(rule.flowFromReference, { end: "boundary", index: 0, cycle: null });
});

test("every policy says how far its preference may be from exact: at most 1e-10", () => {
  for (const groupSize of [2, 8, 64, 4096, "inf"]) {
    const [{ stationary }] = engine.solve(threeAnswers({ preference: { groupSize } })).rules;
    assert.ok(stationary[0].preferenceError > 0 && stationary[0].preferenceError < 1e-10);
  }
});
