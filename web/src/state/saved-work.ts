// SPDX-License-Identifier: MIT
// The autosaved work of an earlier visit. Storage may hold anything: what has not exactly this shape is not work.

import { isRecord } from "./json";
import { NoticeLog } from "./link-text";
import { encodeChoices, encodeViews, readChoices, readViews } from "./link-views";
import { isRuleId } from "./rules";
import type { AnswerState, PlaygroundState } from "./types";

export interface SavedWork {
  /** The fragment in the address bar when it was saved: a reload with the same address brings the work back. */
  address: string;
  state: PlaygroundState;
  /** What reset returns to. */
  opened: PlaygroundState;
  /** Where it is kept among the scenarios of this browser, if it is. */
  place?: Place | undefined;
}

/** A record of the library, and the marks of the writings by this work of which one is the record's last. */
export interface Place {
  id: string;
  marks: readonly string[];
}

/** Grows when the shape of the saved state changes; work of another version is left alone. */
const version = 1;

/** A state with its open views and drawn policies as links have them, which are read back with care for whatever they hold. */
type StoredState = Omit<PlaygroundState, "views" | "choices"> & { views: string; choices?: string };

export function writeWork({ address, state, opened, place }: SavedWork): string {
  return JSON.stringify({ version, address, state: stored(state), opened: stored(opened), place });
}

function stored(state: PlaygroundState): StoredState {
  return { ...state, views: encodeViews(state.views), choices: encodeChoices(state.choices) };
}

/** Work of the time before there were views has none open. */
function restored(state: StoredState): PlaygroundState {
  const log = new NoticeLog();
  return {
    ...state,
    views: readViews(state.views, log),
    choices: readChoices(state.choices, log),
    pin: state.pin ?? null,
    projector: state.projector ?? false,
  };
}

export function readWork(text: string | null): SavedWork | null {
  if (text === null) return null;
  const work = parsed(text) as { [key in "version" | "address" | "state" | "opened" | "place"]?: unknown };
  if (!isRecord(work) || work.version !== version || typeof work.address !== "string") return null;
  if (!isState(work.state) || !isState(work.opened)) return null;
  const place = isPlace(work.place) ? { place: work.place } : {};
  return { address: work.address, state: restored(work.state), opened: restored(work.opened), ...place };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isFinite = (value: unknown): value is number => Number.isFinite(value);

const isListOf = <T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] =>
  Array.isArray(value) && value.length > 0 && value.every(isItem);

const isAnswer = (value: unknown): value is AnswerState =>
  isRecord(value) &&
  isFinite(value.id) &&
  typeof value.label === "string" &&
  isFinite(value.reference) &&
  isFinite(value.reward);

const isWins = (value: unknown, size: number): boolean => {
  const isRow = (row: unknown): row is number[] => isListOf(row, isFinite) && row.length === size;
  return isListOf(value, isRow) && value.length === size;
};

const isText = (value: unknown): value is string => typeof value === "string";

const isPlace = (value: unknown): value is Place =>
  isRecord(value) && isText(value.id) && isListOf(value.marks, isText);

const isDrafts = (value: unknown): boolean =>
  isRecord(value) && Object.values(value).every((text) => typeof text === "string");

function isState(value: unknown): value is StoredState {
  if (!isRecord(value)) return false;
  const {
    preset,
    title,
    note,
    answers,
    wins,
    beta,
    groupSize,
    divergence,
    rules,
    choices,
    views,
    pin,
    projector,
    drafts,
  } = value;
  return (
    (preset === null || typeof preset === "string") &&
    typeof title === "string" &&
    typeof note === "string" &&
    isListOf(answers, isAnswer) &&
    new Set(answers.map((answer) => answer.id)).size === answers.length &&
    (wins === null || isWins(wins, answers.length)) &&
    isFinite(beta) &&
    (groupSize === "inf" || isFinite(groupSize)) &&
    (divergence === "kl-ref-to-policy" || divergence === "kl-policy-to-ref") &&
    isListOf(rules, (id): id is PlaygroundState["rules"][number] => typeof id === "string" && isRuleId(id)) &&
    (choices === undefined || typeof choices === "string") &&
    (views === undefined || typeof views === "string") &&
    (pin === undefined || pin === null || typeof pin === "string") &&
    (projector === undefined || typeof projector === "boolean") &&
    isDrafts(drafts)
  );
}
