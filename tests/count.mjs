// SPDX-License-Identifier: MIT
// Sums the suites' reports, JUnit's or Catch2's XML: a line for each, what failed, and at the end "N passed, N failed".
//   node tests/count.mjs FOLDER SUITE…
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Finds elements of that name: their attributes, in which an unescaped > may stand, and their content. */
function elements(name, flags) {
  const attributes = `((?:\\s+[\\w:.-]+\\s*=\\s*(?:"[^"]*"|'[^']*'))*)\\s*`;
  return new RegExp(`<(?:${name})\\b${attributes}(?:/>|>([\\s\\S]*?)</(?:${name})>)`, flags);
}

const testCase = elements("testcase|TestCase", "g");
const failure = elements("failure|error");
/** Catch2 nests what it says of a failed assertion, and where a test was killed, in elements of its own. */
const catch2Failure = /<OverallResult success="false"/;
const entities = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&", "#10": "\n", "#xA": "\n" };
const mostLines = 8;

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const unescape = (text) => text.replace(/&(#?\w+);/g, (whole, entity) => entities[entity] ?? whole);

function attribute(attributes, name) {
  const text = attributes.match(new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`));
  return unescape(text?.[1] ?? text?.[2] ?? "");
}

/** The first lines of what a failure says, without colours and without Catch2's inner elements. */
function explanation(content) {
  const [, attributes, text = ""] = content.match(failure) ?? ["", "", content.replace(/<[^>]*>/g, "")];
  const said = unescape(text).trim() || attribute(attributes, "message");
  const lines = said.replace(/\u001b\[\d*m/g, "").split("\n");
  return lines
    .map((line) => line.trimEnd())
    .filter(Boolean)
    .slice(0, mostLines);
}

/** Passed and skipped as numbers, failed as titles with explanations. */
export function countReport(xml) {
  const result = { passed: 0, skipped: 0, failed: [] };
  // Output inside CDATA may look like tests, and is escaped first.
  const escaped = xml.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, text) => escape(text));
  for (const [, attributes, content = ""] of escaped.matchAll(testCase)) {
    if (failure.test(content) || catch2Failure.test(content)) {
      result.failed.push({ title: attribute(attributes, "name"), lines: explanation(content) });
    } else if (/<skipped\b/.test(content)) result.skipped += 1;
    else result.passed += 1;
  }
  return result;
}

/** A suite that left no report, ran no test, or ended badly without naming a failed test has failed as such. */
export function countSuite(xml, status) {
  const result = countReport(xml ?? "");
  const fail = (title) => ({ ...result, failed: [{ title, lines: [] }] });
  if (result.failed.length > 0) return result;
  if (xml === null) return fail("it did not get as far as a report");
  if (result.passed === 0) return fail("no test was run");
  return status === "0" ? result : fail(`it ended with status ${status}`);
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

function main(folder, suites) {
  let passed = 0;
  let failed = 0;
  for (const suite of suites) {
    const status = readIfThere(join(folder, `${suite}.status`))?.trim();
    const result = countSuite(readIfThere(join(folder, `${suite}.xml`)), status);
    const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : "";
    console.log(`${suite.padEnd(20)} ${result.passed} passed, ${result.failed.length} failed${skipped}`);
    for (const { title, lines } of result.failed) console.log([`  ✗ ${title}`, ...lines].join("\n      "));
    if (result.failed.length > 0) console.log(`    log: build/logs/${suite.replace(/[^A-Za-z0-9]/g, "-")}.log`);
    passed += result.passed;
    failed += result.failed.length;
  }
  if (suites.length === 0) failed = 1;
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(process.argv[2], process.argv.slice(3));
