// SPDX-License-Identifier: MIT
// A lesson in a link: `lesson=` and its JSON, packed.

import { base64url, canUnpack, fromBase64url, longestPacked, packText, unpackText } from "../state/packing";
import { mostCharacters, readLessonText, type ReadLesson } from "./read";
import type { Lesson } from "./types";

/** Before the base64url: of deflated text, or of text that the browser could not deflate. */
const [deflated, plain] = ["z", "j"];

/** A text that travels in an address; damage to a deflated one is noticed. */
export async function packedText(text: string): Promise<string> {
  const packed = await packText(text);
  return packed === null ? plain + base64url(new TextEncoder().encode(text)) : deflated + packed;
}

/** Never throws; the rule is the end of “it must be …”. Four bytes are the most that a character takes. */
export async function unpackedText(packed: string, most: number): Promise<{ value: string } | { rule: string }> {
  const [kind, text] = [packed.slice(0, 1), packed.slice(1)];
  if (text.length > longestPacked(4 * most)) return { rule: `has at most ${longestPacked(4 * most)} characters` };
  if (kind === deflated && !canUnpack()) return { rule: "is opened by a browser that can unpack links" };
  const value = kind === deflated ? await unpackText(text, 4 * most) : kind === plain ? asText(text) : null;
  if (value === null) return { rule: "is whole, as this page packs it" };
  return value.length > most ? { rule: `has at most ${most} characters once it is unpacked` } : { value };
}

function asText(text: string): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(fromBase64url(text));
  } catch {
    return null;
  }
}

/** The fragment that opens the lesson, without its #. */
export async function lessonFragment(lesson: Lesson): Promise<string> {
  return `lesson=${await packedText(JSON.stringify(lesson))}`;
}

/** Never throws. With or without `#lesson=` before it. */
export async function openLessonLink(text: string): Promise<ReadLesson> {
  const packed = text
    .trim()
    .replace(/^.*#/s, "")
    .replace(/^lesson=/, "");
  const found = await unpackedText(packed, mostCharacters);
  if ("value" in found) return readLessonText(found.value);
  const value = packed.length > 40 ? `${packed.slice(0, 39)}…` : packed;
  return { issues: [{ field: "lesson", value, constraint: found.rule }] };
}
