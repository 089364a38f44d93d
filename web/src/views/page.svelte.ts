// SPDX-License-Identifier: MIT
// One page's worth of live objects, and what follows from them together: every issue, and the state that tests wait on.
import type { Issue } from "grpo-playground";
import { pageBrowser } from "../state/browser";
import type { DecodedLink } from "../state/fragment";
import { Places } from "../state/keeping.svelte";
import { Playground } from "../state/playground.svelte";
import { startSession } from "../state/session";
import { Attention } from "./attention.svelte";
import type { Page } from "./context";
import { draftIssues } from "./draftIssues";
import { atSharedFields } from "./issues";
import { Solving } from "./solving.svelte";

/** `refining`: the newest state is drawn, and its other stationary policies are being looked for. */
export type PageStatus = "computing" | "refining" | "ready" | "invalid" | "failed";

export class LivePage implements Page {
  readonly playground = new Playground();
  readonly places = new Places(this.playground);
  readonly solving = new Solving();
  readonly attention = new Attention(this.playground);

  readonly #issues = $derived(atSharedFields([...draftIssues(this.playground.state), ...this.solving.issues]));
  readonly #status = $derived.by((): PageStatus => {
    if (this.solving.computing || this.solving.revision === 0) return "computing";
    if (this.solving.refining) return "refining";
    if (this.solving.failure !== null) return "failed";
    return this.#issues.length > 0 ? "invalid" : "ready";
  });

  /** Everything that is wrong: what was typed and is no value, and what the core finds in the document. */
  get issues(): readonly Issue[] {
    return this.#issues;
  }

  get status(): PageStatus {
    return this.#status;
  }

  /** Opens the link, which may have been unpacked already, or the unsaved work; returns the way to stop. */
  start(page: Window, link: DecodedLink | null): () => void {
    return this.#start(startSession(this.playground, pageBrowser(page), link, this.places));
  }

  /** Opens the link in somebody else's page: nothing of it is stored, and nothing stored is opened. */
  startEmbedded(page: Window, link: DecodedLink | null): () => void {
    const browser = { ...pageBrowser(page), readStorage: () => null, writeStorage: () => {} };
    return this.#start(startSession(this.playground, browser, link));
  }

  #start(stopSession: () => void): () => void {
    return () => {
      stopSession();
      this.solving.close();
    };
  }
}
