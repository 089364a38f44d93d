// SPDX-License-Identifier: MIT
// The page's end of reading: one table, one worker, which can be ended at any time.
import { startReader } from "./start-reader";
import { type Choice, mostBytes, type Reading } from "./types";

export interface ReadRequest {
  source: Blob;
  asked: Partial<Choice>;
}

export type ReadReply =
  { kind: "progress"; part: number } | { kind: "read"; reading: Reading } | { kind: "failed"; message: string };

export interface ReadListener {
  progress(part: number): void;
  read(reading: Reading): void;
  failed(message: string): void;
}

/** Returns the way to end it; nothing is reported after that. */
export function startReading(request: ReadRequest, listener: ReadListener, start = startReader): () => void {
  if (request.source.size > mostBytes) {
    listener.failed(`It has ${(request.source.size / 2 ** 20).toFixed(1)} MB; at most 10 MB can be read.`);
    return () => {};
  }
  const worker = start();
  const end = () => {
    worker.onmessage = worker.onerror = null;
    worker.terminate();
  };
  worker.onmessage = ({ data }: MessageEvent<ReadReply>) => {
    if (data.kind === "progress") return listener.progress(data.part);
    end();
    if (data.kind === "read") listener.read(data.reading);
    else listener.failed(data.message);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    end();
    listener.failed("The browser could not read it.");
  };
  worker.postMessage(request);
  return end;
}
