// SPDX-License-Identifier: MIT
// Live numbers in texts: `{name}` stands for a number that the core has found. In formulas and code braces mean other things.

import { percentText, shortNumber } from "../story/format";

/** Formulas and code, left alone, or a name in braces. */
const pieces =
  /(```[\s\S]*?```|`[^`\n]*`|\$\$[^$]+\$\$|(?<!\\)\$(?![\s$])(?:\\.|[^$\\])+?(?<!\s)\$(?!\d))|\{([A-Za-z][A-Za-z0-9_]{0,39})\}/g;

/** The names that a text uses, once each. */
export function namesIn(text: string): string[] {
  const names = [...text.matchAll(pieces)].flatMap(([, , name]) => (name === undefined ? [] : [name]));
  return [...new Set(names)];
}

/** The text with its numbers; a name without a number stays as it was written. */
export function withNumbers(text: string, numbers: Readonly<Record<string, string>>): string {
  return text.replace(pieces, (whole, _kept, name?: string) =>
    name !== undefined && Object.hasOwn(numbers, name) ? numbers[name] : whole,
  );
}

export type NumberStyle = "percent" | "number";

/** As the page writes numbers everywhere, or with so many significant digits. */
export function numberText(value: number, style: NumberStyle, digits?: number): string {
  if (digits === undefined) return style === "percent" ? anyPercent(value) : shortNumber(value);
  if (!Number.isFinite(value)) return "–";
  const number = Number((style === "percent" ? 100 * value : value).toPrecision(digits));
  const text = plainDigits(number, digits).replace("-", "−");
  return style === "percent" ? `${text}%` : text;
}

/** Differences and ratios of shares may be below 0 and above 1. */
function anyPercent(value: number): string {
  if (value < 0) return `−${anyPercent(-value)}`;
  return value > 1 ? `${shortNumber(100 * value)}%` : percentText(value);
}

/** Without a power of ten where that is readable, and with the zeros that the digits stand for. */
function plainDigits(number: number, digits: number): string {
  const size = Math.abs(number);
  if (size >= 1e15) return String(number);
  if (size >= 10 ** digits) return String(Math.round(number));
  return size !== 0 && size < 1e-6 ? number.toExponential(digits - 1) : number.toPrecision(digits);
}
