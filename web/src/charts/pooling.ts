// SPDX-License-Identifier: MIT
// Pooling functions: how each penalty turns an answer's preference into its gain π/π_ref, with the answers on the curves.
import type { ScenarioDocument } from "grpo-playground";
import { toDocument } from "../state/document";
import type { PlaygroundState, RuleId } from "../state/types";
import { referencePolicy } from "../story/outcomes";
import type { Point } from "./curves";
import { type NamedPenalty, penaltyWords } from "./penalties";
import { type Choices, drawnPolicy, type Picture } from "./picture";
import type { Table } from "./table";

/** An answer under a rule: what its preference is worth, and what the rule makes of it. */
export interface PooledAnswer {
  rule: RuleId;
  answer: number;
  label: string;
  penalty: NamedPenalty;
  /** (P − λ)/β − f'(1): 0 where the answer keeps its reference. */
  x: number;
  /** π/π_ref. */
  gain: number;
}

/** One penalty's curve, with the first shown rule that has it, or null for one that no shown rule has. */
export interface PoolingSubject {
  penalty: NamedPenalty;
  rule: RuleId | null;
}

export function subjects(state: PlaygroundState, rules: readonly RuleId[], others: readonly NamedPenalty[]) {
  const documentRules = toDocument({ ...state, rules }).rules;
  const found: PoolingSubject[] = [];
  documentRules.forEach((rule, k) => {
    const penalty = rule.penalty?.divergence as NamedPenalty;
    if (!found.some((subject) => subject.penalty === penalty)) found.push({ penalty, rule: rules[k]! });
  });
  const extra = others.filter((penalty) => !found.some((subject) => subject.penalty === penalty));
  return [...found, ...extra.map((penalty): PoolingSubject => ({ penalty, rule: null }))];
}

/** The scenario with one rule for each penalty. */
export function poolingDocument(state: PlaygroundState, list: readonly PoolingSubject[]): ScenarioDocument {
  const model = state.wins ? ("pairwise" as const) : ("reward" as const);
  return {
    ...toDocument(state),
    rules: list.map(({ penalty }) => ({ preference: { model }, penalty: { divergence: penalty }, beta: state.beta })),
  };
}

/** Every answer of every rule whose drawn policy lies inside the simplex. */
export function pooledAnswers(picture: Picture, choices: Choices): PooledAnswer[] {
  const { state, rules } = picture;
  const documentRules = toDocument(state).rules;
  const reference = referencePolicy(state);
  return rules.flatMap((rule, k) => {
    const drawn = drawnPolicy(picture, rule, choices);
    const penalty = documentRules[k]?.penalty?.divergence as NamedPenalty | undefined;
    if (!drawn || drawn.multiplier === null || !penalty) return [];
    const beta = documentRules[k]!.beta ?? 1;
    const { multiplier, policy, preference } = drawn;
    return state.answers.map(({ label }, answer) => ({
      rule,
      answer,
      label,
      penalty,
      x: (preference[answer]! - multiplier) / beta - penaltyWords[penalty].atReference,
      gain: policy[answer]! / reference[answer]!,
    }));
  });
}

/** The answer that a rule multiplies most. */
export function mostGained(answers: readonly PooledAnswer[], rule: RuleId): PooledAnswer {
  return answers.filter((answer) => answer.rule === rule).reduce((a, b) => (b.gain > a.gain ? b : a));
}

/** How far the axes run beyond the outermost answer, in parts of their range. */
const margin = 0.12;
/** The least that is shown of the horizontal axis. */
const leastRange = [-1, 1] as const;
/** On a logarithmic axis, gains from here to there at most. */
const gainLimits = [1e-9, 1e9] as const;

export function poolingDomains(answers: readonly PooledAnswer[], axis: "log" | "linear") {
  const xs = [...leastRange, ...answers.map(({ x }) => x)];
  const [from, to] = [Math.min(...xs), Math.max(...xs)];
  const beyond = margin * (to - from);
  const gains = answers.map(({ gain }) => Math.min(gainLimits[1], Math.max(gainLimits[0], gain)));
  const [low, high] = [Math.min(0.2, ...gains), Math.max(5, ...gains)];
  const y: [number, number] = axis === "log" ? [low / 1.5, high * 1.5] : [0, 1.1 * Math.max(3, ...gains)];
  return { x: [from - beyond, to + beyond] as [number, number], y };
}

/** Points along a curve: enough for a smooth line across a projector. */
const points = 240;

/** Where the curves are asked for: evenly, closer together before x = 1 where 1/(1 − x) runs off, and at every answer. */
export function poolingGrid([from, to]: readonly [number, number], answers: readonly PooledAnswer[]): number[] {
  const even = Array.from({ length: points + 1 }, (_, k) => from + ((to - from) * k) / points);
  const nearOne = Array.from({ length: 40 }, (_, k) => 1 - 10 ** (-k / 8));
  const all = [...even, ...nearOne, ...answers.map(({ x }) => x)].filter((x) => x >= from && x <= to);
  return [...new Set(all)].sort((a, b) => a - b);
}

/** The x beyond which a penalty allows no answer to go, from the core's range of marginals; null where there is no end. */
export function poolingEnd(penalty: NamedPenalty, upper: number | null): number | null {
  return upper === null ? null : upper - penaltyWords[penalty].atReference;
}

/** A curve through the core's ratios; where the penalty has no ratio, or none below the axis' end, the curve ends. */
export function poolingCurve(grid: readonly number[], ratios: ArrayLike<number>, defined: readonly boolean[]): Point[] {
  return grid.flatMap((x, k): Point[] => (defined[k] ? [[x, ratios[k]!]] : []));
}

export function poolingTable(answers: readonly PooledAnswer[], ruleLabel: (rule: RuleId) => string): Table {
  return {
    caption: "Each answer under each rule: x = (P − λ)/β − f′(1), and what the penalty makes of it.",
    columns: ["Answer", "Rule", "Penalty", "x", "π/π_ref"],
    rows: answers.map(({ label, rule, penalty, x, gain }) => [
      label,
      ruleLabel(rule),
      penaltyWords[penalty].name,
      x,
      gain,
    ]),
  };
}
