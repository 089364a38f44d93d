// SPDX-License-Identifier: MIT
// The live numbers of an exercise: those of its own scenario, and those of the board as it is now.
import { viewsClient } from "../../../engine/views-client";
import { askClient, Superseded } from "../../../lessons/ask";
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
    const own = askClient(viewsClient());
    const moving = askClient(viewsClient(), "texts");
    $effect(() => {
      const drawn = exercise();
      this.fixed = this.now = variableTexts(drawn.values);
      const { scenario, numbers = {} } = drawn;
      if (Object.keys(numbers).length === 0) return;
      liveNumbers(scenario, numbers, own).then(
        ({ texts }) => {
          if (exercise() === drawn) this.fixed = { ...variableTexts(drawn.values), ...texts };
        },
        (error: Error) => (this.failure = error.message),
      );
    });
    $effect(() => {
      const drawn = exercise();
      const { numbers = {} } = drawn;
      const document = bench()?.document;
      if (!document || Object.keys(numbers).length === 0) return;
      liveNumbers(document, numbers, moving).then(
        ({ texts }) => {
          if (exercise() === drawn) this.now = { ...variableTexts(drawn.values), ...texts };
        },
        (error: unknown) => {
          if (!(error instanceof Superseded)) this.failure = (error as Error).message;
        },
      );
    });
  }
}
