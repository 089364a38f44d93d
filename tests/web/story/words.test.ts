// SPDX-License-Identifier: MIT
// Issues, notices and the picture in words.
import { load } from "grpo-playground";
import { describe, expect, it } from "vitest";
import { toDocument } from "../../../web/src/state/document";
import { decodeFragment } from "../../../web/src/state/fragment";
import { describePicture } from "../../../web/src/story/describe";
import { issueSentence, noticeSentence } from "../../../web/src/story/issues";
import { corner, found, picture, start } from "./pictures";

describe("issues", () => {
  it.each([
    [
      { field: "answers[1].reference", value: 0, constraint: "is a number > 0" },
      "Reference of answer 2 is 0: it must be a number > 0.",
    ],
    [
      { field: "answers[0].label", value: "", constraint: "is not empty" },
      "Name of answer 1 is “”: it must not be empty.",
    ],
    [
      { field: "answers[2].label", value: "x", constraint: "is different from answers[0].label" },
      "Name of answer 3 is “x”: it must be different from the name of answer 1.",
    ],
    [
      { field: "wins[0][1]", value: 0.7, constraint: "and wins[1][0] sum to 1" },
      "How often answer 1 is preferred to answer 2 is 0.7: it and how often answer 2 is preferred to answer 1 must sum to 1.",
    ],
    [
      { field: "rules[3].beta", value: "NaN", constraint: "is between 1e-6 and 1e6" },
      "β is “NaN”: it must be between 1e-6 and 1e6.",
    ],
    [
      { field: "answers", value: 0, constraint: "has 1 to 10000 answers" },
      "Number of answers is 0: it must have 1 to 10000 answers.",
    ],
  ])("%j", (issue, sentence) => {
    expect(issueSentence(issue)).toBe(sentence);
  });

  it("of the engine all become demands", async () => {
    const engine = await load();
    const answers = [
      { id: 0, label: "", reference: -1, reward: 2e9 },
      { id: 1, label: "x".repeat(201), reference: 1, reward: 0 },
      { id: 2, label: "y", reference: 1, reward: 0 },
      { id: 3, label: "y", reference: 1, reward: 0 },
    ];
    const broken = { ...start, answers, beta: 0, groupSize: 1.5 };
    const { issues } = engine.solve(toDocument(broken));
    expect(issues.length).toBeGreaterThanOrEqual(7);
    for (const issue of issues) expect(issueSentence(issue)).toMatch(/: it must (not )?(be|have) .*\.$/);
  });
});

describe("notices", () => {
  it("name field, value, rule and what is used", () => {
    const { notices } = decodeFragment("v=2&ref=0.5,0&r=1,0&beta=abc");
    expect(notices.map(noticeSentence)).toEqual([
      "v was “2” in the link: it must be 1: the link is newer than this page. Used instead: what this page understands.",
      "Reference of answer 2 was “0” in the link: it must be a number > 0. Used instead: 0.5.",
      "β was “abc” in the link: it must be a number such as 0.5 or 2e-3. Used instead: 1.",
    ]);
  });
});

describe("the picture in words", () => {
  it("gives β, G and every answer with every policy", () => {
    const shown = picture({ grpo: [found([0.6343, 0.2465, 0.1192])], rlhf: [found([0.358, 0.4444, 0.1976])] });
    expect(describePicture(shown)).toBe(
      "β 1, group size 8. “Rare but right”: reference 20%, GRPO 63.4%, RLHF 35.8%. " +
        "“Popular, half right”: reference 50%, GRPO 24.6%, RLHF 44.4%. " +
        "“Confidently wrong”: reference 30%, GRPO 11.9%, RLHF 19.8%.",
    );
  });

  it("says where there is not exactly one stationary policy, or a doubtful one", () => {
    const two = [found([0.8, 0.1, 0.1]), found([0.9, 0.06, 0.04], { termination: "stalled" })];
    const words = describePicture(picture({ grpo: [], nlhf: [corner([1, 0, 0])], "grpo-direct-kl": two }));
    expect(words).toContain("GRPO has no stationary policy here.");
    expect(words).toContain("NLHF has no stationary policy here.");
    expect(words).toContain("GRPO, direct KL has 2 stationary policies.");
    expect(words).toContain("The solver stopped short of its tolerance for GRPO, direct KL.");
  });

  it("stops after a dozen answers, and normalises references of any size", () => {
    const answers = Array.from({ length: 20 }, (_, id) => ({ id, label: `a${id}`, reference: 1e308, reward: 0 }));
    const words = describePicture(picture({ grpo: [found(answers.map(() => 0.05))] }, { answers }));
    expect(words).toContain("“a0”: reference 5%, GRPO 5%.");
    expect(words).toContain("And 8 more answers, in the table.");
    expect(words).not.toContain("a12");
  });
});
