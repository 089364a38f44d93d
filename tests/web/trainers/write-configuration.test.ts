// SPDX-License-Identifier: MIT
// Rules written as configurations: what a library can say is read back as it was, and what it cannot is said.
import { type Engine, load } from "grpo-playground";
import { beforeAll, describe, expect, it } from "vitest";
import { totalVariation } from "../../../web/src/charts/nearest-beta";
import { decodeFragment } from "../../../web/src/state/fragment";
import { readConfiguration } from "../../../web/src/trainers/config/read";
import { candidates, writeConfiguration } from "../../../web/src/trainers/config/write";
import { configurations, ruleAt, trainerOf, trainers, withRules } from "../../../web/src/trainers/trainers";
import type { Trainer } from "../../../web/src/trainers/types";

let engine: Engine;
beforeAll(async () => {
  engine = await load();
});

const { state } = decodeFragment("v=1&ref=0.2,0.5,0.3&r=1,0.3,0&beta=1&G=8&rules=grpo");
const policy = (trainer: Trainer, groupSize: number, beta: number) =>
  engine.solve(withRules(state, [ruleAt(trainer, groupSize, beta)])).rules[0]!.stationary[0]!.policy;
const configuration = (id: string) => configurations.find((one) => one.id === id)!;

describe("round trips", () => {
  it.each(configurations.map((one) => [one.id, one] as const))("of all that %s can say", async (id, one) => {
    const paper = trainerOf("paper")!;
    const said = candidates(one, paper);
    expect(said.length).toBeGreaterThan(0);
    for (const { trainer, penalty } of said) {
      const beta = penalty.beta ? 0.25 : 0;
      const { text, warnings } = writeConfiguration(trainer, { beta, groupSize: 12 }, one);
      expect(warnings, text).toEqual([]);
      const { meaning, problems } = await readConfiguration(text, id);
      expect(problems, text).toEqual([]);
      expect(meaning, text).toMatchObject({ configuration: { id }, groupSize: 12, beta, ignored: [] });
      const back = { ...paper, rule: meaning!.rule };
      const gap = totalVariation(policy(back, 12, beta || 1), policy(trainer, 12, beta || 1));
      expect(gap, text).toBeLessThan(1e-12);
    }
  });

  it("keep a policy from library to library where β can make up for the std", async () => {
    for (const [from, to] of [
      ["paper", "verl"],
      ["verl", "trl-1-9"],
      ["rlhf", "openrlhf"],
      ["openrlhf-dr", "trl-rloo"],
      ["trl-1-10", "nemo-rl"],
    ] as const) {
      const [trainer, target] = [trainerOf(from)!, configuration(to)];
      const { text } = writeConfiguration(trainer, { beta: 0.5, groupSize: 8 }, target);
      const { meaning } = await readConfiguration(text, to);
      const read = { ...trainer, betaFactor: 1, rule: meaning!.rule };
      expect(totalVariation(policy(read, 8, meaning!.beta), policy(trainer, 8, 0.5)), `${from} → ${to}`).toBeLessThan(from === "paper" || from === "rlhf" || from === "openrlhf-dr" ? 1e-5 : 1e-3); // prettier-ignore
    }
  });
});

describe("warnings", () => {
  const warned = (from: string, to: string, groupSize: number | "inf" = 8) =>
    writeConfiguration(trainerOf(from)!, { beta: 1, groupSize }, configuration(to)).warnings.join(" ");

  it("say that β was changed, and by what", () => {
    expect(warned("paper", "trl-1-9")).toContain("0.935414 for 1: × √((G − 1)/G)");
    expect(warned("rlhf", "openrlhf")).not.toContain("cannot");
  });

  it("say what a library cannot express", () => {
    expect(warned("paper", "nemo-rl")).toMatch(/NeMo-RL .* cannot express this rule: its KL term pulls like KL\(π‖π_ref\), not KL\(π_ref‖π\)/); // prettier-ignore
    expect(warned("nemo-rl", "trl-1-10")).toMatch(/cannot express this rule: its advantages are others/);
    expect(warned("paper", "dr-grpo")).toMatch(/no KL term that holds/);
  });

  it("say that G = ∞ is no setting, and nothing where there is nothing to say", () => {
    expect(warned("verl", "verl", "inf")).toContain("G = ∞");
    for (const { id, library } of trainers)
      if (configurations.some((one) => one.id === id)) expect(warned(id, id), `${library} ${id}`).toBe("");
  });
});
