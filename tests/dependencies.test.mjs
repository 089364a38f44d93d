// SPDX-License-Identifier: MIT
// Every dependency has its reason in README.md, and is the one that was looked at.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const manifests = ["package.json", "web/package.json", "tests/package.json", "web/package/package.json"];
const kinds = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

const wanted = manifests.flatMap((path) => {
  const manifest = JSON.parse(read(path));
  return kinds.flatMap((kind) => Object.entries(manifest[kind] ?? {}));
});

const setup = read("web/setup.sh");

/** What setup.sh installs by npm besides: Node itself. */
const byNpm = [...setup.matchAll(/"([a-z][\w-]*?)-\$architecture@\d+"/g)].map(([, name]) => name);

/** `"command:cmake=cmake"`: what is looked for, and the package that brings it. */
const systemPackages = [...setup.matchAll(/^ {2}"[^"\n]*=([\w.+-]+)"$/gm)].map(([, name]) => name);

/** Name → reason of the table under this heading. */
function table(heading) {
  const [, rows] =
    new RegExp(`^\\| ${heading} \\| why \\|\\n\\|[-|]+\\|\\n((?:\\|.*\\n)+)`, "m").exec(read("README.md")) ?? [];
  assert.ok(rows, `README.md has a table of each ${heading}`);
  const reasons = rows.split("\n").flatMap((row) => {
    const [, names, why] = /^\| (.*?) \| (.*) \|$/.exec(row) ?? [];
    return names ? [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => [name, why]) : [];
  });
  assert.equal(new Set(reasons.map(([name]) => name)).size, reasons.length, "no package has two rows");
  return new Map(reasons);
}

function assertTheSame(names, reasons, what) {
  const without = names.filter((name) => !reasons.has(name));
  assert.deepEqual(without, [], `${what} without a row and a reason in README.md`);
  const gone = [...reasons.keys()].filter((name) => !names.includes(name));
  assert.deepEqual(gone, [], `rows in README.md for what is no ${what} any more`);
  for (const [name, why] of reasons) assert.ok(why.split(" ").length >= 3, `${name} has a reason, not “${why}”`);
}

test("every npm package has a reason in README.md, and every reason its package", () => {
  assert.ok(wanted.length > 20 && byNpm.length === 1);
  assertTheSame([...wanted.map(([name]) => name), ...byNpm], table("npm package"), "npm package");
});

test("every system package that setup.sh installs has a reason in README.md, and every reason its package", () => {
  assert.ok(systemPackages.length > 10);
  assertTheSame(systemPackages, table("system package"), "system package");
});

test("every npm package has one exact version, a checksum, and no script that runs when it is installed", () => {
  for (const [name, version] of wanted) assert.match(version, /^\d+\.\d+\.\d+$/, name);
  const { packages } = JSON.parse(read("package-lock.json"));
  const installed = Object.entries(packages).filter(([path, { link }]) => /node_modules\//.test(path) && !link);
  assert.ok(installed.length > wanted.length);
  for (const [path, { integrity, hasInstallScript }] of installed) {
    assert.match(integrity ?? "none", /^sha512-/, path);
    assert.ok(!hasInstallScript, `${path} runs a script when it is installed`);
  }
});
