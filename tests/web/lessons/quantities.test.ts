// SPDX-License-Identifier: MIT
// Quantities and conditions against the built package: every number is the core's, however it is asked for.
import { describe, expect, it } from "vitest";
import type { Call } from "../../../web/src/engine/view-calls";
import { askClient, type Client, Superseded } from "../../../web/src/lessons/ask";
import { numberText, withNumbers } from "../../../web/src/lessons/live-numbers";
import { changed } from "../../../web/src/lessons/paths";
import { curvePoints, evaluate, evaluateAll, judgeAll, liveNumbers } from "../../../web/src/lessons/quantities";
import type { Condition, Quantity } from "../../../web/src/lessons/types";
import { ask, engine, scenario, steps } from "./lessons";

const value = async (quantity: Quantity, document = scenario) => {
  const found = await evaluate(document, quantity, ask);
  return "value" in found ? found.value : found.issues;
};
const solution = (rule: number, document = scenario) => engine.solve(document).rules[rule].stationary[0];
/** Two inside and a vertex that attracts. */
const several = {
  ...scenario,
  answers: [
    { label: "A", reference: 0.05, reward: 1 },
    { label: "B", reference: 0.95, reward: 0 },
  ],
  rules: [{ preference: { groupSize: "inf" }, penalty: { divergence: "kl-policy-to-ref" }, beta: 0.6 }],
} satisfies typeof scenario;

describe("quantities", () => {
  it("are the core’s numbers for the policy", async () => {
    const { policy, preference, residual } = solution(0);
    expect(await value({ of: "probability" })).toEqual([...policy]);
    expect(await value({ of: "probability", answer: "B", rule: 1 })).toBe(solution(1).policy[1]);
    expect(await value({ of: "preference", answer: "A" })).toBe(preference[0]);
    expect(await value({ of: "residual" })).toBe(residual);
    expect(await value({ of: "stable" })).toBe(1);
    expect(await value({ of: "winner" })).toBe("A");
    expect(await value({ of: "ratio", answer: "A" })).toBe(policy[0] / 0.2);
    expect(await value({ of: "beta", rule: 1 })).toBe(1);
  });

  it("are the core’s numbers at the reference policy", async () => {
    expect(await value({ of: "reference" })).toEqual([0.2, 0.5, 0.3]);
    expect(await value({ of: "probability", at: "reference", answer: "B" })).toBe(0.5);
    expect(await value({ of: "preference", at: "reference" })).toEqual([
      ...(engine.preference(scenario, 0, [0.2, 0.5, 0.3]) as Float64Array),
    ]);
    expect(await value({ of: "silent", at: "reference" })).toBeCloseTo(0.2 ** 8 + 0.8 ** 8, 12);
    expect(await value({ of: "winner", at: "reference" })).toBe("B");
  });

  it("count all stationary policies, and reach each of them", async () => {
    const { stationary } = engine.solve(several).rules[0];
    const inside = stationary.filter(({ boundary }) => !boundary);
    expect([stationary.length, inside.length]).toEqual([3, 2]);
    expect(await value({ of: "count" }, several)).toBe(inside.length);
    expect(await value({ of: "probability", stationary: 1 }, several)).toEqual([...stationary[1].policy]);
  });

  it("are silent for unlimited groups only where one reward has all", async () => {
    const endless = changed(scenario, { "rules[0].preference.groupSize": "inf" });
    expect(await value({ of: "silent" }, endless)).toBe(0);
    const equal = changed(endless, { "answers[0].reward": 0.2 });
    expect(await value({ of: "silent" }, equal)).toBe(1);
  });

  it("of a tie between answers name both", async () => {
    const tied = changed(scenario, { "answers[1].reference": 0.4, "answers[2].reference": 0.4 });
    expect(await value({ of: "winner", at: "reference" }, tied)).toBe("B and C");
  });

  it("calculate with numbers and, entry by entry, with lists", async () => {
    const [a, b] = [0.2, 0.5];
    expect(
      await value({
        difference: [
          { of: "reference", answer: "B" },
          { of: "reference", answer: "A" },
        ],
      }),
    ).toBe(b - a);
    expect(
      await value({
        ratio: [
          { of: "reference", answer: "B" },
          { of: "reference", answer: "A" },
        ],
      }),
    ).toBe(b / a);
    expect(await value({ product: [2, { sum: [1, 2] }, { root: 16 }] })).toBe(24);
    expect(await value({ ratio: [{ of: "probability" }, { of: "reference" }] })).toEqual(await value({ of: "ratio" }));
    expect(await value({ product: [2, { of: "reference" }] })).toEqual([0.4, 1, 0.6]);
  });

  it("say why they have no value, and never are NaN", async () => {
    expect(await value({ ratio: [1, 0] })).toEqual([
      { field: "quantity", value: "Infinity", constraint: "is a number: the ratio has none" },
    ]);
    expect(await value({ root: -1 })).toMatchObject([{ value: "NaN" }]);
    expect(await value({ sum: [{ of: "winner" }, 1] })).toMatchObject([{ value: "A" }]);
    expect(await value({ of: "probability", stationary: 5 })).toMatchObject([
      { field: "probability.stationary", value: 5 },
    ]);
    expect(await value({ of: "probability", answer: "Z" })).toMatchObject([
      { field: "probability.answer", value: "Z" },
    ]);
    expect(await value({ of: "probability", rule: 7 })).toMatchObject([{ field: "probability.rule", value: 7 }]);
    expect(await value({ of: "silent", rule: 1 })).toMatchObject([{ constraint: "is a rule that draws groups" }]);
    expect(await value({ of: "beta", change: { "rules[0].beta": -1 } })).toMatchObject([{ field: "rules[0].beta" }]);
    expect(await value("$p")).toMatchObject([{ value: "$p" }]);
  });

  it("give the others their values where one has none", async () => {
    const found = await evaluateAll(scenario, { good: { of: "count" }, bad: { of: "count", rule: 9 } }, ask);
    expect(found.good).toEqual({ value: 1 });
    expect(found.bad).toHaveProperty("issues");
  });

  it("take one solve for each distinct document, in two questions at most", async () => {
    const asked: Call[][] = [];
    const counting: typeof ask = (calls) => {
      asked.push(
        Object.values(calls).flatMap((call) => (typeof call[0] === "string" ? [call as Call] : [...(call as Call[])])),
      );
      return ask(calls);
    };
    const changes = { "rules[0].beta": 0.5 };
    const quantities: Record<string, Quantity> = {
      a: { of: "probability" },
      b: { of: "count" },
      c: { of: "winner", rule: 1 },
      d: { of: "silent" },
      e: { of: "silent", at: "reference" },
      f: { of: "probability", change: changes },
      g: {
        difference: [
          { of: "preference", at: "reference", change: changes },
          { of: "beta", change: changes },
        ],
      },
    };
    await evaluateAll(scenario, quantities, counting);
    expect(asked.map((calls) => calls.map(([name]) => name))).toEqual([
      ["solve", "solve"],
      ["silence", "silence", "preference"],
    ]);
  });
});

describe("changes", () => {
  const references = (change: Record<string, unknown>) =>
    changed(scenario, change).answers.map(({ reference }) => reference);

  it("move the other references in proportion, as the board does", () => {
    expect(references({ "answers[0].reference": 0.6 })).toEqual([0.6, 0.25, 0.15]);
    expect(references({ "answers[0].reference": 0.6, "answers[1].reference": 0.1 })).toEqual([0.6, 0.1, 0.3]);
    expect(references({ "answers[0].reference": 2 })).toEqual([2, 0.5, 0.3]);
  });

  it("set fields, whole penalties and all rules, and take fields away", () => {
    const all = changed(scenario, {
      "rules[*].beta": 3,
      "rules[1].penalty": { klTerm: "k1-in-loss" },
      "answers[2].reward": null,
    });
    expect(all.rules.map(({ beta }) => beta)).toEqual([3, 3]);
    expect(all.rules[1].penalty).toEqual({ klTerm: "k1-in-loss" });
    expect(all.answers[2]).toEqual({ label: "C", reference: 0.3 });
    expect(scenario.rules[0].beta).toBe(1);
  });

  it("keep W(i,j) + W(j,i) = 1", () => {
    const wins = [
      [0.5, 0.6],
      [0.4, 0.5],
    ];
    const duel = { ...scenario, answers: scenario.answers.slice(0, 2), wins };
    expect(changed(duel, { "wins[0][1]": 0.9 }).wins).toEqual([
      [0.5, 0.9],
      [0.1, 0.5],
    ]);
  });

  it("leave a document alone where there is nothing at the path", () => {
    expect(changed(scenario, { "answers[7].reward": 1, "__proto__.x": 1, "wins[0][1]": 0.2 })).toMatchObject(scenario);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe("conditions", () => {
  const holds = async (condition: Condition) => (await judgeAll(scenario, [condition], ask))[0];

  it("hold or not, by the core’s numbers", async () => {
    const beta: Quantity = { of: "beta" };
    expect(await holds({ left: beta, is: "=", right: 1 })).toEqual({ holds: true, left: 1, right: 1 });
    expect(await holds({ left: beta, is: "≠", right: 1 })).toMatchObject({ holds: false });
    expect(await holds({ left: beta, is: "<", right: 1 })).toMatchObject({ holds: false });
    expect(await holds({ left: { of: "probability", answer: "A" }, is: ">", right: 0.2 })).toMatchObject({
      holds: true,
    });
    expect(await holds({ left: { of: "winner" }, is: "=", right: "A" })).toMatchObject({ holds: true });
    expect(await holds({ left: { of: "winner" }, is: "≠", right: "B" })).toMatchObject({ holds: true });
    expect(await holds({ left: beta, is: "=", right: 1.01, within: 0.02 })).toMatchObject({ holds: true });
    expect(await holds({ left: { of: "reference" }, is: "=", right: { of: "reference" } })).toMatchObject({
      holds: true,
    });
  });

  it("that cannot be judged do not hold, and say why", async () => {
    expect(await holds({ left: { of: "winner" }, is: ">", right: 1 })).toMatchObject({
      holds: false,
      issues: [{ value: "A" }],
    });
    expect(await holds({ left: { of: "beta", rule: 4 }, is: "=", right: 1 })).toMatchObject({
      holds: false,
      issues: [{}],
    });
  });
});

describe("a curve", () => {
  it("has the core’s number at each place, its ends exactly, in one question", async () => {
    let questions = 0;
    const counting: typeof ask = (calls) => (questions++, ask(calls));
    const points = await curvePoints(scenario, steps.point.input.curve, counting, 11);
    expect(questions).toBe(1);
    expect(points.map(({ at }) => at)).toHaveLength(11);
    expect([points[0].at, points[5].at, points[10].at]).toEqual([0.1, 1, 10]);
    expect(points[5].value).toBeCloseTo(solution(0).policy[0], 10);
  });

  it("along G takes whole numbers, each once", async () => {
    const curve = { ...steps.point.input.curve, parameter: "rules[0].preference.groupSize", from: 2, to: 8 };
    const points = await curvePoints(scenario, curve, ask, 30);
    expect(points.map(({ at }) => at)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(points.map(({ value }) => value)).size).toBe(7);
  });
});

describe("live numbers", () => {
  it("are written as the page writes them", async () => {
    const { texts, issues } = await liveNumbers(
      scenario,
      {
        a: { of: "reference", answer: "A" },
        gap: {
          difference: [
            { of: "reference", answer: "A" },
            { of: "reference", answer: "B" },
          ],
        },
        beta: { of: "beta" },
        all: { of: "reference" },
        who: { of: "winner" },
        fine: { value: { of: "reference", answer: "C" }, as: "number", digits: 5 },
        none: { of: "beta", rule: 3 },
      },
      ask,
    );
    expect(texts).toEqual({ a: "20%", gap: "−30%", beta: "1", all: "A 20%, B 50%, C 30%", who: "A", fine: "0.30000" });
    expect(issues).toMatchObject([{ field: "numbers.none: beta.rule", value: 3 }]);
  });

  it("with digits keep the zeros that they stand for", () => {
    expect(numberText(0.2, "percent", 3)).toBe("20.0%");
    expect(numberText(-1234.5, "number", 2)).toBe("−1200");
    expect(numberText(NaN, "number", 2)).toBe("–");
  });

  it("take the place of their names, but in formulas and code", () => {
    const text = "A has {a}, `{a}` and $\\frac{a}{b}$ and $$x_{a}$$ and {b}; it costs \\$5 and {a}.";
    expect(withNumbers(text, { a: "20%" })).toBe(
      "A has 20%, `{a}` and $\\frac{a}{b}$ and $$x_{a}$$ and {b}; it costs \\$5 and 20%.",
    );
    expect(withNumbers("From $5 to $6 it is {a}; $a\n{a}$.", { a: "20%" })).toBe("From $5 to $6 it is 20%; $a\n{a}$.");
    expect(withNumbers("{constructor} {a}", { a: "$& $1" })).toBe("{constructor} $& $1");
  });
});

describe("asking the page’s worker", () => {
  const client = () => {
    const asked: { view: string; answered(answers: Record<string, unknown>): void; failed(message: string): void }[] =
      [];
    const fake: Client = {
      ask: (view, _calls, listener) =>
        void asked.push({ view, ...listener, answered: listener.answered, failed: listener.failed }),
    };
    return { asked, fake };
  };

  it("answers every question, each in a place of its own", async () => {
    const { asked, fake } = client();
    const page = askClient(fake);
    const both = Promise.all([page({}), page({})]);
    expect(asked[0].view).not.toBe(asked[1].view);
    asked[1].answered({ n: 2 });
    asked[0].answered({ n: 1 });
    expect(await both).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it("ends an older question of the same place as superseded, and tells failures", async () => {
    const { asked, fake } = client();
    const page = askClient(fake, "find");
    const [first, second] = [page({}), page({})];
    await expect(first).rejects.toBeInstanceOf(Superseded);
    asked[1].failed("no engine");
    await expect(second).rejects.toThrow("no engine");
  });
});
