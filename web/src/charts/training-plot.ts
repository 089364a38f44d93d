// SPDX-License-Identifier: MIT
// The runs as curves, and the stationary policies as levels with their numbers at the right end.
import type { StationaryPolicy } from "grpo-playground";
import { shareText } from "../story/small-shares";
import type { Point } from "./curves";
import { type Frame, plotText } from "./frame";
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

/** Rem that a label takes. */
const labelHeight = 1.125;

/** The numbers of the levels, numbered where there are several policies. Where not all find room the stable ones do first. */
export function levelLabels(levels: readonly Level[], policies: number, frame: Frame): LevelLabel[] {
  const { top, bottom, rem } = frame;
  const fitting = Math.max(0, Math.floor((bottom - top) / (labelHeight * rem)) + 1);
  const kept = [...levels].sort((a, b) => Number(b.stable) - Number(a.stable)).slice(0, fitting);
  const from = kept.map(({ value }) => frame.y.at(value));
  const half = (plotText.label * rem) / 2;
  const places = spread(from, labelHeight * rem, top, bottom + half - (labelHeight * rem) / 2);
  return kept.map(({ target, answer, value, stable }, k) => ({
    key: `${target} ${answer}`,
    text: policies > 1 ? `${target + 1}: ${shareText(value)}` : shareText(value),
    stable,
    y: places[k]!,
    from: from[k]!,
  }));
}

/** The least and the greatest of a metric with some room, from 0 on where it is a share of something. */
export function metricDomain({ bands }: BandCurve, fromZero: boolean): [number, number] {
  const least = Math.min(...bands.map(({ low }) => low), fromZero ? 0 : Infinity);
  const most = Math.max(...bands.map(({ high }) => high), fromZero ? 0 : -Infinity);
  if (bands.length === 0) return [0, 1];
  const room = 0.06 * (most - least) || Math.abs(most) || 1;
  return [fromZero ? 0 : least - room, most + room];
}
