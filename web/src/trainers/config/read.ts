// SPDX-License-Identifier: MIT
// A pasted configuration: which way it is written, of which library it is, and what it means. Text in is text, whatever it says.
import { configurations } from "../trainers";
import type { Configuration } from "../types";
import { canonical, interpret, type Meaning, vocabulary } from "./interpret";
import { readCall } from "./read-call";
import { readShell } from "./read-shell";
import { type Entry, mostCharacters, type Problem, type ReadText } from "./text";

export interface ReadConfiguration {
  style: ReadText["style"] | null;
  /** Null where no key of any library was found. */
  meaning: Meaning | null;
  /** Those that the text could be of, the likeliest first. */
  candidates: readonly Configuration[];
  /** Of the text, and of what it means. */
  problems: Problem[];
}

const heads = [...new Set(configurations.filter(({ style }) => style === "call").map(({ head }) => head))];

/** `chosen` is the library's entry that the user has picked among the candidates. */
export async function readConfiguration(text: string, chosen: string | null = null): Promise<ReadConfiguration> {
  if (text.trim() === "") return { style: null, meaning: null, candidates: [], problems: [] };
  if (text.length > mostCharacters)
    return nothing(null, `The text has ${text.length} characters; a configuration has at most ${mostCharacters}.`);
  const read = await readText(text.replaceAll("\r\n", "\n"));
  const candidates = ranked(read.entries, text);
  const configuration = candidates.find(({ id }) => id === chosen) ?? candidates[0];
  if (!configuration) {
    const { problems } = nothing(read.style, "No key of a trainer that this page knows was found.");
    return { style: read.style, meaning: null, candidates, problems: [...read.problems, ...problems] };
  }
  const meaning = interpret(read.entries, configuration);
  return { style: read.style, meaning, candidates, problems: inOrder([...read.problems, ...meaning.problems]) };
}

const nothing = (style: ReadText["style"] | null, text: string): ReadConfiguration => ({
  style,
  meaning: null,
  candidates: [],
  problems: [{ line: null, text }],
});

const inOrder = (problems: Problem[]) => problems.sort((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity));

/** A call by its name; YAML where lines are `key: value`; else a command. */
async function readText(text: string): Promise<ReadText> {
  const call = readCall(text, heads);
  if (call) return call;
  if (!looksLikeYaml(text)) return readShell(text);
  return (await import("./read-yaml")).readYaml(text); // its library is large, and few need it
}

function looksLikeYaml(text: string): boolean {
  if (/^\s*[{[]/.test(text)) return true;
  const lines = text.split("\n").filter((line) => !/^\s*(#|$)/.test(line));
  const yaml = lines.filter((line) => /^\s*(- )?["']?[\w.+/-]+["']?\s*:(\s|$)/.test(line)).length;
  const shell = lines.filter((line) => /^\s*--\w|\s--\w|\\\s*$|^\s*[+~]{0,2}[\w.]+=/.test(line)).length;
  return yaml > shell;
}

/** The entries of the data file by how much of the text they know; the newest of a library first. */
function ranked(entries: readonly Entry[], text: string): Configuration[] {
  const distinct = [...new Set(entries.map(({ key }) => key))];
  const scored = configurations.map((configuration) => {
    const words = vocabulary(configuration);
    const { shorthands = {}, pairs = {} } = configuration;
    const knows = (key: string) =>
      canonical(key, configuration, words) !== null || Object.hasOwn(shorthands, key) || Object.hasOwn(pairs, key);
    const signs = configuration.signs.filter((sign) => text.includes(sign)).length;
    return { configuration, keys: distinct.filter(knows).length, signs };
  });
  return scored
    .filter(({ keys, signs }) => keys > 0 || signs > 0)
    .sort((a, b) => Math.sign(b.signs) - Math.sign(a.signs) || b.keys - a.keys || b.signs - a.signs)
    .map(({ configuration }) => configuration);
}
