// SPDX-License-Identifier: MIT
// The worker that reads one table: nothing leaves the browser. Whoever does not want it any more ends the worker.
import { readTable } from "./read";
import type { ReadReply, ReadRequest } from "./start-reading";

const tell = (reply: ReadReply, transfer: Transferable[] = []) => self.postMessage(reply, { transfer });

/** UTF-8, or what spreadsheets call Unicode text. */
async function textOf(source: Blob): Promise<string> {
  const bytes = new Uint8Array(await source.arrayBuffer());
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(wide ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes);
}

self.onmessage = async ({ data: { source, asked } }: MessageEvent<ReadRequest>) => {
  const text = await textOf(source).catch(() => null);
  if (text === null) return tell({ kind: "failed", message: "It is no text in UTF-8." });
  const reading = readTable(text, asked, (part) => tell({ kind: "progress", part }));
  const buffers = reading.prompts.flatMap(({ reference, lawOf }) => [reference.buffer, lawOf.buffer] as ArrayBuffer[]);
  tell({ kind: "read", reading }, buffers);
};
