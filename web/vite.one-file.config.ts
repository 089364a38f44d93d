// SPDX-License-Identifier: MIT
// Builds dist/playground.html, the page as one file, and puts a copy beside the site's for the page to hand out.
import { copyFileSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { build, defineConfig, type Plugin, type Rolldown } from "vite";
import { leanTemml } from "./formulas/lean-temml.ts";
import { formulas } from "./formulas/plugin.ts";
import { packOneFile } from "./one-file/pack.ts";
import { shipped } from "./publish/shipped.ts";
import { tables } from "./selftest/tables.ts";

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const name = "playground.html";

/** Mail programs take this without a word, in bytes. */
const mostBytes = 600_000;

/** What cannot be fetched from a file, or has no room in it, and what is carried instead. */
const carried = {
  "src/engine/workers.ts": "src/carried/workers.ts",
  "src/selftest/start-worker.ts": "src/carried/workers.ts",
  "src/share/fonts.ts": "src/carried/fonts.ts",
  "src/views/closer/trainers/Configuration.svelte": "src/carried/NoConfiguration.svelte",
  "src/views/WithoutEngine.svelte": "src/carried/Nothing.svelte", // its start has said so before
  "src/views/rewards/RewardsDialog.svelte": "src/carried/RewardsElsewhere.svelte",
};

function carryModules(): Plugin {
  const swaps = new Map(Object.entries(carried).map(([from, to]) => [fromHere(from), fromHere(to)]));
  return {
    name: "carry-modules",
    enforce: "pre",
    async resolveId(source, importer, options) {
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      return found && swaps.get(found.id);
    },
  };
}

function isChunk(output: Rolldown.OutputChunk | Rolldown.OutputAsset): output is Rolldown.OutputChunk {
  return output.type === "chunk";
}

/** What runs first, in one script that needs nothing else. */
async function startScript(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    plugins: [shipped("one-file-start")],
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: { input: fromHere("one-file/start.js"), output: { format: "iife" } },
    },
  });
  return (result as Rolldown.RolldownOutput).output[0].code.trim();
}

/** The only file of the build is the packed one. */
function emitOneFile(): Plugin {
  return {
    name: "emit-one-file",
    generateBundle: {
      order: "post", // Vite finishes the code in its own step of this name
      async handler(_options, bundle) {
        const outputs = Object.values(bundle);
        const [chunk, ...more] = outputs.filter(isChunk);
        const styles = outputs.filter((output) => !isChunk(output) && output.fileName.endsWith(".css"));
        if (!chunk || more.length > 0 || styles.length !== 1)
          this.error("the page is not one script and one style sheet");
        const source = packOneFile({
          start: await startScript(),
          style: String((styles[0] as Rolldown.OutputAsset).source),
          code: chunk.code,
          // The one that every engine takes, and the smaller: there is room for one.
          wasm: readFileSync(fromHere("dist/package/module-scalar.wasm")),
          icon: /<link\s+rel="icon"\s+href="([^"]+)"/.exec(readFileSync(fromHere("index.html"), "utf8"))![1]!,
        });
        if (source.length > mostBytes) this.error(`${name} has ${source.length} bytes of ${mostBytes} allowed`);
        for (const { fileName } of outputs) delete bundle[fileName];
        this.emitFile({ type: "asset", fileName: name, source });
      },
    },
    writeBundle() {
      copyFileSync(fromHere(`dist/${name}`), fromHere(`dist/site/${name}`));
    },
  };
}

/** Of the reference tables each fourth row has room. */
const selfTest = tables({ every: 4 });

const engine = fromHere("src/carried/engine.js");

export default defineConfig({
  mode: "one-file",
  base: "./",
  publicDir: false,
  plugins: [carryModules(), formulas(), selfTest, svelte(), shipped("one-file", ["xz-decompress"]), emitOneFile()],
  resolve: { alias: { "grpo-playground/first": engine, "grpo-playground": engine, ...leanTemml } },
  worker: { format: "iife", plugins: () => [shipped("one-file-worker")] },
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: "dist",
    emptyOutDir: false,
    target: "es2022",
    assetsInlineLimit: 0, // the module is carried apart
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: { input: fromHere("src/main.ts"), output: { codeSplitting: false } },
  },
});
