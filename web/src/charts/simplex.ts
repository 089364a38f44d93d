// SPDX-License-Identifier: MIT
// The question as three shares: itself, three of its answers alone, or two against all the others together.
import type { StationaryPolicy } from "grpo-playground";
import { ruleRecipe, solvedRules } from "../state/rules";
import type { PlaygroundState, RuleId } from "../state/types";
import type { ViewSettings } from "../state/view-fields";
import { referencePolicy } from "../story/outcomes";
import { type Box, distance, labelBox, overlap, type Point, textMarks } from "./curves";
import { textWidth } from "./frame";
import { placePointLabels, type PointLabel } from "./point-labels";
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

export interface PlacedName extends Named, Omit<PointLabel, "index"> {
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

/**
 * Names beside their marks, clear of each other, of `texts` and, where that is possible, of the curves. Where there is no
 * room they stand farther off. All sizes in pixels.
 */
export function placeNames(
  named: readonly Named[],
  { texts, curves }: { texts: readonly Point[]; curves: readonly Point[] },
  triangle: Triangle,
  { width, height }: { width: number; height: number },
): PlacedName[] {
  const size = 0.8125 * triangle.rem;
  const points = named.map(({ text, shares }) => {
    const [x, y] = placeOf(shares, triangle);
    return { text, x, y };
  });
  const frame = { left: 0, right: width, top: 0, bottom: height };
  const clear = placePointLabels(points, [...texts, ...curves], frame, size);
  const beside = clear.length === named.length ? clear : placePointLabels(points, texts, frame, size);
  const found = beside.map(({ index, ...label }): PlacedName => ({ ...named[index]!, ...label, leader: null }));
  const marks = points.map(({ x, y }): Point => [x, y]);
  named.forEach((one, index) => {
    if (beside.some((label) => label.index === index)) return;
    const away = placeAway(one, marks[index]!, [...texts, ...marks], found, frame, size);
    if (away) found.push(away);
  });
  return found;
}

function boxOf({ text, x, y, anchor }: PlacedName, size: number): Box {
  const shift = { start: 1, middle: 0, end: -1 }[anchor] * (textWidth(text, size) / 2);
  return labelBox(x + shift, y, text, size);
}

function placeAway(
  named: Named,
  mark: Point,
  obstacles: readonly Point[],
  found: readonly PlacedName[],
  frame: Box,
  size: number,
): PlacedName | null {
  const taken = found.map((other) => boxOf(other, size));
  for (const radius of [2, 3, 4.5]) {
    for (let k = 0; k < 12; ++k) {
      const angle = (Math.PI / 6) * k - Math.PI / 2;
      const foot: Point = [mark[0] + radius * size * Math.cos(angle), mark[1] + radius * size * Math.sin(angle)];
      const anchor = Math.cos(angle) > 0.1 ? "start" : Math.cos(angle) < -0.1 ? "end" : "middle";
      const name: PlacedName = { ...named, x: foot[0], y: foot[1], anchor, leader: [mark, foot] };
      const box = boxOf(name, size);
      if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom)
        continue;
      if (taken.some((other) => overlap(other, box)) || obstacles.some((one) => distance(one, box) < size / 2))
        continue;
      return name;
    }
  }
  return null;
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
