// SPDX-License-Identifier: MIT
// The present numbers of the exercise that is made: every quantity in it, worked out by the core for one student's draw.

import type { Issue, ScenarioDocument } from "grpo-playground";
import { createContext } from "svelte";
import { viewsClient } from "../../../engine/views-client";
import { askClient, Superseded } from "../../../lessons/ask";
import { evaluateAll, type Found, judgeAll, type Judged, liveNumbers, styleOf, type Value } from "../../../lessons/quantities";
import type { Condition, Exercise, Quantity } from "../../../lessons/types";
import { type DrawnExercise, drawnValues, variableTexts, withValues } from "../../../lessons/variables";
import { type Check } from "../../../lessons/checks";
import { condition, goal, quantity } from "../../../lessons/read-quantity";
import { isRecord } from "../../../state/json";
import { exactText, percentText, shortNumber } from "../../../story/format";

/** The student whose numbers the editor shows. */
export const exampleSeed = "1";

/** The fields that quantities stand in. */
const places = new Set(["truth", "left", "right", "quantity", "near", "value", "difference", "ratio", "sum", "product", "root"]); // prettier-ignore

export class Present {
  #numbers = $state.raw<Readonly<Record<string, Found>>>({});
  #judged = $state.raw<Readonly<Record<string, Judged>>>({});
  #texts = $state.raw<Readonly<Record<string, string>>>({});
  readonly #exercise: () => Exercise;
  readonly #drawn = $derived.by(() => drawnExample(this.#exercise()));

  constructor(exercise: () => Exercise) {
    this.#exercise = exercise;
    const ask = askClient(viewsClient(), "make");
    $effect(() => {
      const drawn = this.#drawn;
      void this.#find(drawn, ask).catch((error: unknown) => {
        if (error instanceof Superseded) return;
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
    if (this.#drawn !== drawn) return;
    this.#numbers = numbers;
    this.#judged = Object.fromEntries(conditions.map(([path], index) => [path, judged[index]!]));
    this.#texts = { ...variableTexts(drawn.values), ...texts };
  }
}

export function drawnExample(exercise: Exercise, seed = exampleSeed): DrawnExercise {
  return withValues(exercise, drawnValues(exercise, seed));
}

const valid = (check: Check, value: unknown): boolean => {
  const issues: Issue[] = [];
  check(value, "", issues);
  return issues.length === 0;
};

/** Every quantity of the steps and of the live numbers, by its path within the exercise, parts of arithmetic too. */
export function quantitiesIn({ steps, numbers }: Pick<Exercise, "steps" | "numbers">): Record<string, Quantity> {
  const found: Record<string, Quantity> = {};
  const walk = (part: unknown, path: string, measured: boolean): void => {
    if (measured && typeof part !== "string" && valid(quantity, part)) found[path] = part as Quantity;
    if (Array.isArray(part)) return part.forEach((item, index) => walk(item, `${path}[${index}]`, measured));
    if (!isRecord(part)) return;
    for (const [key, item] of Object.entries(part))
      if (key !== "change" && key !== "solution") walk(item, `${path}.${key}`, path === "numbers" || places.has(key));
  };
  walk(steps, "steps", false);
  walk(numbers, "numbers", false);
  return found;
}

/** Every condition of goals and options, by its path within the exercise. */
export function conditionsIn({ steps }: Pick<Exercise, "steps">): Record<string, Condition> {
  const all = steps.flatMap((step, i): [string, Condition][] => {
      if (step.kind === "find") return step.goals.map((goal, k) => [`steps[${i}].goals[${k}]`, goal]);
      if (step.kind !== "predict" || step.input.type !== "choice") return [];
      return step.input.options.flatMap(({ right }, k): [string, Condition][] =>
        typeof right === "boolean" ? [] : [[`steps[${i}].input.options[${k}].right`, right]],
      );
    });
  return Object.fromEntries(all.filter(([path, asked]) => valid(path.includes("goals") ? goal : condition, asked)));
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
  return Object.entries(values).map(([name, value]) => `${name} = ${exactText(value)}`).join(", ");
}

export const [presentContext, providePresent] = createContext<Present>();
