// SPDX-License-Identifier: MIT
// The question as three shares: itself, three of its answers alone, or two against all the others together.
import type { StationaryPolicy } from "grpo-playground";
import { ruleRecipe, solvedRules } from "../state/rules";
import type { PlaygroundState, RuleId } from "../state/types";
import type { ViewSettings } from "../state/view-fields";
import { referencePolicy } from "../story/outcomes";
import { type Box, distance, overlap, type Point, resampled, textMarks } from "./curves";
import { textWidth } from "./frame";
import type { Table } from "./table";
import { placeOf, type Shares, type Triangle } from "./triangle";

/** `whole`: there are three answers. `three`: the question of three of them alone. `rest`: two and all the others. */
export type Cut = "whole" | "three" | "rest";

export interface Corners {
  cut: Cut;
  /** The question that is solved. */
  state: PlaygroundState;
  /** For each corner its answers, as indices into `state.answers`. */
  members: readonly [readonly number[], readonly number[], readonly number[]];
  /** The same as indices into the scenario's answers. */
  own: readonly [readonly number[], readonly number[], readonly number[]];
  labels: readonly [string, string, string];
}

type Chosen = Pick<ViewSettings<"simplex">, "left" | "right" | "top">;

/** The chosen answers where they are three different ones, otherwise the nearest choice that is possible. */
export function chosenAnswers(count: number, { left, right, top }: Chosen): [number, number, number | null] {
  const taken: number[] = [];
  const free = (wish: number) => {
    const found = [wish, ...Array.from({ length: count }, (_, k) => k)].find((k) => k < count && !taken.includes(k))!;
    taken.push(found);
    return found;
  };
  const lower = [free(left - 1), free(right - 1)] as const;
  return [...lower, top === 0 && count > 3 ? null : free(Math.max(0, top - 1))];
}

export function cornersOf(scenario: PlaygroundState, chosen: Chosen): Corners {
  const { answers } = scenario;
  const [a, b, c] = chosenAnswers(answers.length, chosen);
  const label = (index: number) => answers[index]!.label;
  if (c === null) {
    const rest = answers.map((_, k) => k).filter((k) => k !== a && k !== b);
    const own = [[a], [b], rest] as const;
    return {
      cut: "rest",
      state: scenario,
      members: own,
      own,
      labels: [label(a), label(b), `the ${rest.length} others`],
    };
  }
  const own = [[a], [b], [c]] as const;
  const labels = [label(a), label(b), label(c)] as const;
  if (answers.length === 3) return { cut: "whole", state: scenario, members: own, own, labels };
  return { cut: "three", state: onlyThese(scenario, [a, b, c]), members: [[0], [1], [2]], own, labels };
}

function onlyThese(state: PlaygroundState, indices: readonly number[]): PlaygroundState {
  const wins = state.wins && indices.map((i) => indices.map((j) => state.wins![i]![j]!));
  return { ...state, answers: indices.map((index) => state.answers[index]!), wins };
}

const sumOf = (policy: ArrayLike<number>, members: readonly number[]) =>
  members.reduce((sum, index) => sum + policy[index]!, 0);

export function toShares(policy: ArrayLike<number>, { members }: Corners): Shares {
  return [sumOf(policy, members[0]), sumOf(policy, members[1]), sumOf(policy, members[2])];
}

/** The policy with these shares in which the members of a corner keep the proportions of the reference. */
export function toPolicy(shares: Shares, corners: Corners): number[] {
  return spreadShares(shares, corners.members, referencePolicy(corners.state));
}

function spreadShares(shares: Shares, members: Corners["members"], reference: readonly number[]): number[] {
  const policy = [...reference];
  members.forEach((indices, corner) => {
    const total = sumOf(reference, indices);
    for (const index of indices) policy[index] = (shares[corner]! * reference[index]!) / total;
  });
  return policy;
}

/** The scenario's references after a drag to these shares: of three answers alone, the sum stays what it was. */
export function movedReferences(scenario: PlaygroundState, { own }: Corners, shares: Shares): number[] {
  const reference = referencePolicy(scenario);
  const total = own.reduce((sum, indices) => sum + sumOf(reference, indices), 0);
  return spreadShares([shares[0] * total, shares[1] * total, shares[2] * total], own, reference);
}

/** The rule whose flow is drawn: the chosen one where it is shown and applies. */
export function flowRule(state: PlaygroundState, wished: RuleId): { rule: RuleId; index: number } {
  const rules = solvedRules(state);
  const index = Math.max(0, rules.indexOf(wished));
  return { rule: rules[index]!, index };
}

/** What the flow does nearby. */
export type Stability = "attracts" | "saddle" | "repels";

export function stabilityOf({ stable, eigenvalues }: Pick<StationaryPolicy, "stable" | "eigenvalues">): Stability {
  if (stable) return "attracts";
  return eigenvalues && Array.from(eigenvalues).some((value) => value < 0) ? "saddle" : "repels";
}

export interface RestMark {
  rule: RuleId;
  /** Index in the rule's list of stationary policies. */
  index: number;
  shares: Shares;
  policy: Float64Array;
  stability: Stability;
  boundary: boolean;
  onReferenceBranch: boolean;
}

export function restMarks(rule: RuleId, stationary: readonly StationaryPolicy[], corners: Corners): RestMark[] {
  return stationary.map((found, index) => ({
    rule,
    index,
    shares: toShares(found.policy, corners),
    policy: found.policy,
    stability: stabilityOf(found),
    boundary: found.boundary,
    onReferenceBranch: found.onReferenceBranch,
  }));
}

/** The range of β along which the branch from π_ref is drawn: from where π is π_ref to where the reference is forgotten. */
export function betaRangeAround(beta: number): { from: number; to: number } {
  return { from: Math.min(1e6, Math.max(100, 10 * beta)), to: Math.max(1e-6, Math.min(0.01, beta / 10)) };
}

/** What has a name in the triangle, in the order in which places are given away. */
export interface Named {
  key: string;
  text: string;
  rule: RuleId | "reference";
  shares: Shares;
}

export interface PlacedName extends Named {
  x: number;
  y: number;
  anchor: "start" | "middle" | "end";
  /** From the mark to a name that found no room beside it. */
  leader: [Point, Point] | null;
}

/** A rule's policies are numbered where there are several; only the first says whose they are. */
export function markName(mark: RestMark, marks: readonly RestMark[]): string {
  const { label } = ruleRecipe(mark.rule);
  const own = marks.filter(({ rule }) => rule === mark.rule);
  if (own.length < 2) return label;
  return mark.index === own[0]!.index ? `${label} ${mark.index + 1}` : `${mark.index + 1}`;
}

/** How far off a name may stand, in its own size: beside its mark, or at the end of a leader. */
const nearby = 1;
const farOff = [2, 3, 4.5, 6.5, 9] as const;
const directions = Array.from({ length: 16 }, (_, k) => (Math.PI / 8) * k);

/**
 * Every name beside its mark or, where there is no room, farther off with a leader: never upon another name, a mark or
 * one of `texts`, and upon a curve only where nothing else is left. All sizes in pixels.
 */
export function placeNames(
  named: readonly Named[],
  { texts, curves }: { texts: readonly Point[]; curves: readonly (readonly Point[])[] },
  triangle: Triangle,
  { width, height }: { width: number; height: number },
): PlacedName[] {
  const size = 0.8125 * triangle.rem;
  const frame = { left: 0, right: width, top: 0, bottom: height };
  const marks = named.map(({ shares }) => placeOf(shares, triangle));
  const drawn = curves.flatMap((curve) => resampled(curve, frame).filter((_, k) => k % 2 === 0));
  const found: PlacedName[] = [];
  named.forEach((one, index) => {
    const others = marks.filter((mark) => distance(mark, around(marks[index]!)) > size / 2);
    const taken = found.map((other) => boxOf(other, size));
    const place = bestPlace(one, marks[index]!, { marks: [...others, ...texts], curves: drawn, taken, frame, size });
    if (place) found.push(place);
  });
  return found;
}

/** A box without extent. */
const around = ([x, y]: Point): Box => ({ left: x, right: x, top: y, bottom: y });

interface Surroundings {
  marks: readonly Point[];
  curves: readonly Point[];
  taken: readonly Box[];
  frame: Box;
  size: number;
}

/** The nearest place with room; of equally near ones the one farthest from everything. */
function bestPlace(named: Named, mark: Point, surroundings: Surroundings): PlacedName | null {
  let onCurve: PlacedName | null = null;
  for (const radius of [nearby, ...farOff]) {
    let best: { name: PlacedName; room: number } | null = null;
    for (const name of namesAround(named, mark, radius, surroundings.size)) {
      const room = roomOf(name, surroundings);
      if (!room) continue;
      if (room.curves === 0) onCurve ??= name;
      else if (!best || Math.min(room.marks, room.curves) > best.room)
        best = { name, room: Math.min(room.marks, room.curves) };
    }
    if (best) return best.name;
  }
  return onCurve;
}

function namesAround(named: Named, [x, y]: Point, radius: number, size: number): PlacedName[] {
  return directions.map((angle) => {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const foot: Point = [x + radius * size * cos, y + 1.1 * radius * size * sin];
    const anchor = cos > 0.3 ? "start" : cos < -0.3 ? "end" : "middle";
    return { ...named, x: foot[0], y: foot[1], anchor, leader: radius === nearby ? null : [[x, y], foot] };
  });
}

/** How far the nearest marks and curves are, at most the name's size; null where it cannot stand. */
function roomOf(name: PlacedName, { marks, curves, taken, frame, size }: Surroundings) {
  const box = boxOf(name, size);
  if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom) return null;
  if (taken.some((other) => overlap(other, box))) return null;
  const clear = nearest(marks, box, size);
  return clear > 0.3 * size ? { marks: clear, curves: nearest(curves, box, size) } : null;
}

/** The least `distance`, at most `most`; a plain loop, for names are placed anew in every frame of a drag. */
function nearest(points: readonly Point[], { left, right, top, bottom }: Box, most: number): number {
  let least = most * most;
  for (const [x, y] of points) {
    const dx = x < left ? left - x : x > right ? x - right : 0;
    const dy = y < top ? top - y : y > bottom ? y - bottom : 0;
    least = Math.min(least, dx * dx + dy * dy);
  }
  return Math.sqrt(least);
}

function boxOf({ text, x, y, anchor }: PlacedName, size: number): Box {
  const width = textWidth(text, size);
  const left = x - { start: 0, middle: width / 2, end: width }[anchor];
  return { left, right: left + width, top: y - 0.6 * size, bottom: y + 0.6 * size };
}

/** The names of the corners where they stand, for others to keep clear of. */
export function cornerTexts(labels: readonly string[], { rem, corners: [left, right, top] }: Triangle): Point[] {
  const size = 0.8125 * rem;
  return [
    ...textMarks(labels[0]!, left[0], left[1] + rem, "start", size),
    ...textMarks(labels[1]!, right[0], right[1] + rem, "end", size),
    ...textMarks(labels[2]!, top[0], top[1] - rem, "middle", size),
  ];
}

export function simplexTable(marks: readonly RestMark[], { state }: Corners): Table {
  return {
    caption: "Every policy at which a rule holds still, and what the mean-field flow does near it.",
    columns: ["Rule", "Policy", "Flow", ...state.answers.map(({ label }) => label)],
    rows: [
      ["Reference", "", "", ...referencePolicy(state)],
      ...marks.map((mark) => [
        ruleRecipe(mark.rule).label,
        `${mark.index + 1}${mark.onReferenceBranch ? ", reached from π_ref" : ""}${mark.boundary ? ", on the boundary" : ""}`,
        mark.stability,
        ...mark.policy,
      ]),
    ],
  };
}
