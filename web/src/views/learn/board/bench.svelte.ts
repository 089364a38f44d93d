// SPDX-License-Identifier: MIT
// The board of one exercise: a playground of its own on the exercise's scenario, and what was moved on it.
import type { ScenarioDocument } from "grpo-playground";
import { createContext } from "svelte";
import { changeOnBoard } from "../../../lessons/board-change";
import { changed } from "../../../lessons/paths";
import type { BoardOptions, Change, ControlName } from "../../../lessons/types";
import { fromDocument } from "../../../state/from-document";
import { openView } from "../../../state/looks";
import type { PlaygroundState } from "../../../state/types";
import type { ViewId } from "../../../state/view-fields";
import { LivePage } from "../../page.svelte";

/** The scenario, changed, as the board has it; null where the page can draw nothing of it. */
export function onBoard(scenario: ScenarioDocument, change: Change = {}): PlaygroundState | null {
  const opened = fromDocument(changed(scenario, change));
  return "state" in opened ? opened.state : null;
}

export class Bench {
  readonly page = new LivePage();
  /** While a prediction is being made the policies are covered, and nothing can be moved. */
  covered = $state(false);
  /** The goals of the step that is under way, as they stand now; none where nothing is sought. */
  goals = $state.raw<readonly { say: string; holds: boolean }[]>([]);
  readonly #views: readonly ViewId[];
  readonly #before: PlaygroundState;
  readonly #change = $derived.by(() => changeOnBoard(this.scenario, this.#before, this.page.playground.state));
  readonly #document = $derived.by(() => changed(this.scenario, this.#change));

  /** `before` is the scenario's own state. */
  constructor(
    readonly scenario: ScenarioDocument,
    before: PlaygroundState,
    readonly options: BoardOptions,
    /** `look`: the closer looks alone. */
    readonly shows: "board" | "look" = "board",
  ) {
    this.#before = before;
    this.#views = options.views ?? [];
    this.open({});
  }

  /** What was moved, as a change of the exercise's scenario. */
  get change(): Change {
    return this.#change;
  }

  /** The exercise's scenario as it is on the board now. */
  get document(): ScenarioDocument {
    return this.#document;
  }

  get isMoved(): boolean {
    return Object.keys(this.#change).length > 0;
  }

  control(name: ControlName): "open" | "locked" | "hidden" {
    const control = this.options.controls[name] ?? "hidden";
    return control === "open" && this.covered ? "locked" : control;
  }

  /** The scenario with this change on the board. */
  open(change: Change): void {
    const moved = Object.keys(change).length > 0;
    const state = moved ? (onBoard(this.scenario, change) ?? this.#before) : this.#before;
    this.page.playground.begin(this.#views.reduce(openView, state), this.#before);
  }

  show(view: ViewId): void {
    this.page.playground.edit((state) => openView(state, view));
  }

  close(): void {
    this.page.solving.close();
  }
}

export const [benchContext, provideBench] = createContext<Bench>();
