// SPDX-License-Identifier: MIT
// The log of runs beside each other: its lines, medians with a band, and how near the runs came to which policy.
import type { TrainingResult } from "grpo-playground";
import type { TrainingSettings } from "../state/training-fields";
import { totalVariation } from "./path";
import type { Table } from "./table";

export const metrics = ["reward", "kl", "silent", "clipped", "entropy"] as const;
export type Metric = (typeof metrics)[number];

export const metricNames: Readonly<Record<Metric, string>> = {
  reward: "mean reward",
  kl: "KL (k3), nats",
  silent: "silent groups",
  clipped: "clipped samples",
  entropy: "entropy, nats",
};

/** One line: what each run has after so many steps. Before the first step there is nothing to log. */
export interface TrainedLine {
  step: number;
  policies: readonly ArrayLike<number>[];
  metrics: Readonly<Record<Metric, readonly number[]>> | null;
}

export type TrainedPart = Omit<Extract<TrainingResult, { status: "ok" }>, "status" | "issues">;

export function firstLine(start: readonly number[], runs: number): TrainedLine {
  return { step: 0, policies: Array.from({ length: runs }, () => start), metrics: null };
}

/**
 * The lines of one part that begins after `done` steps, a result for each run: as far as all runs have them. `diverged`: the
 * first step that overflows in any of them.
 */
export function linesOf(
  results: readonly TrainedPart[],
  answers: number,
  done: number,
): { lines: TrainedLine[]; diverged: number | null } {
  const lines: TrainedLine[] = [];
  for (const [k, step] of [...results[0]!.steps].entries()) {
    if (results.some(({ steps }) => steps[k] !== step)) break;
    const policies = results.map(({ policies }) => policies.slice(k * answers, (k + 1) * answers));
    const logged = metrics.map((metric) => [metric, results.map((result) => result[metric][k]!)] as const);
    lines.push({ step, policies, metrics: Object.fromEntries(logged) as Record<Metric, number[]> });
  }
  const ends = results.flatMap(({ diverged, steps }) => (diverged ? [(steps.at(-1) ?? done) + 1] : []));
  return { lines, diverged: ends.length > 0 ? Math.min(...ends) : null };
}

/** The median of the runs, and the quartiles or the ends around it. */
export interface Band {
  low: number;
  middle: number;
  high: number;
}

export type BandKind = TrainingSettings["band"];

/** Every run drawn by itself needs no band; its numbers are the ends. */
export const bandNames: Readonly<Record<BandKind, readonly [low: string, high: string]>> = {
  quartiles: ["lower quartile", "upper quartile"],
  range: ["least", "greatest"],
  runs: ["least", "greatest"],
};

export function bandOf(values: readonly number[], kind: BandKind): Band {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = kind === "quartiles" ? [0.25, 0.75] : [0, 1];
  return { low: quantile(sorted, low), middle: quantile(sorted, 0.5), high: quantile(sorted, high) };
}

/** Straight between the sorted values. */
function quantile(sorted: readonly number[], part: number): number {
  const at = part * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (at - Math.floor(at)) * (above - below);
}

/** One quantity of the runs over the steps. */
export interface BandCurve {
  steps: readonly number[];
  bands: readonly Band[];
}

export function shareCurve(lines: readonly TrainedLine[], answer: number, kind: BandKind): BandCurve {
  return {
    steps: lines.map(({ step }) => step),
    bands: lines.map(({ policies }) =>
      bandOf(
        policies.map((policy) => policy[answer]!),
        kind,
      ),
    ),
  };
}

export function metricCurve(lines: readonly TrainedLine[], metric: Metric, kind: BandKind): BandCurve {
  const logged = lines.flatMap(({ step, metrics }) => (metrics ? [{ step, values: metrics[metric] }] : []));
  return { steps: logged.map(({ step }) => step), bands: logged.map(({ values }) => bandOf(values, kind)) };
}

/** Points that a small picture has room for. */
const mostBins = 40;

export interface Binned {
  lines: TrainedLine[];
  /** Lines that were averaged into one. */
  width: number;
}

/** Metrics averaged over neighbouring lines, that of single steps being mostly noise; a bin that is not full waits. */
export function binnedMetrics(lines: readonly TrainedLine[], total: number): Binned {
  const logged = lines.filter(({ metrics }) => metrics !== null);
  const width = Math.max(1, Math.ceil(total / mostBins));
  const full = Math.floor(logged.length / width);
  const bins = Array.from({ length: full }, (_, k) => logged.slice(k * width, (k + 1) * width));
  const meanIn = (bin: readonly TrainedLine[], metric: Metric) =>
    bin[0]!.policies.map((_, run) => bin.reduce((sum, { metrics }) => sum + metrics![metric][run]!, 0) / bin.length);
  const binned = bins.map((bin): TrainedLine => {
    const means = metrics.map((metric) => [metric, meanIn(bin, metric)] as const);
    return { ...bin.at(-1)!, metrics: Object.fromEntries(means) as Record<Metric, number[]> };
  });
  return { lines: binned, width };
}

/** The last quarter of the steps so far, where noise is all that moves a run that has arrived. */
export function lastPart(lines: readonly TrainedLine[]): TrainedLine[] {
  const done = lines.at(-1)?.step ?? 0;
  return lines.filter(({ step }) => step > 0.75 * done);
}

/** The runs that came nearest to one policy. */
export interface Arrival {
  /** Index of the policy. */
  target: number;
  /** Indices of the runs. */
  runs: number[];
  /** Mean policy of these runs over the last part, and its total variation from the target. */
  mean: number[];
  distance: number;
  /** The largest standard deviation of an answer over the last part and these runs, and whose it is; null for one value. */
  noise: number | null;
  answer: number;
}

/** Each run goes to the policy that its mean over the last part is nearest to. */
export function arrivals(lines: readonly TrainedLine[], targets: readonly ArrayLike<number>[]): Arrival[] {
  const last = lastPart(lines);
  if (last.length === 0 || targets.length === 0) return [];
  const nearest = last[0]!.policies.map((_, run) => {
    const mean = meanOf(last.map(({ policies }) => policies[run]!));
    const distances = targets.map((target) => totalVariation(mean, target));
    return distances.indexOf(Math.min(...distances));
  });
  return targets.flatMap((target, index): Arrival[] => {
    const runs = nearest.flatMap((found, run) => (found === index ? [run] : []));
    if (runs.length === 0) return [];
    const visited = last.flatMap(({ policies }) => runs.map((run) => policies[run]!));
    const mean = meanOf(visited);
    const deviations = mean.map((middle, o) =>
      Math.sqrt(visited.reduce((sum, policy) => sum + (policy[o]! - middle) ** 2, 0) / visited.length),
    );
    const noise = Math.max(...deviations);
    return [
      {
        target: index,
        runs,
        mean,
        distance: totalVariation(mean, target),
        noise: visited.length > 1 ? noise : null,
        answer: deviations.indexOf(noise),
      },
    ];
  });
}

function meanOf(policies: readonly ArrayLike<number>[]): number[] {
  return Array.from(policies[0]!, (_, o) => policies.reduce((sum, policy) => sum + policy[o]!, 0) / policies.length);
}

/** The answers that are drawn: the likeliest at the start or at a policy that is predicted, in the scenario's order. */
export function drawnAnswers(policies: readonly ArrayLike<number>[], most = 6): number[] {
  const shares = Array.from(policies[0] ?? [], (_, o) => Math.max(...policies.map((policy) => policy[o]!)));
  const order = shares.map((_, o) => o).sort((a, b) => shares[b]! - shares[a]! || a - b);
  return order.slice(0, most).sort((a, b) => a - b);
}

interface Rows {
  lines: readonly TrainedLine[];
  /** Of the first run; the others have the next ones. */
  seed: number;
  kind: BandKind;
}

const cells = ({ low, middle, high }: Band, several: boolean) => (several ? [middle, low, high] : [middle]);

function bandColumns(name: string, kind: BandKind, several: boolean): string[] {
  const [low, high] = bandNames[kind];
  return several ? [`${name}, median`, `${name}, ${low}`, `${name}, ${high}`] : [name];
}

/** What is predicted, where each run was in the last part, and every line of the log. */
export function trainingTable(
  { lines, seed, kind }: Rows,
  labels: readonly string[],
  answers: readonly number[],
  targets: readonly { policy: ArrayLike<number>; stable: boolean }[],
): Table {
  const several = (lines[0]?.policies.length ?? 1) > 1;
  const padded = (policy: ArrayLike<number>) =>
    answers.flatMap((answer) => (several ? [policy[answer]!, null, null] : [policy[answer]!]));
  const last = lastPart(lines);
  const span = last.length > 0 ? `mean from step ${last[0]!.step} to ${last.at(-1)!.step}` : "";
  const curves = answers.map((answer) => shareCurve(lines, answer, kind));
  return {
    caption: "The policies that are predicted, where each run was at its end, and π of the drawn answers at each step.",
    columns: ["What", ...answers.flatMap((answer) => bandColumns(`π(${labels[answer]})`, kind, several))],
    rows: [
      ...targets.map(({ policy, stable }, k) => [
        `Stationary policy ${k + 1}, ${stable ? "stable" : "unstable"}`,
        ...padded(policy),
      ]),
      ...(last[0]?.policies ?? []).map((_, run) => [
        `Seed ${seed + run}, ${span}`,
        ...padded(meanOf(last.map(({ policies }) => policies[run]!))),
      ]),
      ...lines.map(({ step }, k) => [`Step ${step}`, ...curves.flatMap(({ bands }) => cells(bands[k]!, several))]),
    ],
  };
}

export function metricsTable({ lines, kind }: Omit<Rows, "seed">): Table {
  const several = (lines[0]?.policies.length ?? 1) > 1;
  const curves = metrics.map((metric) => metricCurve(lines, metric, kind));
  return {
    caption: "What trainers log: means over the steps since the row before.",
    columns: ["Step", ...metrics.flatMap((metric) => bandColumns(metricNames[metric], kind, several))],
    rows: (curves[0]?.steps ?? []).map((step, k) => [
      step,
      ...curves.flatMap(({ bands }) => cells(bands[k]!, several)),
    ]),
  };
}
