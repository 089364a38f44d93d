// SPDX-License-Identifier: MIT
// Builds the static site into dist/site. It runs under any path of any host, and needs nothing but itself.
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";
import { leanTemml } from "./formulas/lean-temml.ts";
import { formulas } from "./formulas/plugin.ts";
import { presetResults } from "./preset-results/plugin.ts";
import { shipped } from "./publish/shipped.ts";
import { tables } from "./selftest/tables.ts";

const packageFile = (name: string) => fileURLToPath(new URL(`dist/package/${name}`, import.meta.url));

/** The development server injects styles and a socket; only what is built lives under the page's strict policy. */
function relaxPolicyWhileDeveloping(): Plugin {
  return {
    name: "relax-policy-while-developing",
    apply: "serve",
    transformIndexHtml: {
      order: "pre",
      handler: (html, { server }) =>
        server ? html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, "") : html,
    },
  };
}

interface ModuleGraph {
  getModuleInfo(id: string): { importers: readonly string[] } | null;
}

/** One file for all that the first picture needs: modules that later parts need too would otherwise get files of their own. */
function firstPicture(id: string, graph: ModuleGraph, seen = new Set<string>()): string | null {
  if (id.endsWith("/src/main.ts")) return seen.size > 0 ? "page" : null;
  if (seen.has(id)) return null;
  seen.add(id);
  const importers = graph.getModuleInfo(id)?.importers ?? [];
  return importers.some((importer) => firstPicture(importer, graph, seen)) ? "page" : null;
}

/** The first script names what is to be loaded along with a later part: worth its bytes for the pictures below the board. */
function worthPreloading(part: string, files: string[], { hostType }: { hostType: "html" | "js" }): string[] {
  const seldom = /\/(Rooms|Embed|WithoutEngine|packed-link|\w+Dialog)-[^/]*$/.test(part);
  return hostType === "js" && seldom ? files.filter((name) => name.endsWith(".css")) : files;
}

export default defineConfig({
  base: "./",
  plugins: [formulas(), presetResults(), tables(), svelte(), relaxPolicyWhileDeveloping(), shipped("site")],
  resolve: {
    alias: {
      "grpo-playground/first": packageFile("first.js"),
      "grpo-playground": packageFile("index.js"),
      ...leanTemml,
    },
  },
  worker: { format: "es", plugins: () => [shipped("worker")] },
  build: {
    outDir: "dist/site",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // the policy allows no data: URL but for images
    modulePreload: { polyfill: false, resolveDependencies: worthPreloading },
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: (id, context) => firstPicture(id, context) }] } },
    },
  },
});
