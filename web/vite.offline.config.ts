// SPDX-License-Identifier: MIT
// Builds dist/site/sw.js, the service worker, which knows every file of the site that has been built before.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { shipped } from "./publish/shipped.ts";

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const site = fromHere("dist/site/");

/** What the page loads; the icons are for whoever installs it, and the one-file page for who saves it. */
const files = readdirSync(site, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => /^(index\.html|assets\/.*\.(js|css|wasm|woff2))$/.test(name))
  .sort();

/** Files in assets/ have their content's hash in their names; the others are told apart by this. */
function revision(name: string): string | null {
  if (name.startsWith("assets/")) return null;
  return createHash("sha256")
    .update(readFileSync(site + name))
    .digest("hex")
    .slice(0, 16);
}

export default defineConfig({
  publicDir: false,
  plugins: [shipped("offline")],
  define: {
    siteFiles: JSON.stringify(files.map((url) => ({ url, revision: revision(url) }))),
    "process.env.NODE_ENV": '"production"',
  },
  build: {
    outDir: "dist/site",
    emptyOutDir: false,
    target: "es2022",
    lib: {
      entry: fromHere("src/offline/service-worker.js"),
      formats: ["iife"],
      name: "offline",
      fileName: () => "sw.js",
    },
  },
});
