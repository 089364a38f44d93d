// SPDX-License-Identifier: MIT
// The questions of the self-test: every row of the reference tables, and closed forms.
import { ruleAt, trainerOf } from "../trainers/trainers";
import { closedFormCases } from "./closed-forms";
import type { ReferenceTables, SelfTestCase } from "./types";

/** Relative error of P that a stationary policy may carry; how far that moves it is the case's own `sensitivity`. */
const preferenceError = 1e-12;

function* trainerCases(table: ReferenceTables["trainers"]): Generator<SelfTestCase> {
  const answers = table.reference.map((reference, o) => ({ label: "ABC"[o]!, reference, reward: table.rewards[o]! }));
  const allowed = 0.501 * 10 ** -table.decimals; // half of the last decimal, and rounding
  for (const [id, policies] of Object.entries(table.policies)) {
    const trainer = trainerOf(id);
    if (!trainer) throw new Error(`the table names a trainer that the page does not have: ${id}`);
    for (const [k, shares] of policies.entries()) {
      const rule = ruleAt(trainer, table.groupSizes[k]!, table.beta);
      yield {
        table: "trainers",
        name: `${trainer.name}, G = ${table.groupSizes[k]}`,
        document: { format: "grpo-playground/scenario", version: 1, answers, rules: [rule] },
        expected: { kind: "first-policy", shares, allowed },
      };
    }
  }
}

function stationaryCase(row: ReferenceTables["stationary"][number]): SelfTestCase {
  const { id, document, logStationary: logs, scales, sensitivity, stable } = row;
  const { beta = 1 } = document.rules[0]!;
  const allowed = logs.map((_, k) => {
    const scale = Math.max(scales[k]!, beta);
    return preferenceError * (1 + sensitivity.reference[k]! + scale * sensitivity.preference[k]!);
  });
  // Where no policy is expected, that none is found is all there is to compare.
  const asked = { kind: "policies", logs, allowed: logs.length > 0 ? allowed : [preferenceError], stable } as const;
  return { table: "stationary", name: id, document, expected: asked };
}

function preferenceCase(row: ReferenceTables["preference"][number]): SelfTestCase {
  const { id, document, policy, preference: values } = row;
  return { table: "preference", name: id, document, expected: { kind: "preference", policy, values, allowed: 1e-10 } };
}

export function casesOf(tables: ReferenceTables): SelfTestCase[] {
  return [
    ...trainerCases(tables.trainers),
    ...closedFormCases(),
    ...tables.preference.map(preferenceCase),
    ...tables.stationary.map(stationaryCase),
  ];
}
