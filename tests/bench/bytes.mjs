// SPDX-License-Identifier: MIT
// Prints the bytes of everything that the page's first view loads, and apart from it what comes later on demand, as
// built and brotli-compressed. Fails where the first view takes more than its budget.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

/** What the first view may take. */
const budget = 150_000;

const site = fileURLToPath(new URL("../../web/dist/site/", import.meta.url));
const read = (name) => readFileSync(join(site, name), "utf8");
const assets = readdirSync(join(site, "assets")).filter((name) => !/\.(gz|br)$/.test(name));

/** What index.html names, what that imports at once, and the board's worker with its module. */
function firstView() {
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

const first = firstView();
const measured = ["index.html", ...assets.map((name) => `assets/${name}`)].map((name) => {
  const content = readFileSync(join(site, name));
  return { name, raw: content.length, compressed: brotliCompressSync(content).length };
});

function print(title, rows) {
  const total = rows.reduce((sum, { compressed }) => sum + compressed, 0);
  console.log(title);
  for (const { name, raw, compressed } of rows) {
    console.log(`${String(compressed).padStart(8)}  ${String(raw).padStart(7)}  ${name}`);
  }
  console.log(`${String(total).padStart(8)}  brotli in all\n`);
  return total;
}

const total = print(
  "first view",
  measured.filter(({ name }) => first.has(name)),
);
print(
  "later, on demand",
  measured.filter(({ name }) => !first.has(name)),
);
if (total > budget) {
  console.error(`The first view takes ${total} bytes of ${budget} allowed.`);
  process.exitCode = 1;
}
