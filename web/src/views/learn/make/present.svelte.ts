// SPDX-License-Identifier: MIT
// The present numbers of the exercise that is made: every quantity in it, worked out by the core for one student's draw.

import type { ScenarioDocument } from "grpo-playground";
import { createContext } from "svelte";
import { viewsClient } from "../../../engine/views-client";
import { askClient, Superseded } from "../../../lessons/ask";
import {
  evaluateAll,
  type Found,
  judgeAll,
  type Judged,
  liveNumbers,
  styleOf,
  type Value,
} from "../../../lessons/quantities";
import type { Exercise, Quantity } from "../../../lessons/types";
import { type DrawnExercise, variableTexts } from "../../../lessons/variables";
import { conditionsIn, drawnBy, quantitiesIn } from "../../../lessons/measured";
import { exactText, percentText, shortNumber } from "../../../story/format";

/** The student whose numbers the editor shows. */
export const exampleSeed = "1";

export class Present {
  #numbers = $state.raw<Readonly<Record<string, Found>>>({});
  #judged = $state.raw<Readonly<Record<string, Judged>>>({});
  #texts = $state.raw<Readonly<Record<string, string>>>({});
  /** What the newest question is about. */
  #asked: DrawnExercise | null = null;
  readonly #exercise: () => Exercise;
  readonly #drawn = $derived.by(() => drawnBy(this.#exercise(), exampleSeed));

  constructor(exercise: () => Exercise) {
    this.#exercise = exercise;
    const ask = askClient(viewsClient(), "make");
    $effect(() => {
      const drawn = this.#drawn;
      this.#asked = drawn;
      void this.#find(drawn, ask).catch((error: unknown) => {
        if (error instanceof Superseded || this.#asked !== drawn) return;
        this.#numbers = {};
        this.#judged = {};
      });
    });
  }

  /** The exercise as the example's student has it. */
  get drawn(): DrawnExercise {
    return this.#drawn;
  }

  /** Live numbers by name, for previews. */
  get texts(): Readonly<Record<string, string>> {
    return this.#texts;
  }

  /** What a quantity at this path within the exercise is now, in words; empty before it is known. */
  at(path: string): string {
    const found = this.#numbers[path];
    if (!found) return "";
    if ("issues" in found) return "no number now";
    const asked = quantitiesIn(this.#drawn)[path];
    return asked === undefined ? "" : valueText(asked, found.value, this.#drawn.scenario);
  }

  /** How the core judges the condition at this path. */
  judgedAt(path: string): Judged | null {
    return this.#judged[path] ?? null;
  }

  async #find(drawn: DrawnExercise, ask: ReturnType<typeof askClient>): Promise<void> {
    const quantities = quantitiesIn(drawn);
    const conditions = Object.entries(conditionsIn(drawn));
    const { scenario } = drawn;
    const numbers = await evaluateAll(scenario, quantities, ask);
    const judged = await judgeAll(scenario, conditions.map(([, condition]) => condition), ask); // prettier-ignore
    const { texts } = await liveNumbers(scenario, drawn.numbers ?? {}, ask);
    if (this.#asked !== drawn) return;
    this.#numbers = numbers;
    this.#judged = Object.fromEntries(conditions.map(([path], index) => [path, judged[index]!]));
    this.#texts = { ...variableTexts(drawn.values), ...texts };
  }
}

/** Lists that are longer are cut. */
const mostListed = 6;

export function valueText(asked: Quantity, value: Value, { answers }: ScenarioDocument): string {
  if (typeof value === "string") return value;
  const write = styleOf(asked) === "percent" ? percentText : shortNumber;
  if (typeof value === "number") return write(value);
  const list = value.slice(0, mostListed).map((number, i) => `${answers[i]?.label ?? i + 1} ${write(number)}`);
  return value.length > mostListed ? `${list.join(", ")}, …` : list.join(", ");
}

/** What was drawn, as `p = 0.3, q = 2`. */
export function valuesInWords({ values }: DrawnExercise): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${exactText(value)}`)
    .join(", ");
}

export const [presentContext, providePresent] = createContext<Present>();
