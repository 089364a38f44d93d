// SPDX-License-Identifier: MIT
// trainers.json keeps to its schema and to itself, and every rule in it is one that the core solves.
import { Ajv2020 } from "ajv/dist/2020";
import { type Engine, load } from "grpo-playground";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeFragment } from "../../../web/src/state/fragment";
import file from "../../../web/src/trainers/trainers.json";
import schema from "../../../web/src/trainers/trainers.schema.json";
import { configurations, ruleAt, textOf, trainerOf, trainers, withRules } from "../../../web/src/trainers/trainers";

const isValid = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(schema);
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

let engine: Engine;
beforeAll(async () => {
  engine = await load();
});

describe("the data file", () => {
  it("keeps to its schema", () => {
    isValid(file);
    expect(isValid.errors ?? []).toEqual([]);
  });

  it("is refused by the schema once a field is missing, foreign or of the wrong kind", () => {
    const spoil: ((copy: any) => void)[] = [
      (copy) => delete copy.trainers[0].read,
      (copy) => (copy.trainers[0].read = "yesterday"),
      (copy) => (copy.trainers[0].mood = "good"),
      (copy) => (copy.trainers[1].id = "RLHF"),
      (copy) => (copy.trainers[3].rule.preference.std = "sd"),
      (copy) => delete copy.trainers[3].rule.preference.epsilon,
      (copy) => (copy.trainers[3].rule.penalty = { klTerm: "k3-in-loss", divergence: "none" }),
      (copy) => (copy.trainers[3].defaults.beta = -1),
      (copy) => (copy.configurations[0].defaults.beta = 0),
      (copy) => (copy.configurations[0].penalty = []),
    ];
    for (const change of spoil) {
      const copy = plain(file);
      change(copy);
      expect(isValid(copy), String(change)).toBe(false);
    }
  });

  it("names every trainer and configuration once", () => {
    for (const list of [
      trainers.map(({ id }) => id),
      trainers.map(({ name }) => name),
      configurations.map(({ id }) => id),
    ])
      expect(new Set(list).size).toBe(list.length);
  });

  it("has a row for every library of which the facts are known", () => {
    const libraries = new Set(trainers.map(({ library }) => library));
    for (const library of ["TRL", "verl", "OpenRLHF", "Dr. GRPO", "DAPO", "NeMo-RL", "open-instruct", "slime"])
      expect(libraries).toContain(library);
  });

  it("asks in its cases only for keys that have a default, with values that the default is one of or could be", () => {
    for (const { id, defaults, preference, penalty, silentGroups = [], groupSize } of configurations) {
      expect(defaults, id).toHaveProperty([groupSize]);
      for (const { when = {} } of [...preference, ...penalty, ...silentGroups])
        for (const key of Object.keys(when)) expect(defaults, `${id}: ${key}`).toHaveProperty([key]);
      for (const { beta } of penalty) if (beta) expect(defaults, `${id}: ${beta}`).toHaveProperty([beta]);
    }
  });
});

describe("the rules", () => {
  const { state } = decodeFragment("v=1&ref=0.2,0.5,0.3&r=1,0.3,0&beta=1&G=4&rules=grpo");

  it("are each solved by the core", () => {
    const document = withRules(
      state,
      trainers.map((trainer) => ruleAt(trainer, 4, 1)),
    );
    const result = engine.solve(document);
    expect(result.issues).toEqual([]);
    expect(result.rules.map(({ stationary }) => stationary.length > 0)).toEqual(trainers.map(() => true));
  });

  it("are found again by the text that names them, row or row with parts replaced", () => {
    for (const text of [
      "verl",
      "verl.shift",
      "openrlhf.k2-in-loss",
      "trl-1-10.shift.k1-in-loss",
      "verl.none",
      "verl.resample",
    ]) {
      const trainer = trainerOf(text)!;
      const rows = trainers.filter(({ library }) => library === trainer.library);
      expect(trainerOf(textOf(trainer.rule, rows)!)!.rule, text).toEqual(trainer.rule);
    }
    expect(
      textOf(
        trainerOf("verl.shift")!.rule,
        trainers.filter(({ library }) => library === "verl"),
      ),
    ).toBe("verl-no-std");
    for (const text of ["", "trl", "verl.k9", "verl.", "__proto__", "verl.constructor"])
      expect(trainerOf(text)).toBeNull();
  });
});
