// SPDX-License-Identifier: MIT
// The list of licences that the site brings along: whole, permissive, and refused where it would not be.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { isPermissive, licenceList, native, shippedPackages } from "../../web/publish/licences.mjs";
import { site } from "./parts.mjs";

const list = readFileSync(`${site}licences.txt`, "utf8");

test("it names every package whose code was bundled, and what is compiled into the module", () => {
  const names = [...shippedPackages(), ...native.map(({ name }) => name)];
  for (const name of names) assert.ok(list.includes(`\n==== ${name} ====\n`), name);
  // one of each build: the page, a worker, the service worker, the page as one file, the fonts
  for (const name of ["svelte", "papaparse", "workbox-precaching", "xz-decompress", "@fontsource/inter"])
    assert.ok(names.includes(name), name);
});

test("it holds the texts that the licences ask to be handed on", () => {
  for (const words of ["Permission is hereby granted", "SIL OPEN FONT LICENSE", "Apache License"])
    assert.ok(list.includes(words), words);
});

test("a licence that is not permissive, or none, is refused by name", () => {
  const row = { name: "thing", version: "1.0.0", home: "", text: "" };
  for (const licence of ["GPL-3.0-or-later", "MPL-2.0", "UNLICENSED", "MIT AND GPL-2.0-only", undefined])
    assert.throws(() => licenceList([{ ...row, licence }]), /not permissive: thing/);
  assert.match(licenceList([{ ...row, licence: "MIT" }]), /^thing 1\.0\.0: MIT$/m);
});

test("SPDX expressions: a choice of one that is permissive suffices, of several together all must be", () => {
  assert.ok(isPermissive("(MPL-2.0 OR Apache-2.0)"));
  assert.ok(isPermissive("MIT AND ISC"));
  assert.ok(!isPermissive("MIT AND MPL-2.0"));
  assert.ok(!isPermissive(""));
});
