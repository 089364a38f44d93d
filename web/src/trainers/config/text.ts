// SPDX-License-Identifier: MIT
// What a configuration's text says before anyone asks what it means: keys with their values and lines.

export interface Entry {
  key: string;
  /** As it stands; null where the text does not say it: a variable from elsewhere, an expression. */
  value: string | null;
  /** What stands there. */
  raw: string;
  line: number;
}

export interface Problem {
  line: number | null;
  text: string;
}

export interface ReadText {
  style: "call" | "shell" | "yaml";
  entries: Entry[];
  problems: Problem[];
}

/** Longer texts are no configurations. */
export const mostCharacters = 1_000_000;

const shortest = 60;
/** Text from outside in a message: one line of it. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const letters = [...line];
  return `“${letters.length > shortest ? `${letters.slice(0, shortest).join("")}…` : line}”`;
}

/** Lines are counted from 1. */
export function lineCounter(text: string): (position: number) => number {
  const ends: number[] = [];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) ends.push(at);
  return (position) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! < position) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
