// SPDX-License-Identifier: MIT
// Misuse of the calls throws a TypeError that says what was wrong; it is never mistaken for a bad document.
import assert from "node:assert/strict";
import test from "node:test";
import { engine, threeAnswers } from "./package.mjs";

const beta = { rule: 0, parameter: "beta", values: [1] };
const alongBeta = { rule: 0, parameter: "beta", from: 0.1, to: 1 };
const thirds = [0.2, 0.5, 0.3];

const misuses = {
  "solve() without a document": () => engine.solve(),
  "solve() of null": () => engine.solve(null),
  "solve() of a list": () => engine.solve([]),
  "solve() of text": () => engine.solve(JSON.stringify(threeAnswers())),
  "solve() of what cannot be cloned": () => engine.solve({ ...threeAnswers(), title: Symbol("title") }),
  "solve() with an unknown option": () => engine.solve(threeAnswers(), { serach: "all" }),
  "solve() with an unknown search": () => engine.solve(threeAnswers(), { search: "some" }),
  "preference() without a document": () => engine.preference(),
  "preference() without a policy": () => engine.preference(threeAnswers(), 0),
  "preference() of too short a policy": () => engine.preference(threeAnswers(), 0, [0.5, 0.5]),
  "preference() of too long a policy": () => engine.preference(threeAnswers(), 0, [0.2, 0.3, 0.3, 0.2]),
  "preference() of a policy that does not sum to one": () => engine.preference(threeAnswers(), 0, [0.5, 0.5, 0.5]),
  "preference() of a negative probability": () => engine.preference(threeAnswers(), 0, [-0.5, 1, 0.5]),
  "preference() of NaN": () => engine.preference(threeAnswers(), 0, [NaN, 0.5, 0.5]),
  "preference() of a rule that is not there": () => engine.preference(threeAnswers(), 1, thirds),
  "preference() of a negative rule": () => engine.preference(threeAnswers(), -1, thirds),
  "preference() of a rule and a half": () => engine.preference(threeAnswers(), 0.5, thirds),
  "preference() of a rule by name": () => engine.preference(threeAnswers(), "GRPO", thirds),
  "sweep() without a document": () => engine.sweep(undefined, beta),
  "sweep() without a request": () => engine.sweep(threeAnswers()),
  "sweep() of a rule that is not there": () => engine.sweep(threeAnswers(), { ...beta, rule: 1 }),
  "sweep() along an unknown parameter": () => engine.sweep(threeAnswers(), { ...beta, parameter: "epsilon" }),
  "sweep() without values": () => engine.sweep(threeAnswers(), { rule: 0, parameter: "beta" }),
  "sweep() with an unknown option": () => engine.sweep(threeAnswers(), { ...beta, values: [1], step: 2 }),
  "path() without a document": () => engine.path(undefined, alongBeta),
  "path() without a request": () => engine.path(threeAnswers()),
  "path() of a rule that is not there": () => engine.path(threeAnswers(), { ...alongBeta, rule: 1 }),
  "path() along an unknown parameter": () => engine.path(threeAnswers(), { ...alongBeta, parameter: "epsilon" }),
  "path() along beta without an end": () => engine.path(threeAnswers(), { ...alongBeta, to: undefined }),
  "path() along beta with values": () => engine.path(threeAnswers(), { ...alongBeta, values: [1] }),
  "path() along the group size with ends": () => engine.path(threeAnswers(), { ...alongBeta, parameter: "groupSize" }),
  "path() along the group size without values": () => engine.path(threeAnswers(), { rule: 0, parameter: "groupSize" }),
  "path() of no points": () => engine.path(threeAnswers(), { ...alongBeta, maxPoints: 0 }),
  "path() with an unknown option": () => engine.path(threeAnswers(), { ...alongBeta, step: 2 }),
  "path() resumed from nothing": () => engine.path(threeAnswers(), { ...alongBeta, resume: {} }),
};

for (const [title, misuse] of Object.entries(misuses)) {
  test(`${title} throws a TypeError with a message`, () => {
    assert.throws(misuse, (error) => error instanceof TypeError && error.message.length > 10);
  });
}

test("the engine goes on after misuse", () => {
  assert.equal(engine.solve(threeAnswers()).status, "ok");
});
