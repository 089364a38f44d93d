// SPDX-License-Identifier: MIT
// The headline: what it says in every case, and that it never says more than the shown digits do.
import { load } from "grpo-playground";
import { describe, expect, it } from "vitest";
import { toDocument } from "../../../web/src/state/document";
import { decodeFragment } from "../../../web/src/state/fragment";
import { presets } from "../../../web/src/state/presets";
import { solvedRules } from "../../../web/src/state/rules";
import { headline } from "../../../web/src/story/headline";
import { plainText } from "../../../web/src/story/sentence";
import { corner, found, picture, start } from "./pictures";

const text = (...args: Parameters<typeof headline>) => plainText(headline(...args));

describe("two rules", () => {
  it("with different favourites: each with its own", () => {
    const shown = picture({ grpo: [found([0.6343, 0.2465, 0.1192])], rlhf: [found([0.358, 0.4444, 0.1976])] });
    expect(text(shown)).toBe(
      "GRPO makes “Rare but right” the favourite, 63.4%. RLHF stays with “Popular, half right”, 44.4%.",
    );
    expect(headline(shown).map(({ role }) => role)).toEqual([
      "grpo",
      "plain",
      "answer",
      "plain",
      "plain",
      "plain",
      "plain",
      "rlhf",
      "plain",
      "plain",
      "answer",
      "plain",
      "plain",
    ]);
  });

  it("with the same favourite: how much each gives it", () => {
    const shown = picture({ grpo: [found([0.7, 0.2, 0.1])], rlhf: [found([0.6, 0.3, 0.1])] });
    expect(text(shown)).toBe("Both make “Rare but right” the favourite: GRPO gives it 70%, RLHF 60%.");
  });

  it("with the favourite of the reference: they keep it", () => {
    const shown = picture({ grpo: [found([0.2, 0.7, 0.1])], rlhf: [found([0.2, 0.6, 0.2])] });
    expect(text(shown)).toBe("Both keep “Popular, half right” the favourite: GRPO gives it 70%, RLHF 60%.");
  });

  it("that differ by less than is shown are not told apart", () => {
    const shown = picture({ grpo: [found([0.70001, 0.2, 0.09999])], rlhf: [found([0.70002, 0.2, 0.09998])] });
    expect(text(shown)).toBe("Both make “Rare but right” the favourite, at 70.0%.");
  });

  it("whose answers differ by less than is shown leave them level", () => {
    const shown = picture({ grpo: [found([0.45001, 0.45002, 0.09997])], rlhf: [found([0.2, 0.6, 0.2])] });
    expect(text(shown)).toBe(
      "GRPO leaves “Rare but right” and “Popular, half right” level, 45.0%. RLHF stays with “Popular, half right”, 60%.",
    );
  });
});

describe("other numbers of rules", () => {
  it("one: told against the reference", () => {
    expect(text(picture({ grpo: [found([0.7, 0.2, 0.1])] }))).toBe(
      "GRPO makes “Rare but right” the favourite: 70%, up from 20%.",
    );
    expect(text(picture({ rlhf: [found([0.1, 0.45, 0.45 - 1e-3])] }))).toBe(
      "RLHF keeps “Popular, half right” the favourite: 45%, down from 50%.",
    );
    expect(text(picture({ rlhf: [found([0.3, 0.5, 0.2])] }))).toBe(
      "RLHF keeps “Popular, half right” the favourite: still 50%.",
    );
  });

  it("three of one mind: from the least to the most", () => {
    const shown = picture({
      grpo: [found([0.7, 0.2, 0.1])],
      rlhf: [found([0.5, 0.3, 0.2])],
      nlhf: [found([0.6, 0.3, 0.1])],
    });
    expect(text(shown)).toBe(
      "All three rules make “Rare but right” the favourite: from 50% with RLHF to 70% with GRPO.",
    );
  });

  it("many: the others together", () => {
    const popular = () => [found([0.3, 0.4, 0.3])];
    const shown = picture({
      grpo: [found([0.7, 0.2, 0.1])],
      rlhf: popular(),
      nlhf: popular(),
      "shift-only": popular(),
    });
    expect(text(shown)).toBe(
      "GRPO makes “Rare but right” the favourite, 70%. The other three rules stay with “Popular, half right”.",
    );
  });

  it("none: nothing is said", () => {
    expect(headline(picture({}))).toEqual([]);
  });
});

describe("special questions", () => {
  const reference = () => [found([0.2, 0.5, 0.3])];

  it("one answer", () => {
    const state = { answers: start.answers.slice(0, 1) };
    expect(text(picture({ grpo: [found([1])], rlhf: [found([1])] }, state))).toBe(
      "There is only one answer, so every policy always gives it.",
    );
  });

  it("equal rewards: nothing to learn", () => {
    const answers = start.answers.map((answer) => ({ ...answer, reward: 7 }));
    expect(text(picture({ grpo: reference(), rlhf: reference() }, { answers }))).toBe(
      "All rewards are equal: nothing to learn, so GRPO and RLHF give back the reference.",
    );
  });

  it("a win matrix without preferences: nothing to learn", () => {
    const wins = start.answers.map(() => [0.5, 0.5, 0.5]);
    expect(text(picture({ grpo: reference() }, { wins }))).toBe(
      "No answer is preferred to another: nothing to learn, so GRPO gives back the reference.",
    );
  });

  it("different rewards whose effect is not shown: only what is seen", () => {
    const nearly = () => [found([0.200001, 0.5, 0.299999])];
    expect(text(picture({ grpo: nearly(), rlhf: nearly() }))).toBe(
      "GRPO and RLHF give back the reference, to the digits shown.",
    );
  });

  it("three answers level", () => {
    const third = () => [found([1 / 3, 1 / 3, 1 / 3])];
    expect(text(picture({ grpo: third(), rlhf: third() }))).toBe("Both leave three answers level, 33.3%.");
  });

  it("a long label is shortened, and markup stays text", () => {
    const answers = start.answers.map((answer, i) => ({ ...answer, label: `<b>${"🎲".repeat(50 + i)}</b>` }));
    const [, , label] = headline(picture({ grpo: [found([0.7, 0.2, 0.1])] }, { answers }));
    expect(label).toEqual({ text: `“<b>${"🎲".repeat(24)}…”`, role: "answer" });
  });
});

describe("more or less than one stationary policy", () => {
  const grpo = () => [found([0.7, 0.2, 0.1])];

  it("none", () => {
    expect(text(picture({ grpo: grpo(), "grpo-direct-kl": [] }))).toBe(
      "GRPO makes “Rare but right” the favourite, 70%. GRPO with direct KL has no stationary policy here.",
    );
    expect(text(picture({ "grpo-direct-kl": [] }))).toBe("GRPO with direct KL has no stationary policy here.");
  });

  it("only a corner that the flow runs to", () => {
    expect(text(picture({ grpo: grpo(), "grpo-direct-kl": [corner([1, 0, 0])] }))).toBe(
      "GRPO makes “Rare but right” the favourite, 70%. GRPO with direct KL runs away to “Rare but right”.",
    );
  });

  it("two, of which the drawn one comes first", () => {
    const both = [found([0.8, 0.1, 0.1]), found([0.9, 0.06, 0.04]), corner([1, 0, 0])];
    const shown = picture({ grpo: grpo(), "grpo-direct-kl": both });
    expect(text(shown)).toContain("GRPO gives it 70%, GRPO with direct KL 80% or 90%.");
    expect(text(shown, { "grpo-direct-kl": 1 })).toContain("GRPO with direct KL 90% or 80%.");
  });

  it("one that missed the tolerance is called approximate", () => {
    expect(text(picture({ grpo: [found([0.7, 0.2, 0.1], { termination: "stalled" })] }))).toBe(
      "GRPO makes “Rare but right” the favourite: 70%, up from 20%. The numbers of GRPO are approximate: the solver stopped early.",
    );
  });
});

describe("with the engine", () => {
  it("every preset, every rule alone and extreme β read well: one line, no NaN, names first", async () => {
    const engine = await load();
    const cases = presets.flatMap(({ state }) => [
      state,
      { ...state, beta: 1e-6 },
      { ...state, beta: 1e5 },
      ...state.rules.map((rule) => ({ ...state, rules: [rule] })),
    ]);
    for (const state of cases) {
      const { rules: results } = engine.solve(toDocument(state));
      const line = text({ state, rules: solvedRules(state), results, others: "known" });
      expect(line).toMatch(/^(GRPO|RLHF|NLHF|Shift-only|Both|All|No answer|There) .*\.$/);
      expect(line).not.toMatch(/NaN|undefined|null| {2}|\.\./);
      expect(line.length).toBeLessThan(150);
    }
  });

  it("a link's labels and order reach the sentence", async () => {
    const { state } = decodeFragment("v=1&ref=0.8,0.2&r=0,1&a=Wrong,Right%2C%20rare&rules=grpo&G=inf");
    const { rules: results } = (await load()).solve(toDocument(state));
    expect(text({ state, rules: solvedRules(state), results, others: "known" })).toBe(
      "GRPO makes “Right, rare” the favourite: 67.0%, up from 20%.",
    );
  });
});

describe("while only the branch from the reference is known", () => {
  it("tells of the rules that have a policy and of the others nothing but that one is looked for", () => {
    const shown = picture({
      grpo: [found([0.7, 0.2, 0.1])],
      "grpo-direct-kl": [corner([1, 0, 0])],
      rlhf: [found([0.2, 0.6, 0.2])],
      nlhf: [],
    });
    const told =
      "GRPO makes “Rare but right” the favourite, 70%. RLHF stays with “Popular, half right”, 60%. " +
      "Looking for a stationary policy of GRPO with direct KL and NLHF…";
    expect(text({ ...shown, others: "sought" })).toBe(told);
    expect(text({ ...shown, others: "unknown" })).toContain("is not known.");
    expect(text({ ...shown, others: "sought" }, { grpo: 2 })).toBe(told);
  });
});
