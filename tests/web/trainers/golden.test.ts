// SPDX-License-Identifier: MIT
// The golden values of the training libraries, to five digits, from the data file through the package.
import { type Engine, load } from "grpo-playground";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeFragment } from "../../../web/src/state/fragment";
import { ruleAt, trainerOf, withRules } from "../../../web/src/trainers/trainers";

let engine: Engine;
beforeAll(async () => {
  engine = await load();
});

const { state } = decodeFragment("v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=A,B,C&beta=1&G=8&rules=grpo");
const pooling = [0.358, 0.44445, 0.19755];
const best = [1, 0, 0];
const same = (policy: number[]) => [policy, policy, policy];

/** π_ref = (.2, .5, .3), r = (1, .3, 0), β = 1; G = 2, 4, 8. */
const golden: Record<string, number[][]> = {
  paper: [[0.44721, 0.38945, 0.16334], [0.58762, 0.27701, 0.13537], [0.63431, 0.24651, 0.11919]],
  "trl-0-18": [[0.36359, 0.44557, 0.19084], [0.54261, 0.30901, 0.14839], [0.61208, 0.26186, 0.12606]],
  "trl-1-9": [[0.36359, 0.44557, 0.19084], [0.54261, 0.30901, 0.14839], [0.61208, 0.26186, 0.12606]],
  "trl-1-10": [[0.34155, 0.47827, 0.18018], [0.50362, 0.3588, 0.13759], [0.58997, 0.29941, 0.11062]],
  verl: [[0.36363, 0.44556, 0.19082], [0.54268, 0.30895, 0.14836], [0.61216, 0.2618, 0.12604]],
  "verl-plus": [[0.34159, 0.47827, 0.18015], [0.5037, 0.35874, 0.13756], [0.59009, 0.29932, 0.11059]],
  openrlhf: [[0.34159, 0.47827, 0.18015], [0.5037, 0.35874, 0.13756], [0.59009, 0.29932, 0.11059]],
  "verl-reward": same(pooling),
  "verl-no-std": [[0.28119, 0.47114, 0.24767], [0.33333, 0.44444, 0.22222], [0.36125, 0.42876, 0.20999]],
  "dr-grpo.k3-in-loss": [[0.28119, 0.47114, 0.24767], [0.33333, 0.44444, 0.22222], [0.36125, 0.42876, 0.20999]],
  "openrlhf-dr": [[0.27237, 0.47983, 0.2478], [0.31373, 0.46397, 0.22229], [0.33554, 0.45465, 0.20981]],
  "trl-rloo": same(pooling),
  rlhf: same(pooling),
  "nemo-rl": [pooling, [0.57496, 0.32288, 0.10215], [0.67201, 0.25846, 0.06953]],
  "openrlhf-loss": same(best),
  "slime-kl": same(best),
}; // prettier-ignore

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
