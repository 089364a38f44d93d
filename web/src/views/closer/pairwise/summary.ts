// SPDX-License-Identifier: MIT
// What the comparisons say, in words.
import { allEven, reaches, type Tournament } from "../../../charts/pairwise";
import { percentText, shortNumber } from "../../../story/format";

export interface PairwiseFacts {
  labels: readonly string[];
  beta: number;
  tournament: Pick<Tournament, "margins" | "condorcet" | "bordaWinners" | "lottery">;
  /** What the best answer wins against the policy at the scenario's β, in margins; null where there is no policy. */
  exploitability: number | null;
  /** GRPO's policy at the least β that has one. */
  limit: { beta: number; policy: ArrayLike<number> } | null;
}

/** Shares of the lottery below this are 0 to rounding. */
const leastShare = 1e-9;
/** A policy's shares below this are not worth a word. */
const leastNamed = 0.005;

export function pairwiseSummary(facts: PairwiseFacts): string {
  if (allEven(facts.tournament.margins))
    return "All answers are even: every policy is a maximal lottery, and GRPO on pairs stays with the reference whatever β is.";
  return [winners(facts), lottery(facts), exploited(facts)].filter(Boolean).join(" ");
}

const and = (parts: readonly string[]) =>
  parts.length <= 1 ? parts.join() : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)!}`;

function winners({ labels, tournament: { condorcet, bordaWinners } }: PairwiseFacts): string {
  const best = Array.from(bordaWinners);
  const most = and(best.map((answer) => `“${labels[answer]!}”`));
  if (condorcet === null)
    return `No answer beats every other; ${most} win${best.length > 1 ? "" : "s"} most on average (Borda).`;
  const beats = `“${labels[condorcet]!}” beats every other answer (Condorcet)`;
  if (best.length === 1 && best[0] === condorcet) return `${beats} and wins most on average (Borda).`;
  return `${beats}, but ${most} win${best.length > 1 ? "" : "s"} most on average (Borda).`;
}

function named(labels: readonly string[], policy: ArrayLike<number>, least: number): string {
  const shares = Array.from(policy, (share, answer) => ({ share, answer })).filter(({ share }) => share > least);
  if (shares.length === 1) return `“${labels[shares[0]!.answer]!}” alone`;
  return and(shares.map(({ share, answer }) => `“${labels[answer]!}” ${percentText(share)}`));
}

function lottery({ labels, tournament, limit }: PairwiseFacts): string {
  const maximal = named(labels, tournament.lottery, leastShare);
  if (limit && reaches(limit.policy, tournament.lottery))
    return `As β falls, GRPO on pairs goes to the maximal lottery: ${maximal}.`;
  const found = limit
    ? `; GRPO on pairs at β = ${shortNumber(limit.beta)} has ${named(labels, limit.policy, leastNamed)}`
    : "";
  return `A maximal lottery is ${maximal}${found}.`;
}

function exploited({ beta, exploitability }: PairwiseFacts): string {
  if (exploitability === null) return "";
  const against = `against the policy at β = ${shortNumber(beta)}`;
  if (exploitability < leastShare) return `No reply wins anything ${against}.`;
  return `The best reply ${against} wins by a margin of ${shortNumber(exploitability)}.`;
}
