// SPDX-License-Identifier: MIT
// The columns of a link, one value for each answer: references, rewards and names, each mended on its own.

import { fields, freeLabel, letterLabel, maxAnswers, read, type Field } from "./fields";
import { type NoticeLog, unescapedValue, unescapeText } from "./link-text";
import type { AnswerState } from "./types";

/** The core refuses references further apart than this. */
const leastReferenceRatio = 1e-300;

export type Pairs = ReadonlyMap<string, string>;

/** The values of a list as text, or null where the link has none. Only names may hold an escaped separator. */
function rawList(pairs: Pairs, key: string, separator: string): string[] | null {
  const text = pairs.get(key);
  if (!text) return null;
  return (key === fields.label.key ? text : unescapedValue(text)).split(separator);
}

/** The answers of a link, or null where it has none. */
export function readAnswers(pairs: Pairs, log: NoticeLog): AnswerState[] | null {
  const references = rawList(pairs, fields.reference.key, ",");
  const rewards = rawList(pairs, fields.reward.key, ",");
  const labels = rawList(pairs, fields.label.key, ",");
  const wanted = (references ?? rewards ?? rawList(pairs, fields.win.key, ";") ?? labels)?.length;
  if (wanted === undefined) return null;
  const count = Math.min(wanted, maxAnswers);
  if (wanted > count)
    log.add("answers", `${wanted} answers`, `has at most ${maxAnswers} answers`, `the first ${count}`);
  if (!references) log.add("ref", pairs.get("ref") ?? "", "is given for every answer", "equal references");
  if (!rewards && !pairs.get("w")) log.add("r", pairs.get("r") ?? "", "is given for every answer", "rewards of 0");
  if (pairs.get("a") === "") log.add("a", "", "is given for every answer", "letters");
  const referenceColumn = readReferences(references ?? Array<string>(count).fill("1"), count, log);
  const rewardColumn = readNumbers(fields.reward, rewards ?? Array<string>(count).fill("0"), count, 0, log);
  const labelColumn = readLabels(labels, count, log);
  return referenceColumn.map((reference, id) => ({
    id,
    label: labelColumn[id]!,
    reference,
    reward: rewardColumn[id]!,
  }));
}

/** A list cut or filled to one raw value for each answer; null where the list has none. */
function fitted(key: string, raw: readonly string[], count: number, filler: string, log: NoticeLog) {
  if (raw.length < count || (raw.length > count && count < maxAnswers)) {
    const used = raw.length > count ? `the first ${count}` : `${filler} for the rest`;
    log.add(key, `${raw.length} values`, `has ${count} values, one for each answer`, used);
  }
  return Array.from({ length: count }, (_, i) => raw[i] ?? null);
}

function readNumbers(field: Field<number>, raw: readonly string[], count: number, fallback: number, log: NoticeLog) {
  return fitted(field.key, raw, count, field.format(fallback), log).map((text, i) => {
    if (text === null) return fallback;
    const parsed = read(field, text);
    if ("value" in parsed) return parsed.value;
    log.add(field.path(i), text, parsed.rule, field.format(fallback));
    return fallback;
  });
}

/** A reference that is none gets the mean of those that are. */
function readReferences(raw: readonly string[], count: number, log: NoticeLog): number[] {
  const valid = raw.slice(0, count).flatMap((text) => {
    const parsed = read(fields.reference, text);
    return "value" in parsed ? [parsed.value] : [];
  });
  const mean = valid.length === 0 ? 1 : valid.reduce((sum, value) => sum + value / valid.length, 0);
  const references = readNumbers(fields.reference, raw, count, mean, log);
  const least = leastReferenceRatio * Math.max(...references);
  return references.map((value, i) => {
    if (value >= least) return value;
    log.add(fields.reference.path(i), String(value), "is at least 1e-300 of the largest reference", String(mean));
    return mean;
  });
}

function readLabels(raw: readonly string[] | null, count: number, log: NoticeLog): string[] {
  if (!raw) return Array.from({ length: count }, (_, i) => letterLabel(i));
  const taken: string[] = [];
  fitted(fields.label.key, raw, count, "letters", log).forEach((text, i) => {
    const parsed = text === null ? { value: freeLabel(letterLabel(i), taken) } : readLabel(text, taken);
    if ("rule" in parsed) {
      const used = freeLabel(parsed.wanted ?? letterLabel(i), taken);
      log.add(fields.label.path(i), text!, parsed.rule, used);
      taken.push(used);
    } else taken.push(parsed.value);
  });
  return taken;
}

function readLabel(text: string, taken: readonly string[]): { value: string } | { rule: string; wanted?: string } {
  const plain = unescapeText(text);
  if ("rule" in plain) return plain;
  const parsed = read(fields.label, plain.value);
  if ("rule" in parsed) return parsed;
  const twin = taken.indexOf(parsed.value);
  return twin < 0 ? parsed : { rule: `is different from ${fields.label.path(twin)}`, wanted: parsed.value };
}
