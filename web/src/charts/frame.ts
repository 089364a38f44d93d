// SPDX-License-Identifier: MIT
// The frame of a plot: where its axes lie, where a value stands, and which ticks say so. All lengths in pixels.
import { scaleLinear, scaleLog } from "d3-scale";
import { shortNumber } from "../story/format";

export interface AxisSpec {
  scale: "linear" | "log";
  /** From the left or the bottom to the right or the top; on a logarithmic axis both ends are > 0. */
  domain: readonly [number, number];
  label: string;
  /** A second line of the label, in plain words. */
  gloss?: string;
  text?: (value: number) => string;
  /** Exactly these ticks instead of round ones. */
  ticks?: readonly number[];
}

export interface FrameSpec {
  width: number;
  height: number;
  /** The root's font size: everything else is measured in it. */
  rem: number;
  x: AxisSpec;
  y: AxisSpec;
  /** Room kept free at the right, for labels, in rem; never less than half of the last tick's number. */
  right?: number;
}

export interface Tick {
  value: number;
  /** Its place along the axis. */
  at: number;
  /** Empty for a tick between those that are named. */
  text: string;
}

export interface Axis {
  label: string;
  gloss: string;
  ticks: Tick[];
  /** The place of a value; a value beyond the domain is placed beyond the plot. */
  at(value: number): number;
  /** The value at a place, within the domain. */
  value(at: number): number;
}

export interface Frame {
  width: number;
  height: number;
  rem: number;
  /** The edges of the plot within the picture. */
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: Axis;
  y: Axis;
}

/** Sizes of type in a plot, in rem. */
export const plotText = { tick: 0.75, label: 0.8125 } as const;

/** The width of a character in parts of its height, roughly: of most, and of the widest. */
const characterWidth = 0.62;
const wideWidth = 0.96;
const wide = /[%@mwMW‖]/;

/** What a text of this size takes, roughly: for room, not for measures. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? wideWidth : characterWidth;
  return width * size;
}

/** Rem between two named ticks, at least. */
const tickRoom = { x: 4.5, y: 2.25 } as const;

export function plotFrame({ width, height, rem, x, y, right = 0.5 }: FrameSpec): Frame {
  const top = (y.label ? 1.75 : 0.5) * rem;
  const bottom = Math.max(top + 1, height - 2.75 * rem);
  const yAxis = axis(y, [bottom, top], tickRoom.y * rem, width, rem);
  const tickWidth = ({ text }: Tick) => textWidth(text, plotText.tick * rem);
  const left = Math.round(Math.max(0, ...yAxis.ticks.map(tickWidth)) + 0.75 * rem);
  const xAxis = (end: number) => axis(x, [left, Math.max(left + 1, end)], tickRoom.x * rem, width, rem);
  const last = xAxis(width - right * rem).ticks.at(-1);
  const rightEdge = Math.max(left + 1, width - Math.max(right * rem, last ? tickWidth(last) / 2 : 0));
  return { width, height, rem, left, right: rightEdge, top, bottom, x: xAxis(rightEdge), y: yAxis };
}

function axis(spec: AxisSpec, range: readonly [number, number], room: number, width: number, rem: number): Axis {
  const domain = spreadDomain(spec);
  const scale = (spec.scale === "log" ? scaleLog() : scaleLinear()).domain(domain).range(range);
  const most = Math.max(2, Math.floor(Math.abs(range[1] - range[0]) / room));
  const text = spec.text ?? shortNumber;
  const values = spec.ticks ?? (spec.scale === "log" ? powers(domain, most) : roundTicks(scale, most));
  const [least, greatest] = [Math.min(...domain), Math.max(...domain)];
  return {
    label: spec.label,
    gloss: fittingGloss(spec, width, rem),
    ticks: values
      .filter((value) => value >= least && value <= greatest)
      .map((value) => ({ value, at: scale(value), text: text(value) })),
    at: (value) => scale(value),
    value: (at) => Math.min(greatest, Math.max(least, scale.invert(at))),
  };
}

/** The plain words beside a label, where both find room in one line. */
function fittingGloss({ label, gloss = "" }: AxisSpec, width: number, rem: number): string {
  return textWidth(`${label}  ${gloss}`, plotText.label * rem) <= width ? gloss : "";
}

/** `ticks` takes a number as a wish and may give twice as many. */
function roundTicks(scale: { ticks(count: number): number[] }, most: number): number[] {
  let wish = most;
  while (wish > 1 && scale.ticks(wish).length > most) --wish;
  return scale.ticks(wish);
}

/** A domain of no length, which degenerate data have, is opened around its value. */
function spreadDomain({ scale, domain: [from, to] }: AxisSpec): [number, number] {
  if (from !== to) return [from, to];
  return scale === "log" ? [from / 2, 2 * to] : [from - 0.5, to + 0.5];
}

/** Powers of ten inside the domain, every k-th of them where there are too many; 1, 2, 5, … where there are few. */
function powers([from, to]: readonly [number, number], most: number): number[] {
  const [low, high] = [Math.log10(Math.min(from, to)), Math.log10(Math.max(from, to))];
  const decades = high - low;
  const tiny = 1e-9;
  const step = Math.max(1, Math.ceil(decades / Math.max(1, most - 1)));
  const exponents: number[] = [];
  const first = Math.ceil(Math.ceil(low - tiny) / step) * step;
  for (let exponent = first; exponent <= high + tiny; exponent += step) exponents.push(exponent);
  if (exponents.length >= 3 || decades > 3) return (exponents.length > 1 ? exponents : ends(low, high)).map(powerOfTen);
  const mantissas = decades * 3 <= most ? [1, 2, 5] : [1, 3];
  const all: number[] = [];
  for (let exponent = Math.floor(low); exponent <= high; ++exponent) {
    for (const mantissa of mantissas) all.push(Number(`${mantissa}e${exponent}`));
  }
  return all.filter((value) => Math.log10(value) >= low - tiny && Math.log10(value) <= high + tiny);
}

/** The outermost powers of ten inside the domain. */
function ends(low: number, high: number): number[] {
  const tiny = 1e-9;
  return [Math.ceil(low - tiny), Math.floor(high + tiny)];
}

function powerOfTen(exponent: number): number {
  return Number(`1e${exponent}`);
}
