// SPDX-License-Identifier: MIT
// The β translator: formulas hold in the core, for every pair of trainers that has one; where none is known the search finds the nearest.
import { type Engine, load } from "grpo-playground";
import { beforeAll, describe, expect, it } from "vitest";
import { coarseGrid, finerGrid, nearest, nearness, totalVariation } from "../../../web/src/charts/nearest-beta";
import { decodeFragment } from "../../../web/src/state/fragment";
import { translation } from "../../../web/src/trainers/same-policy";
import { ruleAt, trainerOf, trainers, withRules } from "../../../web/src/trainers/trainers";
import type { Trainer } from "../../../web/src/trainers/types";

let engine: Engine;
beforeAll(async () => {
  engine = await load();
});

const { state } = decodeFragment("v=1&ref=0.2,0.5,0.3&r=1,0.3,0&beta=1&G=8&rules=grpo");
const policy = (trainer: Trainer, groupSize: number | "inf", beta: number) =>
  engine.solve(withRules(state, [ruleAt(trainer, groupSize, beta)])).rules[0]!.stationary[0]!.policy;
const known = (from: string, to: string, groupSize: number | "inf" = 8) =>
  translation(trainerOf(from)!, trainerOf(to)!, groupSize);

describe("the formulas", () => {
  it("are √((G − 1)/G) for the sample std, (G − 1)/G for the shift, ½ for NLHF", () => {
    expect(known("paper", "verl")).toMatchObject({ factor: Math.sqrt(7 / 8), text: "√((G − 1)/G)" });
    expect(known("verl", "paper")).toMatchObject({ factor: Math.sqrt(8 / 7), text: "√(G/(G − 1))" });
    expect(known("openrlhf-dr", "rlhf")).toMatchObject({ factor: 8 / 7, text: "G/(G − 1)", butForEpsilon: false });
    expect(known("paper.k2-in-loss", "nlhf", 2)).toMatchObject({ factor: 0.5, text: "½", butForEpsilon: false });
    expect(known("rlhf", "trl-rloo")).toEqual({ factor: 1, text: "", butForEpsilon: false });
    expect(known("verl-reward", "rlhf", "inf")).toEqual({ factor: 1, text: "", butForEpsilon: false });
  });

  it("are none where the KL terms or the advantages differ", () => {
    for (const [from, to] of [
      ["trl-1-9", "trl-1-10"],
      ["paper", "open-instruct"],
      ["paper", "slime-kl"],
      ["verl", "nemo-rl"],
      ["paper", "nlhf"],
    ])
      // prettier-ignore
      expect(known(from!, to!), `${from} ${to}`).toBeNull();
  });

  it("make the policies the same, for every two trainers and G = 2, 3, 8, ∞", () => {
    let checked = 0;
    for (const groupSize of [2, 3, 8, "inf"] as const)
      for (const from of trainers)
        for (const to of trainers) {
          const found = translation(from, to, groupSize);
          if (!found || from === to) continue;
          const gap = totalVariation(policy(from, groupSize, 2), policy(to, groupSize, 2 * found.factor));
          expect(gap, `${from.id} → ${to.id}, G = ${groupSize}`).toBeLessThan(found.butForEpsilon ? 1e-3 : 1e-10);
          checked += 1;
        }
    expect(checked).toBeGreaterThan(150);
  });
});

describe("the search", () => {
  function search(from: string, to: string) {
    const wanted = policy(trainerOf(from)!, 8, 1);
    const target = trainerOf(to)!;
    const sweep = (betas: readonly number[]) => {
      const request = {
        rule: 0,
        parameter: "beta" as const,
        values: betas.map((beta) => beta * (target.betaFactor ?? 1)),
      };
      return nearness(
        engine.sweep(withRules(state, [ruleAt(target, 8, 1)]), request).points,
        wanted,
        target.betaFactor ?? 1,
      );
    };
    let points = sweep(coarseGrid(1, null));
    for (let k = 0; k < 2; ++k) points = sweep(finerGrid(points)!);
    return nearest(points)!;
  }

  it("finds the β that a formula knows", () => {
    expect(search("paper", "verl").beta).toBeCloseTo(Math.sqrt(7 / 8), 3);
    expect(search("openrlhf-dr", "nlhf").distance).toBeGreaterThan(0.01);
    expect(search("openrlhf-dr", "rlhf").distance).toBeLessThan(1e-4);
  });

  it("finds no nearer β by hand where no formula is known", () => {
    const found = search("trl-1-9", "trl-1-10");
    expect(found.distance).toBeGreaterThan(1e-3);
    const wanted = policy(trainerOf("trl-1-9")!, 8, 1);
    for (const factor of [0.5, 0.9, 0.99, 1.01, 1.1, 2])
      expect(totalVariation(policy(trainerOf("trl-1-10")!, 8, factor * found.beta), wanted)).toBeGreaterThan(
        found.distance,
      );
  });

  it("keeps to the limits of β, and stops where the nearest is at an end", () => {
    const grid = coarseGrid(1e-6, null);
    expect([grid[0], grid.at(-1)]).toEqual([1e-6, 1e-3]);
    const point = (beta: number, distance: number) => ({ beta, distance, policy: [] });
    expect(finerGrid([point(1, 0.1), point(2, 0.2), point(3, 0.3)])).toBeNull();
    expect(finerGrid([])).toBeNull();
    expect(nearest([])).toBeNull();
  });
});
