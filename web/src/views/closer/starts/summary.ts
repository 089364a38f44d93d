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

export function startsSummary(facts: StartsFacts): string {
  return [held(facts), edges(facts), walks(facts)].filter(Boolean).join(" ");
}

/** The roots have their numbers in the picture, the edges counted. */
const numbered = (roots: readonly Root[]) => roots.map((root, k) => ({ ...root, number: k + 1 }));

function held({ answer, beta, groupSize, roots }: StartsFacts): string {
  const inner = numbered(roots).filter(({ boundary }) => !boundary);
  const count = numbers[inner.length] ?? `${inner.length} policies`;
  const holds = inner.length === 1 || inner.length === 0 ? "holds" : "hold";
  const inside = inner.length === 0 ? " inside the simplex" : "";
  const at = `at β = ${shortNumber(beta)} and G = ${groupSizeText(groupSize)}`;
  const name = (number: number) => (roots.length > 1 ? `${number}, ` : "");
  const shares = inner.map(({ p, stable, number }) => {
    return `${percentText(p)} (${name(number)}${stable ? "stable" : "unstable"})`;
  });
  const where = inner.length > 0 ? `, with “${answer}” at ${shares.join(", ")}` : "";
  return `${count} ${holds} still${inside} ${at}${where}.`;
}

/** Edges draw the flow to them, though no policy holds still there. */
function edges({ roots }: StartsFacts): string {
  const found = numbered(roots).filter(({ boundary }) => boundary);
  if (found.length === 0) return "";
  const names = found.map(({ p, number }) => `${percentText(p)} (${number})`).join(" and ");
  return `The edge${found.length > 1 ? "s" : ""} at ${names} ${found.length > 1 ? "draw" : "draws"} the flow too.`;
}

function walks({ roots, start, rest, flow }: StartsFacts): string {
  const settles = {
    stationary: "comes to rest at",
    boundary: "runs to the edge at",
    cycle: "goes round for ever, here past",
    unresolved: "has not settled at",
  }[flow.end];
  const steps =
    rest === "cycle"
      ? "go to and fro"
      : rest === null
        ? "rest at none of them"
        : `${roots[rest]!.boundary ? "run to the edge at" : "rest at"} ${percentText(roots[rest]!.p)}`;
  return `From ${percentText(start)} the flow ${settles} ${percentText(flow.p)}, and the steps of the map ${steps}.`;
}
