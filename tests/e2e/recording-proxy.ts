// SPDX-License-Identifier: MIT
// A proxy between the browser and everything: whatever a page asks for, wherever it is, comes by here and is written down.
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface RecordingProxy {
  /** Method and address of everything that was asked for, in turn; of encrypted connections the host. */
  readonly asked: string[];
  readonly address: string;
  close(): Promise<void>;
}

/** Requests to one origin are handed on; all others are answered with 502, and written down all the same. */
export async function recordingProxy(origin: string): Promise<RecordingProxy> {
  const asked: string[] = [];
  const server: Server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    if (new URL(incoming.url!).origin !== origin) return void outgoing.writeHead(502).end();
    const { method, headers } = incoming;
    const onward = request(incoming.url!, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.on("connect", ({ url }, socket) => {
    asked.push(`CONNECT ${url}`);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    asked,
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
