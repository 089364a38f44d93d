// SPDX-License-Identifier: MIT
// Opens what somebody brings as a file: a scenario document, a collection of kept scenarios, or a table of rewards.

import { fromDocument } from "../state/from-document";
import type { Page } from "../views/context";
import { isCollection, readCollection, type ReadScenario } from "./collection";
import { keptScenario } from "./keeper.svelte";

/** A document of 200 answers with a win matrix takes a hundredth of it. */
const largest = 50_000_000;

/** What came of files, in a sentence or two. */
export interface FileReport {
  /** Whether all that was in them is used. */
  ok: boolean;
  text: string;
  /** Whether the page itself does not show what came of them. */
  tell: boolean;
  /** A table of rewards, which has a dialog of its own. */
  table?: File;
}

/** By its name: of one line, JSONL is JSON too. */
const tableName = /\.(csv|tsv|tab|txt|jsonl|ndjson)$/i;

/** The last scenario stays open; of several files each scenario is kept in this browser too. */
export async function openFiles(
  files: readonly File[],
  page: Pick<Page, "playground" | "places">,
): Promise<FileReport> {
  const tables = files.filter(({ name }) => tableName.test(name));
  const reports: FileReport[] = tables
    .slice(1)
    .map(({ name }) => ({ ok: false, tell: true, text: `“${name}” is not open: one table at a time.` }));
  for (const file of files) {
    if (tables.includes(file)) continue;
    const report = await openFile(file, page);
    if (files.length > 1 && report.ok && !report.tell) await (await page.places.open()).keepThis();
    reports.push(report);
  }
  return {
    ok: reports.every(({ ok }) => ok),
    text: reports.map(({ text }) => text).join(" "),
    tell: files.length > 1 || tables.length > 0 || reports.some(({ tell }) => tell),
    ...(tables[0] && { table: tables[0] }),
  };
}

/** A scenario opens on the page, as a step that undo takes back; a collection is added to the kept scenarios. */
export async function openFile(file: File, page: Pick<Page, "playground" | "places">): Promise<FileReport> {
  const name = `“${file.name}”`;
  const refuse = (why: string): FileReport => ({ ok: false, tell: true, text: `${name} could not be opened. ${why}` });
  if (file.size > largest) return refuse(`It is larger than ${largest / 1e6} MB.`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()));
  } catch {
    return refuse("It is no JSON file in UTF-8.");
  }
  if (isCollection(value)) {
    const collection = readCollection(value);
    if ("refused" in collection) return refuse(collection.refused);
    return addAll(collection.scenarios, collection.unread, name, page);
  }
  const opened = fromDocument(value);
  if ("refused" in opened) return refuse(opened.refused);
  page.playground.openLink(opened);
  return { ok: true, tell: false, text: `${name} is open.` };
}

async function addAll(
  scenarios: readonly ReadScenario[],
  unread: number,
  name: string,
  { places }: Pick<Page, "places">,
): Promise<FileReport> {
  const { library } = await places.open();
  const all = scenarios.map((scenario) =>
    keptScenario({ id: places.unique(), marks: [places.unique()] }, scenario, scenario.changed),
  );
  const added = await library.add(all);
  const there = scenarios.length - added;
  const parts = [
    `${counted(added)} of ${name} ${added === 1 ? "is" : "are"} now kept in this browser.`,
    ...(there > 0 ? [`${counted(there)} ${there === 1 ? "was" : "were"} there already.`] : []),
    ...(unread > 0 ? [`${counted(unread)} could not be read.`] : []),
  ];
  return { ok: unread === 0, tell: true, text: parts.join(" ") };
}

const counted = (count: number) => `${count} ${count === 1 ? "scenario" : "scenarios"}`;
