// SPDX-License-Identifier: MIT
// What the core itself, the built package under Node, makes of a link: the numbers that every browser has to show.
import { load } from "../../web/dist/package/index.js";
import { toDocument } from "../../web/src/state/document";
import { decodeFragment } from "../../web/src/state/fragment";
import { solvedRules } from "../../web/src/state/rules";
import type { PlaygroundState } from "../../web/src/state/types";

/** The build with vectors, whatever this computer would be given. */
const engine = await load({ wasm: new URL("../../web/dist/package/module.wasm", import.meta.url) });

/** Each rule's policy of a state, the first where there are several. */
export function policiesOf(state: PlaygroundState): Record<string, number[]> {
  const { rules } = engine.solve(toDocument(state));
  return Object.fromEntries(solvedRules(state).map((id, i) => [id, [...rules[i]!.stationary[0]!.policy]]));
}

export function inCore(fragment: string): Record<string, number[]> {
  return policiesOf(decodeFragment(fragment).state);
}
