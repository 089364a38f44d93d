// SPDX-License-Identifier: MIT
// Vitest for the page's modules and for the built package; no browser needed.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: fromHere(".."),
  // Runes behave as in the page only where Svelte compiles for the browser, under Node too.
  plugins: [svelte({ configFile: false, dynamicCompileOptions: () => ({ generate: "client" }) })],
  resolve: {
    alias: {
      "grpo-playground/first": fromHere("../web/dist/package/first.js"),
      "grpo-playground": fromHere("../web/dist/package/index.js"),
    },
  },
  ssr: { resolve: { conditions: ["browser"] } },
  test: {
    include: ["tests/web/**/*.test.ts", "tests/wasm/**/*.test.ts"],
    environment: "node",
    server: { deps: { inline: [/svelte/] } },
  },
});
