// SPDX-License-Identifier: MIT
// A picture as the page has it: a question with the answers of the built package.
import { load } from "grpo-playground";
import type { Picture } from "../../../web/src/charts/picture";
import { toDocument } from "../../../web/src/state/document";
import { decodeFragment } from "../../../web/src/state/fragment";
import { solvedRules } from "../../../web/src/state/rules";
import type { PlaygroundState } from "../../../web/src/state/types";

const engine = await load();

export const version = engine.describe().version;

export function solved(state: PlaygroundState): Picture {
  const { rules: results } = engine.solve(toDocument(state), { search: "all" });
  return { state, rules: solvedRules(state), results, others: "known" };
}

export const solvedLink = (link: string) => solved(decodeFragment(link).state);

/** Names that mean something in one format or another. */
export const hardNames = ['a,"b"', "<b>&amp;</b>", "_$x^2$~\\{%#", "| [y](z) `", "答え 🎲", "=1+1", '"""\\'];

export const hardLink = `ref=${hardNames.map((_, i) => i + 1)}&r=${hardNames.map((_, i) => i / 4)}&a=${hardNames
  .map((name) => encodeURIComponent(name))
  .join()}&rules=grpo,rlhf,grpo-direct-kl`;
