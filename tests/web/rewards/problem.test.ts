// SPDX-License-Identifier: MIT
// What is solved for a prompt is what its whole list of answers would give, and pictures and lists lose nothing of it.
import { load } from "grpo-playground";
import { describe, expect, test } from "vitest";
import { binsOf, masses } from "../../../web/src/rewards/histogram";
import { answerShare, lawShares, mean, meanReward, outcomesOf, problemOf } from "../../../web/src/rewards/problem";
import { firstOf } from "../../../web/src/rewards/ranking";
import { readTable } from "../../../web/src/rewards/read";
import { ruleRecipes } from "../../../web/src/state/rules";

const engine = await load();
const rules = ruleRecipes.map(({ id }) => id);
const setting = { rules, beta: 0.7, groupSize: 6, divergence: "kl-ref-to-policy" } as const;

const table = `answer,reward,count
A,1,2
B,0,5
C,1,1
D,0.5,3
E,0,1
F,1,1
F,0,1
G,0,2
G,1,2
`;

describe("answers with the same reward law", () => {
  const prompt = readTable(table).prompts[0]!;

  test("are solved as one, and the policy is that of the whole list, for every rule", () => {
    expect(prompt.answers).toHaveLength(7);
    expect(prompt.laws).toHaveLength(4);
    const solved = outcomesOf(engine.solve(problemOf(prompt, setting, rules), { search: "branch" }));
    const whole = engine.solve(
      {
        ...problemOf(prompt, setting, rules),
        answers: prompt.answers.map((label, k) => {
          const law = prompt.laws[prompt.lawOf[k]!]!;
          return { label, reference: prompt.reference[k]!, reward: law };
        }),
      },
      { search: "branch" },
    );
    const shares = lawShares(prompt);
    expect(whole.status).toBe("ok");
    whole.rules.forEach(({ stationary }, rule) => {
      const outcome = solved[rule]!;
      if ("why" in outcome) throw new Error(outcome.why);
      const split = prompt.answers.map((_, answer) => answerShare(prompt, shares, outcome.policy, answer));
      split.forEach((share, answer) => expect(share).toBeCloseTo(stationary[0]!.policy[answer]!, 9));
      const expected = prompt.answers.reduce(
        (sum, _, k) => sum + stationary[0]!.policy[k]! * mean(prompt.laws[prompt.lawOf[k]!]!),
        0,
      );
      expect(meanReward(prompt, outcome.policy)).toBeCloseTo(expected, 9);
    });
  });

  test("a setting that the core refuses is told, not drawn", () => {
    const refused = engine.solve(problemOf(prompt, { ...setting, beta: -1 }, ["grpo"]));
    expect(() => outcomesOf(refused)).toThrow(/beta must be/);
  });
});

describe("histogram", () => {
  const histogram = (lines: readonly string[]) => {
    const prompt = readTable(`answer,reward,count\n${lines.join("\n")}`).prompts[0]!;
    const bins = binsOf(prompt);
    return { prompt, bins, sums: masses(prompt, bins, lawShares(prompt)) };
  };

  test("few rewards have a bin each; a random reward stands in several", () => {
    const { bins, sums } = histogram(["A,1,1", "B,0,2", "A,0,1"]);
    expect(bins.map(({ from }) => from)).toEqual([0, 1]);
    expect(sums).toEqual([0.75, 0.25]);
  });

  test("many rewards share bins that hold all of the probability, the greatest reward included", () => {
    const { bins, sums } = histogram(Array.from({ length: 1000 }, (_, k) => `a${k},${k / 999},1`));
    expect(bins.length).toBeGreaterThan(10);
    expect(bins.length).toBeLessThan(40);
    expect(sums.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    bins.slice(1).forEach(({ from }, k) => expect(from).toBe(bins[k]!.to));
  });

  test("rewards far from 0 and close together have bins too", () => {
    const { sums, bins } = histogram(Array.from({ length: 40 }, (_, k) => `a${k},${1e8 + k * 1e-7},1`));
    expect(bins.every(({ from, to }) => Number.isFinite(from) && to > from)).toBe(true);
    expect(sums.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });
});

test("the first few are those of the whole order, ties by index", () => {
  const values = Array.from({ length: 5000 }, (_, k) => (k * 7919) % 101);
  const order = (a: number, b: number) => values[b]! - values[a]!;
  const all = values.map((_, k) => k).sort((a, b) => order(a, b) || a - b);
  for (const most of [1, 20, 333, 6000]) expect(firstOf(values.length, most, order)).toEqual(all.slice(0, most));
});
