// SPDX-License-Identifier: MIT
// What the runs show, in words: how far they went, which policy they are near, and how much of it is noise.
import {
  type Arrival,
  lastPart,
  metricCurve,
  metricNames,
  metrics,
  type TrainedLine,
} from "../../../charts/training-log";
import { percentText, shortNumber } from "../../../story/format";
import { shareText } from "../../../story/small-shares";
import { listed } from "../words";

export interface Target {
  policy: ArrayLike<number>;
  stable: boolean;
  boundary: boolean;
}

export interface TrainingFacts {
  rule: string;
  start: string;
  labels: readonly string[];
  lines: readonly TrainedLine[];
  steps: number;
  /** Of the first run. */
  seed: number;
  targets: readonly Target[];
  arrived: readonly Arrival[];
}

export function trainingSummary(facts: TrainingFacts): string {
  const { lines, steps, targets, arrived } = facts;
  const done = lines.at(-1)?.step ?? 0;
  if (done === 0)
    return `Nothing is trained yet: ${runsOf(facts)} of ${stepsText(steps)} ${ready(facts)} ${predicted(facts)}`;
  const after = `After ${stepsText(done)} of ${facts.rule} from ${facts.start},`;
  if (arrived.length === 0) return `${after} there is no stationary policy to compare with.`;
  const last = lastPart(lines);
  const span = `total variation of the mean over steps ${last[0]!.step} to ${done}`;
  const near = arrived.map((arrival, k) => nearness(arrival, facts, k === 0 ? ` (${span})` : ""));
  const stable = targets.filter(({ stable }) => stable).length;
  const several = stable > 1 ? ` Start and seed decide which of the ${stable} stable ones it is.` : "";
  return `${after} ${near.join("; ")}.${several} ${noiseText(facts)}`.trim();
}

const stepsText = (steps: number) => (steps === 1 ? "1 step" : `${steps} steps`);
const points = (part: number) => `${shortNumber(100 * part)} points`;
const share = (policy: ArrayLike<number>) => `(${Array.from(policy, shareText).join(", ")})`;

function runsOf({ lines, seed }: TrainingFacts): string {
  const count = lines[0]?.policies.length ?? 0;
  return count === 1 ? `1 run (seed ${seed})` : `${count} runs (seeds ${seed} to ${seed + count - 1})`;
}

function ready({ lines, rule, start }: TrainingFacts): string {
  return `with ${rule} from ${start} ${lines[0]?.policies.length === 1 ? "is" : "are"} ready.`;
}

/** More answers than this make no readable list. */
const mostListed = 4;

function predicted({ labels, targets }: TrainingFacts): string {
  if (targets.length === 0) return "No stationary policy was found.";
  const names = targets.map(({ policy, stable, boundary }, k) => {
    const number = targets.length > 1 ? `${k + 1}, ` : "";
    const where = labels.length <= mostListed ? ` at ${share(policy)}` : "";
    return `${number}${stable ? "stable" : "unstable"}${boundary ? ", on the boundary" : ""}${where}`;
  });
  return targets.length === 1
    ? `The policy that is predicted is ${names[0]}.`
    : `${targets.length} policies are predicted: ${names.join("; ")}.`;
}

function nearness({ runs, target, distance }: Arrival, facts: TrainingFacts, span: string): string {
  const { targets, lines, seed } = facts;
  const all = lines[0]!.policies.length;
  const which = targets[target]!;
  const name =
    targets.length === 1
      ? "the policy that is predicted"
      : `policy ${target + 1}${which.stable ? "" : ", which is unstable"}`;
  const edge = which.boundary ? ", on the boundary" : "";
  if (all === 1) return `the run of seed ${seed} is ${points(distance)} from ${name}${edge}${span}`;
  const verb = runs.length === 1 ? "is" : "are";
  const who =
    runs.length === all
      ? all === 2
        ? "both runs"
        : `all ${all} runs`
      : runs.length === 1
        ? "1 run"
        : `${runs.length} runs`;
  const seeds =
    runs.length === all ? "" : ` (seed${runs.length > 1 ? "s" : ""} ${listed(runs.map((run) => String(seed + run)))})`;
  const nearest =
    targets.length > 1
      ? `${verb} nearest to ${name}, ${points(distance)} away`
      : `${verb} ${points(distance)} from ${name}`;
  return `${who}${seeds} ${nearest}${edge}${span}`;
}

function noiseText({ arrived, labels, targets }: TrainingFacts): string {
  const known = arrived.flatMap(({ noise, answer, target }) => {
    if (noise === null) return [];
    return [
      `${points(noise)} for “${labels[answer]!}”${targets.length > 1 && arrived.length > 1 ? ` near policy ${target + 1}` : ""}`,
    ];
  });
  if (known.length === 0) return "";
  return `Sampling noise, the standard deviation over these steps and seeds where it is largest: ${listed(known)}.`;
}

/** What the metrics were in the last part. */
export function metricsSummary(lines: readonly TrainedLine[]): string {
  const last = lastPart(lines);
  if (last.length === 0 || last[0]!.metrics === null) return "Nothing is logged yet.";
  const runs = last[0]!.policies.length;
  const means = metrics.map((metric) => {
    const { bands } = metricCurve(last, metric, "range");
    const mean = bands.reduce((sum, { middle }) => sum + middle, 0) / bands.length;
    const [name, unit] = metricNames[metric].split(", ");
    const text = metric === "silent" || metric === "clipped" ? percentText(mean) : shortNumber(mean);
    return `${name} ${text}${unit ? ` ${unit}` : ""}`;
  });
  const of = runs > 1 ? `, medians of ${runs} runs` : "";
  return `Mean from step ${last[0]!.step} to ${last.at(-1)!.step}${of}: ${means.join("; ")}.`;
}
