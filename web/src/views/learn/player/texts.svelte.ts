// SPDX-License-Identifier: MIT
// The live numbers of an exercise: those of its own scenario, and those of the board as it is now.
import type { ScenarioDocument } from "grpo-playground";
import { viewsClient } from "../../../engine/views-client";
import { type Ask, askClient, Superseded } from "../../../lessons/ask";
import { liveNumbers } from "../../../lessons/quantities";
import { type DrawnExercise, variableTexts } from "../../../lessons/variables";
import type { Bench } from "../board/bench.svelte";

export type Texts = Readonly<Record<string, string>>;

export class LiveTexts {
  /** Where a step predicts or has been done: what was said stays said. */
  fixed = $state.raw<Texts>({});
  /** Where the board is moved. */
  now = $state.raw<Texts>({});
  /** Why some number is missing, or null. */
  failure = $state.raw<string | null>(null);

  /** To be called while a component starts. */
  constructor(exercise: () => DrawnExercise, bench: () => Bench | null) {
    const still = askClient(viewsClient());
    const moving = askClient(viewsClient(), "texts");
    $effect(() => {
      const drawn = exercise();
      const own = variableTexts(drawn.values);
      this.fixed = this.now = own;
      return this.#follow(drawn, drawn.scenario, still, (texts) => (this.fixed = { ...own, ...texts }));
    });
    $effect(() => {
      const drawn = exercise();
      const document = bench()?.document;
      if (!document) return;
      const own = variableTexts(drawn.values);
      return this.#follow(drawn, document, moving, (texts) => (this.now = { ...own, ...texts }));
    });
  }

  /** Returns the way to want the numbers no more: another question has come, or nobody looks. */
  #follow({ numbers = {} }: DrawnExercise, document: ScenarioDocument, ask: Ask, take: (texts: Texts) => void) {
    let wanted = true;
    if (Object.keys(numbers).length > 0) {
      liveNumbers(document, numbers, ask).then(
        ({ texts }) => wanted && take(texts),
        (error: unknown) => {
          if (wanted && !(error instanceof Superseded)) this.failure = (error as Error).message;
        },
      );
    }
    return () => {
      wanted = false;
    };
  }
}
