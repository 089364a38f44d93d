// SPDX-License-Identifier: MIT
// The solved picture of the pinned scenario, from the views' own engine.
import type { Picture } from "../../charts/picture";
import { toDocument } from "../../state/document";
import { solvedRules } from "../../state/rules";
import type { PlaygroundState } from "../../state/types";
import { useView } from "./useView.svelte";

export class PinnedPicture {
  readonly #line;
  readonly #pinned: () => PlaygroundState | null;

  constructor(pinned: () => PlaygroundState | null) {
    this.#pinned = pinned;
    this.#line = useView("pinned", () => {
      const state = pinned();
      return state && { about: state, calls: { solved: ["solve", toDocument(state), { search: "all" }] } };
    });
  }

  get picture(): Picture | null {
    const found = this.#pinned() && this.#line.result;
    if (!found) return null;
    const { about: state, answers } = found;
    return { state, rules: solvedRules(state), results: answers.solved.rules, others: "known" };
  }
}
