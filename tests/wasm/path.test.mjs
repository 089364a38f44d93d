// SPDX-License-Identifier: MIT
// path(): curves of stationary policies along beta and the group size, whole and in parts.
import assert from "node:assert/strict";
import test from "node:test";
import { problems } from "./declared_types.mjs";
import { cycle, engine, load, threeAnswers } from "./package.mjs";

const conforms = (value) => assert.deepEqual(problems(value, "PathResult"), []);

const twoAnswers = (rule) => {
  const document = threeAnswers(rule);
  document.answers = [
    { label: "right", reference: 0.5, reward: 1 },
    { label: "wrong", reference: 0.5, reward: 0 },
  ];
  return document;
};
const direct = (groupSize, beta = 1) =>
  twoAnswers({ preference: { groupSize }, penalty: { divergence: "kl-policy-to-ref" }, beta });
const gamble = () => {
  const document = twoAnswers({ preference: { groupSize: 8 }, beta: 0.09 });
  document.answers[0].reference = 0.1;
  document.answers[1] = { label: "wrong", reference: 0.9, reward: { values: [100, 0], probabilities: [0.25, 0.75] } };
  return document;
};

const alongBeta = { rule: 0, parameter: "beta", from: 0.05, to: 5 };
const alongGroupSize = { rule: 0, parameter: "groupSize", values: [2, 8, 64, "inf"] };

/** The whole path from its parts, each of which is asked for with what the part before gave. */
function inParts(document, request, maxPoints, ask = engine.path) {
  const whole = [];
  let resume;
  let parts = 0;
  do {
    const part = ask(structuredClone(document), structuredClone({ ...request, maxPoints, ...(resume && { resume }) }));
    assert.equal(part.status, "ok");
    for (const curve of part.curves) {
      const known = whole.find(({ index }) => index === curve.index);
      if (known) known.points.push(...curve.points);
      else whole.push(curve);
    }
    resume = part.resume;
    parts++;
  } while (resume);
  return { curves: whole, parts };
}

test("a path is a PathResult along beta and along the group size, with several curves, and where it is invalid", () => {
  conforms(engine.path(threeAnswers(), alongBeta));
  conforms(engine.path(gamble(), { ...alongBeta, maxPoints: 10 }));
  conforms(engine.path(gamble(), alongGroupSize));
  conforms(engine.path(cycle(), alongBeta));
  const invalid = engine.path({}, alongBeta);
  assert.equal(invalid.status, "invalid");
  conforms(invalid);
});

test("direct KL, G -> inf: the fold is at 1.50887956153832 (mathematics §6)", () => {
  const { curves, resume } = engine.path(direct("inf"), alongBeta);
  assert.equal(resume, null);
  const folds = curves[0].points.filter(({ fold }) => fold);
  assert.equal(folds.length, 1);
  assert.ok(Math.abs(folds[0].value / 1.50887956153832 - 1) < 1e-12, `${folds[0].value}`);
  assert.equal(curves[0].points[0].value, 5);
  assert.ok(curves[0].points.every(({ termination }) => termination === "converged"));
});

test("from and to may stand in either order", () => {
  assert.deepEqual(
    engine.path(gamble(), { ...alongBeta, from: 5, to: 0.05 }).curves,
    engine.path(gamble(), alongBeta).curves,
  );
});

test("points of a path are what solve() finds at their beta", () => {
  const { curves } = engine.path(direct(64), { ...alongBeta, to: 1.5071 });
  assert.equal(curves.length, 2);
  assert.ok(curves.every(({ onReferenceBranch }) => onReferenceBranch));
  for (const point of curves.flatMap(({ points }) => points.filter(({ fold }) => !fold))) {
    const [{ stationary }] = engine.solve(direct(64, point.value)).rules;
    const near = Math.min(...stationary.map(({ policy }) => Math.abs(policy[0] - point.policy[0])));
    assert.ok(near < 1e-9, `beta ${point.value}: ${near}`);
  }
});

for (const [title, document, request] of [
  ["along beta", gamble(), alongBeta],
  ["along beta, through folds", direct("inf"), alongBeta],
  ["along beta, the branch from the reference alone", threeAnswers(), { ...alongBeta, search: "branch" }],
  ["along the group size", gamble(), alongGroupSize],
]) {
  test(`a path ${title} in parts is the path in one call, to the last bit`, () => {
    const whole = engine.path(document, request).curves;
    const count = whole.reduce((sum, { points }) => sum + points.length, 0);
    for (const maxPoints of [1, 7, 1000]) {
      const { curves, parts } = inParts(document, request, maxPoints);
      assert.deepEqual(curves, whole);
      if (maxPoints === 1 && request.parameter === "beta") assert.ok(parts >= count);
    }
  });
}

test("a part may be resumed in another engine, as a worker that was restarted does", async () => {
  const other = await load();
  let turn = 0;
  const { curves } = inParts(gamble(), alongBeta, 9, (...args) => (turn++ % 2 ? other : engine).path(...args));
  assert.deepEqual(curves, engine.path(gamble(), alongBeta).curves);
});

test("along the group size each size has the policies of solve(), and folds mark where their number changes", () => {
  const values = [2, 16, 64, "inf"];
  const { curves } = engine.path(direct(8, 1.48), { rule: 0, parameter: "groupSize", values });
  const points = curves.flatMap((curve) => curve.points);
  for (const value of values) {
    const [{ stationary }] = engine.solve(direct(value, 1.48)).rules;
    const here = points.filter((point) => point.value === value);
    assert.deepEqual(here.map(({ policy }) => policy[0]).sort(), stationary.map(({ policy }) => policy[0]).sort());
  }
  assert.deepEqual(new Set(points.filter(({ fold }) => fold).map(({ value }) => value)), new Set([64, "inf"]));
});

test("without a penalty beta has no meaning, and no curve", () => {
  const { curves, resume } = engine.path(threeAnswers({ penalty: { divergence: "none" } }), alongBeta);
  assert.deepEqual([curves, resume], [[], null]);
});

test("an end or a group size that the rule cannot have is an issue, under its name in the request", () => {
  const fields = (request) =>
    engine.path(threeAnswers(), { ...alongBeta, ...request }).issues.map(({ field }) => field);
  assert.deepEqual(fields({ from: -1 }), ["from"]);
  assert.deepEqual(fields({ from: NaN, to: 1e9 }), ["from", "to"]);
  assert.deepEqual(fields({ from: 1, to: 1 }), ["to"]);
  const sizes = engine.path(threeAnswers(), { ...alongGroupSize, values: [8, 1, "many"] });
  assert.deepEqual(
    sizes.issues.map(({ field }) => field),
    ["values[1]", "values[2]"],
  );
});

test("a resume of another document, request or hand is refused with a TypeError", () => {
  const { resume } = engine.path(gamble(), { ...alongBeta, maxPoints: 5 });
  const refused = (document, request) =>
    assert.throws(() => engine.path(document, { ...alongBeta, resume, ...request }), TypeError);
  refused(threeAnswers(), {});
  refused(gamble(), { from: 0.06 });
  refused(gamble(), { search: "branch" });
  refused(gamble(), { resume: null });
  refused(gamble(), { resume: { ...resume, state: Array.from(resume.state) } });
  for (const state of [[], [1], resume.state.slice(1), resume.state.slice(0, -1), resume.state.map(() => NaN)]) {
    if (state.length) refused(gamble(), { resume: { ...resume, state: new Float64Array(state) } });
  }
  assert.equal(engine.path(gamble(), { ...alongBeta, resume, maxPoints: 5 }).status, "ok");
});

/** Every bit of a result, as text. */
const bits = (value) =>
  JSON.stringify(value, (_, item) =>
    item instanceof Float64Array ? Array.from(new BigUint64Array(item.slice().buffer), String) : item,
  );

test("a result is the same to the last bit whether its model was kept from before or not", async () => {
  const calls = [
    (one) => one.solve(threeAnswers({ preference: { groupSize: 64 }, beta: 0.3 })),
    (one) => one.solve(threeAnswers({ preference: { groupSize: 64 }, beta: 3 })),
    (one) => one.solve(gamble()),
    (one) => one.solve(cycle()),
    (one) => one.path(gamble(), { ...alongBeta, maxPoints: 20 }),
    (one) => one.sweep(threeAnswers(), { rule: 0, parameter: "groupSize", values: [3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }),
    (one) => one.preference(threeAnswers({ preference: { groupSize: 64 } }), 0, [0.2, 0.5, 0.3]),
  ];
  const fresh = [];
  for (const call of calls) fresh.push(bits(call(await load())));
  for (const order of [calls.keys(), [...calls.keys()].reverse(), calls.keys()]) {
    for (const i of order) assert.equal(bits(calls[i](engine)), fresh[i], `call ${i}`);
  }
});
