// SPDX-License-Identifier: MIT
// Places within a document by the paths that issues name, as `exercises[0].steps[1].text`: what stands there, and the
// document with something else there. Nothing is ever changed in place.

import { isRecord } from "../state/json";

type Key = string | number;

export function keysOf(path: string): Key[] {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([text, index]) => (index === undefined ? text : Number(index)));
}

/** Undefined where there is nothing. */
export function valueAt(document: unknown, path: string): unknown {
  return keysOf(path).reduce<unknown>((value, key) => (isHolder(value) ? own(value, key) : undefined), document);
}

/** The document with `value` at the path, and without what stood there where it is undefined. Records on the way are made. */
export function withValue<T>(document: T, path: string, value: unknown): T {
  return put(document, keysOf(path), value) as T;
}

const isHolder = (value: unknown): value is object => isRecord(value) || Array.isArray(value);

const own = (holder: object, key: Key) =>
  Object.hasOwn(holder, key) ? (holder as Record<Key, unknown>)[key] : undefined;

function put(holder: unknown, [key, ...rest]: readonly Key[], value: unknown): unknown {
  if (key === undefined) return value;
  const next = put(isHolder(holder) ? own(holder, key) : undefined, rest, value);
  if (Array.isArray(holder)) return holder.map((item: unknown, index) => (index === key ? next : item));
  const entries = Object.entries(isRecord(holder) ? holder : {});
  const name = String(key);
  if (next === undefined) return Object.fromEntries(entries.filter(([other]) => other !== name));
  const there = entries.some(([other]) => other === name);
  const changed = there
    ? entries.map((entry) => (entry[0] === name ? [name, next] : entry))
    : [...entries, [name, next]];
  return Object.fromEntries(changed as [string, unknown][]);
}
