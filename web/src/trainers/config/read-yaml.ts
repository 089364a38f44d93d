// SPDX-License-Identifier: MIT
// The keys of a YAML text, nested ones joined by dots, with their lines. Read as events: nothing is built from it.
import { type Event, EVENT_ALIAS, EVENT_DOCUMENT, EVENT_MAPPING, EVENT_POP, EVENT_SCALAR, EVENT_SEQUENCE, getScalarValue, parseEvents, YAMLException } from "js-yaml"; // prettier-ignore
import { type Entry, lineCounter, type Problem, quoted, type ReadText } from "./text";

/** A mapping or list that is open, with the key that waits for its value. */
interface Level {
  isMap: boolean;
  path: string;
  key: string | null;
  line: number;
}

export function readYaml(text: string): ReadText {
  const problems: Problem[] = [];
  const lineAt = lineCounter(text);
  let events: readonly Event[] = [];
  try {
    events = parseEvents(text, {});
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    problems.push({ line: error.mark ? error.mark.line + 1 : null, text: `This is no YAML: ${error.reason}.` });
  }
  return { style: "yaml", entries: new Walk(text, lineAt, problems).entries(events), problems };
}

class Walk {
  readonly #entries: Entry[] = [];
  readonly #levels: Level[] = [];
  readonly #anchors = new Map<string, string>();
  readonly #seen = new Map<string, number>();

  constructor(
    private readonly text: string,
    private readonly lineAt: (position: number) => number,
    private readonly problems: Problem[],
  ) {}

  entries(events: readonly Event[]): Entry[] {
    for (const event of events) this.#take(event);
    return this.#entries;
  }

  #take(event: Event): void {
    if (event.type === EVENT_DOCUMENT) this.#levels.push({ isMap: false, path: "", key: null, line: 1 });
    else if (event.type === EVENT_POP) this.#levels.pop();
    else if (event.type === EVENT_MAPPING || event.type === EVENT_SEQUENCE) this.#open(event);
    else if (event.type === EVENT_SCALAR) this.#scalar(event);
    else if (event.type === EVENT_ALIAS) this.#alias(event.anchorStart, event.anchorEnd);
  }

  /** The path of what comes next, if it is the value of a key. */
  #next(): { path: string | null; line: number } {
    const level = this.#levels.at(-1);
    if (!level?.isMap) return { path: null, line: level?.line ?? 1 };
    const path = [level.path, level.key].filter(Boolean).join(".");
    return { path, line: level.line };
  }

  #open(event: Extract<Event, { start: number }>): void {
    const { path, line } = this.#next();
    const parent = this.#levels.at(-1);
    const inList = this.#levels.some((level, depth) => depth > 0 && !level.isMap);
    const isMap = event.type === EVENT_MAPPING;
    if (!isMap && path !== null) this.#put(path, null, "a list", line);
    if (parent?.isMap) parent.key = null;
    this.#levels.push({ isMap: isMap && !inList, path: path ?? "", key: null, line });
  }

  #scalar(event: Extract<Event, { valueStart: number; style: number }>): void {
    const value = getScalarValue(this.text, event);
    if (event.anchorStart >= 0) this.#anchors.set(this.text.slice(event.anchorStart, event.anchorEnd), value);
    this.#value(value, event.valueStart >= 0 ? this.lineAt(event.valueStart) : null);
  }

  #alias(from: number, to: number): void {
    const name = this.text.slice(from, to);
    const level = this.#levels.at(-1);
    const value = this.#anchors.get(name) ?? null;
    if (value === null)
      this.problems.push({ line: this.lineAt(from), text: `What ${quoted(`*${name}`)} refers to is not followed.` });
    if (level?.isMap && level.key !== null && value === null) level.key = null;
    else this.#value(value ?? "", this.lineAt(from));
  }

  /** A key where one is due, else the value of the key before. */
  #value(value: string, line: number | null): void {
    const level = this.#levels.at(-1);
    if (!level?.isMap) return;
    if (level.key === null) {
      level.key = value === "" ? " " : value;
      level.line = line ?? level.line;
      return;
    }
    const next = this.#next();
    level.key = null;
    this.#put(next.path!, value === "" || value === "~" ? "null" : value, value, next.line);
  }

  #put(key: string, value: string | null, raw: string, line: number): void {
    const before = this.#seen.get(key);
    if (before !== undefined)
      this.problems.push({ line, text: `${quoted(key)} is given again, after line ${before}: the last counts.` });
    this.#seen.set(key, line);
    this.#entries.push({ key, value, raw, line });
  }
}
