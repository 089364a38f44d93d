// SPDX-License-Identifier: MIT
// How the fields of the board read numbers: percent without binary noise, three figures at rest.
import { type Parsed, parseNumber } from "../state/numbers";
import { percentText } from "../story/format";

/** Moves the decimal point in the shortest text of a number, so that 0.07 is 7 percent and 33.3 percent 0.333. */
function shifted(value: number, places: number): number {
  const [mantissa, exponent = "0"] = String(value).split("e");
  return Number(`${mantissa}e${Number(exponent) + places}`);
}

/** The exact percentage, for a field that is being edited. */
export function exactPercent(share: number): string {
  return String(shifted(share, 2));
}

export function parsePercent(text: string): Parsed<number> {
  const parsed = parseNumber(text.replace(/\s*%\s*$/, ""));
  return "value" in parsed ? { value: shifted(parsed.value, -2) } : parsed;
}

/** Three figures; the percent sign stands beside the field. */
export function shortPercent(share: number): string {
  return percentText(share).replace("%", "");
}
