// SPDX-License-Identifier: MIT
// A scenario document as a state of the page. Documents say more than the page can show; what it leaves out or reads in
// its own way is told in a notice, field by field.

import { readDocumentRules } from "./document-rules";
import { type DecodedLink, decodeFragment } from "./fragment";
import { isRecord, type JsonRecord, plainJson } from "./json";
import { escapeText, NoticeLog, shortened } from "./link-text";
import type { Notice } from "./types";

export const documentFormat = "grpo-playground/scenario";
const documentFields = new Set(["format", "version", "title", "note", "answers", "wins", "raters", "rules"]);
const answerFields = new Set(["label", "reference", "reward"]);

/** As many as the format takes; a list from a message may claim thousands of millions and hold nothing. */
const longestList = 10_000;
/** Much longer than any text that the page takes; the rest of it is not even looked at. */
const longestText = 10_000;

/** Never throws. The state is within the core's limits; `refused` is a sentence on why there is none. */
export function fromDocument(document: unknown): DecodedLink | { refused: string } {
  try {
    return read(document);
  } catch {
    return { refused: "It holds what no scenario does: structures without end, or far too deep." };
  }
}

function read(document: unknown): DecodedLink | { refused: string } {
  const refused = refusal(document);
  if (refused !== null) return { refused };
  const log = new NoticeLog();
  const link = decodeFragment(asLink(document as JsonRecord & { answers: unknown[] }, log));
  const notices: Notice[] = [...log.notices, ...link.notices];
  return { state: link.state, notices: notices.map((notice) => ({ ...notice, source: "file" as const })) };
}

function refusal(document: unknown): string | null {
  if (!isRecord(document)) return "It holds no scenario document.";
  const { format, version, answers, wins, rules, raters } = document;
  if (format !== documentFormat) return `Its format is ${quoted(format)}; a scenario’s is “${documentFormat}”.`;
  if (typeof version === "number" && version > 1)
    return `It was written by a newer version of the playground (format version ${version}), which this page cannot read.`;
  if (version !== 1) return `Its version is ${quoted(version)}; it must be 1.`;
  if (!Array.isArray(answers) || answers.length === 0) return "It has no answers.";
  const lists = [
    answers,
    wins,
    rules,
    raters,
    ...(Array.isArray(wins) ? (wins as unknown[]).slice(0, longestList) : []),
  ];
  if (lists.some((list) => Array.isArray(list) && list.length > longestList))
    return `It has a list of more than ${longestList} entries.`;
  return null;
}

const quoted = (value: unknown) =>
  value === undefined ? "missing" : `“${shortened(typeof value === "string" ? value : plainJson(value))}”`;

/** The document in the words of a link, which are then read with all the care that links are read with. */
function asLink(document: JsonRecord & { answers: unknown[] }, log: NoticeLog): string {
  logUnknown(document, documentFields, "", log);
  const wins = Array.isArray(document["wins"]) ? document["wins"] : null;
  if (document["wins"] !== undefined && !wins)
    log.add("wins", plainJson(document["wins"]), "is a list of rows", "none");
  const means = raterMeans(document["raters"], document.answers.length, log);
  const answers = document.answers.map((answer, i) => readAnswer(answer, i, wins !== null, means, log));
  const pairs = [
    "v=1",
    `ref=${answers.map(({ reference }) => reference).join()}`,
    `r=${answers.map(({ reward }) => reward).join()}`,
    `a=${answers.map(({ label }) => label).join()}`,
    ...(wins ? [`w=${wins.map((row) => (Array.isArray(row) ? row.map(numberText).join() : "?")).join(";")}`] : []),
    ...readDocumentRules(document["rules"], wins !== null, log),
    ...["title", "note"].flatMap((key) => {
      const text = document[key];
      return text === undefined || text === "" ? [] : [`${key}=${textOf(text, key, log)}`];
    }),
  ];
  return pairs.join("&");
}

function logUnknown(record: JsonRecord, known: ReadonlySet<string>, prefix: string, log: NoticeLog): void {
  for (const [key, value] of Object.entries(record)) {
    if (!known.has(key)) log.add(prefix + key, plainJson(value), "is a field of scenario documents", "nothing");
  }
}

/** What is no number becomes a text that is none either, and is refused with what it was. */
function numberText(value: unknown): string {
  return typeof value === "number" ? String(value) : encodeURIComponent(plainJson(value).replace(/[,;]/g, " "));
}

function textOf(value: unknown, field: string, log: NoticeLog): string {
  const text = (typeof value === "string" ? value : plainJson(value)).slice(0, longestText);
  const used = escapeText(text);
  if (typeof value !== "string") log.add(field, text, "is text", shortened(text));
  else if (/\p{Surrogate}/u.test(text)) log.add(field, text, "is text without half characters", "� for each");
  return used;
}

function readAnswer(answer: unknown, i: number, hasWins: boolean, means: readonly number[] | null, log: NoticeLog) {
  const path = `answers[${i}]`;
  if (!isRecord(answer)) log.add(path, plainJson(answer), "has a label, a reference and a reward", "an empty one");
  const fields = isRecord(answer) ? answer : {};
  logUnknown(fields, answerFields, `${path}.`, log);
  const { label = "", reference, reward = means?.[i] } = fields;
  return {
    label: textOf(label, `${path}.label`, log),
    reference: numberText(reference),
    reward: reward === undefined && hasWins ? "0" : rewardText(reward, `${path}.reward`, log),
  };
}

/** The page draws rewards that are numbers: of any other law it takes the mean. */
function rewardText(reward: unknown, path: string, log: NoticeLog): string {
  const mean = isRecord(reward) ? meanOf(reward) : null;
  if (mean === null) return numberText(reward);
  log.add(path, "random", "is a number on this page", `its mean, ${mean}`);
  return String(mean);
}

function meanOf(law: unknown): number | null {
  if (typeof law === "number") return law;
  if (!isRecord(law)) return null;
  const { values, probabilities, mean, mixture } = law;
  if (typeof mean === "number") return mean;
  if (Array.isArray(values) && Array.isArray(probabilities)) return weighted(values, probabilities);
  if (!Array.isArray(mixture)) return null;
  return weighted(
    mixture.map((part: unknown) => meanOf(part)),
    mixture.map((part: unknown) => (isRecord(part) ? part["weight"] : null)),
  );
}

/** Null where something is no number, or where nothing has weight. */
function weighted(values: readonly unknown[], weights: readonly unknown[]): number | null {
  const isNumber = (value: unknown): value is number => typeof value === "number";
  if (values.length !== weights.length || !values.every(isNumber) || !weights.every(isNumber)) return null;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = values.reduce((sum, value, i) => sum + value * weights[i]!, 0) / total;
  return Number.isFinite(mean) ? mean : null;
}

/** One mean reward for each answer, over raters by their weights. */
function raterMeans(raters: unknown, count: number, log: NoticeLog): number[] | null {
  if (raters === undefined) return null;
  const list = Array.isArray(raters) ? raters.filter(isRecord) : [];
  const weights = list.map(({ weight }) => weight);
  const columns = Array.from({ length: count }, (_, i) => {
    const laws = list.map(({ rewards }) => (Array.isArray(rewards) ? meanOf(rewards[i]) : null));
    return weighted(laws, weights);
  });
  const known = columns.every((mean) => mean !== null);
  log.add("raters", `${list.length} raters`, "is absent on this page", known ? "their mean rewards" : "nothing");
  return known ? columns : null;
}
