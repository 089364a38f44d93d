// SPDX-License-Identifier: MIT
// The self-test of the page, run under Node: it agrees with every table, and it tells of a table that is spoilt.
import { type Engine, load } from "grpo-playground";
import { beforeAll, describe, expect, it } from "vitest";
import { referenceTables } from "../../../web/selftest/tables";
import { casesOf } from "../../../web/src/selftest/cases";
import { checkCase, digitsOf } from "../../../web/src/selftest/check";
import { reportText, type Run, summaries, verdict } from "../../../web/src/selftest/report";
import type { ReferenceTables, SelfTestCase } from "../../../web/src/selftest/types";

let engine: Engine;
beforeAll(async () => {
  engine = await load();
});

function runOf(cases: readonly SelfTestCase[], by: Engine = engine): Run {
  return {
    surroundings: { build: "here", browser: "none", platform: "Node", processors: 2, deviceMemory: null },
    engine: { version: by.describe().version, module: "module.wasm" },
    asked: cases.length,
    results: cases.map((row) => checkCase(by, row)),
    loading: 1,
    memory: 2 ** 24,
    stopped: null,
  };
}

const tables = () => referenceTables() as unknown as ReferenceTables;
const faulty = (run: Run) => run.results.filter(({ fault }) => fault).map(({ name }) => name);

describe("with the tables as they are", () => {
  it("every case agrees, from every source, and the report says so", () => {
    const run = runOf(casesOf(tables()));
    expect(faulty(run)).toEqual([]);
    expect(verdict(run)).toBe(`All ${run.asked} cases agree.`);
    expect(summaries(run.results).map(({ table, cases }) => [table, cases])).toEqual([
      ["trainers", 3 * Object.keys(tables().trainers.policies).length],
      ["stationary", tables().stationary.length],
      ["preference", tables().preference.length],
      ["closed-form", 42],
    ]);
    for (const line of ["failures: none", "module: SIMD, module.wasm", "memory: module 16.0 MB"])
      expect(reportText(run)).toContain(line);
  }, 60_000);
});

describe("with one number spoilt, the case fails and the report names it", () => {
  const spoilt: [name: string, spoil: (tables: ReferenceTables) => void, failing: RegExp][] = [
    ["a published decimal", (all) => (all.trainers.policies["paper"]![1]![0]! += 2e-5), /^The paper, G = 4$/],
    ["the 11th digit of log π", (all) => (all.stationary[0]!.logStationary[0]![0]! += 1e-11), /^pub-binary-01$/],
    ["a policy that is not there", (all) => all.stationary[3]!.logStationary.pop(), /^pub-binary-04$/],
    ["the stability of a policy", (all) => (all.stationary[1]!.stable[0] = false), /^pub-binary-02$/],
    ["the 9th digit of P", (all) => (all.preference[2]!.preference[1]! += 1e-9), /^ppub-003$/],
    [
      "a question that the core refuses",
      (all) => (all.preference[0]!.document.answers[0]!.reference = -1),
      /^ppub-001$/,
    ],
  ];
  it.each(spoilt)("%s", (_, spoil, failing) => {
    const all = tables();
    spoil(all);
    const run = runOf(casesOf(all).filter(({ name }) => /^The paper|pub-binary|^ppub-00/.test(name)));
    const [name, ...more] = faulty(run);
    expect(more).toEqual([]);
    expect(name).toMatch(failing);
    expect(verdict(run)).toBe(`1 of ${run.asked} cases failed.`);
    expect(reportText(run)).toContain(`: ${name}: `);
  });
});

it("an engine that is off by 1e-9, or gives no numbers, fails the closed forms", () => {
  const closed = casesOf(tables()).filter(({ table }) => table === "closed-form");
  const off = (by: (x: number) => number): Engine => ({
    ...engine,
    preference: (...call) => (engine.preference(...call) as Float64Array).map(by),
    solve: (...call) => {
      const result = engine.solve(...call);
      for (const policy of result.rules[0]!.stationary) policy.logPolicy = policy.logPolicy.map(by);
      return result;
    },
  });
  for (const by of [(x: number) => x * (1 + 1e-9) + 1e-9, () => NaN])
    expect(faulty(runOf(closed, off(by)))).toHaveLength(closed.length);
});

it("an engine that throws fails the case, with its words", () => {
  const [first] = casesOf(tables());
  const broken = { ...engine, solve: () => { throw new Error("out of memory"); } }; // prettier-ignore
  const run = runOf([first!], broken);
  expect(run.results[0]).toMatchObject({ digits: null, fault: "the engine threw: out of memory" });
  expect(reportText(run)).toContain("none digits");
});

it("digits are those of the error, from none to what a double can tell", () => {
  expect([1e-3, 0, 1e-300, 5, Infinity].map(digitsOf)).toEqual([3, 16, 16, 0, 0]);
  expect(digitsOf(NaN)).toBeNull();
});
