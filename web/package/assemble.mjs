// SPDX-License-Identifier: MIT
// Assembles the npm package in web/dist/package from the built module, the loader and the command line.
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const target = new URL("web/dist/package/", root);

/** Where each file of the package comes from. */
const sources = {
  "index.js": "wasm/index.js",
  "index.d.ts": "wasm/index.d.ts",
  "first.js": "wasm/first.js",
  "first.d.ts": "wasm/first.d.ts",
  "engine.js": "wasm/engine.js",
  "engine.d.ts": "wasm/engine.d.ts",
  "sweep.js": "wasm/sweep.js",
  "views.js": "wasm/views.js",
  "module.js": "build/wasm/wasm/simd/module.js",
  "module.wasm": "build/wasm/wasm/simd/module.wasm",
  "module-scalar.wasm": "build/wasm/wasm/scalar/module.wasm",
  "first-module.js": "build/wasm/wasm/simd/first.js",
  "first.wasm": "build/wasm/wasm/simd/first.wasm",
  "first-scalar.wasm": "build/wasm/wasm/scalar/first.wasm",
  "cli.js": "web/package/cli.js",
  cli: "web/package/cli",
  examples: "web/package/examples",
  "README.md": "web/package/README.md",
  LICENSE: "LICENSE",
};

for (const name of ["module.js", "first.js"]) {
  const [simd, scalar] = ["simd", "scalar"].map((build) =>
    readFileSync(new URL(`build/wasm/wasm/${build}/${name}`, root), "utf8"),
  );
  if (simd !== scalar) throw new Error(`the two builds of ${name} need different glue`);
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const [name, source] of Object.entries(sources)) {
  cpSync(fileURLToPath(new URL(source, root)), fileURLToPath(new URL(name, target)), { recursive: true });
}
chmodSync(new URL("cli.js", target), 0o755);

// The version is written once, in CMakeLists.txt; the built module says it.
const { load } = await import(new URL("index.js", target).href);
const { version } = (await load()).describe();
const { name, ...rest } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
writeFileSync(new URL("package.json", target), JSON.stringify({ name, version, ...rest }, null, 2) + "\n");
