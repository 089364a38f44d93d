// SPDX-License-Identifier: MIT
// Why this number: which values of β, of the reward and of the reference make an answer the likeliest, on three tracks.
import type { Certificate, StationaryPolicy } from "grpo-playground";
import { betaRange, fields } from "../state/fields";
import { ruleRecipe } from "../state/rules";
import type { PlaygroundState, RuleId } from "../state/types";
import { percentText, scientific, shortNumber } from "../story/format";
import { shareText } from "../story/small-shares";
import { referencePolicy } from "../story/outcomes";
import type { AxisSpec } from "./frame";
import type { Table } from "./table";

/** What the core found; null where no value in the limits makes the answer win, or where the number means nothing. */
export interface Changes {
  beta: number | null;
  reward: number | null;
  reference: number | null;
  wins: boolean;
}

export type Quantity = Exclude<keyof Changes, "wins">;

/** One number, where it is and from where on the answer wins. */
export interface Track {
  quantity: Quantity;
  name: string;
  now: number;
  /** The largest β, the least reward or reference at which it was seen to win; null where none was found. */
  needed: number | null;
  /** Whether it is the likeliest as things stand. */
  wins: boolean;
  /** `needed` is where the search ends: at the right for β, at the left for the others. */
  atLimit: boolean;
  text: (value: number) => string;
  axis: AxisSpec;
}

/** The least odds of a reference that the core tries, and with them the least share, up to rounding. */
const leastReference = 1e-9;
const rounding = 1 + 1e-6;

/** The rule's β as the page counts it. */
export function changesOnPage(rule: RuleId, changes: Changes): Changes {
  const { betaFactor } = ruleRecipe(rule);
  return { ...changes, beta: changes.beta === null ? null : changes.beta / betaFactor };
}

/** The search for a reward ends this near to it, in parts of the greatest: less is no number but its rounding. */
const negligible = 1e-9;

const rewardSize = ({ answers }: PlaygroundState) => Math.max(...answers.map(({ reward }) => Math.abs(reward)));

export function tracks(state: PlaygroundState, rule: RuleId, answer: number, found: Changes): Track[] {
  const changes = changesOnPage(rule, found);
  const { betaFactor } = ruleRecipe(rule);
  const [lowReward] = fields.reward.range!;
  const reference = referencePolicy(state)[answer]!;
  const { reward } = state.answers[answer]!;
  const beta: Omit<Track, "axis"> = {
    quantity: "beta",
    name: "β",
    now: state.beta,
    needed: changes.beta,
    wins: changes.wins,
    atLimit: found.beta !== null && found.beta >= betaRange[1],
    text: shortNumber,
  };
  const rewards: Omit<Track, "axis"> = {
    quantity: "reward",
    name: "reward",
    now: reward,
    needed: changes.reward,
    wins: changes.wins,
    atLimit: changes.reward !== null && changes.reward <= lowReward,
    text: (value) => shortNumber(Math.abs(value) < negligible * rewardSize(state) ? 0 : value),
  };
  const references: Omit<Track, "axis"> = {
    quantity: "reference",
    name: "π_ref",
    now: reference,
    needed: changes.reference,
    wins: changes.wins,
    atLimit: changes.reference !== null && changes.reference <= leastReference * rounding,
    text: shareText,
  };
  return [
    { ...beta, axis: logAxis(beta, [1e-3, 1e3], [betaRange[0], betaRange[1] / betaFactor]) },
    ...(state.wins ? [] : [{ ...rewards, axis: rewardAxis(state, rewards) }]),
    { ...references, axis: logAxis(references, [1e-3, 1], [leastReference / 10, 1]) },
  ];
}

/** Powers of ten around the usual ones and both values, within the limits. */
function logAxis(
  track: Omit<Track, "axis">,
  usual: readonly [number, number],
  [least, most]: readonly [number, number],
): AxisSpec {
  const values = drawnValues(track);
  const down = 10 ** Math.floor(Math.log10(Math.min(usual[0], ...values)));
  const up = 10 ** Math.ceil(Math.log10(Math.max(usual[1], ...values)));
  const domain = [Math.max(least, down), Math.min(most, up)] as const;
  return { scale: "log", domain, label: "", text: track.text };
}

/** All rewards, and both values, with room on both sides. */
function rewardAxis({ answers }: PlaygroundState, track: Omit<Track, "axis">): AxisSpec {
  const values = [...answers.map(({ reward }) => reward), ...drawnValues(track)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.15 * (high - low || 1);
  return { scale: "linear", domain: [low - room, high + room], label: "", text: track.text };
}

function drawnValues({ now, needed, atLimit }: Omit<Track, "axis">): number[] {
  return needed === null || atLimit ? [now] : [now, needed];
}

/**
 * From where the number is to what was found, in pixels: how far it may go where the answer wins, what has to change
 * where it does not. Null where there is no such place.
 */
export function span(
  { quantity, now, needed, wins, atLimit }: Track,
  at: (value: number) => number,
  [left, right]: readonly [number, number],
): [number, number] | null {
  if (needed === null || (atLimit && !wins)) return null;
  const edge = quantity === "beta" ? right : left;
  const [from, to] = [at(now), atLimit ? edge : at(needed)];
  return [Math.max(left, Math.min(from, to)), Math.min(right, Math.max(from, to))];
}

/** What was found of one number, as the picture says it. */
export function neededText(track: Track): string {
  const { quantity, needed, wins, atLimit, text } = track;
  if (needed === null) return "no value found that makes it win";
  if (atLimit) return wins ? `wins with any ${less[quantity]} one` : `wins only when ${extreme[quantity]}`;
  return wins ? `wins ${way[quantity]} ${text(needed)}` : `wins when ${moved(track)}`;
}

/** The same as a phrase that follows “with”. */
export function neededPhrase(track: Track): string {
  const { quantity, name, needed, wins, atLimit, text } = track;
  if (needed === null) return `no ${name}`;
  if (atLimit) return wins ? `any ${less[quantity]} ${name}` : `a ${extreme[quantity]} ${name}`;
  return `${name} ${wins ? `${way[quantity]} ${text(needed)}` : moved(track)}`;
}

const way = { beta: "up to", reward: "down to", reference: "down to" };
const less = { beta: "larger", reward: "smaller", reference: "smaller" };
const extreme = { beta: "very large", reward: "very small", reference: "very small" };

const moved = ({ now, needed, text }: Track) => `${needed! < now ? "lowered" : "raised"} to ${text(needed!)}`;

/** One line of what is known of a policy. */
export interface Fact {
  name: string;
  value: string;
  meaning: string;
}

/** How exact the number is, and what theory promises of it. */
export function facts(
  policy: StationaryPolicy & { certificate?: Certificate; preferenceError?: number },
  labels: readonly string[],
): Fact[] {
  const { residual, termination, multiplier, stable, certificate, preferenceError } = policy;
  const { exploitability, exploitabilityBound, preferenceSlack, lowerBound } = certificate ?? none;
  const list: (Fact | null)[] = [
    fact("Residual", residual, scientific, `max |P − β f′(u) − λ|: ${termination}`),
    fact("Error of P", preferenceError ?? null, scientific, "how far P may be from exact"),
    fact("λ", multiplier, shortNumber, "the same for every answer"),
    {
      name: "Stability",
      value: stable ? "stable" : "unstable",
      meaning: "under the mean-field flow of softmax logits",
    },
    fact("Slack of P", preferenceSlack, shortNumber, "β − max (P − E P) > 0, so that every π(o) > 0"),
    exploitability === null
      ? null
      : {
          name: "Exploitability",
          value: shortNumber(exploitability),
          meaning:
            exploitabilityBound === null
              ? "what the best answer wins against the policy"
              : `what the best answer wins against the policy: below ${shortNumber(exploitabilityBound)}`,
        },
    lowerBound && {
      name: "Lower bound",
      value: percentText(lowerBound.bound),
      meaning: `“${labels[lowerBound.answer]}” never gets less`,
    },
  ];
  return list.filter((entry) => entry !== null);
}

const none: Certificate = { exploitability: null, exploitabilityBound: null, preferenceSlack: null, lowerBound: null };

function fact(name: string, value: number | null, text: (value: number) => string, meaning: string): Fact | null {
  return value === null ? null : { name, value: text(value), meaning };
}

export function toWinTable(label: string, list: readonly Track[]): Table {
  return {
    caption: `The values, each changed alone, with which “${label}” is the likeliest.`,
    columns: ["Number", "Now", "Wins now", "Wins at", "Which is"],
    rows: list.map(({ quantity, name, now, needed, wins }) => [
      name,
      now,
      wins ? "yes" : "no",
      needed,
      quantity === "beta" ? "the largest such" : "the least such",
    ]),
  };
}
