// SPDX-License-Identifier: MIT
// What was dropped or chosen, as texts: files, and folders with all that is in them.

import type { Source } from "../../../lessons/collect";

/** An answer sheet with 50 screens of text is smaller; what is larger is named, not read. */
const mostBytes = 5_000_000;

/** What cannot be read is no answer sheet, and its name says why. */
export async function sourceOf(file: File, name = file.webkitRelativePath || file.name): Promise<Source> {
  if (file.size > mostBytes) return { name: `${name} (not read: larger than ${mostBytes / 1e6} MB)`, text: "" };
  try {
    return { name, text: new TextDecoder().decode(await file.arrayBuffer()) };
  } catch {
    return { name: `${name} (the browser could not read it)`, text: "" };
  }
}

/** Entries must be asked for at once: after the first pause they are gone. */
export async function droppedSources(data: DataTransfer): Promise<Source[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry());
  const files = [...data.files];
  if (entries.some((entry) => entry === null)) return Promise.all(files.map((file) => sourceOf(file)));
  const lists = await Promise.all(entries.map((entry) => sourcesIn(entry!)));
  return lists.flat();
}

async function sourcesIn(entry: FileSystemEntry): Promise<Source[]> {
  const name = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [await sourceOf(file, name)];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Source[] = [];
  for (;;) {
    // A reader hands out a folder in parts, the last of them empty.
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return found;
    for (const inside of part) found.push(...(await sourcesIn(inside)));
  }
}
