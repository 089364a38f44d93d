// SPDX-License-Identifier: MIT
// The last line of tests/run.sh can be believed: what did not run counts as failed.
import assert from "node:assert/strict";
import test from "node:test";
import { countReport, countSuite } from "./count.mjs";

const passed = '<testcase name="a" time="1"/>';
const failed = '<testcase name="x &gt; y > z"><failure message="no > yes"/></testcase>';

test("passed, skipped and failed tests are told apart, and the failed are named", () => {
  const xml = `<testsuites><testsuite>${passed}<testcase name="b"></testcase>
    <testcase name="c"><skipped/></testcase>${failed}<testcase name='d'><error>crash</error></testcase></testsuite></testsuites>`;
  const { passed: ok, skipped, failed: bad } = countReport(xml);
  assert.deepEqual([ok, skipped, bad.map(({ title }) => title)], [2, 1, ["x > y > z", "d"]]);
  assert.deepEqual(
    bad.map(({ lines }) => lines),
    [["no > yes"], ["crash"]],
  );
});

test("Catch2's own report is read as well", () => {
  const xml = `<Catch2TestRun><TestCase name="a" line="1"><OverallResult success="true"/></TestCase>
    <TestCase name="b"><Section name="s"><Expression success="false" line="2"><Original>x &lt; y</Original></Expression>
    </Section><OverallResult success="false"/></TestCase><OverallResults successes="1" failures="1"/></Catch2TestRun>`;
  assert.deepEqual(countReport(xml), { passed: 1, skipped: 0, failed: [{ title: "b", lines: ["x < y"] }] });
});

test("output that looks like a report is not counted", () => {
  const output = `<system-out><![CDATA[${failed}<failure/>]]></system-out>`;
  assert.deepEqual(countReport(`<testcase name="a">${output}</testcase>`), { passed: 1, skipped: 0, failed: [] });
});

test("a suite without a report, without tests, or with a bad end has failed", () => {
  assert.equal(countSuite(null, "139").failed.length, 1);
  assert.equal(countSuite("<testsuites/>", "0").failed.length, 1);
  assert.equal(countSuite(`<testsuite>${passed}</testsuite>`, "1").failed.length, 1);
  assert.equal(countSuite(`<testsuite>${passed}</testsuite>`, undefined).failed.length, 1);
  assert.equal(countSuite(`<testsuite>${passed}</testsuite>`, "0").failed.length, 0);
});

test("a failed test is counted once, whatever the status", () => {
  const { failed: bad } = countSuite(`<testsuite>${passed}${failed}</testsuite>`, "1");
  assert.deepEqual(
    bad.map(({ title }) => title),
    ["x > y > z"],
  );
});
