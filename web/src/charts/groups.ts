// SPDX-License-Identifier: MIT
// Groups as training draws them: the cards of one group, and the mean advantage of each answer as groups add up.
import type { GroupsResult, RunningAdvantage, ScenarioDocument } from "grpo-playground";
import { toDocument } from "../state/document";
import { ruleRecipe } from "../state/rules";
import type { PlaygroundState, RuleId } from "../state/types";
import { shortNumber } from "../story/format";
import { clipped } from "./clip";
import type { Point } from "./curves";
import { type Frame, plotText, textWidth } from "./frame";
import { spread } from "./spread";
import type { Table } from "./table";

/** What the core gives for the groups of a valid document. */
type DrawnGroups = Omit<Extract<GroupsResult, { status: "ok" }>, "status" | "issues">;

/** The scenario with the sampled rule alone. */
export function groupsDocument(state: PlaygroundState, rule: RuleId): ScenarioDocument {
  return { ...toDocument(state), rules: [{ ...ruleRecipe(rule).toRule(state), beta: state.beta }] };
}

/** The engine lists so many members at most, and a picture should not take longer than so many draws. */
const mostListed = 1024;
const mostDraws = 4e6;

/** The groups that can be drawn for one picture. */
export function mostGroups(groupSize: number): number {
  return Math.min(100_000, Math.floor(mostDraws / groupSize));
}

/** Which group's cards are shown: the newest that the engine lists. */
export function shownGroup(drawn: number, groupSize: number): number {
  return Math.max(1, Math.min(drawn, Math.floor(mostListed / groupSize)));
}

/** Counts of groups at which the means are asked for: each one at first, then so many per decade, the newest last. */
export function walkCounts(drawn: number): number[] {
  const perDecade = 16;
  const counts = [drawn];
  for (let k = 0; 10 ** (k / perDecade) < drawn; ++k) counts.push(Math.round(10 ** (k / perDecade)));
  return [...new Set(counts)].sort((a, b) => a - b);
}

export interface Card {
  answer: number;
  reward: number;
  advantage: number;
}

export interface Group {
  cards: Card[];
  mean: number;
  std: number;
  redrawn: number;
}

/** The group of this number, counted from 1. */
export function groupOf(drawn: DrawnGroups, number: number): Group {
  const from = (number - 1) * drawn.groupSize;
  const cards = Array.from({ length: drawn.groupSize }, (_, k) => ({
    answer: drawn.answers[from + k]!,
    reward: drawn.rewards[from + k]!,
    advantage: drawn.advantages[from + k]!,
  }));
  return { cards, mean: drawn.means[number - 1]!, std: drawn.stds[number - 1]!, redrawn: drawn.redrawn[number - 1]! };
}

export interface CardGrid {
  columns: number;
  /** Cards that have room; a card less where the last place says how many more there are. */
  shown: number;
  width: number;
  height: number;
  gap: number;
  /** Of all rows, with the gaps between them. */
  total: number;
}

/** Rows of cards across the picture, three at most; few cards share the row. */
export function cardGrid(count: number, width: number, rem: number): CardGrid {
  const gap = 0.375 * rem;
  const fitting = (least: number) => Math.max(1, Math.floor((width + gap) / (least + gap)));
  const columns = Math.min(fitting(5.5 * rem), Math.max(count, fitting(11 * rem)));
  const room = 3 * columns;
  const shown = count <= room ? count : room - 1;
  const rows = Math.min(3, Math.ceil(count / columns));
  const height = 3.25 * rem;
  return {
    columns,
    shown,
    width: (width - (columns - 1) * gap) / columns,
    height,
    gap,
    total: rows * height + Math.max(0, rows - 1) * gap,
  };
}

export function cardPlace(index: number, { columns, width, height, gap }: CardGrid): Point {
  return [(index % columns) * (width + gap), Math.floor(index / columns) * (height + gap)];
}

/** The answers whose walk is drawn: the likeliest under the sampled policy. */
export function walkers(policy: ArrayLike<number>, most = 6): number[] {
  const order = Array.from(policy, (share, answer) => ({ share, answer })).filter(({ share }) => share > 0);
  return order
    .sort((a, b) => b.share - a.share || a.answer - b.answer)
    .slice(0, most)
    .map(({ answer }) => answer)
    .sort((a, b) => a - b);
}

/** The mean advantage of one answer against the number of groups, from where it was first drawn. */
export function walk(points: readonly RunningAdvantage[], answer: number): Point[] {
  return points.flatMap(({ count, mean, samples }): Point[] => (samples[answer]! > 0 ? [[count, mean[answer]!]] : []));
}

/** An exact value, and who has it. */
export interface ExactLine {
  value: number;
  answers: number[];
  name: string;
}

/** One line for each exact value, named after the answers that have it. */
export function exactLines(
  exact: ArrayLike<number>,
  answers: readonly number[],
  labels: readonly string[],
): ExactLine[] {
  const lines: { value: number; answers: number[] }[] = [];
  for (const answer of answers) {
    const value = exact[answer]!;
    const same = lines.find((line) => Math.abs(line.value - value) <= 1e-9 * Math.max(1, Math.abs(value)));
    if (same) same.answers.push(answer);
    else lines.push({ value, answers: [answer] });
  }
  return lines.map((line) => {
    const few = line.answers.length <= 2 ? line.answers.map((answer) => labels[answer]!) : null;
    return { ...line, name: few ? few.join(", ") : `${line.answers.length} answers` };
  });
}

/** The name of a line in the margin at its end, and the line's own height where the name had to give way. */
export interface EndLabel {
  name: string;
  value: string;
  y: number;
  from: number;
}

/** Rem that an end label takes, its second line included. */
const endLabelHeight = 2.25;

/** Room at the right of the plot in rem: for every value, and for the names as far as the picture is wide enough. */
export function endRoom(lines: readonly { name: string; value: number }[], width: number, rem: number): number {
  const longest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => textWidth(text, plotText.label)));
  const names = Math.min(longest(lines.map(({ name }) => name)), (width / rem) * (width >= 40 * rem ? 0.24 : 0.27));
  return Math.max(names, longest(lines.map(({ value }) => exactName(value)))) + 1;
}

export function endLabels(lines: readonly { name: string; value: number }[], frame: Frame): EndLabel[] {
  const { top, bottom, right, width, rem } = frame;
  const half = (endLabelHeight / 2) * rem;
  const from = lines.map(({ value }) => frame.y.at(value));
  const places = spread(from, endLabelHeight * rem, top + half, bottom - half);
  return lines.map(({ name, value }, k) => ({
    name: clipped(name, width - right - 0.75 * rem, plotText.label * rem),
    value: exactName(value),
    y: places[k]!,
    from: from[k]!,
  }));
}

const exactName = (value: number) => `P_G = ${shortNumber(value)}`;

/** Two standard errors on both sides of the walk, as one outline. */
export function walkBand(points: readonly RunningAdvantage[], answer: number): Point[] {
  const seen = points.filter(({ samples }) => samples[answer]! > 0);
  const edge = (sign: 1 | -1) =>
    seen.map(({ count, mean, standardError }) => [count, mean[answer]! + sign * 2 * standardError[answer]!] as const);
  return [...edge(1), ...edge(-1).reverse()];
}

/** Everything that is drawn, and 0, with room above and below. */
export function walkDomain(
  points: readonly RunningAdvantage[],
  exact: ArrayLike<number>,
  answers: readonly number[],
): [number, number] {
  const values = [0, ...answers.flatMap((answer) => [exact[answer]!, ...walk(points, answer).map(([, mean]) => mean)])];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.08 * (high - low || 1);
  return [low - room, high + room];
}

export function groupsTable(
  labels: readonly string[],
  group: Group,
  number: number,
  newest: RunningAdvantage | undefined,
  exact: ArrayLike<number>,
): Table {
  const members = group.cards.map(({ answer, reward, advantage }, k) => [
    `Group ${number}, member ${k + 1}`,
    labels[answer]!,
    reward,
    advantage,
    null,
    null,
    null,
  ]);
  const means = labels.map((label, answer) => [
    `Mean of ${newest?.count ?? 0} groups`,
    label,
    null,
    newest && newest.samples[answer]! > 0 ? newest.mean[answer]! : null,
    newest && newest.samples[answer]! > 0 ? newest.standardError[answer]! : null,
    newest?.samples[answer] ?? 0,
    exact[answer]!,
  ]);
  return {
    caption: `Group ${number}: mean reward ${group.mean}, std ${group.std}; then the mean advantage of each answer over all groups drawn.`,
    columns: ["What", "Answer", "Reward", "Advantage", "Standard error", "Samples", "P_G exactly"],
    rows: [...members, ...means],
  };
}
