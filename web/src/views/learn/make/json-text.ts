// SPDX-License-Identifier: MIT
// What the editor has no fields for, as JSON that can be typed over.

import type { Issue } from "grpo-playground";
import type { Check } from "../../../lessons/checks";
import type { Parsed } from "../../../state/numbers";

export function jsonText(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
}

/** The value of a JSON text that passes the check, or what it breaks. */
export function readJson(text: string, check: Check): Parsed<unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { rule: "is JSON" };
  }
  const issues: Issue[] = [];
  check(value, "", issues);
  return issues[0] ? { rule: issues[0].constraint } : { value };
}
