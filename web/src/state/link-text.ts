// SPDX-License-Identifier: MIT
// The text layer of a link: escaping, splitting into keys and values, and the log of what was wrong.

import type { Parsed } from "./numbers";
import type { Notice } from "./types";

/** About what browsers take as an address, and more than 200 answers compared in pairs need; a longer text is not even split. */
export const maxFragmentLength = 1_000_000;

/** More would hide the picture; the last one says how many were left out. */
const maxNotices = 12;

const maxQuoted = 40;

export function shortened(text: string): string {
  const start = [...text.slice(0, 4 * maxQuoted)];
  return start.length > maxQuoted ? `${start.slice(0, maxQuoted - 1).join("")}…` : text;
}

/** Half a surrogate pair, which no link can carry, becomes the replacement character. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}

/** Beyond encodeURIComponent, the characters at which programs that find links in running text cut them off. */
export function escapeText(text: string): string {
  const escaped = encodeURIComponent(wellFormed(text));
  return escaped.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function unescapeText(text: string): Parsed<string> {
  try {
    return { value: wellFormed(decodeURIComponent(text)) };
  } catch {
    return { rule: "is text with valid percent-encoding" };
  }
}

/** For what is no text: a broken escape stays, and is refused as what it then reads. */
export function unescapedValue(text: string): string {
  const plain = unescapeText(text);
  return "value" in plain ? plain.value : text;
}

export class NoticeLog {
  #notices: Notice[] = [];
  #left = 0;

  add(field: string, value: string, rule: string, used: string): void {
    if (this.#notices.length === maxNotices) this.#left += 1;
    else this.#notices.push({ field: shortened(field), value: shortened(value), rule, used: shortened(used) });
  }

  get notices(): Notice[] {
    if (this.#left === 0) return [...this.#notices];
    const rest = { field: "link", value: `${this.#left} more`, rule: "has only valid values", used: "the defaults" };
    return [...this.#notices, rest];
  }
}

/** Keys and raw values of a fragment; unknown and repeated keys are logged, and the first of a repeated key counts. */
export function readPairs(fragment: string, known: ReadonlySet<string>, log: NoticeLog): Map<string, string> {
  const pairs = new Map<string, string>();
  if (fragment.length > maxFragmentLength) {
    log.add("link", fragment, `has at most ${maxFragmentLength} characters`, "the default scenario");
    return pairs;
  }
  for (const part of fragment.replace(/^#/, "").split("&")) {
    if (part === "") continue;
    const end = part.includes("=") ? part.indexOf("=") : part.length;
    const key = part.slice(0, end);
    const value = part.slice(end + 1);
    const first = pairs.get(key);
    if (!known.has(key))
      log.add(key || "link", value || part, `is one of the keys ${[...known].join(", ")}`, "nothing");
    else if (first !== undefined) log.add(key, value, "is given once", `the first, ${first}`);
    else pairs.set(key, value);
  }
  return pairs;
}
