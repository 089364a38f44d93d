// SPDX-License-Identifier: MIT
// A sentence in pieces that know what they name, so that the page can colour them; every piece is text, never markup.

import { ruleRecipe } from "../state/rules";
import type { RuleId } from "../state/types";

export interface Segment {
  text: string;
  role: "plain" | "answer" | RuleId;
}

export type Part = string | Segment | readonly Part[];

/** More would push the point of a headline out of sight. */
const longestLabel = 28;

function flat(parts: readonly Part[]): Segment[] {
  return parts.flatMap((part): Segment[] => {
    if (typeof part === "string") return part === "" ? [] : [{ text: part, role: "plain" }];
    return "text" in part ? [part] : flat(part);
  });
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The parts in a row, with a capital letter first; strings are plain text. */
export function sentence(...parts: readonly Part[]): Segment[] {
  return flat(parts).map((segment, index) => (index === 0 ? { ...segment, text: capital(segment.text) } : segment));
}

/** Sentences with a space between. */
export function joined(sentences: readonly Segment[][]): Segment[] {
  return sentences.flatMap((one, index) => (index === 0 ? one : [{ text: " ", role: "plain" as const }, ...one]));
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
