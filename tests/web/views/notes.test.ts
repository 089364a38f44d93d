// SPDX-License-Identifier: MIT
// The small words of the page: percent fields, issues at their fields, drafts, and the solver's line.
import type { StationaryPolicy } from "grpo-playground";
import { describe, expect, it } from "vitest";
import { defaultPreset } from "../../../web/src/state/presets";
import { draftIssues } from "../../../web/src/views/draftIssues";
import { atSharedFields, issueId, issuesWithin } from "../../../web/src/views/issues";
import { exactPercent, parsePercent, shortPercent } from "../../../web/src/views/numbers";
import { solverNote } from "../../../web/src/views/solverNote";
import { found } from "../story/pictures";

describe("a percent field", () => {
  it.each([0.07, 0.333, 1 / 3, 1e-9, 0.29, 0.57, 1])(
    "reads its exact text back to the very same number: %d",
    (share) => {
      expect(parsePercent(exactPercent(share))).toEqual({ value: share });
    },
  );

  it("shows no binary noise, and takes a percent sign or none", () => {
    expect(exactPercent(0.07)).toBe("7");
    expect(shortPercent(1 / 3)).toBe("33.3");
    expect(parsePercent("33.3")).toEqual({ value: 0.333 });
    expect(parsePercent("33.3 %")).toEqual({ value: 0.333 });
    expect(parsePercent("half")).toHaveProperty("rule");
    expect(parsePercent("20 % %")).toHaveProperty("rule");
  });

  it("writes a percentage beyond what a number holds in digits", () => {
    expect(exactPercent(1.5e308)).toBe("1.5e310");
  });
});

describe("issues", () => {
  it("of β and G are told once, at the field that all rules share", () => {
    const issue = (field: string) => ({ field, value: -1, constraint: "is > 0" });
    const merged = atSharedFields([
      issue("rules[0].beta"),
      issue("rules[1].beta"),
      issue("rules[2].preference.groupSize"),
    ]);
    expect(merged.map(({ field }) => field)).toEqual(["rules[0].beta", "rules[0].preference.groupSize"]);
  });

  it("are found at a field and inside it, and not at a field that only begins alike", () => {
    const issues = ["answers[1].label", "answers[10].label", "answers[1]"].map((field) => ({
      field,
      value: "",
      constraint: "is not empty",
    }));
    expect(issuesWithin(issues, "answers[1]").map(({ field }) => field)).toEqual(["answers[1].label", "answers[1]"]);
  });

  it("have an id that a document can hold", () => {
    expect(issueId("answers[1].reference")).toMatch(/^[a-z][\w-]+$/);
  });

  it("come from drafts too, with the text and the rule that makes it no value", () => {
    const drafts = { "answers[0].reward": "abc", "rules[0].preference.groupSize": "many" };
    expect(draftIssues({ ...defaultPreset.state, drafts })).toEqual([
      { field: "answers[0].reward", value: "abc", constraint: "is a number such as 0.5 or 2e-3" },
      { field: "rules[0].preference.groupSize", value: "many", constraint: "is an integer from 2 to 1000000, or inf" },
    ]);
  });
});

describe("the solver's line", () => {
  const policy = found([1], { residual: 2e-16 });
  const grpo = { preference: { model: "group" as const } };

  it("gives number, residual and the std's convention", () => {
    expect(solverNote(grpo, [policy], 0, "known")).toBe(
      "1 stationary policy · residual 2·10⁻¹⁶ · std over the group (population)",
    );
    expect(solverNote({ preference: { model: "reward" } }, [policy], 0, "known")).toBe(
      "1 stationary policy · residual 2·10⁻¹⁶",
    );
  });

  it("says when nothing was found, when the drawn policy is unstable or a corner, and when the solver stopped early", () => {
    expect(solverNote(grpo, [], 0, "known")).toMatch(/^no stationary policy/);
    const unstable = { ...policy, stable: false };
    expect(solverNote(grpo, [policy, unstable], 1, "known")).toContain(
      "2 stationary policies · residual 2·10⁻¹⁶ · drawn: unstable",
    );
    const corner: StationaryPolicy = { ...policy, boundary: true, residual: null, termination: "boundary" };
    expect(solverNote(grpo, [corner], 0, "known")).toMatch(
      /^no stationary policy · 1 corner that attracts · drawn: where the flow runs/,
    );
    expect(solverNote(grpo, [{ ...policy, termination: "stalled" }], 0, "known")).toContain("not converged (stalled)");
  });

  it("counts nothing while only the branch from the reference is known", () => {
    expect(solverNote(grpo, [policy], 0, "sought")).toBe(
      "looking for others… · residual 2·10⁻¹⁶ · std over the group (population)",
    );
    expect(solverNote(grpo, [policy], 0, "unknown")).toMatch(/^others not known · residual/);
    const corner: StationaryPolicy = { ...policy, boundary: true, residual: null, termination: "boundary" };
    for (const found of [[], [corner]]) {
      expect(solverNote({}, found, 0, "sought")).toBe("looking for policies…");
      expect(solverNote({}, found, 0, "unknown")).toBe("stationary policies not known");
    }
  });
});
