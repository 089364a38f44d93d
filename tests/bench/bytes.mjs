// SPDX-License-Identifier: MIT
// Prints the bytes of everything that the page's first view loads, as built and brotli-compressed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const site = fileURLToPath(new URL("../../web/dist/site/", import.meta.url));
const files = readdirSync(site, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
let total = 0;
for (const entry of files) {
  const content = readFileSync(join(entry.parentPath, entry.name));
  const compressed = brotliCompressSync(content).length;
  total += compressed;
  console.log(`${String(compressed).padStart(7)}  ${String(content.length).padStart(7)}  ${entry.name}`);
}
console.log(`${String(total).padStart(7)}  brotli in all`);
