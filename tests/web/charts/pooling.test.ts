// SPDX-License-Identifier: MIT
// Pooling functions: the core's curves are the named ones, and the answers lie on them.
import { type Engine, load, type PoolingResult } from "grpo-playground";
import { beforeAll, describe, expect, it } from "vitest";
import { type NamedPenalty, penaltyWords } from "../../../web/src/charts/penalties";
import type { Picture } from "../../../web/src/charts/picture";
import {
  type PooledAnswer,
  pooledAnswers,
  poolingCurve,
  poolingDocument,
  poolingDomains,
  poolingEnd,
  poolingGrid,
  poolingTable,
  subjects,
} from "../../../web/src/charts/pooling";
import { toDocument } from "../../../web/src/state/document";
import { decodeFragment } from "../../../web/src/state/fragment";
import { solvedRules } from "../../../web/src/state/rules";
import { corner, picture as pictureOf } from "../story/pictures";

let engine: Engine;
beforeAll(async () => {
  engine = await load();
});

type Pooled = Extract<PoolingResult, { status: "ok" }>;

const everyRule = "&rules=grpo,rlhf,nlhf,grpo-direct-kl,shift-only,shift-only-direct-kl";

function solved(fragment: string): Picture {
  const { state } = decodeFragment(fragment);
  const result = engine.solve(toDocument(state));
  expect(result.issues).toEqual([]);
  return { state, rules: solvedRules(state), results: result.rules, others: "known" };
}

function pooled(picture: Picture, penalty: NamedPenalty, xs: readonly number[]): Pooled {
  const document = poolingDocument(picture.state, [{ penalty, rule: null }]);
  const marginals = xs.map((x) => x + penaltyWords[penalty].atReference);
  return engine.pooling(document, { rule: 0, marginals }) as Pooled;
}

const start = () => solved(`v=1&ref=0.2,0.5,0.3&r=1,0.3,0&beta=1&G=8${everyRule}`);

/** x ↦ π/π_ref as the picture names it. */
const named: Record<NamedPenalty, (x: number) => number> = {
  "kl-ref-to-policy": (x) => 1 / (1 - x),
  "kl-policy-to-ref": Math.exp,
  "chi-squared": (x) => Math.max(0, 1 + x),
  "jensen-shannon": (x) => Math.exp(2 * x) / (2 - Math.exp(2 * x)),
  hellinger: (x) => 1 / (1 - x) ** 2,
};

describe.each(Object.keys(named) as NamedPenalty[])("%s", (penalty) => {
  it("has the pooling function that the picture writes on its curve, 1 at x = 0", () => {
    const xs = [-30, -2, -1, -0.5, 0, 0.1, 0.3];
    const { ratios, defined, marginalAtOne } = pooled(start(), penalty, xs);
    expect(marginalAtOne).toBeCloseTo(penaltyWords[penalty].atReference, 14);
    xs.forEach((x, k) => {
      expect(defined[k]).toBe(true);
      expect(ratios[k]).toBeCloseTo(named[penalty](x), 12);
    });
  });
});

it("1/(1 − x) ends at x = 1, exp x nowhere", () => {
  const { range } = pooled(start(), "kl-ref-to-policy", [0]);
  expect(poolingEnd("kl-ref-to-policy", range.upper)).toBe(1);
  expect(poolingEnd("kl-policy-to-ref", pooled(start(), "kl-policy-to-ref", [0]).range.upper)).toBeNull();
  expect(pooled(start(), "kl-ref-to-policy", [2]).defined).toEqual([false]);
});

describe("the answers", () => {
  it.each([
    `v=1&ref=0.2,0.5,0.3&r=1,0.3,0&beta=1&G=8${everyRule}`,
    `v=1&ref=1e-9,0.5,0.499999999&r=1,0.3,0&beta=0.5&G=64${everyRule}`,
    "v=1&ref=0.5,0.5&r=1,1&beta=1&G=8",
    "v=1&ref=1&r=1&beta=1&G=8",
    "v=1&ref=0.6,0.3,0.1&w=0.5,0.9,0.3;0.1,0.5,0.8;0.7,0.2,0.5&beta=0.1&G=2&rules=grpo,nlhf",
  ])("lie on the curves of their penalties: %s", (fragment) => {
    const picture = solved(fragment);
    const answers = pooledAnswers(picture, {});
    expect(answers).toHaveLength(picture.rules.length * picture.state.answers.length);
    for (const { penalty, x, gain } of answers) {
      const { ratios } = pooled(picture, penalty, [x]);
      // x comes from a difference of order 1: near the end of 1/(1 − x) its last digit moves the ratio by as much times u.
      expect(Math.abs(ratios[0]! / gain - 1)).toBeLessThan(1e-10 + 1e-14 * gain);
    }
  });

  it("are missing where the drawn policy is a corner, which no multiplier holds", () => {
    const picture = pictureOf({ grpo: [corner([1, 0, 0])] });
    expect(pooledAnswers(picture, {})).toEqual([]);
    expect(poolingDomains([], "log").x).toEqual([-1.24, 1.24]);
  });
});

describe("the axes", () => {
  const at = (x: number, gain: number): PooledAnswer => ({
    rule: "grpo",
    answer: 0,
    label: "A",
    penalty: "kl-ref-to-policy",
    x,
    gain,
  });

  it("hold every answer, and the neighbourhood of the reference always", () => {
    const { x, y } = poolingDomains([at(-40, 1 / 41), at(0.99, 100)], "log");
    expect(x[0]).toBeLessThan(-40);
    expect(x[1]).toBeGreaterThan(1);
    expect(y[0]).toBeLessThan(1 / 41);
    expect(y[1]).toBeGreaterThan(100);
    expect(poolingDomains([at(0, 1)], "linear").y[0]).toBe(0);
  });

  it("stay finite for gains that no axis could hold", () => {
    const { y } = poolingDomains([at(-3, 0), at(3, 1e300)], "log");
    expect(y[0]).toBeGreaterThan(0);
    expect(y[1]).toBeLessThan(1e10);
  });

  it("are asked for at every answer, and densely before 1/(1 − x) runs off", () => {
    const grid = poolingGrid([-1.5, 1.5], [at(0.123456, 1.14)]);
    expect(grid).toContain(0.123456);
    expect(grid).toEqual([...grid].sort((a, b) => a - b));
    expect(grid.filter((x) => x > 0.99 && x < 1).length).toBeGreaterThan(10);
  });
});

it("a curve ends where the penalty has no ratio", () => {
  expect(poolingCurve([0, 0.5, 2], [1, 2, 0], [true, true, false])).toEqual([
    [0, 1],
    [0.5, 2],
  ]);
});

it("penalties are drawn once each, those of the shown rules first", () => {
  const picture = start();
  const list = subjects(picture.state, picture.rules, ["chi-squared", "hellinger"]);
  expect(list).toEqual([
    { penalty: "kl-ref-to-policy", rule: "grpo" },
    { penalty: "kl-policy-to-ref", rule: "rlhf" },
    { penalty: "chi-squared", rule: null },
    { penalty: "hellinger", rule: null },
  ]);
});

it("the table names every answer under every rule", () => {
  const answers = pooledAnswers(start(), {});
  const table = poolingTable(answers, (rule) => rule.toUpperCase());
  expect(table.rows).toHaveLength(18);
  expect(table.rows[0]!.slice(1, 3)).toEqual(["GRPO", "KL(π_ref‖π)"]);
});
