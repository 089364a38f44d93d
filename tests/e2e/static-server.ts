// SPDX-License-Identifier: MIT
// A folder served over HTTP by a server that a test can stop: the network is then gone, whatever the browser thinks of it.
import { readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

export interface StaticServer {
  url: string;
  /** The paths that were asked for, in order. */
  served: readonly string[];
  stop(): Promise<void>;
}

/** Serves the folder under a path of its own on a free port. */
export async function serveFolder(folder: string, path = "/"): Promise<StaticServer> {
  const served: string[] = [];
  const answer = async (url: string | undefined, response: ServerResponse) => {
    const { pathname } = new URL(url ?? "/", "http://localhost");
    served.push(pathname);
    const name = pathname.startsWith(path) ? normalize(pathname.slice(path.length)) : "..";
    const file = join(folder, name === "." || name.endsWith("/") ? `${name}/index.html` : name);
    const content = name.startsWith("..") ? null : await readFile(file).catch(() => null);
    response.writeHead(content ? 200 : 404, { "Content-Type": types[extname(file)] ?? "text/plain" });
    response.end(content);
  };
  const server = createServer(({ url }, response) => void answer(url, response));
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}${path}`,
    served,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
