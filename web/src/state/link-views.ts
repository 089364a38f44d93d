// SPDX-License-Identifier: MIT
// The open views in a link: `binary;x=log;G=2~inf,pooling`, and back with a notice for whatever had to be mended.

import { type NoticeLog, unescapedValue } from "./link-text";
import { isRuleId, ruleRecipes } from "./rules";
import type { PlaygroundState, RuleId } from "./types";
import { fieldsOf, initialSettings, type OpenViews, type ViewField, type ViewId, viewIds } from "./view-fields";

/** Views in the order of the page, each followed by the settings that are not the default; empty where none is open. */
export function encodeViews(views: OpenViews): string {
  const open = viewIds.filter((view) => views[view]);
  return open.map((view) => [view, ...changedSettings(view, views[view]!)].join(";")).join(",");
}

/** More stationary policies than any rule has had; what a question does not have falls back to the first. */
const mostPolicies = 1000;

/** `grpo:2`: of the policies that GRPO has here the second is drawn. The first, drawn anyway, is not written. */
export function encodeChoices(choices: PlaygroundState["choices"]): string {
  const chosen = ruleRecipes.filter(({ id }) => choices[id]);
  return chosen.map(({ id }) => `${id}:${choices[id]! + 1}`).join(",");
}

export function readChoices(raw: string | undefined, log: NoticeLog): PlaygroundState["choices"] {
  const choices: Partial<Record<RuleId, number>> = {};
  for (const part of raw ? unescapedValue(raw).split(",") : []) {
    const [, rule = "", number] = /^([a-z-]+):(\d{1,4})$/.exec(part) ?? [];
    const index = Number(number) - 1;
    if (!isRuleId(rule) || !(index >= 0 && index < mostPolicies)) {
      log.add("draw", part, "is a rule and the number of one of its policies, such as grpo:2", "the first policy");
    } else if (choices[rule] !== undefined) log.add("draw", part, "is given once", `the first, ${choices[rule] + 1}`);
    else choices[rule] = index;
  }
  return choices;
}

function changedSettings(view: ViewId, settings: object): string[] {
  return fieldsOf(view).flatMap(([name, { key, initial, format }]) => {
    const text = format((settings as Record<string, unknown>)[name]);
    return text === format(initial) ? [] : [`${key}=${text}`];
  });
}

/** Never throws; an unknown view is left out, an unknown or broken setting has its default. */
export function readViews(raw: string | undefined, log: NoticeLog): OpenViews {
  const views: Partial<Record<ViewId, object>> = {};
  for (const part of unescapedValue(raw ?? "").split(",")) {
    const [name = "", ...pairs] = part.split(";");
    const view = viewIds.find((id) => id === name);
    if (view && !views[view]) views[view] = readSettings(view, pairs, log);
    else if (view) log.add("view", name, "is open once", "the first");
    else if (part !== "") log.add("view", part, `is one of ${viewIds.join(", ")}`, "nothing");
  }
  return views as OpenViews;
}

function readSettings(view: ViewId, pairs: readonly string[], log: NoticeLog): object {
  const settings: Record<string, unknown> = { ...initialSettings(view) };
  const fields = fieldsOf(view);
  const seen = new Set<string>();
  for (const pair of pairs) {
    const [key = "", ...rest] = pair.split("=");
    const known = fields.find(([, field]) => field.key === key);
    if (seen.has(key)) log.add(`view.${view}`, pair, "is given once", "the first");
    else if (known) settings[known[0]] = readSetting(view, known[1], rest.join("="), log);
    else
      log.add(`view.${view}`, pair, `has the settings ${fields.map(([, field]) => field.key).join(", ")}`, "nothing");
    seen.add(key);
  }
  return settings;
}

function readSetting(view: ViewId, field: ViewField<unknown>, text: string, log: NoticeLog): unknown {
  const parsed = field.parse(text);
  if ("value" in parsed) return parsed.value;
  log.add(`view.${view}.${field.key}`, text, parsed.rule, field.format(field.initial));
  return field.initial;
}
