// SPDX-License-Identifier: MIT
// The open views in a link: `binary;x=log;G=2~inf,pooling`, and back with a notice for whatever had to be mended.

import { type NoticeLog, unescapedValue } from "./link-text";
import { fieldsOf, initialSettings, type OpenViews, type ViewField, type ViewId, viewIds } from "./view-fields";

/** Views in the order of the page, each followed by the settings that are not the default; empty where none is open. */
export function encodeViews(views: OpenViews): string {
  const open = viewIds.filter((view) => views[view]);
  return open.map((view) => [view, ...changedSettings(view, views[view]!)].join(";")).join(",");
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
    else if (name !== "") log.add("view", name, `is one of ${viewIds.join(", ")}`, "nothing");
  }
  return views as OpenViews;
}

function readSettings(view: ViewId, pairs: readonly string[], log: NoticeLog): object {
  const settings: Record<string, unknown> = { ...initialSettings(view) };
  const fields = fieldsOf(view);
  for (const pair of pairs) {
    const [key = "", ...rest] = pair.split("=");
    const known = fields.find(([, field]) => field.key === key);
    if (known) settings[known[0]] = readSetting(view, known[1], rest.join("="), log);
    else
      log.add(`view.${view}`, pair, `has the settings ${fields.map(([, field]) => field.key).join(", ")}`, "nothing");
  }
  return settings;
}

function readSetting(view: ViewId, field: ViewField<unknown>, text: string, log: NoticeLog): unknown {
  const parsed = field.parse(text);
  if ("value" in parsed) return parsed.value;
  log.add(`view.${view}.${field.key}`, text, parsed.rule, field.format(field.initial));
  return field.initial;
}
