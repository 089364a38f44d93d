// SPDX-License-Identifier: MIT
// The built site by its parts: what the first view loads, what comes later on demand, and their bytes as built and
// brotli-compressed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

export const site = fileURLToPath(new URL("../../web/dist/site/", import.meta.url));
export const budgets = JSON.parse(readFileSync(new URL("budgets.json", import.meta.url), "utf8"));

const read = (name) => readFileSync(join(site, name), "utf8");

/** What index.html names, what that imports at once, and the board's worker with its module. */
function filesOfFirstView(assets) {
  const first = new Set(["index.html"]);
  const add = (name) => {
    if (first.has(name)) return;
    first.add(name);
    if (!name.endsWith(".js")) return;
    for (const [, file] of read(name).matchAll(/(?:import|from)\s*"\.\/([^"]+)"/g)) add(`assets/${file}`);
  };
  for (const [, file] of read("index.html").matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)) add(file);
  for (const name of assets) if (/^(worker-[^.]+\.js|first-(?!scalar-)[^.]+\.wasm)$/.test(name)) add(`assets/${name}`);
  return first;
}

/** Without its folder and the hash of its content. */
export function partName(file) {
  return file.replace(/^assets\//, "").replace(/-[\w-]{8}(?=\.\w+$)/, "");
}

/** Every file that the page itself may load. */
export function siteParts() {
  const assets = readdirSync(join(site, "assets")).filter((name) => !/\.(gz|br)$/.test(name));
  const first = filesOfFirstView(assets);
  const parts = ["index.html", ...assets.map((name) => `assets/${name}`)].map((file) => {
    const content = readFileSync(join(site, file));
    return {
      file,
      raw: content.length,
      /** Worked out when it is asked for: it takes seconds for all of them. */
      get compressed() {
        return brotliCompressSync(content).length;
      },
    };
  });
  return {
    first: parts.filter(({ file }) => first.has(file)),
    later: parts.filter(({ file }) => !first.has(file)),
  };
}

export const sum = (parts) => parts.reduce((total, { compressed }) => total + compressed, 0);

/** What is wrong, a sentence for each part that takes more than it may, and for each budget that is of no part. */
export function complaints({ first, later }, { firstView, laterParts, otherParts }) {
  const found = [];
  if (sum(first) > firstView.bytes) found.push(`the first view takes ${sum(first)} bytes of ${firstView.bytes}`);
  if (first.length > firstView.requests)
    found.push(`the first view makes ${first.length} requests of ${firstView.requests}`);
  for (const { file, compressed } of later) {
    const allowed = laterParts[partName(file)] ?? otherParts;
    if (compressed > allowed) found.push(`${partName(file)} takes ${compressed} bytes of ${allowed}`);
  }
  const names = new Set(later.map(({ file }) => partName(file)));
  for (const name of Object.keys(laterParts)) if (!names.has(name)) found.push(`${name} is no part any more`);
  return found;
}
