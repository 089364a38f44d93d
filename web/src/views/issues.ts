// SPDX-License-Identifier: MIT
// Issues at their fields: which belong where, and how one reads.
import type { Issue } from "grpo-playground";

/** The id of a field's message in the page, for `aria-describedby`. */
export function issueId(path: string): string {
  return `issue-${path.replace(/[^a-zA-Z0-9]+/g, "-")}`;
}

export function issuesAt(issues: readonly Issue[], path: string): Issue[] {
  return issues.filter(({ field }) => field === path);
}

/** Issues of a field or of anything inside it. */
export function issuesWithin(issues: readonly Issue[], path: string): Issue[] {
  return issues.filter(({ field }) => field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`));
}

/** β and G are shared by all rules: an issue that every rule repeats is told once, at the one field there is. */
export function atSharedFields(issues: readonly Issue[]): Issue[] {
  const byField = new Map<string, Issue>();
  for (const issue of issues) {
    const field = issue.field.replace(/^rules\[\d+\]/, "rules[0]");
    const key = `${field} ${issue.constraint}`;
    if (!byField.has(key)) byField.set(key, { ...issue, field });
  }
  return [...byField.values()];
}
