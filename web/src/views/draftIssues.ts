// SPDX-License-Identifier: MIT
// What is wrong with text that is no value at all: issues of the page's own, in the shape that the core's have.
import type { Issue } from "grpo-playground";
import { type Field, fields } from "../state/fields";
import type { PlaygroundState } from "../state/types";

const typedFields: [pattern: RegExp, field: Pick<Field<unknown>, "parse">][] = [
  [/^answers\[\d+\]\.reference$/, fields.reference],
  [/^answers\[\d+\]\.reward$/, fields.reward],
  [/^wins\[\d+\]\[\d+\]$/, fields.win],
  [/^rules\[0\]\.beta$/, fields.beta],
  [/^rules\[0\]\.preference\.groupSize$/, fields.groupSize],
];

export function draftIssues(state: PlaygroundState): Issue[] {
  return Object.entries(state.drafts).flatMap(([path, text]) => {
    const parsed = typedFields.find(([pattern]) => pattern.test(path))?.[1].parse(text);
    return parsed && "rule" in parsed ? [{ field: path, value: text, constraint: parsed.rule }] : [];
  });
}
