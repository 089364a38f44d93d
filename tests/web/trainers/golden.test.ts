// SPDX-License-Identifier: MIT
// The golden values of the training libraries, to five digits, from the data file through the package.
import { type Engine, load } from "grpo-playground";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeFragment } from "../../../web/src/state/fragment";
import table from "../../reference/trainers.json";
import { ruleAt, trainerOf, withRules } from "../../../web/src/trainers/trainers";

let engine: Engine;
beforeAll(async () => {
  engine = await load();
});

const { state } = decodeFragment("v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=A,B,C&beta=1&G=8&rules=grpo");
const best = [1, 0, 0];

/** π_ref = (.2, .5, .3), r = (1, .3, 0), β = 1; G = 2, 4, 8. */
const golden: Record<string, number[][]> = table.policies;

describe.each(Object.keys(golden))("%s", (text) => {
  it("aims at the policies that were checked before", () => {
    [2, 4, 8].forEach((groupSize, k) => {
      const result = engine.solve(withRules(state, [ruleAt(trainerOf(text)!, groupSize, 1)]));
      const { policy } = result.rules[0]!.stationary[0]!;
      policy.forEach((share, answer) =>
        expect(Math.abs(share - golden[text]![k]![answer]!)).toBeLessThan(0.5e-5 + 1e-12),
      );
    });
  });
});

describe("what follows", () => {
  const policy = (text: string, groupSize: number, beta: number, from = state) =>
    engine.solve(withRules(from, [ruleAt(trainerOf(text)!, groupSize, beta)])).rules[0]!.stationary[0]!.policy;

  it("ε breaks scale invariance: rewards × 1e-4 at G = 4 move TRL’s best answer from .543 to .285", () => {
    const small = decodeFragment("v=1&ref=0.2,0.5,0.3&r=0.0001,0.00003,0&beta=1&G=4&rules=grpo").state;
    expect(policy("trl-1-9", 4, 1)[0]).toBeCloseTo(0.543, 3);
    expect(policy("trl-1-9", 4, 1, small)[0]).toBeCloseTo(0.285, 3);
  });

  it("a β of 0 is no penalty", () => {
    expect([...policy("trl-1-9", 8, 0)]).toEqual(best);
  });

  it("NLHF at β is GRPO with direct KL at 2β, for two answers in a group", () => {
    const [nlhf, direct] = [policy("nlhf", 2, 0.5), policy("paper.k2-in-loss", 2, 1)];
    nlhf.forEach((share, answer) => expect(share).toBeCloseTo(direct[answer]!, 10));
  });
});
