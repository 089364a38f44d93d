// SPDX-License-Identifier: MIT
// Group size: what a rule and its preference make of an answer as G grows, and what small groups cannot learn.
import type { PathCurve, ScenarioDocument } from "grpo-playground";
import { toDocument } from "../state/document";
import { ruleRecipe, solvedRules } from "../state/rules";
import type { GroupSize, PlaygroundState, RuleId } from "../state/types";
import { groupSizeText } from "../story/format";
import type { AxisSpec } from "./frame";
import type { Point } from "./curves";
import type { Table } from "./table";

/** Every size to 16, then fewer. */
export const finiteSizes: readonly number[] = [
  ...Array.from({ length: 15 }, (_, k) => k + 2),
  ...[18, 20, 22, 24, 28, 32, 36, 40, 48, 56, 64],
];

export const groupSizes: readonly GroupSize[] = [...finiteSizes, "inf"];

/** Fewer still: where rewards are so many that every size costs a second. */
export const fewSizes: readonly GroupSize[] = [2, 4, 8, 16, 32, 64, "inf"];

/** With more different rewards than this, policies of finite groups take long to find. */
export const manyRewards = 24;

export function hasManyRewards({ answers, wins }: PlaygroundState): boolean {
  return wins === null && new Set(answers.map(({ reward }) => reward)).size > manyRewards;
}

/** Where ∞ stands on the logarithmic axis: one step beyond the largest size, the axis is broken before it. */
const atInfinity = 128;

export function sizePlace(size: GroupSize): number {
  return size === "inf" ? atInfinity : size;
}

export const sizeAxis: AxisSpec = {
  scale: "log",
  domain: [2, atInfinity],
  label: "G",
  ticks: [2, 4, 8, 16, 32, 64, atInfinity],
  text: (value) => (value === atInfinity ? "∞" : String(value)),
};

/** The axis for what vanishes, or means nothing, in the limit. */
export const finiteAxis: AxisSpec = { ...sizeAxis, domain: [2, 64], ticks: [2, 4, 8, 16, 32, 64], text: String };

/** A rule of groups with its policies at each size. */
export interface SizePath {
  rule: RuleId;
  curves: readonly PathCurve[];
}

/** The shown rules that draw groups, GRPO always among them: what they prefer depends on G. */
export function groupRules(state: PlaygroundState): RuleId[] {
  const shown = solvedRules(state).filter((id) => ruleRecipe(id).toRule(state).preference?.groupSize !== undefined);
  return shown.includes("grpo") ? shown : ["grpo", ...shown];
}

/** The scenario with these rules at one size; the size of a path's own document does not matter. */
export function sizeDocument(state: PlaygroundState, rules: readonly RuleId[], groupSize: GroupSize): ScenarioDocument {
  return toDocument({ ...state, rules, groupSize });
}

/** Points at neighbouring sizes, and the way to the limit, of one curve. */
export interface SizeCurve {
  key: string;
  rule: RuleId;
  stable: boolean;
  onReferenceBranch: boolean;
  points: Point[];
  /** From the largest size to ∞; null where the curve does not reach both. */
  toLimit: [Point, Point] | null;
}

type Value = (point: PathCurve["points"][number]) => number | null;

/** One number of every policy against the size. */
export function sizeCurves({ rule, curves }: SizePath, value: Value): SizeCurve[] {
  return curves.flatMap(({ index, onReferenceBranch, points }) => {
    const placed = points.flatMap((point) => {
      const y = value(point);
      return y === null ? [] : [{ size: point.value, stable: point.stable, at: [sizePlace(point.value), y] as const }];
    });
    if (placed.length === 0) return [];
    const limit = placed.find(({ size }) => size === "inf");
    const finite = placed.filter(({ size }) => size !== "inf");
    const last = finite.at(-1);
    return {
      key: `${rule} ${index}`,
      rule,
      stable: placed.every(({ stable }) => stable),
      onReferenceBranch,
      points: (finite.length > 0 ? finite : placed).map(({ at }) => at),
      toLimit: limit && last && last.size === finiteSizes.at(-1) ? [last.at, limit.at] : null,
    };
  });
}

export const policyOf =
  (answer: number): Value =>
  ({ policy }) =>
    policy[answer] ?? null;

/** P means something where the policy lies inside the simplex. */
export const preferenceOf =
  (answer: number): Value =>
  ({ boundary, preference }) =>
    boundary ? null : (preference[answer] ?? null);

/** The least and greatest of all points, with some room and 0 in between; up to 1 where all are 0. */
export function preferenceDomain(curves: readonly { points: readonly Point[]; toLimit?: readonly Point[] | null }[]) {
  const ys = curves.flatMap(({ points, toLimit }) => [...points, ...(toLimit ?? [])].map(([, y]) => y));
  const [low, high] = [Math.min(0, ...ys), Math.max(0, ...ys)];
  if (high - low < negligible) return [0, 1] as [number, number];
  const room = 0.08 * (high - low);
  return [low < 0 ? low - room : 0, high > 0 ? high + room : low < 0 ? 0 : room] as [number, number];
}

/** The axis of the policy: to 100%, or where all is small to a little above the largest. */
export function policyDomain(curves: readonly { points: readonly Point[]; toLimit: readonly Point[] | null }[]) {
  const most = Math.max(
    0,
    ...curves.flatMap(({ points, toLimit }) => [...points, ...(toLimit ?? [])].map(([, y]) => y)),
  );
  return [0, most > 0 && most < smallShare ? 1.25 * most : 1] as [number, number];
}

const smallShare = 0.2;

/** Preferences below this are rounding. */
const negligible = 1e-9;

/** Right or wrong, with nothing else to ask: the question of the slider. */
export function successDocument(): ScenarioDocument {
  return {
    format: "grpo-playground/scenario",
    version: 1,
    answers: [
      { label: "right", reference: 0.5, reward: 1 },
      { label: "wrong", reference: 0.5, reward: 0 },
    ],
    rules: [{ preference: { model: "group", groupSize: 2 } }],
  };
}

/** The slider runs over the log-odds of p, so that 0.1% and 99.9% have room. */
const farthest = 7;

export function successPosition(success: number): number {
  return Math.max(-farthest, Math.min(farthest, Math.log10(success / (1 - success))));
}

export function successAt(position: number): number {
  const odds = 10 ** position;
  return Number((odds / (1 + odds)).toPrecision(position > 0 ? Math.ceil(position) + 3 : 3));
}

export const successRange = { from: -farthest, to: farthest, step: 0.05 } as const;

/** What the core says of silence at one policy. */
export interface Silence {
  silent: ArrayLike<number>;
  attenuation: ArrayLike<number> | null;
  approximation: ArrayLike<number> | null;
}

export const silencePoints = (values: ArrayLike<number>): Point[] =>
  finiteSizes.map((size, k) => [size, values[k]!] as const);

export function sizeTable(
  answer: number,
  label: string,
  paths: readonly SizePath[],
  { silent, attenuation, approximation }: Silence,
  ruleLabel: (rule: RuleId) => string,
): Table {
  const row = (size: GroupSize) => finiteSizes.indexOf(Number(size));
  const at = (values: ArrayLike<number> | null, size: GroupSize) => values?.[row(size)] ?? null;
  return {
    caption: `“${label}” at each group size, and what a group of that size cannot learn.`,
    columns: ["Rule", "Curve", "G", "π", "P_G", "Stable", "Silent groups", "Attenuation", "1 − 1/(8Gp(1 − p))"],
    rows: paths.flatMap(({ rule, curves }) =>
      curves.flatMap(({ index, points }) =>
        points.map((point) => [
          ruleLabel(rule),
          index,
          groupSizeText(point.value),
          policyOf(answer)(point),
          preferenceOf(answer)(point),
          point.stable ? "yes" : "no",
          at(silent, point.value),
          at(attenuation, point.value),
          at(approximation, point.value),
        ]),
      ),
    ),
  };
}
