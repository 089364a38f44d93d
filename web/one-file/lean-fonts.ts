// SPDX-License-Identifier: MIT
// Vite plugin: the fonts of saved pictures come as data: URLs, without what pictures have no use for: Inter's alternates,
// fractions and small figures, and Greek letters with accents. What a font has not got, a reader's own type draws.
import { readFile } from "node:fs/promises";
import subsetFont from "subset-font";
import type { Plugin } from "vite";

/** How far apart letters stand, and figures of one width, which charts have. */
const keepFeatures = ["kern", "tnum"];

const from = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCharCode(first + i)).join("");

/** What src/share/fonts.ts uses the Latin fonts for: labels in any western language. Greek as formulas have it. */
const latin = [from(0x20, 0xff), "ıŒœ", from(0x2000, 0x206f), "−"].join("");
const greek = [from(0x391, 0x3a9), from(0x3b1, 0x3c9), "ϑϕϵ"].join("");

export function leanFonts(): Plugin {
  return {
    name: "lean-fonts",
    enforce: "pre",
    load: {
      filter: { id: /\.woff2\?url$/ },
      async handler(id) {
        const font = await readFile(id.replace(/\?url$/, ""));
        const lean = await subsetFont(font, latin + greek, { targetFormat: "woff2", keepFeatures });
        return `export default "data:font/woff2;base64,${lean.toString("base64")}";`;
      },
    },
  };
}
