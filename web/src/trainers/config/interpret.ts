// SPDX-License-Identifier: MIT
// What a configuration means: the cases of its library's entry in the data file, defaults filled in, decide the rule.
import { textOf, trainers } from "../trainers";
import type { Case, Configuration, TrainerRule } from "../types";
import { type Entry, type Problem, quoted } from "./text";

/** A key that was given and understood, with what it is here. */
export interface UsedKey {
  key: string;
  raw: string;
  line: number;
  means: string;
}

export interface Meaning {
  configuration: Configuration;
  rule: TrainerRule;
  /** The text that chooses this rule among trainers. */
  trainer: string;
  /** 0 for no KL term. */
  beta: number;
  groupSize: number;
  clip: { low: number | null; high: number | null; dual: number | null };
  used: UsedKey[];
  ignored: Entry[];
  /** What was not given, and is the library's own. */
  defaults: { key: string; value: string; means: string }[];
  problems: Problem[];
}

const plainKey = (key: string) => key.replace(/^[+~]+/, "").replaceAll("-", "_");

/** Every key that means something here, with what. */
export function vocabulary(configuration: Configuration): ReadonlyMap<string, string> {
  const { known, clip, groupSize, preference, penalty, silentGroups = [] } = configuration;
  const found = new Map<string, string>(Object.entries(known));
  const cases = (list: readonly Case[], means: string) => {
    for (const { when = {}, about } of list)
      for (const key of [...Object.keys(when), ...(about ? [about] : [])]) if (!found.has(key)) found.set(key, means);
  };
  cases(silentGroups, "silent groups");
  for (const key of clip.dual ?? []) found.set(key, "dual clip, left out here");
  for (const key of clip.high) found.set(key, "clip above, left out here");
  for (const key of clip.low)
    found.set(key, clip.high.includes(key) ? "clip, left out here" : "clip below, left out here");
  for (const { beta } of penalty) if (beta) found.set(beta, "β");
  cases(preference, "the advantage");
  cases(penalty, "the KL term");
  found.set(groupSize, "G");
  return found;
}

/** The key of the data file for one of the text, or null: as it is, by another name, or by an end that only one key has. */
export function canonical(
  key: string,
  configuration: Configuration,
  words: ReadonlyMap<string, string>,
): string | null {
  const { aliases = {} } = configuration;
  const plain = plainKey(key);
  const named = Object.hasOwn(aliases, plain) ? aliases[plain]! : plain;
  if (words.has(named)) return named;
  const all = [...words.keys()];
  const within = all.find((other) => other.includes(".") && named.endsWith(`.${other}`));
  if (within) return within;
  const ends = named.length >= 4 ? all.filter((other) => other.endsWith(`.${named}`)) : [];
  return ends.length === 1 ? ends[0]! : null;
}

/** The entries under the keys of the data file; the last of each counts. */
class Given {
  readonly values = new Map<string, Entry>();
  readonly ignored: Entry[] = [];
  readonly #names = new Map<string, string | null>();

  constructor(
    entries: readonly Entry[],
    private readonly configuration: Configuration,
    readonly words: ReadonlyMap<string, string>,
    readonly problems: Problem[],
  ) {
    const all = new Map(entries.map((entry) => [entry.key, entry]));
    for (const entry of entries) this.#take(followed(entry, all));
  }

  #take(entry: Entry): void {
    const { shorthands = {}, pairs = {} } = this.configuration;
    const plain = plainKey(entry.key);
    const { aliases = {} } = this.configuration;
    const named = Object.hasOwn(aliases, plain) ? aliases[plain]! : plain;
    if (Object.hasOwn(shorthands, named)) {
      const [key, value] = shorthands[named]!;
      if (entry.value !== "false") this.values.set(key!, { ...entry, value: value! });
    } else if (Object.hasOwn(pairs, named)) this.#pair(entry, pairs[named]!);
    else {
      const key = this.#canonical(entry.key);
      if (key) this.values.set(key, entry);
      else this.ignored.push(entry);
    }
  }

  /** Asked once of each key: hostile texts repeat theirs. */
  #canonical(key: string): string | null {
    if (!this.#names.has(key)) this.#names.set(key, canonical(key, this.configuration, this.words));
    return this.#names.get(key)!;
  }

  #pair(entry: Entry, keys: readonly string[]): void {
    const parts = entry.value?.split(/[\s,]+/) ?? [];
    if (parts.length !== 2) {
      const text = `${entry.key}: ${quoted(entry.raw)} is no pair of numbers; the defaults are used.`;
      this.problems.push({ line: entry.line, text });
      return;
    }
    keys.forEach((key, k) => this.values.set(key, { ...entry, value: parts[k]!, raw: parts[k]! }));
  }

  /** The value that counts: what was given, else the default. */
  text(key: string): string | null {
    const entry = this.values.get(key);
    if (entry?.value != null && entry.value !== "null") return entry.value;
    return this.configuration.defaults[key] ?? null;
  }

  /** Complains of what was given, and forgets it. */
  refuse(key: string, why: string): void {
    const { line, raw, key: own } = this.values.get(key)!;
    const fallback = this.configuration.defaults[key];
    const used = fallback === undefined ? "nothing is used" : `the default, ${fallback}, is used`;
    this.problems.push({ line, text: `${own}: ${quoted(raw)} ${why}; ${used}.` });
    this.values.delete(key);
  }
}

/** `${a.b}` in YAML is what stands at a.b. */
function followed(entry: Entry, all: ReadonlyMap<string, Entry>): Entry {
  let value = entry.value;
  for (let steps = 0; value !== null && value.includes("${"); ++steps) {
    const name = /^\$\{([\w.]+)\}$/.exec(value)?.[1];
    value = name && steps < 10 ? (all.get(name)?.value ?? null) : null;
  }
  return { ...entry, value };
}

const switches: Readonly<Record<string, string>> = { yes: "true", on: "true", no: "false", off: "false" };
const lowered = (text: string | null) => {
  const low = (text ?? "").toLowerCase();
  return switches[low] ?? low;
};

function holds({ when = {} }: Case, given: Given): boolean {
  return Object.entries(when).every(([key, values]) => values.includes(lowered(given.text(key))));
}

/** The first case that holds; values that no case knows are refused first. */
function decide<C extends Case>(cases: readonly C[], given: Given): C {
  for (const key of new Set(cases.flatMap(({ when = {} }) => Object.keys(when)))) {
    const isOpen = cases.some((one) => one.about === key || (!one.when && !one.about));
    const values = cases.flatMap(({ when = {} }) => when[key] ?? []);
    if (isOpen || !given.values.has(key) || values.includes(lowered(given.text(key)))) continue;
    given.refuse(key, `is none of ${[...new Set(values)].join(", ")}`);
  }
  const found = cases.find((one) => holds(one, given)) ?? cases[0]!;
  complain(found, given);
  return found;
}

/** What the format cannot say of a case. */
function complain({ cannot, about, when = {} }: Case, given: Given): void {
  if (!cannot) return;
  const key = about ?? Object.keys(when)[0]!;
  const entry = given.values.get(key);
  const said = entry ? entry.raw : given.text(key);
  const origin = entry ? "" : ", the default,";
  given.problems.push({ line: entry?.line ?? null, text: `${key} = ${said || "true"}${origin} ${cannot}.` });
}

interface Limits {
  rule: string;
  keeps(value: number): boolean;
}
const betaLimits: Limits = {
  rule: "is 0, or a number from 1e-6 to 1e6",
  keeps: (value) => value === 0 || (value >= 1e-6 && value <= 1e6),
};
const sizeLimits: Limits = {
  rule: "is a whole number from 1 to 1000000",
  keeps: (value) => Number.isInteger(value) && value >= 1 && value <= 1e6,
};
const clipLimits: Limits = { rule: "is a number > 0", keeps: (value) => value > 0 && value < Infinity };

/** The number of a key, by default the library's. */
function numberOf(key: string, { rule, keeps }: Limits, given: Given): number | null {
  const read = () => {
    const text = given.text(key);
    return text !== null && /^\s*[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text)
      ? Number(text.replaceAll("_", ""))
      : NaN;
  };
  if (given.values.has(key) && given.text(key) !== null && !keeps(read())) given.refuse(key, `should be a number that ${rule}`); // prettier-ignore
  const value = read();
  return keeps(value) ? value : null;
}

/** Of several keys for one number the first that is given. */
function firstNumber(keys: readonly string[], given: Given): number | null {
  const key = keys.find((one) => given.values.has(one)) ?? keys.find((one) => given.text(one) !== null);
  return key === undefined ? null : numberOf(key, clipLimits, given);
}

/** What the entries mean in this library. */
export function interpret(entries: readonly Entry[], configuration: Configuration): Meaning {
  const problems: Problem[] = [];
  const words = vocabulary(configuration);
  const given = new Given(entries, configuration, words, problems);
  const seen = new Map(given.values);
  for (const [key, entry] of seen)
    if (entry.value === null && !Object.hasOwn(configuration.known, key)) given.refuse(key, "is not said in the text");
  const preferenceCase = decide(configuration.preference, given);
  const penaltyCase = decide(configuration.penalty, given);
  const silent = configuration.silentGroups?.find((one) => holds(one, given));
  const beta = penaltyCase.beta === undefined ? 0 : (numberOf(penaltyCase.beta, betaLimits, given) ?? 0);
  const size = numberOf(configuration.groupSize, sizeLimits, given) ?? 1;
  const { clip } = configuration;
  const rule: TrainerRule = {
    preference: { ...preferenceCase.preference, ...(silent && { silentGroups: silent.silentGroups }) },
    penalty: beta === 0 ? { divergence: "none" } : penaltyCase.penalty,
  };
  return {
    configuration,
    rule,
    trainer: trainerText(rule, configuration),
    beta,
    groupSize: size,
    clip: {
      low: firstNumber(clip.low, given),
      high: firstNumber(clip.high, given),
      dual: clip.dual ? firstNumber(clip.dual, given) : null,
    },
    used: [...seen].map(([key, { key: own, raw, line }]) => ({ key: own, raw, line, means: words.get(key)! })),
    ignored: given.ignored,
    defaults: Object.entries(configuration.defaults).flatMap(([key, value]) =>
      given.values.has(key) ? [] : [{ key, value, means: words.get(key) ?? "" }],
    ),
    problems,
  };
}

/** A row of the same library, else of any. */
function trainerText(rule: TrainerRule, { id, library }: Configuration): string {
  const own = trainers.filter((row) => row.id === id);
  const related = trainers.filter((row) => row.id !== id && row.library === library).reverse(); // the newest first
  return textOf(rule, [...own, ...related]) ?? textOf(rule, trainers) ?? own[0]?.id ?? trainers[0]!.id;
}
