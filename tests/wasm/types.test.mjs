// SPDX-License-Identifier: MIT
// The hand-written index.d.ts and the module say the same.
import assert from "node:assert/strict";
import test from "node:test";
import { compilerComplaints, declaredNames, engineOf, membersOf, namesOf, problems } from "./declared_types.mjs";
import { cycle, engine, load, loadFirst, threeAnswers } from "./package.mjs";

const conforms = (value, name) => assert.deepEqual(problems(value, name), []);

test("the declarations compile by themselves", () => {
  assert.deepEqual(compilerComplaints(), []);
});

test("the checker of these tests sees a missing, an undeclared and a wrong property", () => {
  conforms({ field: "beta", value: null, constraint: "is > 0" }, "Issue");
  assert.deepEqual(problems({ field: "beta", value: 0 }, "Issue"), ["Issue.constraint is missing"]);
  assert.deepEqual(problems({ field: 1, value: [], constraint: "", more: 1 }, "Issue"), [
    "Issue.more is not declared",
    "Issue.field is 1, declared string",
    "Issue.value is [object Array], declared string | number | boolean | null",
  ]);
});

test("the engine has the declared calls and no others", () => {
  assert.deepEqual(Object.keys(engine).sort(), membersOf("Engine").sort());
  for (const call of membersOf("Engine")) assert.equal(typeof engine[call], "function", call);
  assert.ok(declaredNames.includes("load"));
  assert.equal(typeof load, "function");
});

test("each entry's load() promises what it gives: all calls, or the first view's", async () => {
  assert.equal(engineOf("index.d.ts"), "Promise<Engine>");
  assert.equal(engineOf("first.d.ts"), "Promise<FirstEngine>");
  assert.deepEqual(Object.keys(await loadFirst()).sort(), membersOf("FirstEngine").sort());
  assert.ok(membersOf("Engine").length > membersOf("FirstEngine").length);
});

test("describe() is a Description", () => {
  conforms(engine.describe(), "Description");
});

test("describe() lists every declared name once, and no other", () => {
  const { models, divergences, klTerms, flowEnds } = engine.describe();
  assert.deepEqual(models.sort(), namesOf("PreferenceModelName").sort());
  assert.deepEqual(divergences.sort(), namesOf("DivergenceName").sort());
  assert.deepEqual(klTerms.sort(), namesOf("KlTermName").sort());
  assert.deepEqual(flowEnds.sort(), namesOf("FlowEnd").sort());
});

const solved = {
  "an interior policy": threeAnswers(),
  "several policies": threeAnswers({
    preference: { groupSize: "inf" },
    penalty: { divergence: "kl-policy-to-ref" },
    beta: 2,
  }),
  "no interior policy, only the boundary": threeAnswers({
    preference: { groupSize: "inf" },
    penalty: { divergence: "kl-policy-to-ref" },
    beta: 0.1,
  }),
  "a win matrix": cycle(),
};

for (const [title, document] of Object.entries(solved)) {
  test(`solve() gives a SolveResult for ${title}`, () => {
    const result = engine.solve(document);
    conforms(result, "SolveResult");
    for (const rule of result.rules) conforms(rule, "RuleResult");
    for (const policy of result.rules.flatMap((rule) => rule.stationary)) {
      conforms(policy, "StationaryPolicy");
      conforms(policy.certificate, "Certificate");
    }
    for (const { flowFromReference } of result.rules) {
      if (flowFromReference) conforms(flowFromReference, "FlowFromReference");
    }
  });
}

test("solve() gives a SolveResult of Issues for an invalid document", () => {
  const result = engine.solve({ ...threeAnswers(), answers: [], extra: 1 });
  conforms(result, "SolveResult");
  assert.equal(result.status, "invalid");
  assert.ok(result.issues.length >= 2);
  for (const issue of result.issues) conforms(issue, "Issue");
});

test("sweep() gives a SweepResult along beta and along the group size", () => {
  const beta = engine.sweep(threeAnswers(), { rule: 0, parameter: "beta", values: [0.5, 1, 2] });
  const groupSize = engine.sweep(threeAnswers(), { rule: 0, parameter: "groupSize", values: [2, 8, "inf"] });
  for (const result of [beta, groupSize]) {
    assert.equal(result.status, "ok");
    conforms(result, "SweepResult");
    assert.equal(result.points.length, 3);
  }
  assert.deepEqual(
    groupSize.points.map(({ value }) => value),
    [2, 8, "inf"],
  );
});

test("sweep() gives a SweepResult of Issues for an invalid document or value", () => {
  const document = engine.sweep({}, { rule: 0, parameter: "beta", values: [1] });
  const value = engine.sweep(threeAnswers(), { rule: 0, parameter: "beta", values: [1, -1] });
  for (const result of [document, value]) {
    assert.equal(result.status, "invalid");
    conforms(result, "SweepResult");
  }
});

test("preference() gives one number per answer, or an InvalidResult", () => {
  const numbers = engine.preference(threeAnswers(), 0, [0.2, 0.5, 0.3]);
  assert.ok(numbers instanceof Float64Array);
  assert.equal(numbers.length, 3);
  conforms(engine.preference({}, 0, [1]), "InvalidResult");
});
