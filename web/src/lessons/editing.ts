// SPDX-License-Identifier: MIT
// A lesson while it is made: every change as a pure function, with the texts that are no values yet and the way back.
// A lesson may be unfinished or wrong here; reading.ts says what is wrong, by the same paths.

import type { Parsed } from "../state/numbers";
import { valueAt, withValue } from "./places";
import type { Lesson } from "./types";

export interface Edited {
  readonly lesson: Lesson;
  /** Text in a field that is no value yet: path → text. */
  readonly drafts: Readonly<Record<string, string>>;
}

/** Where an item of a list goes; null: nowhere, it is gone. */
type Place = (index: number) => number | null;

/** A value chosen; texts typed at that place or within give way to it. Undefined takes away what stands there. */
export function put(edited: Edited, path: string, value: unknown): Edited {
  const within = new RegExp(`^${escaped(path)}(?![\\w-])`);
  const drafts = Object.fromEntries(Object.entries(edited.drafts).filter(([other]) => !within.test(other)));
  const same =
    valueAt(edited.lesson, path) === value && Object.keys(drafts).length === Object.keys(edited.drafts).length;
  return same ? edited : { lesson: withValue(edited.lesson, path, value), drafts };
}

/** Text typed: the value that it says, or the text itself until it says one. */
export function type<T>(edited: Edited, path: string, text: string, parse: (text: string) => Parsed<T>): Edited {
  const parsed = parse(text);
  if ("value" in parsed) return put(edited, path, parsed.value);
  return { ...edited, drafts: { ...edited.drafts, [path]: text } };
}

export function insert(edited: Edited, list: string, index: number, item: unknown): Edited {
  const items = listAt(edited, list);
  const place: Place = (old) => (old < index ? old : old + 1);
  return relisted(edited, list, [...items.slice(0, index), item, ...items.slice(index)], place);
}

export function remove(edited: Edited, list: string, index: number): Edited {
  const items = listAt(edited, list);
  if (!(index in items)) return edited;
  const place: Place = (old) => (old === index ? null : old < index ? old : old - 1);
  return relisted(edited, list, items.filter((_, i) => i !== index), place); // prettier-ignore
}

export function move(edited: Edited, list: string, from: number, to: number): Edited {
  const items = [...listAt(edited, list)];
  if (from === to || !(from in items) || !(to in items)) return edited;
  const order = items.map((_, index) => index);
  order.splice(to, 0, ...order.splice(from, 1));
  return relisted(
    edited,
    list,
    order.map((index) => items[index]),
    (old) => order.indexOf(old),
  );
}

/** What a name of `variables` or `numbers` is called; everything that says `$old` says `$name` then, and `{old}` in texts. */
export function rename(
  edited: Edited,
  exercise: number,
  group: "variables" | "numbers",
  old: string,
  name: string,
): Edited {
  const path = `exercises[${exercise}]`;
  const whole = edited.lesson.exercises[exercise];
  const named = whole?.[group];
  if (!whole || !named || !Object.hasOwn(named, old) || Object.hasOwn(named, name)) return edited;
  const keyed = Object.fromEntries(Object.entries(named).map(([key, value]) => [key === old ? name : key, value]));
  const renamed = withTexts({ ...whole, [group]: keyed }, (text) => {
    if (group === "variables" && text === `$${old}`) return `$${name}`;
    return text.replaceAll(`{${old}}`, `{${name}}`);
  });
  const { drafts } = put(edited, `${path}.${group}.${old}`, null);
  return { lesson: withValue(edited.lesson, path, renamed), drafts };
}

/** The same document with every text in it sent through `change`. */
export function withTexts<T>(document: T, change: (text: string) => string): T {
  if (typeof document === "string") return change(document) as T;
  if (Array.isArray(document)) return document.map((item: unknown) => withTexts(item, change)) as T;
  if (typeof document !== "object" || document === null) return document;
  return Object.fromEntries(Object.entries(document).map(([key, value]) => [key, withTexts(value, change)])) as T;
}

function listAt({ lesson }: Edited, list: string): readonly unknown[] {
  const items = valueAt(lesson, list);
  return Array.isArray(items) ? items : [];
}

/** Drafts keep to their item. */
function relisted({ lesson, drafts }: Edited, list: string, items: readonly unknown[], place: Place): Edited {
  const inside = new RegExp(`^${escaped(list)}\\[(\\d+)\\](.*)$`);
  const moved = Object.entries(drafts).flatMap(([path, text]) => {
    const [, index, rest] = inside.exec(path) ?? [];
    if (index === undefined) return [[path, text]];
    const at = place(Number(index));
    return at === null ? [] : [[`${list}[${at}]${rest}`, text]];
  });
  return { lesson: withValue(lesson, list, items), drafts: Object.fromEntries(moved) as Record<string, string> };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The way back and forth. */
export interface History {
  readonly now: Edited;
  readonly past: readonly Edited[];
  readonly future: readonly Edited[];
  /** What the last change belongs to: changes of one run of typing are one step. */
  readonly stroke: string | null;
}

/** Steps back that are kept: more than anyone takes. */
const mostPast = 300;

export function begun(lesson: Lesson, drafts: Edited["drafts"] = {}): History {
  return { now: { lesson, drafts }, past: [], future: [], stroke: null };
}

export function changed(history: History, next: Edited, stroke: string | null = null): History {
  const { now, past } = history;
  if (next === now) return history;
  const goesOn = stroke !== null && stroke === history.stroke;
  return { now: next, past: goesOn ? past : [...past.slice(1 - mostPast), now], future: [], stroke };
}

export function undone({ now, past, future, ...rest }: History): History {
  const before = past.at(-1);
  if (!before) return { now, past, future, ...rest };
  return { now: before, past: past.slice(0, -1), future: [now, ...future], stroke: null };
}

export function redone({ now, past, future, ...rest }: History): History {
  const [next, ...later] = future;
  if (!next) return { now, past, future, ...rest };
  return { now: next, past: [...past, now], future: later, stroke: null };
}
