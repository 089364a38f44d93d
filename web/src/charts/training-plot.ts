// SPDX-License-Identifier: MIT
// The runs as curves, and the stationary policies as levels with their numbers at the right end.
import type { StationaryPolicy } from "grpo-playground";
import { shareText } from "../story/small-shares";
import { clipped } from "./clip";
import type { Point } from "./curves";
import { type Frame, plotText, textWidth } from "./frame";
import { spread } from "./spread";
import type { BandCurve, TrainedLine } from "./training-log";

export function middlePoints({ steps, bands }: BandCurve): Point[] {
  return steps.map((step, k) => [step, bands[k]!.middle] as const);
}

/** Along the lower edge and back along the upper. */
export function bandOutline({ steps, bands }: BandCurve): Point[] {
  const edge = (side: "low" | "high") => steps.map((step, k) => [step, bands[k]![side]] as const);
  return [...edge("low"), ...edge("high").reverse()];
}

export function runPoints(lines: readonly TrainedLine[], run: number, answer: number): Point[] {
  return lines.map(({ step, policies }) => [step, policies[run]![answer]!] as const);
}

/** The probability that one stationary policy gives one answer. */
export interface Level {
  target: number;
  answer: number;
  value: number;
  stable: boolean;
}

export function levels(
  targets: readonly Pick<StationaryPolicy, "policy" | "stable">[],
  answers: readonly number[],
): Level[] {
  return targets.flatMap(({ policy, stable }, target) =>
    answers.map((answer) => ({ target, answer, value: policy[answer]!, stable })),
  );
}

export interface LevelLabel {
  key: string;
  text: string;
  stable: boolean;
  y: number;
  /** The height of the level itself, where the label had to give way. */
  from: number;
}

/** Rem that a label takes, and the widest that a name in it may be. */
const labelHeight = 1.125;
const widestName = 8;

/** Whether a picture so many rem wide has room for names beside the numbers. */
export function hasNames(room: number): boolean {
  return room >= 40;
}

/** What stands at the end of a level: its policy where there are several, its answer where there is room, its number. */
export function levelText(
  { target, answer, value }: Level,
  { policies, labels, room }: { policies: number; labels: readonly string[]; room: number },
): string {
  const number = policies > 1 ? `${target + 1}: ` : "";
  const name = hasNames(room) ? `${clipped(labels[answer]!, widestName, plotText.label)} ` : "";
  return `${number}${name}${shareText(value)}`;
}

/** Room at the right of the plot for these texts, in rem. */
export function levelRoom(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => textWidth(text, plotText.label))) + 1;
}

/** The texts of the levels without touching each other. Where not all find room the stable ones do first. */
export function levelLabels(levels: readonly Level[], texts: readonly string[], frame: Frame): LevelLabel[] {
  const { top, bottom, rem } = frame;
  const fitting = Math.max(0, Math.floor((bottom - top) / (labelHeight * rem)) + 1);
  const kept = levels
    .map((level, k) => ({ level, text: texts[k]! }))
    .sort((a, b) => Number(b.level.stable) - Number(a.level.stable))
    .slice(0, fitting);
  const from = kept.map(({ level }) => frame.y.at(level.value));
  const places = spread(from, labelHeight * rem, top, bottom);
  return kept.map(({ level: { target, answer, stable }, text }, k) => {
    return { key: `${target} ${answer}`, text, stable, y: places[k]!, from: from[k]! };
  });
}

/** The least and the greatest of a metric with some room, from 0 on where it is a share of something. */
export function metricDomain({ bands }: BandCurve, fromZero: boolean): [number, number] {
  const least = Math.min(...bands.map(({ low }) => low), fromZero ? 0 : Infinity);
  const most = Math.max(...bands.map(({ high }) => high), fromZero ? 0 : -Infinity);
  if (bands.length === 0) return [0, 1];
  const room = 0.06 * (most - least) || Math.abs(most) || 1;
  return [fromZero ? 0 : least - room, most + room];
}
