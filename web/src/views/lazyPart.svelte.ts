// SPDX-License-Identifier: MIT
// A part of the page that is loaded when first wanted, and says so where that failed.
import type { Component } from "svelte";

export class LazyPart<Props extends object> {
  /** What is drawn while it is open. */
  part: Component<Props> | null = $state.raw<Component<Props> | null>(null);
  open = $state(false);
  failed = $state(false);

  constructor(private readonly load: () => Promise<{ default: Component<Props> }>) {}

  async show(): Promise<void> {
    await this.attempt(async () => {
      this.part ??= (await this.load()).default;
      this.open = true;
    });
  }

  /** Does what needs something loaded. */
  async attempt(task: () => Promise<void>): Promise<void> {
    this.failed = false;
    try {
      await task();
    } catch {
      this.failed = true;
    }
  }
}
