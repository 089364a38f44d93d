// SPDX-License-Identifier: MIT
// Vite plugin: the fonts of saved pictures come as data: URLs, with every letter that src/share/fonts.ts uses them for and
// without what pictures can do without: Inter's alternates, fractions and small figures, a third of its bytes, and its bold
// letters, which browsers make from the others.
import { readFile } from "node:fs/promises";
import subsetFont from "subset-font";
import type { Plugin } from "vite";

/** How far apart letters stand, and figures of one width, which charts have. */
const keepFeatures = ["kern", "tnum"];

const from = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCharCode(first + i)).join("");

/** Its ranges. Words in letters of which some come from another font would look odd, so accents stay, Greek ones too. */
const characters = [from(0x20, 0xff), "ıŒœ", from(0x370, 0x3ff), from(0x2000, 0x206f), "−"].join("");

export function leanFonts(): Plugin {
  return {
    name: "lean-fonts",
    enforce: "pre",
    load: {
      filter: { id: /\.woff2\?url$/ },
      async handler(id) {
        if (id.includes("-600-")) return 'export default "data:,";';
        const font = await readFile(id.replace(/\?url$/, ""));
        const lean = await subsetFont(font, characters, { targetFormat: "woff2", keepFeatures });
        return `export default "data:font/woff2;base64,${lean.toString("base64")}";`;
      },
    },
  };
}
