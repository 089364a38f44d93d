// SPDX-License-Identifier: MIT
// Builds the static site into dist/site. It runs under any path of any host, and needs nothing but itself.
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";
import { formulas } from "./formulas/plugin.ts";

const enginePackage = fileURLToPath(new URL("dist/package/index.js", import.meta.url));

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

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [formulas(), svelte(), relaxPolicyWhileDeveloping()],
  resolve: { alias: { "grpo-playground": enginePackage } },
  worker: { format: "es" },
  build: {
    outDir: "dist/site",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // the policy allows no data: URL but for images
    modulePreload: { polyfill: false },
  },
});
