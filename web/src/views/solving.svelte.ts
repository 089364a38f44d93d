// SPDX-License-Identifier: MIT
// Keeps the picture in step with the state: every change is sent to the engine, the last good answer stays on the board.
import type { Issue, SolveResult } from "grpo-playground";
import type { Picture } from "../charts/picture";
import { startEngine, type EngineClient, type EngineListener } from "../engine/client";
import type { Search } from "../engine/protocol";
import { issuesOfState, toDocument } from "../state/document";
import { solvedRules } from "../state/rules";
import type { PlaygroundState } from "../state/types";

/** An answer that takes longer than this is worth a word, in milliseconds. */
const slow = 400;

/** What an answer needs to become a picture. */
type Asked = Pick<Picture, "state" | "rules">;

export class Solving {
  #picture = $state.raw<Picture | null>(null);
  #issues = $state.raw<readonly Issue[]>([]);
  #failure = $state.raw<string | null>(null);
  #revision = $state(0);
  #answered = $state(0);
  #settled = $state(0);
  #latest = $state(0);
  #isSlow = $state(false);
  #slowTimer: ReturnType<typeof setTimeout> | undefined;

  readonly #asked = new Map<number, Asked>();
  readonly #client: EngineClient;

  constructor(start: (listener: EngineListener) => EngineClient = startEngine) {
    this.#client = start({
      solved: (id, result, search) => this.#solved(id, result, search),
      failed: (id, message) => this.#failed(id, message),
    });
  }

  /** The last good picture; null until the first answer. */
  get picture(): Picture | null {
    return this.#picture;
  }

  /** What the core finds wrong with the newest document that it has seen. */
  get issues(): readonly Issue[] {
    return this.#issues;
  }

  /** Why there is no answer at all, or null. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Counts the answers that were taken in. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether a newer state waits for its answer. */
  get computing(): boolean {
    return this.#answered < this.#latest;
  }

  /** Whether the newest state's branch from π_ref is drawn and its other stationary policies are being looked for. */
  get refining(): boolean {
    return !this.computing && this.#settled < this.#latest;
  }

  /** Whether the last answer has been waited for noticeably long. */
  get isSlow(): boolean {
    return this.#isSlow;
  }

  ask(state: PlaygroundState): void {
    const id = this.#client.solve(toDocument(state));
    this.#asked.set(id, { state, rules: solvedRules(state) });
    this.#latest = id;
    this.#slowTimer ??= setTimeout(() => (this.#isSlow = true), slow);
  }

  close(): void {
    clearTimeout(this.#slowTimer);
    this.#client.close();
  }

  #solved(id: number, result: SolveResult, search: Search): void {
    const asked = this.#take(id);
    this.#failure = null;
    this.#issues = asked ? issuesOfState(result.issues, asked.state) : result.issues;
    if (result.status !== "ok") this.#settle(id);
    else if (search === "all") this.#settled = id;
    const others = search === "all" ? "known" : "sought";
    if (asked && result.status === "ok") this.#picture = { ...asked, results: result.rules, others };
    this.#revision += 1;
  }

  #failed(id: number | null, message: string): void {
    this.#take(id ?? this.#latest);
    this.#settle(id ?? this.#latest);
    this.#failure = message;
    this.#revision += 1;
  }

  /** Nothing more comes for this id or an older one, so nobody looks for what the picture still lacks. */
  #settle(id: number): void {
    this.#settled = id;
    if (this.#picture?.others === "sought") this.#picture = { ...this.#picture, others: "unknown" };
  }

  /** The question of this id, which may be answered once more; older ones were dropped on the way and are forgotten. */
  #take(id: number): Asked | undefined {
    const asked = this.#asked.get(id);
    for (const older of [...this.#asked.keys()]) if (older < id) this.#asked.delete(older);
    this.#answered = Math.max(this.#answered, id);
    clearTimeout(this.#slowTimer);
    this.#slowTimer = this.computing ? setTimeout(() => (this.#isSlow = true), slow) : undefined;
    this.#isSlow = false;
    return asked;
  }
}
