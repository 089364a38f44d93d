// SPDX-License-Identifier: MIT
// What the built site may weigh: tests/site/budgets.json, by node tests/bench/bytes.mjs. Requests and elements of the
// first view in a browser: tests/e2e/first-view.spec.ts.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import test from "node:test";
import { budgets, complaints, partName, site, siteParts } from "./parts.mjs";

test("the first view and every later part keep within their bytes", () => {
  assert.deepEqual(complaints(siteParts(), budgets), []);
});

test("the page as one file keeps within what mail programs take", () => {
  const { size } = statSync(`${site}playground.html`);
  assert.ok(size <= budgets.oneFile, `${size} bytes of ${budgets.oneFile}`);
});

test("a part that grows, one more request, and a budget of no part are told", () => {
  const parts = siteParts();
  const [grown] = parts.later;
  const allowed = budgets.laterParts[partName(grown.file)] ?? budgets.otherParts;
  const more = {
    first: [...parts.first, { file: "assets/more-12345678.js", compressed: budgets.firstView.bytes }],
    later: [{ ...grown, compressed: allowed + 1 }, ...parts.later.slice(1)],
  };
  const laterParts = { ...budgets.laterParts, "gone.js": 1 };
  const told = complaints(more, { ...budgets, laterParts }).join("; ");
  assert.match(told, /first view takes \d+ bytes of 150000; .*7 requests of 6/);
  assert.ok(told.includes(`${partName(grown.file)} takes ${allowed + 1} bytes of ${allowed}`), told);
  assert.match(told, /gone\.js is no part any more/);
});
