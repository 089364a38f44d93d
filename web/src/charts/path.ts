// SPDX-License-Identifier: MIT
// The β path: every rule's policies as curves over β, stable and unstable stretches apart, and where two rules part.
import type { PathCurve, PathPoint, ScenarioDocument, SweepPoint } from "grpo-playground";
import { toDocument } from "../state/document";
import { betaRange } from "../state/fields";
import { inTableOrder, ruleRecipe, solvedRules } from "../state/rules";
import type { PlaygroundState, RuleId } from "../state/types";
import type { Point } from "./curves";
import type { Table } from "./table";

/** One rule with its curves; β is the scenario's, whatever multiple of it the rule is solved at. */
export interface RulePath {
  rule: RuleId;
  /** Whether the rule is drawn, or only compared. */
  shown: boolean;
  curves: readonly PathCurve[];
}

/** A stretch of a curve on which all policies are stable, or none is. */
export interface PathRun {
  key: string;
  rule: RuleId;
  stable: boolean;
  onReferenceBranch: boolean;
  points: readonly PathPoint[];
}

/** Small pictures that are still told apart. */
export const mostAnswers = 12;

/** The rules of the page, and the two whose parting is marked whether they are shown or not. */
export function pathRules(state: PlaygroundState): RuleId[] {
  return solvedRules({ ...state, rules: inTableOrder([...state.rules, "grpo", "rlhf"]) });
}

/** The same document whatever the scenario's β: the path does not depend on it. */
export function pathDocument(state: PlaygroundState): ScenarioDocument {
  return toDocument({ ...state, rules: pathRules(state), beta: 1 });
}

const usualBetas = [1e-3, 1e3] as const;

/** From the least to the largest β that is drawn: six powers of ten, and more where the scenario's β is beyond them. */
export function betaDomain(beta: number): [number, number] {
  const down = 10 ** Math.floor(Math.log10(beta));
  const up = 10 ** Math.ceil(Math.log10(beta));
  return [
    Math.max(betaRange[0], Math.min(usualBetas[0], Number(down.toPrecision(1)))),
    Math.min(betaRange[1], Math.max(usualBetas[1], Number(up.toPrecision(1)))),
  ];
}

/** A rule's own ends of the path for these of the scenario. */
export function ownRange(rule: RuleId, [low, high]: readonly [number, number]): { from: number; to: number } {
  const { betaFactor } = ruleRecipe(rule);
  return { from: Math.min(betaRange[1], high * betaFactor), to: Math.max(betaRange[0], low * betaFactor) };
}

/** The curves with the scenario's β in place of the rule's own. */
export function inScenarioBeta(rule: RuleId, curves: readonly PathCurve[]): PathCurve[] {
  const { betaFactor } = ruleRecipe(rule);
  const moved = (point: PathPoint): PathPoint => ({ ...point, value: betaOf(point) / betaFactor });
  return curves.map((curve) => ({ ...curve, points: curve.points.map(moved) }));
}

export function betaOf({ value }: PathPoint): number {
  return Number(value);
}

/** Stretches of one stability; where it changes both have the point between them, so that no gap is drawn. */
export function pathRuns({ rule, curves }: RulePath): PathRun[] {
  return curves.flatMap(({ index, onReferenceBranch, points }) => {
    const runs: { stable: boolean; points: PathPoint[] }[] = [];
    for (const point of points) {
      const last = runs.at(-1);
      if (last?.stable === point.stable) last.points.push(point);
      else runs.push({ stable: point.stable, points: [...(last ? [last.points.at(-1)!] : []), point] });
    }
    return runs.map((run, k) => ({ ...run, key: `${rule} ${index} ${k}`, rule, onReferenceBranch }));
  });
}

export function runPoints({ points }: PathRun, answer: number): Point[] {
  return points.map((point) => [betaOf(point), point.policy[answer]!] as const);
}

/** Points at which a curve turns back. */
export function folds({ rule, curves }: RulePath): { rule: RuleId; point: PathPoint }[] {
  return curves.flatMap(({ points }) => points.filter(({ fold }) => fold).map((point) => ({ rule, point })));
}

/** The curve from π_ref as far as it goes down in β: beyond a fold no policy of it is left at smaller β. */
export function firstStretch({ curves }: RulePath): PathPoint[] {
  const points = curves.find(({ onReferenceBranch }) => onReferenceBranch)?.points ?? [];
  const turn = points.findIndex((point, k) => k > 0 && betaOf(point) >= betaOf(points[k - 1]!));
  return turn < 0 ? [...points] : points.slice(0, turn);
}

export function totalVariation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let o = 0; o < a.length; ++o) sum += Math.abs(a[o]! - b[o]!);
  return sum / 2;
}

/** Two rules have parted where their policies differ by more than this. */
export const partingDistance = 0.05;

/** One policy at one β. */
export interface Station {
  beta: number;
  policy: ArrayLike<number>;
}

/** Where a sweep found a policy inside the simplex. */
export function stations(points: readonly SweepPoint[]): Station[] {
  return points.flatMap(({ value, stationary: [first] }) =>
    first && !first.boundary ? [{ beta: Number(value), policy: first.policy }] : [],
  );
}

/** Between which β two rules part on the way down: none where they stay together, `high` null where they never were. */
export function partingBracket(a: RulePath, b: RulePath): { low: number; high: number | null } | null {
  const [first, second] = [firstStretch(a), firstStretch(b)].map((points) =>
    points.map((point): Station => ({ beta: betaOf(point), policy: point.policy })),
  );
  const betas = [...new Set([...first!, ...second!].map(({ beta }) => beta))].sort((x, y) => y - x);
  let high: number | null = null;
  for (const beta of betas) {
    const [p, q] = [policyAt(first!, beta), policyAt(second!, beta)];
    if (!p || !q) continue;
    if (totalVariation(p, q) > partingDistance) return { low: beta, high };
    high = beta;
  }
  return null;
}

/** Between the points of a path, straight in log β; null beyond its ends. */
function policyAt(stations: readonly Station[], beta: number): number[] | null {
  const next = stations.findIndex((station) => station.beta <= beta);
  if (next < 0) return null;
  const below = stations[next]!;
  if (below.beta === beta) return Array.from(below.policy);
  const above = stations[next - 1];
  if (!above) return null;
  const part = Math.log(above.beta / beta) / Math.log(above.beta / below.beta);
  return Array.from(above.policy, (share, o) => share + part * (below.policy[o]! - share));
}

const partingSteps = 24;

/** Where both rules are solved again to find the parting: evenly in log β, ends included and a little beyond. */
export function partingGrid({ low, high }: { low: number; high: number }): number[] {
  const [from, to] = [Math.log(low / 1.02), Math.log(high * 1.02)];
  return Array.from({ length: partingSteps + 1 }, (_, k) => Math.exp(to + ((from - to) * k) / partingSteps));
}

/** The largest β of these, falling, at which the policies differ by the distance: straight between two of them. */
export function partingBeta(a: readonly Station[], b: readonly Station[]): number | null {
  let before: { beta: number; apart: number } | null = null;
  for (const { beta, policy } of a) {
    const other = b.find((station) => station.beta === beta);
    if (!other) continue;
    const apart = totalVariation(policy, other.policy);
    if (apart > partingDistance) {
      if (!before) return beta;
      const part = (partingDistance - before.apart) / (apart - before.apart);
      return before.beta * (beta / before.beta) ** part;
    }
    before = { beta, apart };
  }
  return null;
}

/** The answer whose probability is moved most, of these: where curves are farthest apart, and names find room. */
export function mostMoved(paths: readonly RulePath[], answers: readonly number[]): number {
  const moved = answers.map((answer) => {
    let [least, most] = [1, 0];
    for (const { curves } of paths)
      for (const { points } of curves)
        for (const { policy } of points) {
          least = Math.min(least, policy[answer]!);
          most = Math.max(most, policy[answer]!);
        }
    return most - least;
  });
  return answers[Math.max(0, moved.indexOf(Math.max(...moved)))] ?? 0;
}

/** The vertical axis: all of it, or from the power of ten below the least probability that is drawn. */
export function shareDomain(
  axis: "linear" | "log",
  paths: readonly RulePath[],
  answers: readonly number[],
): [number, number] {
  if (axis === "linear") return [0, 1];
  let least = 0.01;
  for (const { curves } of paths)
    for (const { points } of curves)
      for (const { policy } of points)
        for (const answer of answers) if (policy[answer]! > 0) least = Math.min(least, policy[answer]!);
  return [Math.max(leastShare, Number((10 ** Math.floor(Math.log10(least))).toPrecision(1))), 1];
}

/** The least probability of a logarithmic axis: more would squeeze what is of interest. */
const leastShare = 1e-12;

export function pathTable(
  labels: readonly string[],
  answers: readonly number[],
  paths: readonly RulePath[],
  ruleLabel: (rule: RuleId) => string,
): Table {
  return {
    caption: "Every point of every curve: π of the drawn answers at each β.",
    columns: ["Rule", "Curve", "β", ...answers.map((answer) => `π(${labels[answer]})`), "Stable", "Fold"],
    rows: paths.flatMap(({ rule, curves }) =>
      curves.flatMap(({ index, points }) =>
        points.map((point) => [
          ruleLabel(rule),
          index,
          betaOf(point),
          ...answers.map((answer) => point.policy[answer]!),
          point.stable ? "yes" : "no",
          point.fold ? "yes" : "no",
        ]),
      ),
    ),
  };
}
