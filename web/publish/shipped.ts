// SPDX-License-Identifier: MIT
// Vite plugin: notes in dist/shipped which npm packages a build's output holds code or files of, workers included, for
// the list of licences.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const folder = fileURLToPath(new URL("../dist/shipped/", import.meta.url));

/** The package that a module is of, or null for the page's own. */
export function packageOf(module: string): string | null {
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module.replaceAll("\\", "/"))?.[1] ?? null;
}

/** By build: each of its workers is bundled apart, by plugins of its own. */
const found = new Map<string, Set<string>>();

/** `more` are packages of which files are taken along besides the modules. */
export function shipped(build: string, more: readonly string[] = []): Plugin {
  return {
    name: "shipped",
    generateBundle: {
      order: "pre",
      handler(_, bundle) {
        const names = found.get(build) ?? new Set(more);
        found.set(build, names);
        for (const output of Object.values(bundle)) {
          const modules = output.type === "chunk" ? output.moduleIds : output.originalFileNames;
          for (const id of modules) {
            const name = packageOf(id.startsWith("/") ? id : `/${id}`);
            if (name) names.add(name);
          }
        }
        mkdirSync(folder, { recursive: true });
        writeFileSync(`${folder}${build}.json`, JSON.stringify([...names].sort()));
      },
    },
  };
}
