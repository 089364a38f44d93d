// SPDX-License-Identifier: MIT
// Two answers: the stationary probability of the first against its reference, for several rules and β.
import type { BinaryCurve, Preference, ScenarioDocument, StationaryPolicy } from "grpo-playground";
import { toDocument } from "../state/document";
import type { PenaltyDivergence, PlaygroundState, RuleId } from "../state/types";
import type { ViewSettings } from "../state/view-fields";
import { groupSizeText, shortNumber } from "../story/format";
import type { Point } from "./curves";
import { penaltyWords } from "./penalties";
import type { Table } from "./table";

type Size = ViewSettings<"binary">["sizes"][number];

/** One rule of the picture: a group size with a penalty. */
export interface Variant {
  key: string;
  size: Size;
  penalty: PenaltyDivergence;
  /** Whose colour it has: the scenario's own GRPO rule, GRPO with the other penalty, or none of the page's. */
  rule: RuleId | null;
  /** `G = 8, KL(π_ref‖π)` */
  name: string;
  preference: Preference;
}

/** Dashes by group size, in parts of the line's width. */
export const sizeDashes: Readonly<Record<Size, readonly number[]>> = { "2": [1, 2.5], same: [], inf: [5, 2.5] };

export function variantOf(state: PlaygroundState, size: Size, penalty: PenaltyDivergence): Variant {
  const groupSize = size === "same" ? state.groupSize : size === "inf" ? "inf" : 2;
  const other = penalty === "kl-policy-to-ref" ? "grpo-direct-kl" : null;
  return {
    key: `${size} ${penalty}`,
    size,
    penalty,
    rule: penalty === state.divergence ? "grpo" : other,
    name: `G = ${groupSizeText(state.wins ? 2 : groupSize)}, ${penaltyWords[penalty].name}`,
    preference: state.wins ? { model: "pairwise" } : { model: "group", groupSize },
  };
}

/** The scenario's own variant first, whether it is drawn or not; then the chosen ones. */
export function variants(state: PlaygroundState, settings: ViewSettings<"binary">): Variant[] {
  const own = variantOf(state, state.wins ? "2" : "same", state.divergence);
  const sizes = state.wins ? (["2"] as const) : settings.sizes;
  const chosen = sizes.flatMap((size) => settings.penalties.map((penalty) => variantOf(state, size, penalty)));
  const all = [own, ...chosen];
  return all.filter((one, k) => all.findIndex((other) => sameRule(one, other)) === k);
}

function sameRule(a: Variant, b: Variant): boolean {
  return a.penalty === b.penalty && a.preference.groupSize === b.preference.groupSize;
}

/** Whether the scenario's own curve is among the chosen ones. */
export function showsOwn(state: PlaygroundState, settings: ViewSettings<"binary">): boolean {
  const own = state.groupSize === 2 ? "2" : state.groupSize === "inf" ? "inf" : "same";
  const sized = settings.sizes.includes("same") || settings.sizes.includes(own);
  return settings.penalties.includes(state.divergence) && (state.wins !== null || sized);
}

export function binaryDocument(state: PlaygroundState, list: readonly Variant[]): ScenarioDocument {
  return {
    ...toDocument(state),
    rules: list.map(({ name, preference, penalty }) => ({
      label: name,
      preference,
      penalty: { divergence: penalty },
      beta: state.beta,
    })),
  };
}

/** Round values of β for the curves beside the scenario's own. */
const ladder = [1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
/** How many of them are drawn, and how much each differs from the scenario's β at least. */
const companions = 4;
const leastRatio = 1.5;

/** The scenario's β first, then the nearest round ones on both sides in growing order. */
export function betasAround(beta: number, several: boolean): number[] {
  if (!several) return [beta];
  const apart = (other: number) => Math.abs(Math.log(other / beta));
  const near = ladder.filter((other) => apart(other) >= Math.log(leastRatio)).sort((a, b) => apart(a) - apart(b));
  return [beta, ...near.slice(0, companions).sort((a, b) => a - b)];
}

/** γ = W(a, b) − W(b, a) of the scenario: rewards are numbers here, so the better one always wins. */
export function confidenceMargin({ wins, answers }: PlaygroundState): number {
  if (wins) return wins[0]![1]! - wins[1]![0]!;
  return Math.sign(answers[0]!.reward - answers[1]!.reward);
}

/** The least reference of the logarithmic axis. */
const leastReference = 1e-6;

export function referenceDomain(axis: "linear" | "log", reference: number): [number, number] {
  return axis === "linear" ? [0, 1] : [Math.max(1e-300, Math.min(leastReference, reference / 10)), 1];
}

/** A stretch of a curve whose policies are all stable, or all unstable. */
export interface Stretch {
  stable: boolean;
  points: Point[];
}

/** A curve in stretches; neighbours on the same piece share the point between them. */
export function stretches({ reference, policy, stable, pieces }: BinaryCurve): Stretch[] {
  const begins = new Set(pieces);
  const found: Stretch[] = [];
  reference.forEach((x, k) => {
    const point: Point = [x, policy[k]!];
    const last = begins.has(k) ? undefined : found.at(-1);
    last?.points.push(point);
    if (!last || last.stable !== stable[k]) found.push({ stable: stable[k]!, points: [point] });
  });
  return found;
}

/** A probability this far from 0 is a jump that can be seen. */
const leastJump = 1e-3;

/**
 * The open ends of the curve at π_ref = 0, where the closed end is 0. None where a branch goes to 0 itself: the policy
 * that is reached from the reference is then continuous, whatever an unstable branch beside it does.
 */
export function jumps({ limits }: BinaryCurve): number[] {
  const ends = [...limits.atZero];
  return ends.every((policy) => policy > leastJump) ? ends : [];
}

/** The corners that also attract the flow at this reference: 0 or 1, or both. */
export function cornersAt({ boundary }: BinaryCurve, reference: number): number[] {
  return boundary.filter(({ from, to }) => reference >= from && reference <= to).map(({ policy }) => policy);
}

/** The paper's bound as a line: the first answer has at least `policy`, or at most where the other is the better one. */
export function boundLine({ bound }: BinaryCurve): { name: string; policy: number; isLeast: boolean } | null {
  if (!bound) return null;
  const isLeast = bound.answer === 0;
  return {
    name: isLeast ? bound.name : `1 − (${bound.name})`,
    policy: isLeast ? bound.value : 1 - bound.value,
    isLeast,
  };
}

/** The scenario's own point on a curve, with the other stationary policies of the same rule. */
export interface OwnPoint {
  policy: number;
  stable: boolean;
}

export function ownPoints(stationary: readonly StationaryPolicy[]): OwnPoint[] {
  return stationary.filter(({ boundary }) => !boundary).map(({ policy, stable }) => ({ policy: policy[0]!, stable }));
}

export function binaryTable(
  answer: string,
  list: readonly { variant: Variant; curves: readonly BinaryCurve[] }[],
): Table {
  return {
    caption: `π of “${answer}” against its π_ref, at every point of every curve.`,
    columns: ["Rule", "β", "π_ref", "π", "Stable"],
    rows: list.flatMap(({ variant, curves }) =>
      curves.flatMap(({ beta, reference, policy, stable }) =>
        Array.from(reference, (x, k) => [variant.name, beta, x, policy[k]!, stable[k] ? "yes" : "no"] as const),
      ),
    ),
  };
}

export function betaName(beta: number): string {
  return `β = ${shortNumber(beta)}`;
}
