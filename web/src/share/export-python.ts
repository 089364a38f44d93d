// SPDX-License-Identifier: MIT
// A Python program that finds the picture's policies anew: NumPy and the question, nothing of this page.
import type { Picture } from "../charts/picture";
import type { StationaryPolicy } from "grpo-playground";
import { toDocument } from "../state/document";
import { referencePolicy } from "../story/outcomes";
import source from "./reproduce.py?raw";

/** Digits of a start: enough to tell one policy from another, far too few to be the answer. */
const startDigits = 3;

export function pictureAsPython(picture: Picture, link: string): string {
  const { state } = picture;
  const reference = referencePolicy(state);
  const data = {
    link,
    answers: state.answers.map(({ label }) => label),
    reference: state.answers.map((answer) => answer.reference),
    rewards: state.wins ? null : state.answers.map(({ reward }) => reward),
    wins: state.wins,
    rules: toDocument(state).rules.map(({ label, preference, penalty, beta }, index) => ({
      label,
      model: preference!.model,
      groupSize: preference!.groupSize ?? 2,
      divergence: penalty!.divergence,
      beta,
      starts: picture.results[index]!.stationary.map((policy) => start(policy, reference)),
    })),
  };
  return source.replace("@DATA@", () => pythonText(JSON.stringify(data, null, 1)));
}

function start({ policy, logPolicy, multiplier, boundary }: StationaryPolicy, reference: readonly number[]) {
  if (boundary) return { boundary, policy: [...policy] };
  const logRatio = Array.from(logPolicy, (log, o) => rounded(log - Math.log(reference[o]!)));
  return { boundary, logRatio, multiplier: rounded(multiplier!) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(startDigits));
}

/** JSON inside Python's raw triple quotes: no quote of a name may end them, and only ASCII, whatever reads the file. */
function pythonText(json: string): string {
  const escape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replace(/[^\n\x20-\x7e]/g, escape).replace(/\\./g, (pair) => (pair === '\\"' ? "\\u0022" : pair));
}
