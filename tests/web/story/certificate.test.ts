// SPDX-License-Identifier: MIT
// What is said of the drawn policy beyond its numbers: only what applies, and never that a flow ends where it does not.
import type { RuleResult, StationaryPolicy } from "grpo-playground";
import { describe, expect, it } from "vitest";
import type { Picture } from "../../../web/src/charts/picture";
import { certificates } from "../../../web/src/story/certificate";
import { describePicture } from "../../../web/src/story/describe";
import { headline } from "../../../web/src/story/headline";
import { plainText } from "../../../web/src/story/sentence";
import { found, picture, result } from "./pictures";

const shares = [0.145, 0.067, 0.788];

function one(policies: StationaryPolicy[], part: Partial<RuleResult> = {}): Picture {
  return { ...picture({ grpo: policies }), results: [result("grpo", policies, part)] };
}

const said = (drawn: Picture) => certificates(drawn, "grpo").join(" ");
const certified = (part: Partial<StationaryPolicy["certificate"]>) => {
  const policy = found(shares);
  return found(shares, { certificate: { ...policy.certificate, ...part } });
};

const cycle = {
  lowest: Float64Array.of(0.0933, 0.05, 0.7),
  highest: Float64Array.of(0.226, 0.08, 0.8),
  period: 195,
};
const goesRound = { flowFromReference: { end: "cycle" as const, index: null, cycle } };

describe("certificates in words", () => {
  it("are silent where nothing is promised, and where there is no policy", () => {
    expect(said(one([found(shares)]))).toBe("");
    expect(said(one([]))).toBe("");
  });

  it("give exploitability with its bound, or alone where no theory bounds it (trainers: max P_2 < β)", () => {
    expect(said(one([certified({ exploitability: 0.076, exploitabilityBound: 0.1 })]))).toBe(
      "No answer wins against this policy by more than 0.076; theory says less than 0.1.",
    );
    expect(said(one([certified({ exploitability: 0.076 })]))).toBe(
      "No answer wins against this policy by more than 0.076.",
    );
  });

  it("give the lower bound of two answers (14), (15)", () => {
    const words = said(one([certified({ lowerBound: { answer: 0, bound: 0.9 } })]));
    expect(words).toBe("Theory gives “Rare but right” at least 90%.");
  });

  it("say that a policy is proved to be the only one, or that the count does not add up (§6)", () => {
    expect(said(one([found(shares)], { uniqueness: "proved" }))).toBe("Proved to be the only stationary policy.");
    expect(said(one([found(shares)], { countConsistent: false }))).toMatch(/may be missing/);
    expect(said(one([found(shares)], { countConsistent: true }))).toBe("");
  });

  it("tell a preference that is less exact than the engine aims at", () => {
    expect(said(one([found(shares, { preferenceError: 2e-7 })]))).toBe("P is known to ±2·10⁻⁷ only.");
  });

  it("say when training from the reference ends at another policy than the drawn one", () => {
    const two = [found(shares), found([0.8, 0.1, 0.1])];
    const ends = (index: number) => ({ flowFromReference: { end: "stationary" as const, index, cycle: null } });
    expect(said(one(two, ends(1)))).toBe("Training from the reference ends at another policy.");
    expect(said(one(two, ends(0)))).toBe("");
  });
});

describe("an unstable policy that the flow goes round (§6)", () => {
  const unstable = one([found(shares, { stable: false })], goesRound);
  const range = "“Rare but right” goes round between 9.33% and 22.6%";

  it("is not called where training ends, in the panel, the headline or the description", () => {
    expect(said(unstable)).toBe(`Training from the reference does not end here: ${range}.`);
    expect(plainText(headline(unstable))).toBe(`GRPO does not settle: ${range}.`);
    expect(describePicture(unstable)).toContain(`GRPO does not settle: ${range}.`);
  });

  it("leaves the headline of a drawn stable policy alone", () => {
    expect(plainText(headline(one([found(shares)], goesRound)))).not.toContain("settle");
  });
});
