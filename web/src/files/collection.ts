// SPDX-License-Identifier: MIT
// All kept scenarios in one file, and back. Each has its scenario document, for other programs, and the page's own work
// with everything else: what is open, pinned, and typed without being a value yet.

import { toDocument } from "../state/document";
import { fromDocument } from "../state/from-document";
import { isRecord } from "../state/json";
import { readWork, type SavedWork } from "../state/saved-work";
import type { KeptScenario } from "./library";

const format = "grpo-playground/scenarios";

export function isCollection(value: unknown): boolean {
  return isRecord(value) && value.format === format;
}

export function writeCollection(scenarios: readonly KeptScenario[]): string {
  const entries = scenarios.flatMap(({ changed, work }) => {
    const read = readWork(work);
    if (!read) return [];
    const time = attempt(() => new Date(changed).toISOString()) ?? null;
    return [{ changed: time, document: toDocument(read.state), work: JSON.parse(work) as unknown }];
  });
  return `${JSON.stringify({ format, version: 1, scenarios: entries }, null, 1)}\n`;
}

export interface ReadScenario extends SavedWork {
  changed: number;
}

/** What a file of kept scenarios holds, and how many of them could not be read; `refused` is a sentence on why nothing is. */
export function readCollection(value: unknown): { scenarios: ReadScenario[]; unread: number } | { refused: string } {
  const { version, scenarios } = isRecord(value) ? value : {};
  if (typeof version === "number" && version > 1)
    return { refused: "It was written by a newer version of the playground, which this page cannot read." };
  if (version !== 1 || !Array.isArray(scenarios)) return { refused: "It holds no list of scenarios." };
  const read = scenarios.flatMap((entry: unknown) => attempt(() => readEntry(entry)) ?? []);
  return { scenarios: read, unread: scenarios.length - read.length };
}

function readEntry(entry: unknown): ReadScenario | null {
  if (!isRecord(entry)) return null;
  const time = typeof entry.changed === "string" ? Date.parse(entry.changed) : NaN;
  const changed = Number.isFinite(time) ? Math.min(time, Date.now()) : Date.now();
  const work = readWork(JSON.stringify(entry.work ?? null));
  if (work) return { address: "", state: work.state, opened: work.opened, changed };
  const opened = fromDocument(entry.document);
  return "refused" in opened ? null : { address: "", state: opened.state, opened: opened.state, changed };
}

/** Null for what is too deep to be read, or no time that there ever is. */
function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
