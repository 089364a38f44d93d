// SPDX-License-Identifier: MIT
// What was handed in: answer sheets in files and pasted texts, each under a name of its own, and everything that was meant
// to be one with the reason why it is none.

import type { Issue } from "grpo-playground";
import { issueSentence } from "../story/issues";
import { codesIn, readCode } from "./sheet-code";
import { type AnswerSheet, readSheet, type ReadSheet } from "./sheet";

/** A file or a pasted text. */
export interface Source {
  name: string;
  text: string;
}

export interface Handed {
  /** `anna.json`, or `pasted text, code 3`. */
  source: string;
  sheet: AnswerSheet;
}

export interface Refused {
  source: string;
  /** Where it could be read. */
  student: string | null;
  /** In a sentence. */
  reason: string;
}

export interface Collected {
  handed: Handed[];
  refused: Refused[];
}

/** Never throws; nothing that was handed in is left out of both lists. */
export async function collect(sources: readonly Source[]): Promise<Collected> {
  const all: Collected = { handed: [], refused: [] };
  for (const { name, text } of sources) {
    const read = text.trim().startsWith("{") || text.trim().startsWith("[") ? readJson(text) : await readCodes(text);
    if (read.length === 0) {
      all.refused.push({ source: name, student: null, reason: "There is neither a code nor an answer sheet in it." });
      continue;
    }
    read.forEach((one, i) => {
      const source = read.length > 1 || one.isCode ? `${name}, ${one.isCode ? "code" : "sheet"} ${i + 1}` : name;
      if ("sheet" in one.read) all.handed.push({ source, sheet: one.read.sheet });
      else all.refused.push({ source, student: null, reason: reasonOf(one.read.issues) });
    });
  }
  return all;
}

interface Read {
  read: ReadSheet;
  isCode: boolean;
}

async function readCodes(text: string): Promise<Read[]> {
  return Promise.all(codesIn(text).map(async (code) => ({ read: await readCode(code), isCode: true })));
}

/** One sheet, or a list of them. */
function readJson(text: string): Read[] {
  try {
    const value: unknown = JSON.parse(text);
    return (Array.isArray(value) ? value : [value]).map((item) => ({ read: readSheet(item), isCode: false }));
  } catch {
    return [{ read: { issues: [{ field: "file", value: text.slice(0, 60), constraint: "is JSON" }] }, isCode: false }];
  }
}

/** The first issues say enough. */
const saidIssues = 3;

export function reasonOf(issues: readonly Issue[]): string {
  const said = issues.slice(0, saidIssues).map(issueSentence);
  const more = issues.length - said.length;
  return [...said, ...(more > 0 ? [`${more} more.`] : [])].join(" ");
}
