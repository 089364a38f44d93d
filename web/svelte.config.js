// SPDX-License-Identifier: MIT
// How Svelte compiles the views: runes everywhere, styles in files of their own so that no inline style is needed.
import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true, css: "external" },
};
