// SPDX-License-Identifier: MIT
// The command line as a shell meets it: documents in, one result per line out, and an exit status.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { engine, packageFolder, threeAnswers } from "./package.mjs";

const cli = fileURLToPath(new URL("cli.js", packageFolder));
const document = JSON.stringify(threeAnswers());
let folder;

before(() => (folder = mkdtempSync(join(tmpdir(), "grpo playground "))));
after(() => rmSync(folder, { recursive: true }));

/** Runs the command with `input` on its standard input; `results` are its output lines, parsed. */
function run(args, input = "") {
  const { status, stdout, stderr } = spawnSync(cli, args, { input, encoding: "utf8" });
  return {
    status,
    stdout,
    stderr,
    results: () =>
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
  };
}

const asJson = (result) =>
  JSON.parse(JSON.stringify(result, (_, value) => (value instanceof Float64Array ? [...value] : value)));

test("solve reads a file and writes what solve() returns, to the last digit", () => {
  const file = join(folder, "scenario.json");
  writeFileSync(file, JSON.stringify(threeAnswers(), null, 2));
  const { status, stderr, results } = run(["solve", file]);
  assert.deepEqual([status, stderr], [0, ""]);
  assert.deepEqual(results(), [asJson(engine.solve(threeAnswers()))]);
});

test("solve reads standard input, one document over many lines with a byte order mark", () => {
  const { status, results } = run(["solve", "-"], "\uFEFF" + JSON.stringify(threeAnswers(), null, 1));
  assert.equal(status, 0);
  assert.equal(results().length, 1);
});

test("a batch answers line by line in order, goes on after a bad line, and ends with status 1", () => {
  const title = (name) => JSON.stringify({ ...threeAnswers({ label: name }) });
  const lines = [title("first"), "no JSON", "", title("second") + "\r", '{"answers":', "null", title("third")];
  const { status, stderr, results } = run(["solve", "-"], lines.join("\n"));
  assert.deepEqual([status, stderr], [1, ""]);
  assert.deepEqual(
    results().map((result) => result.rules[0]?.label ?? result.issues[0].field),
    ["first", "line 2", "second", "line 5", "line 6", "third"],
  );
  for (const { status: one, issues } of results().filter(({ status: one }) => one === "invalid")) {
    assert.equal(one, "invalid");
    assert.deepEqual(Object.keys(issues[0]), ["field", "value", "constraint"]);
  }
});

test("a bad first line does not hide the documents after it", () => {
  for (const bad of ["no JSON", '{"answers": [']) {
    const { status, results } = run(["solve", "-"], `${bad}\n${document}\n${document}\n`);
    assert.equal(status, 1);
    assert.deepEqual(
      results().map((result) => result.status),
      ["invalid", "ok", "ok"],
    );
  }
});

test("an invalid document is a result with its issues, and status 1", () => {
  const { status, results } = run(["solve", "-"], JSON.stringify(threeAnswers({ beta: 0 })));
  assert.equal(status, 1);
  assert.deepEqual(results()[0], asJson(engine.solve(threeAnswers({ beta: 0 }))));
});

test("empty input is one bad document", () => {
  const { status, results } = run(["solve", "-"], "\n");
  assert.equal(status, 1);
  assert.equal(results()[0].status, "invalid");
});

test("--search branch gives the policy reached from the reference alone", () => {
  const several = threeAnswers({
    preference: { groupSize: "inf" },
    penalty: { divergence: "kl-policy-to-ref" },
    beta: 2,
  });
  const { results } = run(["solve", "-", "--search", "branch"], JSON.stringify(several));
  assert.deepEqual(results()[0], asJson(engine.solve(several, { search: "branch" })));
});

test("preference writes one list of numbers per document", () => {
  const { status, results } = run(["preference", "-", "--rule", "0", "--policy", "0.2,0.5,0.3"], document);
  assert.equal(status, 0);
  assert.deepEqual(results(), [[...engine.preference(threeAnswers(), 0, [0.2, 0.5, 0.3])]]);
});

test("preference reports a policy that does not fit one document of a batch as that document's issue", () => {
  const { status, results } = run(["preference", "-", "--policy", "0.5,0.5"], `${document}\n${document}`);
  assert.equal(status, 1);
  assert.deepEqual(
    results().map(({ issues }) => issues[0].field),
    ["line 1", "line 2"],
  );
});

test("sweep meets both ends of a range, spaced by its logarithm or evenly", () => {
  const values = (range) =>
    run(["sweep", "-", "--beta", range], document)
      .results()[0]
      .points.map(({ value }) => value);
  assert.deepEqual(values("0.01:10:4:log"), [0.01, 0.1, 1, 10]);
  assert.deepEqual(values("1:2:3"), [1, 1.5, 2]);
  assert.deepEqual(values("3,1,2"), [3, 1, 2]);
});

test("sweep takes group sizes with the limit, and rounds those of a range", () => {
  const sweep = (sizes) => run(["sweep", "-", "--rule", "0", "--group-size", sizes], document).results()[0];
  assert.deepEqual(
    sweep("2,8,inf").points.map(({ value }) => value),
    [2, 8, "inf"],
  );
  assert.deepEqual(
    sweep("2:8:4:log").points.map(({ value }) => value),
    [2, 3, 5, 8],
  );
  const request = { rule: 0, parameter: "groupSize", values: [2, 8, "inf"] };
  assert.deepEqual(sweep("2,8,inf"), asJson(engine.sweep(threeAnswers(), request)));
});

test("--help and --version end with status 0", () => {
  const { version } = JSON.parse(readFileSync(new URL("package.json", packageFolder), "utf8"));
  assert.deepEqual([run(["--version"]).status, run(["--version"]).stdout], [0, `${version}\n`]);
  for (const args of [["--help"], ["-h"], ["solve", "--help"]]) {
    assert.equal(run(args).status, 0);
    assert.match(run(args).stdout, /^Usage: grpo-playground/);
  }
});

const nonsense = {
  "no command": [],
  "an unknown command": ["slove", "-"],
  "a command named like an object's own": ["constructor", "-"],
  "no file": ["solve"],
  "two files": ["solve", "-", "-"],
  "a file that is not there": ["solve", "nowhere.json"],
  "a folder": ["solve", tmpdir()],
  "an unknown option": ["solve", "-", "--beta", "1"],
  "an unknown search": ["solve", "-", "--search", "some"],
  "preference without a policy": ["preference", "-"],
  "a policy with text": ["preference", "-", "--policy", "0.5,x"],
  "a negative rule": ["preference", "-", "--policy", "1", "--rule=-1"],
  "sweep without values": ["sweep", "-"],
  "sweep along two parameters": ["sweep", "-", "--beta", "1", "--group-size", "2"],
  "a range without a count": ["sweep", "-", "--beta", "1:2"],
  "a range of one value": ["sweep", "-", "--beta", "1:2:1"],
  "a log range from zero": ["sweep", "-", "--beta", "0:2:3:log"],
  "an unknown spacing": ["sweep", "-", "--beta", "1:2:3:cubic"],
};

for (const [title, args] of Object.entries(nonsense)) {
  test(`${title} ends with status 2 and one message, before anything is solved`, () => {
    const { status, stdout, stderr } = run(args, document);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /^grpo-playground: .+\n(Try: grpo-playground --help\n)?$/);
  });
}

test("a result is written before the next document arrives", async () => {
  const child = spawn(cli, ["solve", "-"], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdout.setEncoding("utf8");
  for (let i = 0; i < 3; i++) {
    child.stdin.write(document + "\n");
    const [text] = await once(child.stdout, "data");
    assert.equal(JSON.parse(text).status, "ok");
  }
  child.stdin.end();
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

test("a reader that stops early, like head, ends the batch quietly", async () => {
  const child = spawn(cli, ["solve", "-"], { stdio: ["pipe", "pipe", "pipe"] });
  child.stderr.setEncoding("utf8");
  let complaint = "";
  child.stderr.on("data", (text) => (complaint += text));
  child.stdin.on("error", () => {}); // the command is gone before it has read everything
  child.stdin.end((document + "\n").repeat(5_000));
  await once(child.stdout, "data");
  child.stdout.destroy();
  assert.deepEqual(await once(child, "exit"), [0, null]);
  assert.equal(complaint, "");
});
