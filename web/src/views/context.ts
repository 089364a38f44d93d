// SPDX-License-Identifier: MIT
// What every view may use without being handed it: the state, the engine's answers and where the user looks.
import type { Issue } from "grpo-playground";
import { createContext } from "svelte";
import type { Places } from "../state/keeping.svelte";
import type { Playground } from "../state/playground.svelte";
import type { Attention } from "./attention.svelte";
import type { Solving } from "./solving.svelte";

export interface Page {
  readonly playground: Playground;
  /** Where the work is kept in this browser. */
  readonly places: Places;
  readonly solving: Solving;
  readonly attention: Attention;
  /** Everything that is wrong now, with the document or with what was typed. */
  readonly issues: readonly Issue[];
}

export const [pageContext, providePage] = createContext<Page>();
