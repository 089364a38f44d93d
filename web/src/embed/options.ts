// SPDX-License-Identifier: MIT
// What an embedded page shows and lets its readers change: the part of its address before the link.
// `?embed&show=headline,board,path&controls=rules,dials&origin=https://school.example`

import { NoticeLog, shortened } from "../state/link-text";
import type { Notice } from "../state/types";
import { isViewId, type ViewId } from "../state/view-fields";

export type Part = "headline" | "board" | ViewId;

/** `answers`: names, references, rewards. `settings`: those of the closer looks. */
export const controlNames = ["rules", "dials", "answers", "settings"] as const;
export type Control = (typeof controlNames)[number];

export interface EmbedOptions {
  show: readonly Part[];
  controls: readonly Control[];
  /** The origin of the page that embeds, with which messages are exchanged; null for none. */
  origin: string | null;
}

export const initialOptions: EmbedOptions = {
  show: ["headline", "board"],
  controls: ["rules", "dials"],
  origin: null,
};

const isPart = (text: string): text is Part => text === "headline" || text === "board" || isViewId(text);
const isControl = (text: string): text is Control => (controlNames as readonly string[]).includes(text);

/** Always the whole choice, so that a page keeps its look when the initial one changes. */
export function writeOptions({ show, controls, origin }: EmbedOptions): string {
  const list = (names: readonly string[]) => names.join() || "none";
  const pairs = ["embed", `show=${list(show)}`, `controls=${list(controls)}`];
  if (origin !== null) pairs.push(`origin=${origin}`);
  return `?${pairs.join("&")}`;
}

/** Never throws; what is wrong falls back, with a notice. */
export function readOptions(search: string): { options: EmbedOptions; notices: Notice[] } {
  const log = new NoticeLog();
  const query = new URLSearchParams(search);
  const options = {
    show: readList(query, "show", isPart, initialOptions.show, log),
    controls: readList(query, "controls", isControl, initialOptions.controls, log),
    origin: readOrigin(query.get("origin"), log),
  };
  if (options.show.length === 0) {
    log.add("show", "none", "has at least one part", initialOptions.show.join());
    options.show = initialOptions.show;
  }
  return { options, notices: log.notices };
}

function readList<T extends string>(
  query: URLSearchParams,
  key: string,
  isName: (text: string) => text is T,
  initial: readonly T[],
  log: NoticeLog,
): readonly T[] {
  const text = query.get(key);
  if (text === null) return initial;
  if (text === "none") return [];
  const names = text.split(",");
  const known = [...new Set(names.filter(isName))];
  const used = known.length > 0 ? known : initial;
  for (const name of names) {
    if (!isName(name)) log.add(key, name, "is a list of names that this page knows, or none", used.join());
  }
  return used;
}

function readOrigin(text: string | null, log: NoticeLog): string | null {
  if (text === null) return null;
  const origin = originOf(text);
  if (origin === null) log.add("origin", shortened(text), "is an origin such as https://school.example", "none");
  return origin;
}

/** `https://school.example` of any address on it; null where there is none, as for pages opened from a file. */
export function originOf(text: string): string | null {
  try {
    const { origin, protocol } = new URL(text);
    return protocol === "https:" || protocol === "http:" ? origin : null;
  } catch {
    return null;
  }
}
