// SPDX-License-Identifier: MIT
// A sentence in pieces that know what they name, so that the page can colour them; every piece is text, never markup.

import { ruleRecipe } from "../state/rules";
import type { RuleId } from "../state/types";

export interface Segment {
  text: string;
  role: "plain" | "answer" | RuleId;
}

type Part = string | Segment | readonly Part[];

/** More would push the point of a headline out of sight. */
const longestLabel = 28;

/** The parts in a row: strings are plain text. */
export function sentence(...parts: readonly Part[]): Segment[] {
  const segments = parts.flatMap((part): Segment[] => {
    if (typeof part === "string") return part === "" ? [] : [{ text: part, role: "plain" }];
    return "text" in part ? [part] : sentence(...part);
  });
  const [first, ...rest] = segments;
  return first ? [{ ...first, text: first.text.charAt(0).toUpperCase() + first.text.slice(1) }, ...rest] : [];
}

export function plainText(segments: readonly Segment[]): string {
  return segments.map(({ text }) => text).join("");
}

export function answerName(label: string): Segment {
  const characters = [...label];
  const short =
    characters.length > longestLabel
      ? `${characters
          .slice(0, longestLabel - 1)
          .join("")
          .trimEnd()}…`
      : label;
  return { text: `“${short}”`, role: "answer" };
}

export function ruleName(rule: RuleId): Segment {
  return { text: ruleRecipe(rule).phrase, role: rule };
}

/** `A`, `A and B`, `A, B and C`. */
export function listed(items: readonly Part[]): Part[] {
  return items.flatMap((item, index) => {
    if (index === 0) return [item];
    return [index === items.length - 1 ? " and " : ", ", item];
  });
}

const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

export function inWords(count: number): string {
  return words[count] ?? String(count);
}
