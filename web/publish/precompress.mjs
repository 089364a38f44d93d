// SPDX-License-Identifier: MIT
// Puts a .gz and a .br beside every file of the built site that gets smaller so: servers then send those as they are.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const site = fileURLToPath(new URL("../dist/site/", import.meta.url));

const ways = {
  gz: (content) => promisify(gzip)(content, { level: 9 }),
  br: (content) =>
    promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
};

const names = readdirSync(site, { recursive: true }).filter((name) =>
  /\.(html|js|css|wasm|svg|txt|webmanifest)$/.test(name),
);

async function compress(name) {
  const content = readFileSync(site + name);
  for (const [extension, way] of Object.entries(ways)) {
    const compressed = await way(content);
    if (compressed.length < content.length) writeFileSync(`${site}${name}.${extension}`, compressed);
  }
}

await Promise.all(names.map(compress));
