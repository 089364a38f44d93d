// SPDX-License-Identifier: MIT
// Numbers from text: decimal notation only, so that neither NaN nor Infinity nor a hexadecimal surprise comes in.

export type Parsed<T> = { value: T } | { rule: string };

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Accepts 0.5, .5, 5e-1, −0.5 (either minus sign) with spaces around. */
export function parseNumber(text: string): Parsed<number> {
  const plain = text.trim().replace(/^\u2212/, "-");
  if (!decimal.test(plain)) return { rule: "is a number such as 0.5 or 2e-3" };
  const value = Number(plain);
  if (!Number.isFinite(value)) return { rule: "is a number that a computer can hold" };
  return { value: value === 0 ? 0 : value };
}

/** Moves the decimal point in the shortest text of a number: division would make 33.3 percent 0.33299999999999996. */
export function pointMoved(value: number, places: number): string {
  const [mantissa, exponent = "0"] = String(value).split("e");
  return `${mantissa}e${Number(exponent) + places}`;
}

/** A probability may be typed as 20% too. */
export function parseProbability(text: string): Parsed<number> {
  const percent = /^(.*)%\s*$/.exec(text);
  if (!percent) return parseNumber(text);
  const parsed = parseNumber(percent[1]!);
  return "value" in parsed ? { value: Number(pointMoved(parsed.value, -2)) } : parsed;
}
