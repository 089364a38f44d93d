// SPDX-License-Identifier: MIT
// The policies of every preset, by the core, for the page to show where there is no WebAssembly.
import type { Engine } from "grpo-playground";
import { toDocument } from "../src/state/document";
import { presets } from "../src/state/presets";
import { solvedRules } from "../src/state/rules";

/** By preset and rule: every stationary policy inside the simplex, the one that the page draws first. */
export function presetResults(engine: Engine): Record<string, Record<string, number[][]>> {
  const results = presets.map(({ id, state }) => {
    const { status, rules } = engine.solve(toDocument(state));
    if (status !== "ok") throw new Error(`the preset ${id} is not solved: ${status}`);
    const interior = rules.map(({ stationary }) => stationary.filter(({ boundary }) => !boundary));
    const policies = solvedRules(state).map(
      (rule, i) => [rule, interior[i]!.map(({ policy }) => [...policy])] as const,
    );
    return [id, Object.fromEntries(policies)] as const;
  });
  return Object.fromEntries(results);
}
