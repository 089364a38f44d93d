// SPDX-License-Identifier: MIT
// Solves the prompts of a table one after the other in a worker of its own; what is done stays when it is stopped.
import type { SolveResult } from "grpo-playground";
import type { ViewsClient } from "../../engine/views-client";
import { type Outcome, outcomesOf, problemOf, type Setting, tooManyLaws } from "../../rewards/problem";
import type { PromptData } from "../../rewards/types";

/** Prompts with more different rewards than this are solved rule by rule: then progress is seen, and a stop is heeded. */
const mostAtOnce = 50;

/** Milliseconds between two pictures of the progress. */
const pace = 150;

/** Prompts with few rewards are often the same to the rules: so many groups out of so many were right. */
const mostKnown = 20_000;

/** An engine that has answered nothing by then is given up. */
const mostFailures = 3;

export class Solver {
  /** Of the results that are there, or coming. */
  setting = $state.raw<Setting | null>(null);
  prompts = $state.raw<readonly PromptData[]>([]);
  running = $state(false);
  failure = $state<string | null>(null);
  /** Grows with the results: what reads them reads this first. */
  revision = $state(0);
  /** Parts that are done: a rule of a prompt. */
  done = $state(0);
  /** The prompt that somebody looks at is next. */
  wanted = 0;
  #results: (Outcome[] | undefined)[] = [];
  /** The rules that are done of a prompt that is solved rule by rule. */
  #begun: { prompt: number; outcomes: Outcome[] } | null = null;
  #known = new Map<string, Outcome[]>();
  #client: ViewsClient | null = null;
  #run = 0;
  #shown = 0;
  #failures = 0;

  constructor(private readonly makeClient: () => ViewsClient) {}

  get total(): number {
    return this.prompts.length * (this.setting?.rules.length ?? 0);
  }

  /** What the rules make of a prompt, in their order, as far as they have. */
  outcomes(prompt: number): readonly Outcome[] | undefined {
    void this.revision;
    return this.#results[prompt] ?? (this.#begun?.prompt === prompt ? [...this.#begun.outcomes] : undefined);
  }

  start(prompts: readonly PromptData[], setting: Setting): void {
    this.stop();
    this.prompts = prompts;
    this.setting = setting;
    this.#results = [];
    this.#begun = null;
    this.#known.clear();
    this.done = 0;
    this.failure = null;
    this.revision += 1;
    void this.#solveAll();
  }

  goOn(): void {
    if (!this.running) void this.#solveAll();
  }

  /** At once: a call that is under way ends with its worker. */
  stop(): void {
    this.#run += 1;
    if (this.running) this.#client?.close();
    this.#rest();
  }

  #rest(): void {
    this.running = false;
    this.#count();
  }

  #count(): void {
    const begun = this.#begun && !this.#results[this.#begun.prompt] ? this.#begun.outcomes.length : 0;
    this.done = this.#results.reduce((sum, result) => sum + (result?.length ?? 0), begun);
    this.revision += 1;
  }

  async #solveAll(): Promise<void> {
    const run = ++this.#run;
    const setting = this.setting!;
    this.running = true;
    this.failure = null;
    this.#failures = 0;
    this.#client ??= this.makeClient();
    this.#shown = performance.now();
    let next = 0;
    try {
      for (;;) {
        while (this.#results[next]) next += 1;
        const index = this.#results[this.wanted] || this.wanted >= this.prompts.length ? next : this.wanted;
        if (index >= this.prompts.length) break;
        const outcomes = await this.#outcomesOf(index, setting, run);
        if (run !== this.#run) return;
        this.#results[index] = outcomes;
        await this.#show(index);
        if (run !== this.#run) return;
      }
    } catch (error) {
      if (run !== this.#run) return;
      this.failure = error instanceof Error ? error.message : String(error);
    }
    this.#rest();
  }

  async #outcomesOf(index: number, setting: Setting, run: number): Promise<Outcome[]> {
    const prompt = this.prompts[index]!;
    const many = tooManyLaws(prompt);
    if (many !== null) return setting.rules.map(() => ({ why: many }));
    if (prompt.laws.length > mostAtOnce) return this.#ruleByRule(index, setting, run);
    const document = problemOf(prompt, setting, setting.rules);
    const key = JSON.stringify(document.answers);
    const known = this.#known.get(key);
    if (known) return known;
    const outcomes = await this.#solved(document);
    if (this.#known.size < mostKnown) this.#known.set(key, outcomes);
    return outcomes;
  }

  async #ruleByRule(index: number, setting: Setting, run: number): Promise<Outcome[]> {
    const begun = this.#begun?.prompt === index ? this.#begun : (this.#begun = { prompt: index, outcomes: [] });
    const { outcomes } = begun;
    for (const rule of setting.rules.slice(outcomes.length)) {
      const solved = await this.#solved(problemOf(this.prompts[index]!, setting, [rule]));
      if (run !== this.#run) break;
      outcomes.push(...solved);
      this.#count();
    }
    return outcomes;
  }

  /** What cannot be solved says why, and the others are solved all the same. */
  async #solved(document: ReturnType<typeof problemOf>): Promise<Outcome[]> {
    try {
      const outcomes = outcomesOf(await this.#ask(document));
      this.#failures = -Infinity; // it works
      return outcomes;
    } catch (error) {
      if (++this.#failures >= mostFailures) throw error;
      const why = error instanceof Error ? error.message : String(error);
      return document.rules.map(() => ({ why }));
    }
  }

  #ask(document: ReturnType<typeof problemOf>): Promise<SolveResult> {
    return new Promise((resolve, reject) => {
      this.#client!.ask(
        "rewards",
        { solved: ["solve", document, { search: "branch" }] },
        {
          answered: ({ solved }) => resolve(solved as SolveResult),
          failed: (message) => reject(new Error(message)),
        },
      );
    });
  }

  /** Not each result at once: that would keep the page busier than the engine. Known ones come without any pause. */
  async #show(index: number): Promise<void> {
    const now = performance.now();
    if (now - this.#shown < pace && index !== this.wanted) return;
    this.#shown = now;
    this.#count();
    await new Promise((resolve) => setTimeout(resolve));
  }
}
