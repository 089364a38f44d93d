// SPDX-License-Identifier: MIT
// Numbers as text: three figures by default, every digit on request, and never NaN.

/** Shown for what is no number; the core never hands one out, so this is for the moment before its first answer. */
const nothing = "–";

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Below this, and as near to 1, a probability is no longer told apart. */
const leastShown = 1e-5;
const leastComplement = 1e-9;

/** Characters of a share beside a bar that is as long as its axis. */
const longestBeside = 7;

function superscript(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]).join("");
  return exponent < 0 ? `⁻${digits}` : digits;
}

function withMinus(text: string): string {
  return text.replace("-", "−");
}

/** `1e-7` as 10⁻⁷, `2.5e-16` as 2.5·10⁻¹⁶. */
function withPower(text: string): string {
  const [mantissa, exponent] = text.split("e") as [string, string | undefined];
  if (exponent === undefined) return withMinus(text);
  const power = `10${superscript(Number(exponent))}`;
  if (mantissa === "1") return power;
  return mantissa === "-1" ? `−${power}` : `${withMinus(mantissa)}·${power}`;
}

/** The digits without zeros at their end, where they say everything: 20 for 20.0, but 20.0 for 20.04. */
function trimmed(digits: string, value: number): string {
  const isExact = Math.abs(Number(digits) - value) <= 1e-9 * Math.abs(value);
  return isExact && /\.\d*$/.test(digits) ? digits.replace(/\.?0+$/, "") : digits;
}

/** The percentage with three figures, or as many as keep it from reading 100. */
function percentDigits(share: number): string {
  const missing = 100 * (1 - share);
  if (missing < 0.05) return (100 * share).toFixed(Math.ceil(-Math.log10(missing)));
  return (100 * share).toPrecision(3);
}

/** 63.4%, 20% where that is exact, <0.001%, 99.99997%; 100% only for 1. */
export function percentText(share: number): string {
  if (!Number.isFinite(share)) return nothing;
  if (share <= 0) return "0%";
  if (share >= 1) return "100%";
  if (share < leastShown) return "<0.001%";
  if (1 - share < leastComplement) return ">99.9999999%";
  return `${trimmed(percentDigits(share), 100 * share)}%`;
}

/** `percentText` beside a bar, where there is no room for many nines: the headline and the exact number have them. */
export function barText(share: number): string {
  const text = percentText(share);
  return share > 0.5 && text.length > longestBeside ? ">99.99%" : text;
}

/** Whether two probabilities read the same, apart from zeros that say that a text is rounded. */
export function readTheSame(a: number, b: number): boolean {
  const number = (share: number) => {
    const text = percentText(share);
    return /^[<>–]/.test(text) ? text : parseFloat(text);
  };
  return number(a) === number(b);
}

/** Three figures: 1.00 stays 1, 0.685, −0.0316, 1230000 as 1.23·10⁶. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return nothing;
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e6) {
    const [mantissa, exponent] = value.toExponential(2).split("e");
    return withPower(`${trimmed(mantissa!, value / 10 ** Number(exponent))}e${Number(exponent)}`);
  }
  return withMinus(size >= 1000 ? String(Math.round(value)) : trimmed(value.toPrecision(3), value));
}

/** Every digit: the shortest text that reads back to the same number. */
export function exactText(value: number): string {
  return Number.isFinite(value) ? withPower(String(value)) : nothing;
}

/** One figure and a power of ten: 2·10⁻¹⁶. */
export function scientific(value: number): string {
  if (!Number.isFinite(value)) return nothing;
  return value === 0 ? "0" : withPower(value.toExponential(0).replace("+", ""));
}

export function groupSizeText(groupSize: number | "inf"): string {
  return groupSize === "inf" ? "∞" : exactText(groupSize);
}
