// SPDX-License-Identifier: MIT
// Runs nginx by the configuration that schools are given, in a folder of its own and on free ports.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const documented = fileURLToPath(new URL("../web/publish/nginx.conf", import.meta.url));
const site = fileURLToPath(new URL("../web/dist/site", import.meta.url));

/** Debian's module for precompressed brotli, or null where it is not installed. */
export const brotliModule = ["/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"].find(existsSync) ?? null;

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The documented file with only the port, the folder and, where asked for, brotli changed. */
function configured(port, brotli) {
  const text = readFileSync(documented, "utf8");
  const changes = [
    ["listen 80;", `listen 127.0.0.1:${port};`],
    ["root /srv/playground;", `root "${site}";`],
    ...(brotli ? [["# brotli_static on;", "brotli_static on;"]] : []),
  ];
  return changes.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`${documented} has no "${from}"`);
    return changed.replace(from, to);
  }, text);
}

/** Everything around it as in Debian's nginx.conf; `more` is put beside it, inside http. */
function surrounding(folder, brotli, more) {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `${brotli ? `load_module ${brotliModule};` : ""}
${process.getuid() === 0 ? "user root;" : ""}
worker_processes auto;
pid "${folder}/nginx.pid";
error_log stderr crit;
events { worker_connections 768; }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log off;
  ${temporary.map((name) => `${name}_temp_path "${folder}/${name}";`).join("\n  ")}
  include "${folder}/playground.conf";
  ${more}
}
`;
}

async function answers(url) {
  for (let i = 0; i < 100; i++) {
    if (await fetch(url).then(() => true, () => false)) return; // prettier-ignore
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("nginx does not answer");
}

/** Starts nginx on the built site; `more(folder)` is further configuration. */
export async function startNginx({ brotli = false, more = () => "" } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "nginx-"));
  const port = await freePort();
  writeFileSync(join(folder, "playground.conf"), configured(port, brotli));
  writeFileSync(join(folder, "nginx.conf"), surrounding(folder, brotli, more(folder)));
  const child = spawn("nginx", ["-c", join(folder, "nginx.conf"), "-p", folder, "-g", "daemon off;"], {
    env: { ...process.env, PATH: [process.env.PATH, "/usr/sbin"].join(delimiter) }, // where Debian keeps it
    stdio: ["ignore", "inherit", "inherit"],
  });
  const ended = new Promise((resolve, reject) => child.once("exit", resolve).once("error", reject));
  const url = `http://localhost:${port}/`;
  await Promise.race([answers(url), ended.then((code) => Promise.reject(new Error(`nginx ended with ${code}`)))]);
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
