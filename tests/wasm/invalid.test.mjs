// SPDX-License-Identifier: MIT
// A document with mistakes is never solved and never throws: every mistake comes back as field, value and constraint.
import assert from "node:assert/strict";
import test from "node:test";
import { cycle, engine, threeAnswers } from "./package.mjs";

/** The three answers with some fields of one of them replaced. */
function answer(index, fields, rule) {
  const document = threeAnswers(rule);
  Object.assign(document.answers[index], fields);
  return document;
}

function without(object, ...names) {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

function wins(rows) {
  return { ...cycle(), wins: rows };
}

const preference = (fields) => threeAnswers({ preference: fields });
const reward = (law) => answer(0, { reward: law });
const label = (text) => answer(1, { label: text });

/** Title: the document and the fields that its issues name, in any order; what is said of their parts may be added. */
const documents = {
  "an unknown field at the top": [{ ...threeAnswers(), tilte: "x" }, "tilte"],
  "a field with an empty name at the top": [{ ...threeAnswers(), "": "x" }, '""'],
  "a field with an empty name": [answer(1, { "": 1 }), 'answers[1].""'],
  "an unknown field of an answer": [answer(1, { weight: 1 }), "answers[1].weight"],
  "an unknown field of a rule": [threeAnswers({ betta: 1 }), "rules[0].betta"],
  "an unknown field of a preference": [preference({ G: 8 }), "rules[0].preference.G"],
  "an unknown field of a penalty": [threeAnswers({ penalty: { kl: 1 } }), "rules[0].penalty.kl"],
  "an unknown field of a reward": [reward({ mean: 0, sd: 1, skew: 1 }), "answers[0].reward.skew"],
  "a title that is a number": [{ ...threeAnswers(), title: 1 }, "title"],
  "a note that is a list": [{ ...threeAnswers(), note: [] }, "note"],
  "answers that are an object": [{ ...threeAnswers(), answers: {} }, "answers"],
  "no field answers": [without(threeAnswers(), "answers"), "answers"],
  "no answers": [{ ...threeAnswers(), answers: [] }, "answers"],
  "an answer that is text": [{ ...threeAnswers(), answers: ["A"] }, "answers[0]"],
  "an answer that is null": [{ ...threeAnswers(), answers: [null] }, "answers[0]"],
  "no field rules": [without(threeAnswers(), "rules"), "rules"],
  "no rules": [{ ...threeAnswers(), rules: [] }, "rules"],
  "a rule that is a number": [{ ...threeAnswers(), rules: [1] }, "rules[0]"],
  "a preference that is text": [threeAnswers({ preference: "group" }), "rules[0].preference"],
  "a penalty that is null": [threeAnswers({ penalty: null }), "rules[0].penalty"],
  "a label that is a number": [label(1), "answers[1].label"],
  "an empty label": [label(""), "answers[1].label"],
  "a missing label": [answer(1, { label: undefined }), "answers[1].label"],
  "a label of 201 characters": [label("é".repeat(201)), "answers[1].label"],
  "two equal labels": [label("A"), "answers[1].label"],
  "a rule's label of 201 characters": [threeAnswers({ label: "x".repeat(201) }), "rules[0].label"],
  "a reference of zero": [answer(2, { reference: 0 }), "answers[2].reference"],
  "a negative reference": [answer(2, { reference: -0.1 }), "answers[2].reference"],
  "a reference that is NaN": [answer(2, { reference: NaN }), "answers[2].reference"],
  "an infinite reference": [answer(2, { reference: Infinity }), "answers[2].reference"],
  "a reference that is text": [answer(2, { reference: "0.3" }), "answers[2].reference"],
  "a missing reference": [answer(2, { reference: undefined }), "answers[2].reference"],
  "a missing reward": [answer(0, { reward: undefined }), "answers[0].reward"],
  "a reward that is null": [reward(null), "answers[0].reward"],
  "a reward that is text": [reward("1"), "answers[0].reward"],
  "a reward that is NaN": [reward(NaN), "answers[0].reward"],
  "a reward of minus infinity": [reward(-Infinity), "answers[0].reward"],
  "a reward of 1e308": [reward(1e308), "answers[0].reward"],
  "probabilities that do not sum to one": [reward({ values: [0, 1], probabilities: [0.5, 0.6] }), "answers[0].reward"],
  "values without probabilities": [reward({ values: [0, 1] }), "answers[0].reward"],
  "a negative sd": [reward({ mean: 0, sd: -1 }), "answers[0].reward"],
  "an unknown model": [preference({ model: "grpo" }), "rules[0].preference.model"],
  "a model that is a number": [preference({ model: 1 }), "rules[0].preference.model"],
  "an unknown std": [preference({ std: "sd" }), "rules[0].preference.std"],
  "unknown silent groups": [preference({ silentGroups: "skip" }), "rules[0].preference.silentGroups"],
  "an unknown divergence": [threeAnswers({ penalty: { divergence: "reverse-kl" } }), "rules[0].penalty.divergence"],
  "an unknown KL term": [threeAnswers({ penalty: { klTerm: "k4" } }), "rules[0].penalty.klTerm"],
  "a negative epsilon": [preference({ epsilon: -1 }), "rules[0].preference.epsilon"],
  "an epsilon of 1e308": [preference({ epsilon: 1e308 }), "rules[0].preference.epsilon"],
  "a group of one": [preference({ groupSize: 1 }), "rules[0].preference.groupSize"],
  "a group of two and a half": [preference({ groupSize: 2.5 }), "rules[0].preference.groupSize"],
  "a group of ten million": [preference({ groupSize: 1e7 }), "rules[0].preference.groupSize"],
  "a group size of NaN": [preference({ groupSize: NaN }), "rules[0].preference.groupSize"],
  "a group size of Infinity": [preference({ groupSize: Infinity }), "rules[0].preference.groupSize"],
  "an infinite group by another name": [preference({ groupSize: "infinite" }), "rules[0].preference.groupSize"],
  "a beta of zero": [threeAnswers({ beta: 0 }), "rules[0].beta"],
  "a negative beta": [threeAnswers({ beta: -1 }), "rules[0].beta"],
  "a beta of ten million": [threeAnswers({ beta: 1e7 }), "rules[0].beta"],
  "a beta that is NaN": [threeAnswers({ beta: NaN }), "rules[0].beta"],
  "a beta that is true": [threeAnswers({ beta: true }), "rules[0].beta"],
  "wins that are a number": [{ ...threeAnswers(), wins: 1 }, "wins"],
  "wins with a row too few": [
    wins([
      [0.5, 1],
      [0, 0.5],
    ]),
    "wins",
  ],
  "wins with a short row": [
    wins([
      [0.5, 1, 1],
      [0, 0.5],
      [0, 0, 0.5],
    ]),
    "wins[1]",
  ],
  "wins with a row that is text": [wins([[0.5, 1, 1], "0,0.5,1", [0, 0, 0.5]]), "wins[1]"],
  "wins with a diagonal of one": [
    wins([
      [1, 1, 1],
      [0, 0.5, 1],
      [0, 0, 0.5],
    ]),
    "wins[0][0]",
  ],
  "wins that do not sum to one": [
    wins([
      [0.5, 1, 1],
      [0.1, 0.5, 1],
      [0, 0, 0.5],
    ]),
    "wins[0][1]",
  ],
  "wins beyond one": [
    wins([
      [0.5, 2, 1],
      [-1, 0.5, 1],
      [0, 0, 0.5],
    ]),
    "wins[0][1]",
    "wins[1][0]",
  ],
  "wins with NaN": [
    wins([
      [0.5, NaN, 1],
      [0, 0.5, 1],
      [0, 0, 0.5],
    ]),
    "wins[0][1]",
  ],
  "another format": [{ ...threeAnswers(), format: "other" }, "format"],
  "no version": [without(threeAnswers(), "version"), "version"],
  "version 0": [{ ...threeAnswers(), version: 0 }, "version"],
  "an empty object": [{}, "format", "version"],
};

for (const [title, [document, ...fields]] of Object.entries(documents)) {
  test(`${title} is an issue of ${fields.join(" and ")}`, () => {
    const result = engine.solve(document);
    assert.equal(result.status, "invalid");
    const named = new Set(result.issues.map(({ field }) => field));
    for (const field of named) if (fields.some((whole) => field.startsWith(`${whole}.`))) named.delete(field);
    assert.deepEqual([...named].sort(), fields.sort());
    for (const { constraint } of result.issues) assert.match(constraint, /^(is|has|and|are) \S/);
  });
}

test("a reward law of a wrong shape is one issue, of the part that is wrong", () => {
  const shapes = [
    [{ mixture: [] }, "answers[0].reward.mixture"],
    [{ mixture: [{ weight: 0, mean: 0, sd: 1 }] }, "answers[0].reward.mixture[0].weight"],
    [{ mean: 0 }, "answers[0].reward.sd"],
    [{ values: [1, 0], probabilities: [1] }, "answers[0].reward"],
    [{ values: [1, 0], probabilities: [0.5, 0.6] }, "answers[0].reward"],
    [null, "answers[0].reward"],
  ];
  for (const [reward, field] of shapes) {
    const document = threeAnswers();
    document.answers[0].reward = reward;
    assert.deepEqual(
      engine.solve(document).issues.map((issue) => issue.field),
      [field],
    );
  }
});

test("every issue of a document is reported at once", () => {
  const document = threeAnswers({ beta: 0, preference: { groupSize: 1, std: "?" }, penalty: { divergence: "?" } });
  document.answers[0].reference = -1;
  document.answers[1].label = "A";
  document.answers[2].reward = NaN;
  document.extra = 1;
  const fields = engine.solve(document).issues.map(({ field }) => field);
  assert.deepEqual(fields.sort(), [
    "answers[0].reference",
    "answers[1].label",
    "answers[2].reward",
    "extra",
    "rules[0].beta",
    "rules[0].penalty.divergence",
    "rules[0].preference.groupSize",
    "rules[0].preference.std",
  ]);
});

test("an issue shows the value as it was given, and as text where JSON has no word for it", () => {
  const valueOf = (document) => engine.solve(document).issues[0].value;
  assert.equal(valueOf(threeAnswers({ beta: -1 })), -1);
  assert.equal(valueOf(threeAnswers({ beta: "one" })), "one");
  assert.equal(valueOf(threeAnswers({ beta: true })), true);
  assert.equal(valueOf(answer(0, { reward: null })), null);
  assert.equal(valueOf(threeAnswers({ beta: NaN })), "NaN");
  assert.equal(valueOf(threeAnswers({ beta: -Infinity })), "-Infinity");
});

test("a newer version is refused with a sentence that says so, whatever else the document holds", () => {
  const { status, issues } = engine.solve({ ...threeAnswers(), version: 2, somethingNew: 1, rules: "renamed" });
  assert.equal(status, "invalid");
  assert.equal(issues.length, 1);
  assert.deepEqual([issues[0].field, issues[0].value], ["version", 2]);
  assert.match(issues[0].constraint, /newer version/);
});

test("solve(), preference() and sweep() find the same issues", () => {
  const document = threeAnswers({ beta: 0, preference: { groupSize: 1 } });
  const { issues } = engine.solve(document);
  assert.deepEqual(engine.preference(document, 0, [0.2, 0.5, 0.3]), { status: "invalid", issues });
  assert.deepEqual(engine.sweep(document, { rule: 0, parameter: "beta", values: [1] }).issues, issues);
});

test("the limits of describe() are the limits: the ends are solved, and the next value beyond is not", () => {
  const { limits } = engine.describe();
  const status = (document) => engine.solve(document, { search: "branch" }).status;
  const beta = (value) => status(threeAnswers({ beta: value }));
  assert.deepEqual(limits.beta.map(beta), ["ok", "ok"]);
  assert.deepEqual([beta(limits.beta[0] / 1.001), beta(limits.beta[1] * 1.001)], ["invalid", "invalid"]);
  const [smallest, largest] = limits.reward;
  assert.equal(status(answer(0, { reward: smallest })), "ok");
  assert.equal(status(answer(0, { reward: largest })), "ok");
  assert.equal(status(answer(0, { reward: largest * 1.001 })), "invalid");
  assert.equal(status(label("é".repeat(limits.labelLength))), "ok");
  const answers = (count) => Array.from({ length: count }, (_, i) => ({ label: `${i}`, reference: 1, reward: i % 2 }));
  const many = (count) => ({ ...threeAnswers({ preference: { groupSize: "inf" } }), answers: answers(count) });
  assert.equal(status(many(limits.answers[0])), "ok");
  assert.equal(status(many(limits.answers[1])), "ok");
  assert.equal(status(many(limits.answers[1] + 1)), "invalid");
});
