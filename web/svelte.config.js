// SPDX-License-Identifier: MIT
// How Svelte compiles the views: runes everywhere, styles in files of their own so that no inline style is needed.
import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    runes: true,
    css: "external",
    cssHash: ({ hash, css }) => `s${hash(css).slice(0, 5)}`, // each of hundreds of class names is downloaded
  },
};
