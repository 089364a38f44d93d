// SPDX-License-Identifier: MIT
// A board of the editor's own: the playground's, but with nothing kept, no address, and no history beside the lesson's.

import type { Issue, ScenarioDocument } from "grpo-playground";
import { toDocument } from "../../../state/document";
import { fromDocument } from "../../../state/from-document";
import { Places } from "../../../state/keeping.svelte";
import { Playground } from "../../../state/playground.svelte";
import type { Notice, PlaygroundState } from "../../../state/types";
import { Attention } from "../../attention.svelte";
import type { Page } from "../../context";
import { draftIssues } from "../../draftIssues";
import { atSharedFields } from "../../issues";
import { Solving } from "../../solving.svelte";

export class Stage implements Page {
  readonly playground = new Playground();
  /** Of a playground that nobody touches: the board's work is the lesson's, and is kept with it. */
  readonly places = new Places(new Playground());
  readonly solving = new Solving();
  readonly attention = new Attention(this.playground);

  readonly #issues = $derived(atSharedFields([...draftIssues(this.playground.state), ...this.solving.issues]));
  #notices = $state.raw<readonly Notice[]>([]);
  #text = "";
  #labels: ReadonlyMap<number, string> = new Map();

  get issues(): readonly Issue[] {
    return this.#issues;
  }

  /** What the board cannot show of the scenario that it was given. */
  get notices(): readonly Notice[] {
    return this.#notices;
  }

  /** Shows a scenario, unless it is the one that the board has just told of. */
  show(scenario: ScenarioDocument, drafts: PlaygroundState["drafts"] = {}): void {
    if (JSON.stringify(scenario) === this.#text) return;
    const opened = fromDocument(scenario);
    if ("refused" in opened) {
      this.#notices = [{ field: "scenario", value: "", rule: opened.refused, used: "nothing" }];
      return;
    }
    this.#notices = opened.notices;
    this.playground.begin({ ...opened.state, drafts });
    this.attention.forget();
    this.#mark();
  }

  /** The board's scenario if it has been changed since it was last told or shown, and what answers are called now. */
  changed(): { scenario: ScenarioDocument; labels: ReadonlyMap<string, string> } | null {
    const { state } = this.playground;
    const scenario = toDocument(state);
    if (JSON.stringify(scenario) === this.#text) return null;
    const renamed = state.answers.flatMap(({ id, label }): [string, string][] => {
      const before = this.#labels.get(id);
      return before !== undefined && before !== label ? [[before, label]] : [];
    });
    this.#mark();
    return { scenario, labels: new Map(renamed) };
  }

  #mark(): void {
    const { state } = this.playground;
    this.#text = JSON.stringify(toDocument(state));
    this.#labels = new Map(state.answers.map(({ id, label }) => [id, label]));
  }
}

/** Whether the board shows all that a scenario says. */
export function fitsBoard(scenario: ScenarioDocument): boolean {
  const opened = fromDocument(scenario);
  return !("refused" in opened) && opened.notices.length === 0;
}
