// SPDX-License-Identifier: MIT
// Paths of the scenario document, as `rules[0].beta`, and changes of a document along them.

import type { ScenarioDocument } from "grpo-playground";
import type { Change } from "./types";

/** `rules[*]` are all rules; `answers[*]` all answers. */
const pathPattern =
  /^(title|note|(answers|raters|wins|rules)(\[\d{1,5}\]){0,2}|(answers|raters|rules)\[(\d{1,5}|\*)\](\.[A-Za-z]{1,20}(\[\d{1,5}\])?){1,3}|rules\[\*\])$/;

export const pathRule = "is a path of the scenario, as rules[0].beta";

/** As `rules[0].preference.groupSize`: its keys, or null where it is no path of a scenario. */
export function keysOf(path: string): (string | number)[] | null {
  if (!pathPattern.test(path)) return null;
  const parts = path.match(/[A-Za-z]+|\d+|\*/g) ?? [];
  return parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

type Node = Record<string | number, unknown>;

/**
 * The document with the values at their paths; a value of null takes the field away. References that are probabilities
 * scale those that are not named to the rest of 1, in proportion, and W(j,i) follows W(i,j): as the board does it.
 * What does not exist is made where it can be; the core then judges the document.
 */
export function changed(document: ScenarioDocument, change: Change = {}): ScenarioDocument {
  const copy = structuredClone(document) as ScenarioDocument;
  for (const [path, value] of Object.entries(change)) {
    const keys = keysOf(path);
    if (!keys) continue;
    const root = copy as unknown as Node;
    const [name, index, ...rest] = keys;
    if (index !== "*") put(root, keys, value);
    else (root[name] as unknown[] | undefined)?.forEach((_, i) => put(root, [name, i, ...rest], value));
  }
  followWins(copy, change);
  followReferences(copy, document, change);
  return copy;
}

function put(root: Node, keys: readonly (string | number)[], value: unknown): void {
  let node = root;
  for (const key of keys.slice(0, -1)) {
    const next = Object.hasOwn(node, key) ? node[key] : undefined;
    if (typeof next !== "object" || next === null) {
      if (typeof key === "number") return; // no such answer, rule or row
      node[key] = {};
    }
    node = node[key] as Node;
  }
  const last = keys.at(-1)!;
  if (typeof last === "number" && !Object.hasOwn(node, last)) return;
  if (value === null) delete node[last];
  else node[last] = structuredClone(value);
}

function followWins({ wins }: ScenarioDocument, change: Change): void {
  for (const [path, value] of Object.entries(change)) {
    const [name, i, j] = keysOf(path) ?? [];
    if (name !== "wins" || typeof value !== "number" || typeof i !== "number" || typeof j !== "number") continue;
    if (i !== j && wins?.[j]?.[i] !== undefined && !Object.hasOwn(change, `wins[${j}][${i}]`))
      wins[j][i] = tidy(1 - value);
  }
}

function followReferences(copy: ScenarioDocument, document: ScenarioDocument, change: Change): void {
  const named = new Set<number>();
  for (const [path, value] of Object.entries(change)) {
    const [name, i, key] = keysOf(path) ?? [];
    if (name !== "answers" || key !== "reference" || typeof i !== "number") continue;
    if (typeof value !== "number" || !(value > 0 && value < 1)) return;
    named.add(i);
  }
  if (named.size === 0 || Object.hasOwn(change, "answers")) return;
  const sum = (isCounted: (i: number) => boolean) =>
    copy.answers.reduce((total, { reference }, i) => total + (isCounted(i) ? reference : 0), 0);
  const factor = (1 - sum((i) => named.has(i))) / sum((i) => !named.has(i));
  if (!(factor > 0) || !Number.isFinite(factor)) return;
  copy.answers.forEach((answer, i) => {
    if (!named.has(i)) answer.reference = tidy(document.answers[i].reference * factor);
  });
}

/** Twelve digits, as the board's own edits have them. */
export function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
