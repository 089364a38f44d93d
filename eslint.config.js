// SPDX-License-Identifier: MIT
// ESLint: its own recommendations, typescript-eslint's with types where they can be had, Svelte's. What is off says why.
import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  globalIgnores(["**/build/", "**/dist/", "**/test-results/", "**/examples/", "**/standin/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  tseslint.configs.recommended,
  svelte.configs.recommended,
  {
    rules: {
      "no-undef": "off", // TypeScript knows what there is; plain JavaScript is run by its tests
      "no-control-regex": "off", // those that name control characters are after them
      "no-empty-pattern": ["error", { allowObjectPatternsAsParameters: true }], // Playwright reads a fixture's needs there
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "none" },
      ],
      "svelte/no-unused-svelte-ignore": "off", // it sees none of the warnings; svelte-check fails on them
      "svelte/prefer-svelte-reactivity": "off", // maps and dates here are not drawn
      "svelte/no-useless-mustaches": "off", // they keep a space where Prettier breaks the line
    },
  },
  {
    // In components svelte-check knows the types: here what snippets and other components hand over would be any.
    files: ["**/*.ts"],
    ignores: ["web/src/papaparse.d.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["web/tsconfig.json", "web/tsconfig.node.json", "tests/tsconfig.json"],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: [".svelte"],
      },
    },
    rules: {
      "@typescript-eslint/no-unnecessary-type-assertion": "off", // x[i]! says that i is known to be in range
      "@typescript-eslint/no-base-to-string": "off", // what users hand over is told as it is
      "@typescript-eslint/unbound-method": "off", // the functions in our tables and rows use no this
      "@typescript-eslint/require-await": "off", // async where the contract is a promise
    },
  },
  {
    // Tests read JSON, and hand over what is wrong on purpose.
    files: ["tests/**/*.ts"],
    rules: {
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/restrict-template-expressions": "off",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
);
