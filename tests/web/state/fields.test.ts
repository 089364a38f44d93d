// SPDX-License-Identifier: MIT
// The field table: what each field takes, refuses and writes.
import { load } from "grpo-playground";
import { describe, expect, it } from "vitest";
import { fields, freeLabel, letterLabel, maxAnswers, read } from "../../../web/src/state/fields";
import { parseNumber } from "../../../web/src/state/numbers";

describe("numbers as text", () => {
  it.each([
    ["0.5", 0.5],
    [" .5 ", 0.5],
    ["5e-1", 0.5],
    ["+2.", 2],
    ["−0.3", -0.3],
    ["-0", 0],
  ])("%j is %d", (text, value) => {
    expect(parseNumber(text)).toEqual({ value });
  });

  it.each(["", " ", "abc", "1,5", "NaN", "Infinity", "∞", "0x1F", "1e", "1e999", "--1", "1 2"])(
    "%j is no number",
    (text) => {
      expect(parseNumber(text)).toHaveProperty("rule");
    },
  );

  it("a probability may be given in percent", () => {
    expect(fields.reference.parse("20%")).toEqual({ value: 0.2 });
    expect(fields.reference.parse("20 %")).toEqual({ value: 0.2 });
    expect(fields.win.parse("abc%")).toHaveProperty("rule");
    expect(fields.reference.parse("33.3%")).toEqual({ value: 0.333 });
    expect(fields.reference.parse("1e-7%")).toEqual({ value: 1e-9 });
  });

  it("infinite groups have three spellings", () => {
    for (const text of ["inf", "∞", " Infinity "]) expect(fields.groupSize.parse(text)).toEqual({ value: "inf" });
  });
});

describe("the table", () => {
  it("reads every value back that it writes", () => {
    for (const value of [1 / 3, 1e-9, Math.PI, 1e6, 123456789.123]) {
      expect(fields.beta.parse(fields.beta.format(value))).toEqual({ value });
      expect(fields.reward.parse(fields.reward.format(-value))).toEqual({ value: -value });
    }
    for (const value of [2, 1_000_000, "inf"] as const) {
      expect(read(fields.groupSize, fields.groupSize.format(value))).toEqual({ value });
    }
  });

  it("has the core's limits", async () => {
    const { limits, defaults } = (await load()).describe();
    expect(fields.beta.range).toEqual(limits.beta);
    expect(fields.reward.range).toEqual(limits.reward);
    expect(fields.groupSize.range).toEqual(limits.groupSize);
    expect(fields.label.broken("x".repeat(limits.labelLength))).toBeNull();
    expect(fields.label.broken("x".repeat(limits.labelLength + 1))).not.toBeNull();
    expect(maxAnswers).toBeLessThanOrEqual(limits.answers[1]);
    expect([fields.beta.initial, fields.groupSize.initial]).toEqual([defaults.beta, defaults.groupSize]);
    expect(fields.divergence.initial).toBe(defaults.divergence);
  });

  it("has one key for each field, none twice", () => {
    const keys = Object.values(fields).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("names of answers", () => {
  it("count on after Z", () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(letterLabel)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
  });

  it("stay different, and short enough", () => {
    expect(freeLabel("x", ["x", "x (2)"])).toBe("x (3)");
    const longest = "x".repeat(200);
    expect(fields.label.broken(freeLabel(longest, [longest]))).toBeNull();
  });
});
