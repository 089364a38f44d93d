// SPDX-License-Identifier: MIT
// An answer sheet as a short code for a mail or a chat: GRPO1Z.….CHECK. in capitals and digits, which programs leave alone.
// Spaces, line breaks and quotation marks on the way do no harm; other damage is noticed.

import type { Issue } from "grpo-playground";
import { packBytes, unpackBytes } from "../state/packing";
import { shownValue } from "./checks";
import { sha256 } from "./sha256";
import { type AnswerSheet, readSheet, type ReadSheet, sheetFormat, type StepWork } from "./sheet";

/** Crockford’s: without I, L, O and U. */
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** What a sheet may unpack to, in bytes: 5000 explanations of a screen each do not fit, 50 do. */
const most = 1_000_000;

export function base32(bytes: Uint8Array): string {
  let [text, bits, held] = ["", 0, 0];
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += letters[(held >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + letters[(held << (5 - bits)) & 31] : text;
}

/** Of letters of the alphabet alone. */
export function fromBase32(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let [at, bits, held] = [0, 0, 0];
  for (const letter of text) {
    held = ((held << 5) | letters.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 255;
  }
  return bytes;
}

/** The longest code of a sheet of so many bytes: 5 bits a letter, and what stands around them. */
const longestCode = 2 * most;

/** 30 bits of SHA-256: one damaged code in a thousand million looks whole. */
function checkOf(payload: string): string {
  const digits = sha256(payload).slice(0, 8);
  return base32(Uint8Array.from(digits.match(/../g)!, (pair) => parseInt(pair, 16))).slice(0, 6);
}

export async function sheetCode(sheet: AnswerSheet): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(compact(sheet)));
  const packed = await packBytes(bytes);
  const payload = `${packed ? "Z" : "J"}.${base32(packed ?? bytes)}`;
  return `GRPO1${payload}.${checkOf(payload)}.`;
}

/** In lists: names of fields would be most of a code. */
function compact({ lesson, student, seed, started, saved, seconds, work }: AnswerSheet): unknown {
  const exercises = Object.entries(work).map(([id, steps]) => [
    id,
    Object.entries(steps).map(([step, { response, score, tries, hints, seconds }]) => [
      step,
      response,
      score,
      tries,
      hints,
      seconds,
    ]),
  ]);
  return [lesson.fingerprint, lesson.title, student, seed, started, saved, seconds, exercises];
}

/** Whatever it is, `readSheet` judges it. */
function expanded(value: unknown): unknown {
  const list = (part: unknown): unknown[] => (Array.isArray(part) ? part : []);
  const [fingerprint, title, student, seed, started, saved, seconds, exercises] = list(value);
  const step = (entry: unknown): [string, Record<keyof StepWork, unknown>] => {
    const [id, response, score, tries, hints, seconds] = list(entry);
    return [String(id), { response, score, tries, hints, seconds }];
  };
  const work = Object.fromEntries(
    list(exercises).map((entry) => {
      const [id, steps] = list(entry);
      return [String(id), Object.fromEntries(list(steps).map(step))];
    }),
  );
  const lesson = { fingerprint, title };
  return { format: sheetFormat, version: 1, lesson, student, seed, started, saved, seconds, work };
}

const refused = (value: string, constraint: string): { issues: Issue[] } => ({
  issues: [{ field: "code", value: shownValue(value), constraint }],
});

const whole = /^GRPO(\d)([ZJ])\.([0-9A-Z]*)\.([0-9A-Z]{6})\./i;

/** One code, from its first letter on; never throws. */
export async function readCode(code: string): Promise<ReadSheet> {
  if (code.length > longestCode) return refused(code, `has at most ${longestCode} characters`);
  const text = withoutQuotation(code);
  const [, version, kind, body, check] = whole.exec(text) ?? [];
  if (version === undefined) return refused(code, "is whole: it is cut off, or other characters are in it");
  if (version !== "1") return refused(code, "is of version 1: a newer playground wrote it");
  const plain = (part: string) => part.toUpperCase().replace(/[IL]/g, "1").replace(/O/g, "0");
  const payload = `${kind.toUpperCase()}.${plain(body)}`;
  if (/U/.test(payload) || checkOf(payload) !== plain(check))
    return refused(code, "is as it was written: its check letters say that it was changed on its way");
  const bytes = fromBase32(plain(body));
  const unpacked = kind.toUpperCase() === "J" ? bytes : await unpackBytes(bytes, most);
  if (!unpacked || unpacked.length > most) return refused(code, "is a packed answer sheet");
  return parsed(code, unpacked);
}

function parsed(code: string, bytes: Uint8Array): ReadSheet {
  try {
    return readSheet(expanded(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))));
  } catch {
    return refused(code, "is a packed answer sheet");
  }
}

/** What mail programs put between the letters: spaces of all kinds, breaks, and marks of quotation at the start of lines. */
function withoutQuotation(text: string): string {
  return text
    .replace(/=\r?\n/g, "")
    .replace(/^[\s>|]+/gm, "")
    .replace(/[\s\u00AD\u200B-\u200F\u2060\uFEFF>|*`]+/g, "");
}

/** Capitals and digits in a row as long as this are no words: the rest of a code whose beginning was lost. */
const remains = /[0-9A-Z]{24,}/g;

/** Every code in a text, and what must have been one; words between them are nothing. */
export function codesIn(text: string): string[] {
  const plain = withoutQuotation(text);
  const codes: string[] = [];
  const starts = [...plain.matchAll(/GRPO\d[ZJ]\./gi)].map(({ index }) => index);
  const pieces = [plain.slice(0, starts[0] ?? plain.length), ...starts.map((at, i) => plain.slice(at, starts[i + 1]))];
  pieces.forEach((piece, i) => {
    const end = i === 0 ? 0 : (whole.exec(piece)?.[0].length ?? piece.length);
    if (i > 0) codes.push(piece.slice(0, end));
    for (const [lost] of piece.slice(end).matchAll(remains)) if ((lost.match(/\d/g)?.length ?? 0) > 2) codes.push(lost);
  });
  return codes;
}
