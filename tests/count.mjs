// SPDX-License-Identifier: MIT
// Sums the JUnit reports of the suites: a line for each, what failed, and at the end "N passed, N failed".
//   node tests/count.mjs FOLDER SUITE…
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const testCase = /<testcase\b((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(?:\/>|>([\s\S]*?)<\/testcase>)/g;
const entities = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&", "#10": " ", "#xA": " " };

function attribute(attributes, name) {
  const text = attributes.match(new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`));
  return (text?.[1] ?? text?.[2] ?? "").replace(/&(#?\w+);/g, (whole, entity) => entities[entity] ?? whole);
}

/** Passed and skipped as numbers, failed as titles. Output inside CDATA may look like tests, so it goes first. */
export function countReport(xml) {
  const result = { passed: 0, skipped: 0, failed: [] };
  for (const [, attributes, content = ""] of xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, "").matchAll(testCase)) {
    if (/<(failure|error)\b/.test(content)) result.failed.push(attribute(attributes, "name"));
    else if (/<skipped\b/.test(content)) result.skipped += 1;
    else result.passed += 1;
  }
  return result;
}

/** A suite that left no report, ran no test, or ended badly without naming a failed test has failed as such. */
export function countSuite(xml, status) {
  if (xml === null) return { passed: 0, skipped: 0, failed: ["(it did not get as far as a report)"] };
  const result = countReport(xml);
  if (result.failed.length > 0) return result;
  if (result.passed === 0) result.failed.push("(no test was run)");
  else if (status !== "0") result.failed.push(`(it ended with status ${status})`);
  return result;
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
    for (const title of result.failed) console.log(`  ✗ ${title}`);
    passed += result.passed;
    failed += result.failed.length;
  }
  if (suites.length === 0) failed = 1;
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(process.argv[2], process.argv.slice(3));
