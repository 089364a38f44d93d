// SPDX-License-Identifier: MIT
// The package as npm hands it out: packed, installed in a project of its own, used by name, by command and by TypeScript.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { packageFolder } from "./package.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
let project;
let examples;

/** Runs a command in the project, with the package's own commands in reach; its output as text. */
function run(command, args, options = {}) {
  const PATH = [join(project, "node_modules/.bin"), process.env.PATH].join(delimiter);
  return execFileSync(command, args, { cwd: project, encoding: "utf8", env: { ...process.env, PATH }, ...options });
}

before(() => {
  project = mkdtempSync(join(tmpdir(), "a project "));
  writeFileSync(join(project, "package.json"), '{ "name": "a-project", "private": true, "type": "module" }');
  const [{ filename }] = JSON.parse(
    run("npm", ["pack", "--json", "--pack-destination", project], { cwd: fileURLToPath(packageFolder) }),
  );
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", join(project, filename)]);
  examples = join(project, "node_modules/grpo-playground/examples");
});
after(() => rmSync(project, { recursive: true }));

test("the example for Node prints each rule's policy", () => {
  copyFileSync(join(examples, "node/solve.mjs"), join(project, "solve.mjs"));
  const printed = run("node", ["solve.mjs", join(examples, "scenario.json")]);
  assert.equal(printed, "GRPO: 62.1 %, 26.9 %, 10.9 %\nRLHF: 32.6 %, 49.4 %, 18.0 %\n");
});

const program = `
  import { load, type Engine, type ScenarioDocument, type StationaryPolicy } from "grpo-playground";
  import { load as loadFirst } from "grpo-playground/first";
  const engine: Engine = await load();
  const scenario: ScenarioDocument = {
    format: "grpo-playground/scenario", version: 1,
    answers: [{ label: "A", reference: 1, reward: 1 }, { label: "B", reference: 1, reward: { mean: 0, sd: 1 } }],
    rules: [{ preference: { groupSize: "inf" } }],
  };
  const found: StationaryPolicy[] = engine.solve(scenario).rules.flatMap((rule) => rule.stationary);
  const share: number = found[0]!.policy[0]!;
  (await loadFirst()).solve(scenario)?.status satisfies "ok" | "invalid" | undefined;
  // @ts-expect-error -- the types are not any
  engine.solve({ answers: 1 });
  export { share };
`;

for (const moduleResolution of ["nodenext", "bundler"]) {
  test(`TypeScript with moduleResolution ${moduleResolution} finds the types, and they say what is wrong`, () => {
    writeFileSync(join(project, "program.ts"), program);
    const module = moduleResolution === "bundler" ? "esnext" : moduleResolution;
    const compilerOptions = { target: "es2022", lib: ["es2022", "dom"], strict: true, noEmit: true, types: [], module };
    writeFileSync(
      join(project, "tsconfig.json"),
      JSON.stringify({ compilerOptions: { ...compilerOptions, moduleResolution }, files: ["program.ts"] }),
    );
    const { stdout, status } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", project], { encoding: "utf8" });
    assert.equal(stdout, "");
    assert.equal(status, 0);
  });
}

test("a sweep by GNU parallel gives, byte for byte, what one process gives", () => {
  const sweep = join(examples, "sweep/sweep.sh");
  const scenarios = run("node", [join(examples, "sweep/scenarios.mjs"), "3000"], { maxBuffer: 1e8 });
  assert.equal(scenarios.trimEnd().split("\n").length, 3000);
  assert.ok(scenarios.length > 2 * 300_000, "it is cut into several blocks");
  const alone = run("grpo-playground", ["solve", "-", "--search", "branch"], { input: scenarios, maxBuffer: 1e8 });
  const together = run("sh", [sweep, "3000", "2", "300k"], { maxBuffer: 1e8, stdio: ["ignore", "pipe", "pipe"] });
  assert.equal(alone.trimEnd().split("\n").length, 3000);
  assert.ok(together === alone);
});

test("every command of the readme runs, and writes JSON", () => {
  const readme = readFileSync(join(project, "node_modules/grpo-playground/README.md"), "utf8");
  const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block);
  assert.ok(blocks.length >= 2);
  copyFileSync(join(examples, "scenario.json"), join(project, "scenario.json"));
  const one = JSON.stringify(JSON.parse(readFileSync(join(project, "scenario.json"), "utf8")));
  writeFileSync(join(project, "scenarios.ndjson"), `${one}\n`.repeat(20));
  const env = { ...process.env, SLURM_ARRAY_TASK_ID: "3" };
  for (const block of blocks) {
    if (block.startsWith("npm install")) continue; // that is how this project came to be, but for the registry
    env.PATH = [join(project, "node_modules/.bin"), process.env.PATH].join(delimiter);
    const { stdout, stderr, status } = spawnSync("sh", ["-euc", block], { cwd: project, encoding: "utf8", env });
    assert.deepEqual([status, stderr], [0, ""], block);
    for (const line of stdout.split("\n").filter(Boolean)) JSON.parse(line);
  }
  for (const name of ["results.ndjson", "results/part-03.ndjson"]) {
    const lines = readFileSync(join(project, name), "utf8").trimEnd().split("\n");
    assert.ok(lines.length > 0 && lines.every((line) => JSON.parse(line).status === "ok"), name);
  }
});
