// SPDX-License-Identifier: MIT
// Issues and notices as sentences that name field, value and rule.

import type { Issue } from "grpo-playground";
import { type Field, fields } from "../state/fields";
import { shortened } from "../state/link-text";
import type { Notice } from "../state/types";

const names: [pattern: RegExp, name: (first: number, second: number) => string][] = [
  [/^answers\[(\d+)\]\.reference$/, (i) => `Reference of answer ${i + 1}`],
  [/^answers\[(\d+)\]\.reward$/, (i) => `Reward of answer ${i + 1}`],
  [/^answers\[(\d+)\]\.label$/, (i) => `Name of answer ${i + 1}`],
  [/^wins\[(\d+)\]\[(\d+)\]$/, (i, j) => `How often answer ${i + 1} is preferred to answer ${j + 1}`],
  [/^answers$/, () => "Number of answers"],
  [/^wins(\[\d+\])?$/, () => "Win matrix"],
  [/^rules\[\d+\]\.beta$/, () => "β"],
  [/^rules\[\d+\]\.preference\.groupSize$/, () => "Group size"],
];

/** The page's words for a path in the document, or for a key of a link. */
export function fieldName(field: string): string {
  for (const [pattern, name] of names) {
    const match = pattern.exec(field);
    if (match) return name(Number(match[1]), Number(match[2]));
  }
  const known = (Object.values(fields) as Field<never>[]).find(({ key }) => key === field);
  return known?.name ?? field;
}

/** The phrase "is > 0" as a demand: "must be > 0". Paths inside it read as the page's words. */
function demand(rule: string): string {
  const phrase = rule
    .replace(/^is not /, "must not be ")
    .replace(/^is /, "must be ")
    .replace(/^has /, "must have ")
    .replace(/^and (\S+) sum/, "and $1 must sum");
  return phrase.replace(/(answers|wins)\[\d+\](\[\d+\]|\.\w+)/g, (path) => {
    const name = fieldName(path);
    return `${path.startsWith("wins") ? "" : "the "}${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  });
}

function quoted(value: Issue["value"]): string {
  if (value === null) return "nothing";
  return typeof value === "string" ? `“${shortened(value)}”` : String(value);
}

/** `Reference of answer 2 is 0: it must be a number > 0.` */
export function issueSentence({ field, value, constraint }: Issue): string {
  return `${fieldName(field)} is ${quoted(value)}: it ${demand(constraint)}.`;
}

/** `β was “abc” in the link: it must be a number such as 0.5. Used instead: 1.` */
export function noticeSentence({ field, value, rule, used, source = "link" }: Notice): string {
  return `${fieldName(field)} was ${quoted(value)} in the ${source}: it ${demand(rule)}. Used instead: ${used}.`;
}
