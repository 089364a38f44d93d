// SPDX-License-Identifier: MIT
// What the comparisons say, in words.
import type { Tournament } from "../../../charts/pairwise";
import { percentText, shortNumber } from "../../../story/format";

export interface PairwiseFacts {
  labels: readonly string[];
  beta: number;
  tournament: Pick<Tournament, "condorcet" | "bordaWinners" | "lottery">;
  /** What the best answer wins against the policy at the scenario's β, in margins; null where there is no policy. */
  exploitability: number | null;
}

/** Shares of the lottery below this are 0 to rounding. */
const leastShare = 1e-9;

export function pairwiseSummary({ labels, beta, tournament, exploitability }: PairwiseFacts): string {
  const { condorcet, bordaWinners, lottery } = tournament;
  const quoted = (answers: readonly number[]) => answers.map((answer) => `“${labels[answer]!}”`).join(" and ");
  const beats =
    condorcet === null ? "No answer beats every other." : `${quoted([condorcet])} beats every other answer.`;
  const borda = `${quoted(Array.from(bordaWinners))} win${bordaWinners.length > 1 ? "" : "s"} most on average (Borda).`;
  const shares = Array.from(lottery, (share, answer) => ({ share, answer })).filter(({ share }) => share > leastShare);
  const named = shares.map(({ share, answer }) => `${quoted([answer])} ${percentText(share)}`).join(", ");
  const limit = `The maximal lottery, where GRPO on pairs goes as β falls, is ${named}.`;
  const exploited =
    exploitability === null
      ? ""
      : ` At β = ${shortNumber(beta)} the best reply wins ${shortNumber(Math.max(0, exploitability))} against the policy, in margins.`;
  return `${beats} ${borda} ${limit}${exploited}`;
}
