// SPDX-License-Identifier: MIT
// Vite plugin: `virtual:preset-results` is what the core finds for the presets when the site is built.
import { fileURLToPath } from "node:url";
import { type Plugin, runnerImport } from "vite";

const name = "virtual:preset-results";
const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface Package {
  load(): Promise<unknown>;
}

interface Solve {
  presetResults(engine: unknown): Record<string, Record<string, number[][]>>;
}

export function presetResults(): Plugin {
  return {
    name: "preset-results",
    resolveId: (id) => (id === name ? `\0${name}` : null),
    async load(id) {
      if (id !== `\0${name}`) return null;
      const { load } = (await import(new URL("../dist/package/index.js", import.meta.url).href)) as Package;
      const { module } = await runnerImport<Solve>(fromHere("solve.ts"));
      return `export default ${JSON.stringify(module.presetResults(await load()))};`;
    },
  };
}
