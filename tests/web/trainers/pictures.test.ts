// SPDX-License-Identifier: MIT
// What is drawn of trainers and KL terms: formulas with their differences marked, columns, words that fit, and the grid’s claims.
import { type Engine, load } from "grpo-playground";
import { beforeAll, describe, expect, it } from "vitest";
import { textWidth } from "../../../web/src/charts/frame";
import { cut, panelLayout, policyColumns, type SmallPolicy, wrapped } from "../../../web/src/charts/small-policies";
import { policyNote } from "../../../web/src/charts/trainers";
import type { MathNode } from "../../../web/formulas/mathml";
import { decodeFragment } from "../../../web/src/state/fragment";
import { advantageFormula, differingParts, klFormula } from "../../../web/src/trainers/formulas";
import { klTermGrid, klTermRules, solvableTerms, termObstacle } from "../../../web/src/trainers/kl-terms";
import {
  type Chosen,
  readChosen,
  trainerOf,
  trainers,
  withRules,
  writeChosen,
} from "../../../web/src/trainers/trainers";
import { klTermSummary } from "../../../web/src/views/closer/kl-terms/summary";
import { trainersSummary } from "../../../web/src/views/closer/trainers/summary";

let engine: Engine;
beforeAll(async () => {
  engine = await load();
});

const { state } = decodeFragment("v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=A,B,C&beta=1&G=8&rules=grpo");
const text = (node: MathNode | string): string =>
  typeof node === "string" ? node.replace(/[\u2061\s]/g, "") : node.children.map(text).join("");
const marked = (node: MathNode | string): string[] =>
  typeof node === "string" ? [] : node.attributes["class"] === "differs" ? [text(node)] : node.children.flatMap(marked);

describe("formulas", () => {
  const of = (id: string, ...others: string[]) => {
    const trainer = trainerOf(id)!;
    const differing = differingParts([trainer, ...others.map((other) => trainerOf(other)!)]);
    return [advantageFormula(trainer, differing), klFormula(trainer, differing)] as const;
  };

  it("say what each trainer computes", () => {
    expect(of("paper").map(text)).toEqual(["Ai=ri−msp", "loss+β(ρ−logρ−1)"]);
    expect(of("trl-1-10").map(text)).toEqual(["Ai=ri−ms+10−4", "loss+βππold(ρ−logρ−1)"]);
    expect(of("nemo-rl").map(text)[0]).toBe("Ai=ri−m−is−i+10−6");
    expect(of("verl-reward").map(text)).toEqual(["Ai=r′i−ms+10−6", "r′i=ri−βlogππref"]);
    expect(of("openrlhf").map(text)[1]).toBe("Ai←Ai−βlogππref");
    expect(of("dapo").map(text)[1]).toBe("noKLterm");
    expect(of("slime-kl").map(text)[1]).toBe("loss+β(−logρ)");
  });

  it("mark what differs, and nothing else", () => {
    expect(of("trl-1-9", "trl-1-10").flatMap(marked)).toEqual([]);
    expect(of("trl-1-10", "trl-1-9").flatMap(marked)).toEqual(["ππold"]);
    expect(of("paper", "trl-1-9").flatMap(marked)).toEqual(["sp"]);
    expect(of("trl-1-9", "paper").flatMap(marked)).toEqual(["s", "+10−4"]);
    expect(of("trl-1-9", "trl-0-18").flatMap(marked)).toEqual([]);
  });

  it("exist for every trainer, alone and beside all others", () => {
    const differing = differingParts(trainers);
    for (const trainer of trainers)
      for (const formula of [advantageFormula(trainer, differing), klFormula(trainer, differing)])
        expect(text(formula), trainer.id).not.toMatch(/undefined|NaN|^$/);
  });
});

describe("the choice of trainers", () => {
  it("is read and written, the usual one shortly, and what it does not know is told", () => {
    expect(writeChosen(readChosen("usual").chosen.map((one) => one.text))).toBe("usual");
    const { chosen, unknown } = readChosen("verl~nobody~verl~verl.shift~__proto__");
    expect(chosen.map((one) => one.text)).toEqual(["verl", "verl.shift"]);
    expect(unknown).toEqual(["nobody", "__proto__"]);
    expect(readChosen(trainers.map(({ id }) => id).join("~")).chosen).toHaveLength(12);
    expect(writeChosen([])).toBe("usual");
  });
});

describe("the grid of KL terms", () => {
  it("has every estimator at every place once, and every KL term of the format once", () => {
    expect(new Set(klTermGrid.map(({ estimator, place }) => estimator + place)).size).toBe(12);
    const terms = klTermGrid.flatMap(({ klTerm }) => klTerm ?? []);
    expect([...terms].sort()).toEqual([...engine.describe().klTerms].sort());
  });

  it("names each for what the core makes of it", () => {
    const same: Record<string, string> = { "KL(π‖π_ref)": "kl-policy-to-ref", "KL(π_ref‖π)": "kl-ref-to-policy" };
    const solved = engine.solve(withRules(state, klTermRules(state)));
    solvableTerms(state).forEach(({ name, trap }, k) => {
      const [policy] = solved.rules[k]!.stationary;
      const preference = name === "logarithmic pooling" ? { model: "reward" as const } : { groupSize: 8 };
      const divergence = (name === "logarithmic pooling" ? "kl-policy-to-ref" : (same[name] ?? "none")) as "none";
      const [expected] = engine.solve(withRules(state, [{ preference, penalty: { divergence }, beta: 1 }])).rules[0]!
        .stationary;
      policy!.policy.forEach((share, answer) => expect(share).toBeCloseTo(expected!.policy[answer]!, 10));
      expect(Boolean(trap)).toBe(policy!.boundary);
    });
  });

  it("has no KL term in the reward where there are no rewards", () => {
    const { state: game } = decodeFragment(
      "v=1&ref=0.6,0.3,0.1&w=0.5,0.9,0.3;0.1,0.5,0.8;0.7,0.2,0.5&beta=0.1&rules=grpo",
    );
    const result = engine.solve(withRules(game, klTermRules(game)));
    expect(result.issues).toEqual([]);
    expect(result.rules).toHaveLength(4);
    expect(klTermGrid.filter((term) => termObstacle(term, game) === null)).toHaveLength(4);
    expect(klTermGrid.filter((term) => termObstacle(term, state) === null)).toHaveLength(6);
  });
});

describe("small pictures", () => {
  const box = { x: 0, y: 10, width: 90, height: 50 };

  it("have a column for each answer, as high as its share, with the reference on it", () => {
    const columns = policyColumns([0.5, 0.25, 0.25], [0.2, 0.5, 0.3], box, 0.5);
    expect(columns.map(({ height }) => height)).toEqual([50, 25, 25]);
    expect(columns.map(({ reference }) => reference)).toEqual([40, 10, 30]);
    expect(columns.every(({ x, width }, k) => x >= 30 * k && x + width <= 30 * (k + 1))).toBe(true);
    expect(policyColumns(null, [0.5, 0.5], box, 1).map(({ height }) => height)).toEqual([0, 0]);
    expect(
      policyColumns(Array(200).fill(1 / 200), Array(200).fill(1 / 200), box, 1).every(({ width }) => width > 0),
    ).toBe(true);
  });

  it("break their words into lines that fit, and cut what has no room", () => {
    const lines = wrapped("the quick brown fox jumps over the lazy dog", 100, 12);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join(" ")).toBe("the quick brown fox jumps over the lazy dog");
    for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(100);
    expect(wrapped("a b c d", 1, 12, 2)).toEqual(["a", "b…"]);
    expect(wrapped("", 100, 12)).toEqual([]);
    expect(textWidth(cut("supercalifragilistic", 60, 12), 12)).toBeLessThanOrEqual(60);
    expect(cut("short", 100, 12)).toBe("short");
  });

  it("stand in rows as high as their highest", () => {
    const one = (reason: string): SmallPolicy => ({
      key: reason,
      title: "k1",
      name: "",
      reason,
      policy: [1],
      note: "",
    });
    const layout = panelLayout([one("a"), one("word ".repeat(60)), one("b")], 3, { width: 600, rem: 16, columns: 2 });
    expect(layout.heights).toHaveLength(2);
    expect(layout.heights[0]).toBeGreaterThan(layout.heights[1]!);
    expect(layout.height).toBeCloseTo(layout.heights[0]! + layout.heights[1]! + layout.gap, 9);
  });

  it("say where a policy is not the only one, or none at all", () => {
    const rule = (beta: number, groupSize: number | "inf") => ({ preference: { model: "group" as const, groupSize }, penalty: { klTerm: "k2-in-loss" as const }, beta }); // prettier-ignore
    const two = decodeFragment("v=1&ref=0.5,0.5&r=1,0&beta=1&rules=grpo").state;
    const note = (beta: number, groupSize: number | "inf") =>
      policyNote(engine.solve(withRules(two, [rule(beta, groupSize)])).rules[0]!);
    expect(note(2, "inf")).toContain("One of 2 policies");
    expect(note(2, 2)).toBe("");
    expect(policyNote({ stationary: [] } as never)).toContain("No policy");
  });
});

describe("the words", () => {
  const drawn = (entries: Record<string, number[]>) =>
    Object.entries(entries).map(([id, policy]) => ({ trainer: trainerOf(id) as Chosen, policy }));

  it("tell the answer on which trainers differ most, and who agrees", () => {
    expect(trainersSummary(drawn({ paper: [0.6, 0.4], verl: [0.5, 0.5], "verl-plus": [0.5, 0.5] }), ["A", "B"])).toBe("“A” gets 60% from The paper and 50% from verl, k3 and verl, k3+."); // prettier-ignore
    expect(trainersSummary(drawn({ paper: [0.6, 0.4] }), ["A", "B"])).toBe("The paper gives “A” 60% and “B” 40%.");
    expect(trainersSummary(drawn({ paper: [0.6, 0.4], verl: [0.6, 0.4] }), ["A", "B"])).toContain(
      "All of them aim at one policy",
    );
    expect(trainersSummary([], [])).toContain("None");
  });

  it("call the trap a trap", () => {
    const terms = klTermGrid.map((term) => ({ term, policy: term.trap ? [1, 0] : term.klTerm ? [0.6, 0.4] : null }));
    expect(klTermSummary(terms, ["A", "B"])).toContain("100% with k1 in the loss, a trap");
  });
});
