// SPDX-License-Identifier: MIT
// A table of rewards on its way: its text, what was understood of it, and what the rules make of each prompt. It lives as
// long as the page, so that shutting the dialog loses nothing.
import { ViewsClient, type ViewsPort } from "../../engine/views-client";
import { startViews } from "../../engine/workers";
import type { Setting } from "../../rewards/problem";
import { startReading } from "../../rewards/start-reading";
import type { Choice, Reading } from "../../rewards/types";
import type { RuleId } from "../../state/types";
import { Solver } from "./solver.svelte";

/** A text that is longer would make its field slow; it is taken as it is instead. In characters. */
export const mostTyped = 100_000;

/** How long typing must pause before the text is read, in milliseconds. */
const pause = 300;

export interface Source {
  name: string;
  content: Blob;
  /** Whether it is what stands in the field. */
  typed: boolean;
}

export class RewardsWork {
  /** What stands in the field for pasting. */
  text = $state("");
  source = $state.raw<Source | null>(null);
  /** From 0 to 1 while a table is being read. */
  part = $state<number | null>(null);
  failure = $state<string | null>(null);
  stopped = $state(false);
  reading = $state.raw<Reading | null>(null);
  setting = $state.raw<Setting>()!;
  readonly solver = new Solver(() => new ViewsClient(() => startViews() as ViewsPort));
  #asked: Partial<Choice> = {};
  #endReading: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(setting: Setting) {
    this.setting = setting;
  }

  type(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.open({ name: "the pasted table", content: new Blob([text]), typed: true }),
      pause,
    );
  }

  /** Another table: nothing that was chosen for the last one is meant for it. */
  open(source: Source): void {
    clearTimeout(this.#timer);
    const goesOn = source.typed && this.source?.typed === true && this.reading !== null;
    this.source = source;
    if (!goesOn) this.#asked = {};
    this.read();
  }

  clear(): void {
    this.cancel();
    this.text = "";
    this.source = this.reading = this.failure = null;
    this.stopped = false;
  }

  /** Other columns than before; what depends on a choice is guessed anew. */
  choose(change: Partial<Choice>): void {
    const layout = "format" in change || "header" in change;
    const { format, header, equal } = this.#asked;
    const kept = layout
      ? { equal, ...("header" in change && format && { format }) }
      : { ...this.reading?.choice, header };
    this.#asked = defined({ ...kept, ...change });
    this.read();
  }

  read(): void {
    this.cancel();
    const { source } = this;
    if (!source || source.content.size === 0) return void (this.reading = null);
    this.failure = null;
    this.stopped = false;
    this.part = 0;
    const settle = () => (this.part = this.#endReading = null);
    this.#endReading = startReading(
      { source: source.content, asked: { ...this.#asked } },
      {
        progress: (part) => (this.part = part),
        read: (reading) => {
          settle();
          this.reading = reading;
          this.solve();
        },
        failed: (message) => {
          settle();
          this.reading = null;
          this.failure = message;
        },
      },
    );
    if (this.failure !== null) settle();
  }

  /** Stops reading, or solving. */
  cancel(): void {
    this.stopped = this.part !== null;
    this.#endReading?.();
    this.part = this.#endReading = null;
    this.solver.stop();
  }

  set(setting: Setting): void {
    this.setting = setting;
    clearTimeout(this.#timer);
    this.solver.stop();
    this.#timer = setTimeout(() => this.solve(), pause);
  }

  solve(): void {
    if (this.reading) this.solver.start(this.reading.prompts, this.setting);
  }

  get rules(): readonly RuleId[] {
    return this.solver.setting?.rules ?? this.setting.rules;
  }
}

/** Without the keys that say nothing: they would overrule what is guessed. */
function defined(choice: Partial<Choice>): Partial<Choice> {
  return Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined));
}
