// SPDX-License-Identifier: MIT
// What the picture of several stationary policies shows, in words.
import type { FlowEnd } from "grpo-playground";
import type { Root } from "../../../charts/starts";
import { groupSizeText, percentText, shortNumber } from "../../../story/format";

export interface StartsFacts {
  answer: string;
  beta: number;
  groupSize: number | "inf";
  roots: readonly Root[];
  start: number;
  /** Where the steps from the start rest, as an index into `roots`. */
  rest: number | "cycle" | null;
  flow: { end: FlowEnd; p: number };
}

const numbers = ["No policy", "One policy", "Two policies", "Three policies", "Four policies", "Five policies"];

export function startsSummary({ answer, beta, groupSize, roots, start, rest, flow }: StartsFacts): string {
  const inner = roots.filter(({ boundary }) => !boundary);
  const count = numbers[inner.length] ?? `${inner.length} policies`;
  const holds = inner.length === 1 || inner.length === 0 ? "holds" : "hold";
  const shares = inner.map(({ p, stable }) => `${percentText(p)} (${stable ? "stable" : "unstable"})`).join(", ");
  const inside = inner.length === 0 ? " inside the simplex" : "";
  const found = `${count} ${holds} still${inside} at β = ${shortNumber(beta)} and G = ${groupSizeText(groupSize)}`;
  const where = inner.length > 0 ? `, with “${answer}” at ${shares}` : "";
  const settles = flow.end === "stationary" || flow.end === "boundary" ? "comes to rest at" : "has not settled at";
  const steps =
    rest === "cycle"
      ? "go to and fro"
      : rest === null
        ? "rest at none of them"
        : `rest at ${percentText(roots[rest]!.p)}`;
  return `${found}${where}. From ${percentText(start)} the flow ${settles} ${percentText(flow.p)}, and the steps of the map ${steps}.`;
}
