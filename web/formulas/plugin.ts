// SPDX-License-Identifier: MIT
// Vite plugin: a `.tex` file becomes a module whose default export is its MathML as data, so that no formula engine is
// loaded at run time and no markup is ever injected. Slots are written \data{slot=name}{0} in the TeX.
import { readFileSync } from "node:fs";
import temml from "temml";
import type { Plugin } from "vite";
import type { MathNode } from "./mathml.ts";

/** `style` would need a hole in the content security policy; the page's own style sheet does what it does. */
const dropped = new Set(["xmlns", "style", "data-slot"]);

const tokens = /<(\/?)([a-z]+)((?:\s+[\w-]+="[^"]*")*)\s*>|([^<]+)/g;

/** Reads Temml's output: well-formed, with no comments, no self-closing tags and every attribute quoted. */
export function parseMathML(text: string): MathNode {
  const root: MathNode = { tag: "root", attributes: {}, slot: null, children: [] };
  const open = [root];
  for (const [, closing, tag, attributes, characters] of text.matchAll(tokens)) {
    const parent = open[open.length - 1]!;
    if (characters !== undefined) parent.children.push(unescapeText(characters));
    else if (closing) open.pop();
    else {
      const node = element(tag!, attributes!);
      parent.children.push(node);
      open.push(node);
    }
  }
  const [formula] = root.children;
  if (open.length !== 1 || !formula || typeof formula === "string") throw new Error(`no MathML: ${text}`);
  return formula;
}

function element(tag: string, attributeText: string): MathNode {
  const all = [...attributeText.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [
    name!,
    unescapeText(value!),
  ]);
  const slot = all.find(([name]) => name === "data-slot")?.[1] ?? null;
  const attributes = Object.fromEntries(all.filter(([name]) => !dropped.has(name!))) as Record<string, string>;
  return { tag, attributes, slot, children: [] };
}

function unescapeText(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|#x27|#39);/g, (_, name: string) => {
    return { lt: "<", gt: ">", amp: "&", quot: '"', "#x27": "'", "#39": "'" }[name]!;
  });
}

export function formulas(): Plugin {
  return {
    name: "formulas",
    enforce: "pre",
    load(id) {
      if (!id.endsWith(".tex")) return null;
      const tex = readFileSync(id, "utf8").replace(/^%.*$/gm, "").trim();
      const markup = temml.renderToString(tex, { trust: true, throwOnError: true, displayMode: true });
      return `export default ${JSON.stringify(parseMathML(markup))};`;
    },
  };
}
