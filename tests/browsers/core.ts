// SPDX-License-Identifier: MIT
// What the core itself, the built package under Node, makes of a link: the numbers that every browser has to show.
import { load } from "../../web/dist/package/index.js";
import { toDocument } from "../../web/src/state/document";
import { decodeFragment } from "../../web/src/state/fragment";
import { solvedRules } from "../../web/src/state/rules";
import type { PlaygroundState } from "../../web/src/state/types";

/** The build with vectors, whatever this computer would be given. */
const engine = await load({ wasm: new URL("../../web/dist/package/module.wasm", import.meta.url) });

/** Each rule's stationary policies inside the simplex, as many as a state has. */
export function policiesOf(state: PlaygroundState): Record<string, number[][]> {
  const inside = engine
    .solve(toDocument(state))
    .rules.map(({ stationary }) => stationary.filter(({ boundary }) => !boundary).map(({ policy }) => [...policy]));
  return Object.fromEntries(solvedRules(state).map((id, i) => [id, inside[i]!]));
}

/** Each rule's policy at a link, the first where there are several. */
export function inCore(fragment: string): Record<string, number[]> {
  const policies = Object.entries(policiesOf(decodeFragment(fragment).state));
  return Object.fromEntries(policies.map(([id, [first]]) => [id, first!]));
}
