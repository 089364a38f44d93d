// SPDX-License-Identifier: MIT
// The keyword arguments of a Python call, `GRPOConfig(beta=0.04, …)`, with their lines. Nothing is run: what is no literal has no value.
import { type Entry, lineCounter, type Problem, quoted, type ReadText } from "./text";

const openers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Where the string that begins here ends, or −1. */
function stringEnd(text: string, at: number): number {
  const mark = /^("""|'''|"|')/.exec(text.slice(at, at + 3))![0]!;
  for (let i = at + mark.length; i < text.length; ++i) {
    if (text[i] === "\\") ++i;
    else if (text.startsWith(mark, i)) return i + mark.length;
    else if (mark.length === 1 && text[i] === "\n") return -1;
  }
  return -1;
}

interface Argument {
  from: number;
  text: string;
}

/** The arguments between the brackets, without comments; `end` is −1 where the call is not closed. */
function argumentsOf(text: string, start: number): { list: Argument[]; end: number; unclosed: number | null } {
  const list: Argument[] = [];
  const open: string[] = [];
  let [from, kept] = [start, ""];
  const finish = () => {
    const blank = /^\s*/.exec(kept)![0]!.length;
    if (kept.trim()) list.push({ from: from + blank, text: kept.trim() });
  };
  for (let i = start; i < text.length; ++i) {
    const sign = text[i]!;
    if (sign === "#") {
      const next = text.indexOf("\n", i);
      const end = next < 0 ? text.length : next;
      kept += " ".repeat(end - i);
      i = end - 1;
    } else if (sign === '"' || sign === "'") {
      const end = stringEnd(text, i);
      if (end < 0) return { list, end: -1, unclosed: i };
      kept += text.slice(i, end);
      i = end - 1;
    } else if (sign === ")" && open.length === 0) {
      finish();
      return { list, end: i, unclosed: null };
    } else if (sign === "," && open.length === 0) {
      finish();
      [from, kept] = [i + 1, ""];
    } else {
      if (openers[sign]) open.push(openers[sign]!);
      else if (sign === open.at(-1)) open.pop();
      kept += sign;
    }
  }
  finish();
  return { list, end: -1, unclosed: null };
}

/** The value of a literal as text; null where the expression is none. */
export function literal(text: string): string | null {
  const string = /^[rRbBuU]?(?:"""|'''|"|')/.test(text) ? /^[rRbBuU]?("""|'''|"|')([\s\S]*)\1$/.exec(text) : null;
  if (string && !string[2]!.includes(string[1]!)) return string[2]!;
  if (/^(True|False|None)$/.test(text)) return text.toLowerCase().replace("none", "null");
  if (/^[+-]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)([eE][+-]?\d+)?$/.test(text)) return text.replaceAll("_", "");
  return null;
}

/** Null where the text calls none of these names. */
export function readCall(text: string, names: readonly string[]): ReadText | null {
  const pattern = new RegExp(`(?<![\\w.#"']|class )(?:\\w+\\.)*(${names.join("|")})\\s*\\(`, "g");
  const calls = [...text.matchAll(pattern)].filter(
    ({ index }) => !/#/.test(text.slice(text.lastIndexOf("\n", index) + 1, index)),
  );
  const [call] = calls;
  if (!call) return null;
  const lineAt = lineCounter(text);
  const start = call.index + call[0].length;
  const { list, end, unclosed } = argumentsOf(text, start);
  const problems: Problem[] = [];
  const line = lineAt(call.index);
  if (unclosed !== null) problems.push({ line: lineAt(unclosed), text: "A string that begins here does not end." });
  else if (end < 0) problems.push({ line, text: `The call of ${call[1]} has no closing bracket.` });
  if (calls.length > 1) problems.push({ line: lineAt(calls[1]!.index), text: `A second ${calls[1]![1]} is not read.` });
  const entries: Entry[] = [];
  for (const argument of list) {
    const at = lineAt(argument.from);
    const [, key, value = ""] = /^([A-Za-z_]\w*)\s*=(?!=)\s*([\s\S]*)$/.exec(argument.text) ?? [];
    if (key) entries.push({ key, value: literal(value), raw: value, line: at });
    else if (argument.text.startsWith("**"))
      problems.push({ line: at, text: `What ${quoted(argument.text)} holds is not in the text.` });
    else problems.push({ line: at, text: `${quoted(argument.text)} is no argument with a name.` });
  }
  return { style: "call", entries, problems };
}
