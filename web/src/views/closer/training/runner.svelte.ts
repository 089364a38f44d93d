// SPDX-License-Identifier: MIT
// Runs of training beside each other, part by part in the views' worker: played, paused, stepped, begun again, cancelled.
import type { Issue, ScenarioDocument, TrainingRequest, TrainingResult } from "grpo-playground";
import { firstLine, linesOf, type TrainedLine } from "../../../charts/training-log";
import { nextSteps, type TrainingPlan } from "../../../charts/training";
import type { ViewsClient } from "../../../engine/views-client";

/** Everything that a run depends on. */
export interface RunSpec {
  document: ScenarioDocument;
  request: Omit<TrainingRequest, "seed">;
  start: readonly number[];
  seeds: readonly number[];
  plan: TrainingPlan;
}

/** What ended a run before its last step. */
export type RunFailure = { kind: "engine"; message: string } | { kind: "diverged"; step: number };

/** Between two parts, so that the eye can follow; none where motion is not wanted. */
const pace = 30;

let instances = 0;

export class TrainingRunner {
  #lines = $state.raw<readonly TrainedLine[]>([]);
  #playing = $state(false);
  #busy = $state(false);
  #failure = $state.raw<RunFailure | null>(null);
  #spec = $state.raw<RunSpec | null>(null);
  #key = "";
  #resume: readonly Float64Array[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #name = `training runs ${++instances}`;

  constructor(
    private readonly client: Pick<ViewsClient, "ask" | "drop">,
    private readonly isStill: () => boolean = () => false,
  ) {}

  /** From the start on; one entry before the first step. */
  get lines(): readonly TrainedLine[] {
    return this.#lines;
  }

  /** What the lines belong to. */
  get spec(): RunSpec | null {
    return this.#spec;
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** Whether a part is with the worker. */
  get busy(): boolean {
    return this.#busy;
  }

  get failure(): RunFailure | null {
    return this.#failure;
  }

  /** Steps taken so far. */
  get done(): number {
    return this.#lines.at(-1)?.step ?? 0;
  }

  get finished(): boolean {
    return this.#spec !== null && this.done >= this.#spec.plan.steps;
  }

  /** Another run, unless it is the very same one: whether it is another. */
  begin(spec: RunSpec): boolean {
    const key = JSON.stringify(spec);
    if (key === this.#key) return false;
    this.cancel();
    this.#key = key;
    this.#spec = spec;
    this.#rewind();
    return true;
  }

  /** On to the last step; from the first where that is reached. */
  play(): void {
    if (this.finished || this.#failure?.kind === "diverged") this.#rewind();
    this.#failure = null;
    this.#playing = this.#spec !== null;
    this.#go(false);
  }

  /** The part under way is still taken. */
  pause(): void {
    this.#playing = false;
  }

  /** To the next line of the log. */
  step(): void {
    if (!this.#playing) this.#go(true);
  }

  /** Back to the first step, and on from there if it was going. */
  restart(): void {
    const wasPlaying = this.#playing;
    this.cancel();
    this.#rewind();
    if (wasPlaying) this.play();
  }

  /** Stops at once: the part under way is not wanted any more. What is drawn stays. */
  cancel(): void {
    clearTimeout(this.#timer);
    if (this.#busy) this.client.drop(this.#name);
    this.#playing = false;
    this.#busy = false;
  }

  #rewind(): void {
    this.#resume = [];
    this.#failure = null;
    this.#lines = this.#spec ? [firstLine(this.#spec.start, this.#spec.seeds.length)] : [];
  }

  #go(one: boolean): void {
    const spec = this.#spec;
    if (!spec || this.#busy || this.finished || this.#failure) return;
    const steps = nextSteps(spec.plan, this.done, one);
    const { document, request, seeds, plan } = spec;
    const runs = seeds.map((seed, run) => {
      const resume = this.#resume[run];
      return ["training", document, { ...request, seed, steps, every: plan.every, ...(resume && { resume }) }] as const;
    });
    this.#busy = true;
    const asked = performance.now();
    this.client.ask(
      this.#name,
      { runs },
      {
        answered: (answers) => this.#take(spec, answers["runs"] as TrainingResult[], asked),
        failed: (message) => this.#fail({ kind: "engine", message }),
      },
    );
  }

  #take({ start, plan }: RunSpec, results: readonly TrainingResult[], asked: number): void {
    const good = results.flatMap((result) => (result.status === "ok" ? [result] : []));
    if (good.length < results.length)
      return this.#fail({ kind: "engine", message: results.flatMap(({ issues }) => issues.map(issueText))[0] ?? "" });
    const { lines, diverged } = linesOf(good, start.length, this.done);
    this.#resume = good.map(({ resume }) => resume);
    this.#lines = [...this.#lines, ...lines];
    if (diverged !== null) return this.#fail({ kind: "diverged", step: diverged });
    this.#busy = false;
    if (this.done >= plan.steps) this.#playing = false;
    if (!this.#playing) return;
    const wait = this.isStill() ? 0 : Math.max(0, pace - (performance.now() - asked));
    this.#timer = setTimeout(() => {
      if (this.#playing) this.#go(false);
    }, wait);
  }

  #fail(failure: RunFailure): void {
    this.#failure = failure;
    this.#busy = false;
    this.#playing = false;
  }
}

const issueText = ({ field, value, constraint }: Issue) => `${field}, ${String(value)}: it ${constraint}`;
