// SPDX-License-Identifier: MIT
// The options of a shell command, `--beta 0.04` or `a.b=c`, with their lines. Nothing is run: variables that the text sets are put in.
import { type Entry, type Problem, quoted, type ReadText } from "./text";

interface Token {
  /** Null where it holds what the text does not say. */
  text: string | null;
  raw: string;
  line: number;
  /** Whether a command begins with it. */
  first: boolean;
}

/** Reads a `$…` at `at`: its value where the text has set it, and where it ends. */
function expansion(text: string, at: number, variables: ReadonlyMap<string, string>) {
  const braced = /^\$\{([A-Za-z_]\w*)(?::?-([^}]*))?\}/.exec(text.slice(at, at + 300));
  const plain = /^\$([A-Za-z_]\w*)/.exec(text.slice(at, at + 200));
  const [raw, name, otherwise] = braced ?? plain ?? [];
  if (raw && name) return { value: variables.get(name) ?? otherwise ?? null, raw };
  const [other] = /^\$(\(\([^\n]*?\)\)|\([^)\n]*\)|\{[^}\n]*\}|[@*#?$!0-9-])?/.exec(text.slice(at, at + 300))!;
  return { value: other === "$" ? "$" : null, raw: other };
}

/** Words as the shell has them. Assignments are kept in `variables`, and are no words. */
class Words {
  readonly tokens: Token[] = [];
  readonly problems: Problem[] = [];
  readonly variables = new Map<string, string>();
  readonly assigned: Entry[] = [];
  #value: string | null = "";
  #raw = "";
  #line = 1;
  #begun = false;
  #depth = 0;
  #first = true;
  #now = 1;

  constructor(private readonly text: string) {
    for (let at = 0; at < text.length;) at = this.#step(at);
    this.#finish();
  }

  #add(value: string | null, raw: string): void {
    if (!this.#begun) [this.#begun, this.#line] = [true, this.#now];
    this.#value = this.#value === null || value === null ? null : this.#value + value;
    this.#raw += raw;
  }

  #finish(): void {
    if (this.#begun) this.#keep({ text: this.#value, raw: this.#raw, line: this.#line, first: this.#first });
    [this.#value, this.#raw, this.#begun] = ["", "", false];
  }

  #keep(token: Token): void {
    const [, name, value] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(token.text ?? "") ?? [];
    if (token.first && name !== undefined) {
      this.variables.set(name, value!);
      this.assigned.push({ key: name, value: value!, raw: value!, line: token.line });
      return;
    }
    if (token.first && (token.text === "export" || /^[A-Za-z_]\w*=/.test(token.raw))) return;
    this.#first = false;
    if (!/^\$(\{\w+\[[@*]\]\}|[@*])$/.test(token.raw)) this.tokens.push(token); // arrays and arguments, read where they are set
  }

  #command(): void {
    this.#finish();
    if (this.#depth === 0) this.#first = true;
  }

  #step(at: number): number {
    const { text } = this;
    const sign = text[at]!;
    if (sign === "\\") return this.#escape(at);
    if (sign === "'" || sign === '"') return this.#quote(at, sign);
    if (sign === "$") {
      const { value, raw } = expansion(text, at, this.variables);
      this.#add(value, raw);
      return at + raw.length;
    }
    if (sign === "#" && !this.#begun) {
      const end = text.indexOf("\n", at);
      return end < 0 ? text.length : end;
    }
    if (sign === "\n" || sign === ";" || sign === "&" || sign === "|") {
      this.#command();
      if (sign === "\n") this.#now += 1;
    } else if (sign === "(" || sign === ")") {
      this.#finish();
      this.#depth = Math.max(0, this.#depth + (sign === "(" ? 1 : -1));
      this.#first = this.#depth === 0;
    } else if (/\s/.test(sign)) this.#finish();
    else this.#add(sign, sign);
    return at + 1;
  }

  /** A line that goes on in the next, or a sign that means itself. */
  #escape(at: number): number {
    const [broken] = /^\\[ \t]*\r?\n/.exec(this.text.slice(at, at + 100)) ?? [];
    if (broken) {
      this.#finish();
      this.#now += 1;
      return at + broken.length;
    }
    const next = this.text[at + 1] ?? "";
    if (next) this.#add(next, next);
    return at + 2;
  }

  #quote(at: number, mark: string): number {
    const { text } = this;
    const line = this.#now;
    this.#add("", "");
    for (let i = at + 1; i < text.length;) {
      const sign = text[i]!;
      if (sign === mark) return i + 1;
      if (sign === "\n") this.#now += 1;
      if (mark === '"' && sign === "\\" && i + 1 < text.length) {
        this.#add(text[i + 1]!, text[i + 1]!);
        i += 2;
      } else if (mark === '"' && sign === "$") {
        const { value, raw } = expansion(text, i, this.variables);
        this.#add(value, raw);
        i += raw.length;
      } else {
        this.#add(sign, sign);
        i += 1;
      }
    }
    this.problems.push({ line, text: "A quotation mark that opens here is not closed." });
    return text.length;
  }
}

const optionOf = ({ text, raw }: Token) => /^--([A-Za-z][\w.-]*)(?:=([\s\S]*))?$/.exec(text ?? raw);
const overrideOf = ({ text, raw }: Token) => /^[+~]{0,2}([A-Za-z_][\w.]*)=([\s\S]*)$/.exec(text ?? raw);

export function readShell(text: string): ReadText {
  const { tokens, problems, assigned } = new Words(text);
  const entries: Entry[] = [];
  for (let k = 0; k < tokens.length; ++k) {
    const token = tokens[k]!;
    const [option, override] = [optionOf(token), overrideOf(token)];
    if (option && option[2] !== undefined) entries.push(entryOf(token, option[1]!, option[2]));
    else if (option) {
      const values: Token[] = [];
      while (k + 1 < tokens.length && isValue(tokens[k + 1]!)) values.push(tokens[++k]!);
      const isKnown = values.every((value) => value.text !== null);
      const raw = values.map((value) => value.raw).join(" ");
      const value = values.length === 0 ? "true" : isKnown ? values.map((part) => part.text).join(" ") : null;
      entries.push({ key: option[1]!, value, raw: values.length === 0 ? "" : raw, line: token.line });
    } else if (override) entries.push(entryOf(token, override[1]!, override[2]!));
    else if (/^--/.test(token.text ?? "") && token.text !== "--")
      problems.push({ line: token.line, text: `${quoted(token.raw)} is no option.` });
  }
  return { style: "shell", entries: entries.length > 0 ? entries : assigned, problems };
}

const isValue = (token: Token) => !token.first && !/^--/.test(token.raw) && !overrideOf(token);

function entryOf({ text, raw, line }: Token, key: string, value: string): Entry {
  const own = text === null ? raw.slice(raw.indexOf("=") + 1) : value;
  return { key, value: text === null ? null : literalValue(value), raw: own, line };
}

/** Quotes within a value are the program's own. */
const literalValue = (value: string) => /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
