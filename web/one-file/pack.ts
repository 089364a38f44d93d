// SPDX-License-Identifier: MIT
// Makes one HTML file of the built page: style, code and module compressed and in base64, under a policy that names by
// hash what may run and lets nothing reach the network.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

export interface Parts {
  style: string;
  code: string;
  wasm: Uint8Array;
  /** The icon's URL, as the site's own head has it. */
  icon: string;
}

const fromHere = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const packed = (content: string | Uint8Array) => gzipSync(content, { level: 9 }).toString("base64");

export function packOneFile({ style, code, wasm, icon }: Parts): string {
  const start = fromHere("start.js");
  const policy = [
    "default-src 'none'",
    `script-src ${hash(start)} ${hash(code)} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)}`,
    "img-src data: blob:",
    "worker-src blob:",
    "connect-src data:", // the fonts of saved pictures, which are in the code
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const places: Record<string, string> = {
    __POLICY__: policy,
    __ICON__: icon,
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
