// SPDX-License-Identifier: MIT
// nginx by the documented configuration under load by wrk, beside files of the same sizes that it serves without any of
// that: no headers, no choice of encoding. Needs nginx, wrk and the built site. Usage: node serve.mjs [SECONDS [ROUNDS]]
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliModule, startNginx } from "../nginx.mjs";

const [seconds = "3", rounds = "3"] = process.argv.slice(2);
const site = fileURLToPath(new URL("../../web/dist/site/", import.meta.url));
const asset = (pattern) => `assets/${readdirSync(join(site, "assets")).find((name) => pattern.test(name))}`;
const names = ["index.html", asset(/^page-.*\.js$/), asset(/^first-(?!scalar).*\.wasm$/), "playground.html"];
const copy = brotliModule ? "br" : "gz";
const size = (name) => statSync(`${site}${name}.${copy}`).size;
const plainPort = 18_080;

/** A site of its own with a file for each of those, of as many bytes as are sent. */
function plainFiles(folder) {
  mkdirSync(join(folder, "plain"));
  names.forEach((name, i) => writeFileSync(join(folder, "plain", `${i}.bin`), randomBytes(size(name))));
  return `server {
    listen 127.0.0.1:${plainPort};
    root "${folder}/plain";
    sendfile on;
    tcp_nopush on;
    open_file_cache max=500 inactive=10m;
    open_file_cache_valid 30s;
  }`;
}

const nginx = await startNginx({ brotli: brotliModule !== null, more: plainFiles });

/** Requests in a second, with 32 connections open. */
function load(url) {
  const args = ["-t1", "-c32", `-d${seconds}s`, "-H", "Accept-Encoding: gzip, br", url];
  const report = execFileSync("wrk", args, { encoding: "utf8" });
  if (/Non-2xx|Socket errors/.test(report)) throw new Error(report);
  return Number(/Requests\/sec:\s*([\d.]+)/.exec(report)[1]);
}

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

try {
  console.log(`requests/s on loopback, 32 connections, median of ${rounds} rounds of ${seconds} s; ${copy} copies`);
  for (const [i, name] of names.entries()) {
    const ours = [];
    const plain = [];
    for (let round = 0; round < Number(rounds); round++) {
      ours.push(load(nginx.url + name));
      plain.push(load(`http://localhost:${plainPort}/${i}.bin`));
    }
    const [a, b] = [median(ours), median(plain)];
    console.log(
      `${name.padEnd(32)} ${String(size(name)).padStart(7)} B  ${a.toFixed(0).padStart(7)}  plain file ${b.toFixed(0).padStart(7)}  ratio ${(a / b).toFixed(2)}`,
    );
  }
} finally {
  await nginx.stop();
}
