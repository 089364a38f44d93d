// SPDX-License-Identifier: MIT
// Why this number: which values of β, of the reward and of the reference make an answer the likeliest, on three tracks.
import type { StationaryPolicy } from "grpo-playground";
import type { Certificate } from "../engine/view-calls";
import { betaRange, fields } from "../state/fields";
import { ruleRecipe } from "../state/rules";
import type { PlaygroundState, RuleId } from "../state/types";
import { percentText, scientific, shortNumber } from "../story/format";
import { referencePolicy } from "../story/outcomes";
import type { AxisSpec } from "./frame";
import type { Table } from "./table";

/** What the core found; null where no value in the limits makes the answer win, or where the number means nothing. */
export interface Changes {
  beta: number | null;
  reward: number | null;
  reference: number | null;
}

export type Quantity = keyof Changes;

/** One number, where it is and from where on the answer wins. */
export interface Track {
  quantity: Quantity;
  name: string;
  now: number;
  /** The end of the winning values; null where there are none. */
  needed: number | null;
  /** Which side of `needed` wins. */
  side: "below" | "above";
  /** It wins at every value within the limits. */
  always: boolean;
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
    side: "below",
    always: found.beta !== null && found.beta >= betaRange[1],
    text: shortNumber,
  };
  const rewards: Omit<Track, "axis"> = {
    quantity: "reward",
    name: "reward",
    now: reward,
    needed: changes.reward,
    side: "above",
    always: changes.reward !== null && changes.reward <= lowReward,
    text: shortNumber,
  };
  const references: Omit<Track, "axis"> = {
    quantity: "reference",
    name: "π_ref",
    now: reference,
    needed: changes.reference,
    side: "above",
    always: changes.reference !== null && changes.reference <= leastReference * rounding,
    text: percentText,
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

function drawnValues({ now, needed, always }: Omit<Track, "axis">): number[] {
  return needed === null || always ? [now] : [now, needed];
}

/** The winning values as pixels along the axis; null where there are none. */
export function winningStretch(
  { needed, side, always }: Track,
  at: (value: number) => number,
  [left, right]: readonly [number, number],
): [number, number] | null {
  if (always) return [left, right];
  if (needed === null) return null;
  const end = Math.min(right, Math.max(left, at(needed)));
  return side === "below" ? [left, end] : [end, right];
}

/** What is needed of one number, as a phrase that follows “with”. */
export function neededPhrase({ name, needed, side, always, text }: Track): string {
  if (always) return `any ${name}`;
  if (needed === null) return `no ${name}`;
  return `${name} ${side === "below" ? "≤" : "≥"} ${text(needed)}`;
}

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
    columns: ["Number", "Now", "Wins", "From"],
    rows: list.map(({ name, now, needed, side, always }) => [
      name,
      now,
      always ? "always" : needed === null ? "never" : side === "below" ? "at most" : "at least",
      always ? null : needed,
    ]),
  };
}
