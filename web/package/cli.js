#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// The command line: documents in, one result per line out. Status 0: all good; 1: a document was bad; 2: wrong usage.
import { createReadStream, readFileSync } from "node:fs";
import { readCommand } from "./cli/command.js";
import { readDocuments } from "./cli/documents.js";
import { usage, UsageError } from "./cli/usage.js";
import { writeLine } from "./cli/output.js";
import { load } from "./index.js";

/** What `command` makes of one document; what the engine throws at misuse is this document's issue. */
function run(engine, command, { document, line, problem }) {
  if (problem) return command.invalid([{ field: `line ${line}`, value: problem.text, constraint: problem.constraint }]);
  try {
    return command.run(engine, document);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return command.invalid([{ field: `line ${line}`, value: null, constraint: error.message }]);
  }
}

async function solveAll(command) {
  const engine = await load();
  const input = command.file === "-" ? process.stdin : createReadStream(command.file);
  let status = 0;
  for await (const entry of readDocuments(input)) {
    const result = run(engine, command, entry);
    if (result.status === "invalid") status = 1;
    await writeLine(process.stdout, result);
  }
  return status;
}

async function main(args) {
  const command = readCommand(args);
  if (command.name === "help") return writeText(usage);
  if (command.name === "version") return writeText(readVersion() + "\n");
  return solveAll(command);
}

function writeText(text) {
  process.stdout.write(text);
  return 0;
}

function readVersion() {
  return JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")).version;
}

function report(error) {
  const usageHint = error instanceof UsageError ? "\nTry: grpo-playground --help" : "";
  process.stderr.write(`grpo-playground: ${error.message}${usageHint}\n`);
  return 2;
}

// Whoever reads the output may stop early (`| head`): that is no error.
process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : report(error)));
process.exitCode = await main(process.argv.slice(2)).catch(report);
