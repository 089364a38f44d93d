// SPDX-License-Identifier: MIT
// Turns the arguments into a command: its file, what it does with a document, and the shape of its invalid result.
import { parseArgs } from "node:util";
import { UsageError } from "./usage.js";
import { readBetas, readGroupSizes, readList } from "./values.js";

const general = { help: { type: "boolean", short: "h" }, version: { type: "boolean" } };
const rule = { type: "string", default: "0" };
const search = { type: "string", default: "all" };

const commands = {
  solve: { options: { search }, prepare: prepareSolve },
  preference: { options: { rule, policy: { type: "string" } }, prepare: preparePreference },
  sweep: {
    options: { rule, search, beta: { type: "string" }, "group-size": { type: "string" } },
    prepare: prepareSweep,
  },
};

function readSearch(text) {
  if (text !== "all" && text !== "branch") throw new UsageError(`--search: "${text}" is neither all nor branch`);
  return text;
}

function readRule(text) {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--rule: "${text}" is not an integer from 0`);
  return Number(text);
}

function prepareSolve(values) {
  const options = { search: readSearch(values.search) };
  return {
    run: (engine, document) => engine.solve(document, options),
    invalid: (issues) => ({ status: "invalid", issues, rules: [] }),
  };
}

function preparePreference(values) {
  if (values.policy === undefined) throw new UsageError("preference needs --policy, one probability per answer");
  const policy = readList("--policy", values.policy);
  const index = readRule(values.rule);
  return {
    run: (engine, document) => engine.preference(document, index, policy),
    invalid: (issues) => ({ status: "invalid", issues }),
  };
}

function prepareSweep(values) {
  const { beta, "group-size": groupSize } = values;
  if ((beta === undefined) === (groupSize === undefined)) {
    throw new UsageError("sweep needs one of --beta and --group-size");
  }
  const along =
    beta !== undefined
      ? { parameter: "beta", values: readBetas("--beta", beta) }
      : { parameter: "groupSize", values: readGroupSizes("--group-size", groupSize) };
  const request = { rule: readRule(values.rule), search: readSearch(values.search), ...along };
  return {
    run: (engine, document) => engine.sweep(document, request),
    invalid: (issues) => ({ status: "invalid", issues, points: [] }),
  };
}

function parse(args, options) {
  try {
    return parseArgs({ args, options: { ...general, ...options }, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error.message);
  }
}

export function readCommand(args) {
  const name = args[0];
  const command = Object.hasOwn(commands, name ?? "") ? commands[name] : undefined;
  const { values, positionals } = parse(command ? args.slice(1) : args, command?.options);
  if (values.help) return { name: "help" };
  if (values.version) return { name: "version" };
  if (!command) throw new UsageError(positionals.length > 0 ? `unknown command "${positionals[0]}"` : "no command");
  if (positionals.length === 0) throw new UsageError(`${name} needs a file, or - for standard input`);
  if (positionals.length > 1) throw new UsageError(`${name} takes one file; "${positionals[1]}" is one too many`);
  return { name, file: positionals[0], ...command.prepare(values) };
}
