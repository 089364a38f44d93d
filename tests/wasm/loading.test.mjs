// SPDX-License-Identifier: MIT
// The package loads in every documented way, under a strict content security policy, with nothing left out of it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { engine, load, loadFirst, packageFolder, rightOrWrong, threeAnswers } from "./package.mjs";

const wasmUrl = new URL("module.wasm", packageFolder);
const bytes = readFileSync(wasmUrl);
const solution = engine.solve(threeAnswers());

const sources = {
  "its bytes as a Uint8Array": () => new Uint8Array(bytes),
  "its bytes as an ArrayBuffer": () => new Uint8Array(bytes).buffer,
  "a compiled module": () => WebAssembly.compile(bytes),
  "a file URL": () => wasmUrl,
  "a file URL as text": () => wasmUrl.href,
  "a response": () => new Response(bytes, { headers: { "content-type": "application/wasm" } }),
  "the promise of a response": () =>
    Promise.resolve(new Response(bytes, { headers: { "content-type": "application/wasm" } })),
};

for (const [title, source] of Object.entries(sources)) {
  test(`load() takes ${title}`, async () => {
    const wasm = title.startsWith("the promise") ? source() : await source();
    assert.deepEqual((await load({ wasm })).solve(threeAnswers()), solution);
  });
}

test("load() rejects what is no WebAssembly, and can be called again", async () => {
  await assert.rejects(load({ wasm: new Uint8Array([1, 2, 3]) }), Error);
  await assert.rejects(load({ wasm: new URL("nowhere.wasm", packageFolder) }), Error);
  assert.deepEqual((await load()).solve(threeAnswers()), solution);
});

/** Largest difference between two results' numbers, against the largest number of each list. */
function gapBetween(a, b) {
  const lists = (result) =>
    result.rules.flatMap(({ stationary }) => stationary.flatMap((s) => [s.policy, s.preference]));
  const gaps = lists(a).map((list, i) => {
    const other = lists(b)[i];
    assert.equal(list.length, other.length);
    return Math.max(...list.map((x, j) => Math.abs(x - other[j]))) / Math.max(...list.map(Math.abs));
  });
  assert.equal(lists(a).length, lists(b).length);
  return Math.max(...gaps);
}

const largeGroups = {
  ...threeAnswers(),
  rules: [{ preference: { groupSize: 64 } }, { preference: { groupSize: 5000 } }],
};

test("the builds with and without vector instructions agree to 1e-12", async () => {
  const scalar = await load({ wasm: readFileSync(new URL("module-scalar.wasm", packageFolder)) });
  assert.ok(gapBetween(scalar.solve(largeGroups), engine.solve(largeGroups)) <= 1e-12);
  assert.ok(gapBetween(scalar.solve(threeAnswers()), solution) <= 1e-12);
});

/** The result as the smaller entry gives it: without the flow, which it cannot follow. */
const withoutFlow = ({ rules, ...rest }) => ({
  ...rest,
  rules: rules.map((rule) => ({ ...rule, flowFromReference: null })),
});

test("the smaller entry solves the same to the last bit, from fewer bytes", async () => {
  const first = await loadFirst();
  assert.deepEqual(first.solve(threeAnswers()), withoutFlow(solution));
  assert.deepEqual(
    first.solve(threeAnswers(), { search: "branch" }),
    engine.solve(threeAnswers(), { search: "branch" }),
  );
  assert.deepEqual(first.describe(), engine.describe());
  const size = (name) => readFileSync(new URL(name, packageFolder)).length;
  assert.ok(size("first.wasm") < 0.7 * size("module.wasm"));
  assert.ok(size("first-scalar.wasm") < 0.7 * size("module-scalar.wasm"));
});

test("the smaller entry says null where it lacks a part: many rewards, or a flow that may end elsewhere", async () => {
  const first = await loadFirst();
  const answers = Array.from({ length: 150 }, (_, i) => ({ label: `${i}`, reference: 1 + (i % 7), reward: i * i }));
  const many = { ...threeAnswers({ preference: { groupSize: 64 } }), answers };
  assert.equal(first.solve(many, { search: "branch" }), null);
  assert.equal(first.preference(many, 0, Array(150).fill(1 / 150)), null);
  const large = { ...many, rules: [{ preference: { groupSize: "inf" } }] };
  assert.deepEqual(first.solve(large, { search: "branch" }), engine.solve(large, { search: "branch" }));

  const several = rightOrWrong({
    preference: { groupSize: "inf" },
    penalty: { divergence: "kl-policy-to-ref" },
    beta: 1.6,
  });
  assert.ok(engine.solve(several).rules[0].stationary.length > 1);
  assert.equal(first.solve(several), null);
  assert.deepEqual(first.solve(several, { search: "branch" }), engine.solve(several, { search: "branch" }));
});

/** The size of the wasm that an entry loads, in bytes, after `prelude` has run. */
function loadedBytes(entry, prelude) {
  const script = `
    const { instantiate } = WebAssembly;
    const loaded = [];
    ${prelude}
    WebAssembly.instantiate = (bytes, imports) => {
      if (!(bytes instanceof WebAssembly.Module)) loaded.push(bytes.length);
      return instantiate(bytes, imports);
    };
    const { load } = await import(${JSON.stringify(new URL(entry, packageFolder).href)});
    await load();
    console.log(loaded.join());`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }));
}

for (const [entry, build] of Object.entries({ "index.js": "module", "first.js": "first" })) {
  test(`${entry} loads ${build}.wasm, and an engine without vector instructions the build that needs none`, () => {
    const size = (name) => readFileSync(new URL(name, packageFolder)).length;
    assert.equal(loadedBytes(entry, ""), size(`${build}.wasm`));
    assert.equal(loadedBytes(entry, "WebAssembly.validate = () => false;"), size(`${build}-scalar.wasm`));
  });
}

test("the module needs no code from strings, so a strict policy lets it run", () => {
  const script = `import { load } from ${JSON.stringify(new URL("index.js", packageFolder).href)};
    console.log((await load()).describe().name);`;
  const options = ["--disallow-code-generation-from-strings", "--input-type=module", "-e", script];
  assert.equal(execFileSync(process.execPath, options, { encoding: "utf8" }).trim(), "grpo-playground");
  for (const file of ["module.js", "first-module.js", "index.js", "first.js", "engine.js", "sweep.js", "views.js"]) {
    assert.doesNotMatch(readFileSync(new URL(file, packageFolder), "utf8"), /\beval\s*\(|\bnew Function\b/);
  }
});

test("bundlers find the package's files: what is resolved against a script's own URL is a literal", () => {
  for (const file of ["module.js", "first-module.js", "index.js", "first.js", "engine.js"]) {
    const text = readFileSync(new URL(file, packageFolder), "utf8");
    assert.doesNotMatch(text, /new URL\((?!\s*["'])[^)]*import\.meta\.url/);
    assert.doesNotMatch(text, /import\(\s*["']node:/);
  }
});

test("the package holds every file that it imports, and its version is the module's", () => {
  const manifest = JSON.parse(readFileSync(new URL("package.json", packageFolder), "utf8"));
  assert.equal(manifest.version, engine.describe().version);
  const packed = execFileSync("npm", ["pack", "--dry-run", "--json"], {
    cwd: fileURLToPath(packageFolder),
    encoding: "utf8",
  });
  const files = JSON.parse(packed)[0].files.map(({ path }) => path);
  const expected = [
    "LICENSE",
    "README.md",
    "cli.js",
    "engine.d.ts",
    "engine.js",
    "first-module.js",
    "first-scalar.wasm",
    "first.d.ts",
    "first.js",
    "first.wasm",
    "index.d.ts",
    "index.js",
    "module-scalar.wasm",
    "module.js",
    "module.wasm",
    "package.json",
    "sweep.js",
    "views.js",
  ];
  assert.deepEqual(files.filter((path) => !/^(cli|examples)\//.test(path)).sort(), expected);
  for (const file of files.filter((path) => path.endsWith(".js") && !/module\.js$|^examples/.test(path))) {
    const url = new URL(file, packageFolder);
    for (const [, imported] of readFileSync(url, "utf8").matchAll(/from "(\.[^"]+)"/g)) {
      const target = fileURLToPath(new URL(imported, url)).slice(fileURLToPath(packageFolder).length);
      assert.ok(files.includes(target), `${file} imports ${target}`);
    }
  }
});

test("the readme's example prints what the readme says", async () => {
  const readme = readFileSync(new URL("README.md", packageFolder), "utf8");
  const example = readme.match(/```js\n([\s\S]*?)```/)[1];
  const script = example.replace('"grpo-playground"', JSON.stringify(new URL("index.js", packageFolder).href));
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  const claims = [...example.matchAll(/^\/\/ (\w+ .*)$/gm)].map(([, claim]) => claim);
  assert.equal(claims.length, 2);
  for (const claim of claims) {
    const pattern = claim.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/…/g, "\\d*");
    assert.match(printed.replace(/\s+/g, " "), new RegExp(pattern));
  }
});
