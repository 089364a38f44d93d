// SPDX-License-Identifier: MIT
// The geometry of a histogram: the reference's bars broad and behind, the rule's narrow and in front.
import { nice } from "d3-array";
import { type Frame, plotFrame, plotText, textWidth } from "../charts/frame";
import { shortNumber } from "../story/format";
import type { Bin } from "./histogram";

export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Histogram {
  frame: Frame;
  reference: Bar[];
  rule: Bar[];
}

interface Size {
  width: number;
  height: number;
  rem: number;
}

/** Parts of a bin's width. */
const broad = 0.86;
const narrow = 0.5;

export function histogram(
  bins: readonly Bin[],
  reference: readonly number[],
  rule: readonly number[],
  most: number,
  size: Size,
): Histogram {
  const single = bins.every(({ from, to }) => from === to);
  const [, top] = nice(0, most || 1, 4);
  const frame = plotFrame({
    ...size,
    x: single ? singleAxis(bins, size) : sharedAxis(bins),
    y: { scale: "linear", domain: [0, top], label: "", text: (value) => `${shortNumber(100 * value)}%` },
  });
  const place = ({ from, to }: Bin, k: number): [number, number] => (single ? [k - 0.5, k + 0.5] : [from, to]);
  const bars = (shares: readonly number[], part: number): Bar[] =>
    bins.map((bin, k) => {
      const [left, right] = place(bin, k).map((value) => frame.x.at(value)) as [number, number];
      const width = Math.max(1, part * (right - left));
      const y = frame.y.at(Math.min(shares[k]!, top));
      return { x: (left + right - width) / 2, y, width, height: frame.bottom - y };
    });
  return { frame, reference: bars(reference, broad), rule: bars(rule, narrow) };
}

/** Each reward has a place of its own; of many that are named, only so many as there is room for. */
function singleAxis(bins: readonly Bin[], { width, rem }: Size) {
  const longest = Math.max(...bins.map(({ from }) => textWidth(shortNumber(from), plotText.tick * rem)));
  const room = (width - 3 * rem) / (longest + 0.5 * rem);
  const step = Math.max(1, Math.ceil(bins.length / Math.max(1, room)));
  return {
    scale: "linear" as const,
    domain: [-0.5, bins.length - 0.5] as const,
    label: "Reward",
    ticks: bins.flatMap((_, k) => (k % step === 0 ? [k] : [])),
    text: (k: number) => shortNumber(bins[k]!.from),
  };
}

function sharedAxis(bins: readonly Bin[]) {
  return { scale: "linear" as const, domain: [bins[0]!.from, bins.at(-1)!.to] as const, label: "Reward" };
}
