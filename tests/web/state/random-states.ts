// SPDX-License-Identifier: MIT
// Random states, and random damage to texts, from a seed: the same in every run.
import { freeLabel, letterLabel } from "../../../web/src/state/fields";
import { encodeQuestion } from "../../../web/src/state/fragment";
import { mirroredWin } from "../../../web/src/state/link-wins";
import { inTableOrder, ruleRecipes, withSolvableRule } from "../../../web/src/state/rules";
import type { PlaygroundState } from "../../../web/src/state/types";
import { fieldsOf, initialSettings, type OpenViews, viewIds } from "../../../web/src/state/view-fields";

/** Numbers in [0, 1) from a seed: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const alphabet = [..."abcXYZ 0123,;:=&#%+-~.!?'\"()*<>[]{}|\\/_\n\téßπ答🎲\u200f\u0000=@"];

export class Dice {
  readonly next: () => number;

  constructor(seed: number) {
    this.next = randomFrom(seed);
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  one<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  chance(part: number): boolean {
    return this.next() < part;
  }

  text(longest: number): string {
    return Array.from({ length: this.below(longest + 1) }, () => this.one(alphabet)).join("");
  }

  /** Round ones, ones with all their digits, and some near the ends of what a double can hold. */
  number(least: number, most: number): number {
    const inside = (value: number) => Math.min(most, Math.max(least, value));
    if (this.chance(0.3)) return inside(Math.round(this.next() * 20) / 10);
    if (this.chance(0.1)) return inside(10 ** (this.next() * 18 - 9));
    return inside(this.next());
  }
}

export function randomState(dice: Dice): PlaygroundState {
  const count = dice.chance(0.005) ? 1 + dice.below(200) : 1 + dice.below(8);
  const labels: string[] = [];
  const plain = dice.chance(0.3);
  for (let i = 0; i < count; ++i) {
    labels.push(freeLabel(plain ? letterLabel(i) : dice.text(20) || letterLabel(i), labels));
  }
  const wins = dice.chance(count > 40 ? 0.05 : 0.25) ? randomWins(dice, count) : null;
  const rules = ruleRecipes.map(({ id }) => id).filter(() => dice.chance(0.4));
  const state: PlaygroundState = {
    preset: null,
    title: dice.chance(0.5) ? dice.text(60) : "",
    note: dice.chance(0.2) ? dice.text(600) : "",
    answers: labels.map((label, id) => ({
      id,
      label,
      reference: dice.number(1e-9, 1e9),
      reward: (dice.chance(0.4) ? -1 : 1) * dice.number(0, 1e9) || 0,
    })),
    wins,
    beta: dice.number(1e-6, 1e6),
    groupSize: dice.chance(0.2) ? "inf" : 2 + dice.below(dice.chance(0.2) ? 999_999 : 64),
    divergence: dice.one(["kl-ref-to-policy", "kl-policy-to-ref"]),
    rules: rules.length > 0 ? inTableOrder(rules) : ["grpo"],
    choices: Object.fromEntries(ruleRecipes.flatMap(({ id }) => (dice.chance(0.1) ? [[id, 1 + dice.below(4)]] : []))),
    views: randomViews(dice),
    pin: null,
    projector: dice.chance(0.05),
    drafts: {},
  };
  const solvable = withSolvableRule(state);
  return dice.chance(0.15) ? { ...solvable, pin: encodeQuestion({ ...randomState(dice), pin: null }) } : solvable;
}

function randomWins(dice: Dice, count: number): number[][] {
  const wins = Array.from({ length: count }, () => Array<number>(count).fill(0.5));
  for (let i = 0; i < count; ++i) {
    for (let j = 0; j < i; ++j) {
      const win = dice.number(0, 1);
      [wins[i]![j], wins[j]![i]] = [win, mirroredWin(win)];
    }
  }
  return wins;
}

/** Any texts that a setting's own field reads: words of its rule, numbers, and combinations. */
function randomViews(dice: Dice): OpenViews {
  const open = viewIds.filter(() => dice.chance(0.12));
  return Object.fromEntries(
    open.map((view) => {
      const settings: Record<string, unknown> = initialSettings(view);
      for (const [name, { parse }] of fieldsOf(view)) {
        const parsed = parse(randomSetting(dice));
        if ("value" in parsed) settings[name] = parsed.value;
      }
      return [view, settings];
    }),
  );
}

const words = [
  "none",
  "2",
  "same",
  "inf",
  "log",
  "linear",
  "one",
  "each",
  "policy",
  "reference",
  "graph",
  "arrows~way",
];
const moreWords = [
  "kl-policy-to-ref",
  "chi-squared~hellinger",
  "exploitability",
  "several",
  "rlhf",
  "shift-only",
  "0.25",
];

function randomSetting(dice: Dice): string {
  return dice.chance(0.4) ? String(dice.below(dice.chance(0.5) ? 12 : 100_000)) : dice.one([...words, ...moreWords]);
}

const tokens = [
  ...["&", ",", ";", "=", "%", "#", "~", ":", ".", "-", "+", "e", "%25", "%zz", "%E0%A4", "NaN", "Infinity", "1e999"],
  ...["ref=", "r=", "a=", "w=", "beta=", "G=", "rules=", "penalty=", "title=", "note=", "v=", "v=2", "view=", "pin="],
  ...[
    "draw=",
    "z=",
    "0",
    "1",
    "-1",
    "0.5",
    "1e-300",
    "1e308",
    "grpo",
    "binary",
    "grpo:2",
    "inf",
    "__proto__",
    "é",
    "💥",
  ],
];

/** The text with one to four of its parts deleted, doubled, replaced, swapped or joined by something foreign. */
export function damaged(text: string, dice: Dice): string {
  let result = text;
  for (let left = 1 + dice.below(4); left > 0; --left) {
    const at = dice.below(result.length + 1);
    const length = dice.below(dice.chance(0.8) ? 4 : 60);
    const [before, part, after] = [result.slice(0, at), result.slice(at, at + length), result.slice(at + length)];
    const kind = dice.below(6);
    if (kind === 0) result = before + after;
    else if (kind === 1) result = before + part + part + after;
    else if (kind === 2) result = before + dice.one(tokens) + after;
    else if (kind === 3) result = before + dice.one(tokens) + part + after;
    else if (kind === 4) result = after + before + part;
    else result = before + String.fromCharCode(dice.below(0x180)) + part.slice(1) + after;
  }
  return result;
}

/** No link at all: tokens of links in any order, or any characters. */
export function nonsense(dice: Dice): string {
  const length = dice.below(40);
  if (dice.chance(0.3)) return dice.text(80);
  return Array.from({ length }, () => dice.one(tokens)).join("");
}
