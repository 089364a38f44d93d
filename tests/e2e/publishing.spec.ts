// SPDX-License-Identifier: MIT
// The site as it is published: hashed names, precompressed copies, a strict policy; and nginx as schools are told to run it.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { brotliModule, type Nginx, startNginx } from "../nginx.mjs";
import { expect, PlaygroundPage, test } from "./playground";

const site = fileURLToPath(new URL("../../web/dist/site/", import.meta.url));
const names = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((name) => /\.\w+$/.test(name));
const read = (name: string) => readFileSync(site + name);
const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(read("index.html").toString())![1]!;

test("every file that a browser may keep for ever has its content's hash in its name", () => {
  const assets = names.filter((name) => name.startsWith("assets/"));
  expect(assets.length).toBeGreaterThan(20);
  for (const name of assets) expect(name).toMatch(/-[\w-]{8}\.(js|css|wasm|woff2)(\.gz|\.br)?$/);
});

test("precompressed copies hold what the file holds, and none is missing", () => {
  for (const name of names.filter((name) => /\.(html|js|css|wasm)$/.test(name) && read(name).length > 1000)) {
    expect(gunzipSync(read(`${name}.gz`)).equals(read(name)), name).toBe(true);
    expect(brotliDecompressSync(read(`${name}.br`)).equals(read(name)), name).toBe(true);
  }
});

test("the policy allows no inline script or style, no code from strings, and no other host", () => {
  expect(policy).toMatch(/^default-src 'none';/);
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
});

for (const brotli of [false, true]) {
  test.describe(`nginx ${brotli ? "with" : "without"} brotli`, () => {
    test.skip(brotli && brotliModule === null, "nginx's module for precompressed brotli is not installed");
    let nginx: Nginx;
    test.beforeAll(async () => {
      nginx = await startNginx({ brotli });
    });
    test.afterAll(() => nginx.stop());

    async function ask(name: string, headers: Record<string, string> = {}) {
      const response = await fetch(nginx.url + name, { headers: { "Accept-Encoding": "gzip, br", ...headers } });
      return {
        response,
        body: Buffer.from(await response.arrayBuffer()),
        header: (key: string) => response.headers.get(key),
      };
    }

    test("each kind of file has its type, its policy, and the encoding that was made beforehand", async () => {
      const types: Record<string, RegExp> = {
        html: /^text\/html/,
        js: /^(application|text)\/javascript/,
        css: /^text\/css/,
        wasm: /^application\/wasm$/,
        svg: /^image\/svg\+xml/,
        woff2: /^font\/woff2$/,
        png: /^image\/png/,
        webmanifest: /^application\/manifest\+json/,
        txt: /^text\/plain/,
      };
      for (const name of names.filter((name) => !/\.(gz|br)$/.test(name))) {
        const { response, body, header } = await ask(name);
        expect(response.status, name).toBe(200);
        expect(header("content-type"), name).toMatch(types[name.split(".").pop()!]!);
        expect(header("content-security-policy"), name).toBe(name === "playground.html" ? null : policy);
        expect(header("x-content-type-options"), name).toBe("nosniff");
        expect(body.equals(read(name)), name).toBe(true);
        if (names.includes(`${name}.gz`)) {
          expect(header("content-encoding"), name).toBe(brotli && names.includes(`${name}.br`) ? "br" : "gzip");
          expect(header("vary"), name).toMatch(/Accept-Encoding/i);
        }
      }
    });

    test("hashed files are kept for a year; the rest is asked for anew and answered by 304", async () => {
      const kept = names.find((name) => /^assets\/.*\.wasm$/.test(name))!;
      expect((await ask(kept)).header("cache-control")).toBe("public, max-age=31536000, immutable");
      for (const name of ["", "index.html", "sw.js", "playground.html", "site.webmanifest"]) {
        const { header } = await ask(name);
        expect(header("cache-control"), name).toBe("no-cache");
        const { response } = await ask(name, { "If-None-Match": header("etag")! });
        expect(response.status, name).toBe(304);
      }
      const missing = await ask("assets/missing-12345678.js");
      expect(missing.response.status).toBe(404);
      expect(missing.header("content-security-policy")).toBe(policy);
    });

    test("the page solves and draws, and the page as one file does, under the headers' policy", async ({
      playground,
      page,
    }) => {
      await page.goto(nginx.url);
      await playground.settled("ready");
      await playground.openLook("path");
      const shown = await playground.shares("grpo");
      await page.goto(`${nginx.url}playground.html`);
      const carried = new PlaygroundPage(page);
      await carried.settled("ready");
      expect(await carried.shares("grpo")).toEqual(shown);
    });
  });
}
