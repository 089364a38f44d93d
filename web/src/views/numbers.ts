// SPDX-License-Identifier: MIT
// How the fields of the board read numbers: percent without binary noise, three figures at rest.
import { type Parsed, parseProbability, pointMoved } from "../state/numbers";
import { barText } from "../story/format";

/** The exact percentage, for a field that is being edited. */
export function exactPercent(share: number): string {
  const text = pointMoved(share, 2);
  const percent = Number(text);
  return Number.isFinite(percent) ? String(percent) : text;
}

/** The percent sign stands beside the field; it may be typed too. */
export function parsePercent(text: string): Parsed<number> {
  return parseProbability(/%\s*$/.test(text) ? text : `${text}%`);
}

/** Three figures; the percent sign stands beside the field. */
export function shortPercent(share: number): string {
  return barText(share).replace("%", "");
}
