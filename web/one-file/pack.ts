// SPDX-License-Identifier: MIT
// Makes one HTML file of the built page: style, code and module compressed and written as letters, under a policy that
// names by hash what may run and lets nothing reach the network.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { lettersOf } from "./letters.ts";

export interface Parts {
  /** The script that unpacks the others. */
  start: string;
  style: string;
  code: string;
  wasm: Uint8Array;
  /** The icon's URL, as the site's own head has it. */
  icon: string;
}

const fromHere = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Browsers of 2023 bring gzip along, so it holds what unpacks the rest. */
const gzipped = (content: string) => lettersOf(gzipSync(content, { level: 9 }));

/** As small as xz can; its checksum tells a damaged copy. The dictionary, which whoever unpacks keeps, is 4 MiB. */
const xzOptions = ["--format=xz", "--check=crc32", "--threads=1", "--lzma2=preset=9e,dict=4MiB,pb=0", "--stdout"];
const packed = (content: string | Uint8Array) =>
  lettersOf(execFileSync("xz", xzOptions, { input: content, maxBuffer: 2 ** 30 }));

export function packOneFile({ start, style, code, wasm, icon }: Parts): string {
  const unpacker = readFileSync(
    fileURLToPath(import.meta.resolve("xz-decompress/dist/package/xz-decompress.min.js")),
    "utf8",
  );
  const policy = [
    "default-src 'none'",
    `script-src ${[start, unpacker, code].map(hash).join(" ")} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)}`,
    "img-src data: blob:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const places: Record<string, string> = {
    __POLICY__: policy,
    __ICON__: icon,
    __UNPACKER__: gzipped(unpacker),
    __STYLE__: packed(style),
    __CODE__: packed(code),
    __WASM__: packed(wasm),
    __START__: start,
  };
  const template = fromHere("template.html").replace(/ *<!-- prettier-ignore -->\n/g, "");
  if (!template.includes("<script>__START__</script>"))
    throw new Error("the template adds to the script that is hashed");
  return template.replace(/__[A-Z]+__/g, (place) => places[place] ?? place);
}
