// SPDX-License-Identifier: MIT
// The link: the whole state as a readable URL fragment, and back with a notice for everything that had to be mended.

import { type Field, fields, initialRules, letterLabel, read } from "./fields";
import { readAnswers } from "./link-columns";
import { escapeText, NoticeLog, readPairs, unescapedValue, unescapeText } from "./link-text";
import { encodeChoices, encodeViews, readChoices, readViews } from "./link-views";
import { readWins } from "./link-wins";
import { defaultPreset, presets } from "./presets";
import { inTableOrder, withSolvableRule } from "./rules";
import type { Notice, PlaygroundState, RuleId } from "./types";

/** Grows when a link's meaning changes; older links keep their meaning, newer ones open with a notice. */
const version = "1";

/** A longer link is packed: readable it would be cut off by programs that pass links on. */
export const longestReadable = 1500;

/** A link opened: the state, always within the core's limits, and what had to be mended. */
export interface DecodedLink {
  state: PlaygroundState;
  notices: Notice[];
}

/** Whether `packed-link.ts` must open this one. */
export function isPacked(fragment: string): boolean {
  return /(^|[#&])z=/.test(fragment);
}

const questionKeys = ["v", ...Object.values(fields).map((field) => field.key)];
const keys = new Set([...questionKeys, "draw", "view", "pin", "projector"]);

/** `v=1&ref=…&r=…&…`. Always the whole state, so that a link keeps its meaning when presets or defaults change. */
export function encodeFragment(state: PlaygroundState): string {
  const looks = {
    draw: encodeChoices(state.choices),
    view: encodeViews(state.views),
    pin: escapeText(state.pin ?? ""),
    projector: state.projector ? "1" : "",
  };
  return [
    encodeQuestion(state),
    ...Object.entries(looks).flatMap(([key, text]) => (text ? `${key}=${text}` : [])),
  ].join("&");
}

/** The link but for how the question is looked at. */
export function encodeQuestion(state: PlaygroundState): string {
  const { answers, wins } = state;
  const pairs = [
    `v=${version}`,
    `ref=${answers.map((answer) => fields.reference.format(answer.reference)).join(",")}`,
    `r=${answers.map((answer) => fields.reward.format(answer.reward)).join(",")}`,
  ];
  if (answers.some((answer, i) => answer.label !== letterLabel(i))) {
    pairs.push(`a=${answers.map((answer) => escapeText(answer.label)).join(",")}`);
  }
  if (wins) pairs.push(`w=${wins.map((row) => row.map(fields.win.format).join(",")).join(";")}`);
  pairs.push(`beta=${fields.beta.format(state.beta)}`, `G=${fields.groupSize.format(state.groupSize)}`);
  if (state.divergence !== fields.divergence.initial) pairs.push(`penalty=${state.divergence}`);
  pairs.push(`rules=${state.rules.join(",")}`);
  if (state.title) pairs.push(`title=${escapeText(state.title)}`);
  if (state.note) pairs.push(`note=${escapeText(state.note)}`);
  return pairs.join("&");
}

/** Never throws; whatever the text, the state is within the core's limits. */
export function decodeFragment(text: string): DecodedLink {
  const log = new NoticeLog();
  const pairs = readPairs(text, keys, log);
  if (pairs.size === 0) return { state: defaultPreset.state, notices: log.notices };
  checkVersion(pairs.get("v"), log);
  const answers = readAnswers(pairs, log);
  if (!answers) log.add("ref", pairs.get("ref") ?? "", "is given for every answer", "the default scenario's answers");
  const known = answers ?? defaultPreset.state.answers;
  const state: PlaygroundState = {
    preset: null,
    title: readOne(fields.title, pairs, log),
    note: readOne(fields.note, pairs, log),
    answers: known,
    wins: readWins(pairs, known.length, log),
    beta: readOne(fields.beta, pairs, log),
    groupSize: readOne(fields.groupSize, pairs, log),
    divergence: readOne(fields.divergence, pairs, log),
    rules: readRules(pairs, log),
    choices: readChoices(pairs.get("draw"), log),
    views: readViews(pairs.get("view"), log),
    pin: readPin(pairs.get("pin"), log),
    projector: readProjector(pairs.get("projector"), log),
    drafts: {},
  };
  const solvable = withSolvableRule(state);
  if (solvable !== state) {
    log.add("rules", state.rules.join(), "has a rule that works with a win matrix", solvable.rules.join());
  }
  return { state: { ...solvable, preset: presetOf(solvable) }, notices: log.notices };
}

function checkVersion(value: string | undefined, log: NoticeLog): void {
  if (value === undefined || value === version) return;
  const newer = Number(value) > Number(version);
  const rule = newer ? `is ${version}: the link is newer than this page` : `is ${version}`;
  log.add("v", value, rule, newer ? "what this page understands" : version);
}

function readOne<T>(field: Field<T>, pairs: ReadonlyMap<string, string>, log: NoticeLog): T {
  const raw = pairs.get(field.key);
  if (raw === undefined) return field.initial;
  const plain = unescapeText(raw);
  const parsed = "value" in plain ? read(field, plain.value) : plain;
  if ("value" in parsed) return parsed.value;
  log.add(field.key, raw, parsed.rule, field.format(field.initial) || "nothing");
  return field.initial;
}

function readRules(pairs: ReadonlyMap<string, string>, log: NoticeLog): readonly RuleId[] {
  const raw = pairs.get(fields.rule.key);
  if (raw === undefined) return initialRules;
  const known: RuleId[] = [];
  const refused: { text: string; rule: string }[] = [];
  for (const text of unescapedValue(raw).split(",")) {
    const parsed = read(fields.rule, text);
    if ("value" in parsed) known.push(parsed.value);
    else refused.push({ text, rule: parsed.rule });
  }
  const used = known.length > 0 ? inTableOrder(known) : initialRules;
  for (const { text, rule } of refused) log.add("rules", text, rule, used.join());
  return used;
}

/** A pinned scenario is a question without faults, or none. */
function readPin(raw: string | undefined, log: NoticeLog): string | null {
  if (!raw) return null;
  const text = unescapedValue(raw);
  const strict = new NoticeLog();
  if (readPairs(text, new Set(questionKeys), strict).size > 0) {
    const { state, notices } = decodeFragment(text);
    if (notices.length === 0 && strict.notices.length === 0) return encodeQuestion(state);
  }
  log.add("pin", text, "is the link of a scenario", "none");
  return null;
}

function readProjector(raw: string | undefined, log: NoticeLog): boolean {
  if (raw !== undefined && raw !== "0" && raw !== "1") log.add("projector", raw, "is 0 or 1", "0");
  return raw === "1";
}

let presetQuestions: ReadonlyMap<string, string> | null = null;

/** The preset that a state's question is, to the last digit, whichever way it came. */
export function presetOf(state: PlaygroundState): string | null {
  presetQuestions ??= new Map(presets.map((preset) => [encodeQuestion(preset.state), preset.id]));
  return presetQuestions.get(encodeQuestion(state)) ?? null;
}
