// SPDX-License-Identifier: MIT
// Numbers as text: three figures, honest near 0 and 1, exact on request.
import { describe, expect, it } from "vitest";
import {
  exactText,
  groupSizeText,
  barText,
  percentText,
  readTheSame,
  scientific,
  shortNumber,
} from "../../../web/src/story/format";

describe("barText", () => {
  it("leaves long strings of nines to the headline, and small shares as they are", () => {
    expect([0.999999993, 0.99995, 0.9995, 1, 0.0000325].map(barText)).toEqual([
      ">99.99%",
      "99.995%",
      "99.95%",
      "100%",
      "0.00325%",
    ]);
  });
});

describe("percentText", () => {
  it.each([
    [0.6343054, "63.4%"],
    [0.2, "20%"],
    [0.20004, "20.0%"],
    [0.0695, "6.95%"],
    [0.00303, "0.303%"],
    [0.1 + 0.2, "30%"],
    [0.29999999999999993, "30%"],
    [1 / 3, "33.3%"],
    [1e-5, "0.001%"],
    [9.99e-6, "<0.001%"],
    [1e-300, "<0.001%"],
    [0, "0%"],
    [0.9994, "99.9%"],
    [0.9995, "99.95%"],
    [0.99996, "99.996%"],
    [0.9999997, "99.99997%"],
    [1 - 1e-12, ">99.9999999%"],
    [1, "100%"],
    [NaN, "–"],
    [Infinity, "–"],
  ])("%d is %s", (share, text) => {
    expect(percentText(share)).toBe(text);
  });

  it("never reads 100% below 1, nor 0% above 0, and never falls as the number grows", () => {
    const shown = (text: string) =>
      text.startsWith("<") ? 0.0005 : text.startsWith(">") ? 99.99999995 : parseFloat(text);
    let last = 0;
    for (let exponent = -18; exponent <= 0; exponent += 0.01) {
      const small = 10 ** exponent / 2;
      expect(percentText(small)).not.toBe("0%");
      expect(shown(percentText(small))).toBeGreaterThanOrEqual(last);
      last = shown(percentText(small));
      if (1 - small < 1) expect(percentText(1 - small)).not.toBe("100%");
    }
  });

  it("compares as it reads, whether or not zeros are shown", () => {
    expect(readTheSame(0.2, 0.20004)).toBe(true);
    expect(readTheSame(0.2, 0.201)).toBe(false);
    expect(readTheSame(1e-7, 1e-9)).toBe(true);
    expect(readTheSame(1e-7, 0)).toBe(false);
  });
});

describe("other numbers", () => {
  it.each([
    [0.685123, "0.685"],
    [-0.0316227, "−0.0316"],
    [1, "1"],
    [0.3, "0.3"],
    [12345.6, "12346"],
    [1234567, "1.23·10⁶"],
    [1e6, "10⁶"],
    [-2e-7, "−2·10⁻⁷"],
    [0, "0"],
    [NaN, "–"],
  ])("shortNumber of %d is %s", (value, text) => {
    expect(shortNumber(value)).toBe(text);
  });

  it.each([
    [0.6343054197787015, "0.6343054197787015"],
    [-0.25, "−0.25"],
    [1e-7, "10⁻⁷"],
    [2.5e-16, "2.5·10⁻¹⁶"],
    [1e21, "10²¹"],
    [NaN, "–"],
  ])("exactText of %d is %s", (value, text) => {
    expect(exactText(value)).toBe(text);
  });

  it.each([
    [2.2e-16, "2·10⁻¹⁶"],
    [9.7e-16, "10⁻¹⁵"],
    [0, "0"],
    [-3e-5, "−3·10⁻⁵"],
    [30, "3·10¹"],
    [NaN, "–"],
  ])("scientific of %d is %s", (value, text) => {
    expect(scientific(value)).toBe(text);
  });

  it("the limit of large groups is ∞", () => {
    expect([groupSizeText("inf"), groupSizeText(8)]).toEqual(["∞", "8"]);
  });
});
