// SPDX-License-Identifier: MIT
// One visit: opens the link or the unsaved work, then keeps the address bar and the autosave in step with the state.

import { isClassroom } from "../rooms";
import { type DecodedLink, decodeFragment, isPacked, longestReadable, presetOf } from "./fragment";
import type { Playground } from "./playground.svelte";
import { type Place, readWork, writeWork } from "./saved-work";
import type { PlaygroundState } from "./types";

/** The pieces of the browser that a visit needs; tests bring their own. */
export interface Browser {
  /** The fragment in the address bar, with or without its #. */
  readFragment(): string;
  /** May throw where the browser limits how often the address changes. */
  replaceFragment(fragment: string): void;
  /** May throw, or hold anything. */
  readStorage(key: string): string | null;
  writeStorage(key: string, text: string): void;
  /** Runs a task once after some milliseconds; returns the way to call it off. */
  later(task: () => void, milliseconds: number): () => void;
  /** The fragment was changed by the user or a link; returns the way to stop listening. */
  onFragmentChange(listener: () => void): () => void;
  /** The page is about to be hidden or closed; returns the way to stop listening. */
  onLeave(listener: () => void): () => void;
}

/** Keeps what is worked on among the scenarios of this browser. */
export interface Keeping {
  /** Where the work on what was opened is kept. */
  placeOf(opened: PlaygroundState): Place | undefined;
  /** Work of an earlier visit came back, from there. */
  resume(opened: PlaygroundState, place: Place | undefined): void;
  keep(): void;
}

export const storageKey = "grpo-playground/work";

/** Browsers stop at about 100 changes of the address in 30 s; this stays below however long someone drags. */
export const settleTime = 400;

/** However long someone types without a pause, work is saved this often: what a crash may take. In milliseconds. */
export const longestUnsaved = 1000;

/**
 * Opens what the address or the autosave holds and keeps both up to date until the returned function is called. `link`
 * is what the address opens as, where that has been found out before.
 */
export function startSession(
  playground: Playground,
  browser: Browser,
  link: DecodedLink | null = null,
  keeping: Keeping | null = null,
): () => void {
  let address = withoutHash(browser.readFragment());
  let cancelSettling: (() => void) | null = null;
  let cancelSaving: (() => void) | null = null;
  let ended = false;

  const resumed = openFirst(playground, browser, address, link, keeping);
  if (resumed) cancelSaving = browser.later(saveWork, longestUnsaved); // the last visit may have ended too soon for it
  const stops = [
    playground.watch(() => {
      cancelSettling?.();
      cancelSettling = browser.later(settle, settleTime);
      cancelSaving ??= browser.later(saveWork, longestUnsaved);
    }),
    browser.onFragmentChange(followAddress),
    browser.onLeave(saveWork),
  ];

  function settle(): void {
    cancelSettling?.();
    cancelSettling = null;
    const { fragment } = playground;
    if (opensUnchanged(fragment)) {
      if (fragment.length <= longestReadable) writeAddress(fragment);
      else void writePacked(fragment);
    }
    saveWork();
  }

  async function writePacked(fragment: string): Promise<void> {
    const text = await import("./packed-link").then(({ packed }) => packed(fragment)).catch(() => fragment);
    if (ended || playground.fragment !== fragment) return; // a newer state has been drawn meanwhile
    writeAddress(text);
    saveWork();
  }

  /** Under the address that is shown: a page that is being left reloads that one, and would miss work filed under a new one. */
  function saveWork(): void {
    cancelSaving?.();
    cancelSaving = null;
    keeping?.keep();
    const { state, opened } = playground;
    const work = { address, state, opened, place: keeping?.placeOf(opened) };
    attempt(() => browser.writeStorage(storageKey, writeWork(work)));
  }

  function writeAddress(fragment: string): void {
    // On the way to the classroom the address is no longer this page's to write.
    if (fragment === address || isClassroom(browser.readFragment())) return;
    attempt(() => {
      browser.replaceFragment(fragment);
      address = withoutHash(browser.readFragment());
    });
  }

  function followAddress(): void {
    const fragment = withoutHash(browser.readFragment());
    if (fragment === address || !isScenario(fragment)) return;
    address = fragment;
    if (isPacked(fragment)) void followPacked(fragment);
    else playground.openFragment(fragment);
  }

  async function followPacked(fragment: string): Promise<void> {
    const link = await import("./packed-link")
      .then(({ openLink }) => openLink(fragment))
      .catch(() => decodeFragment(fragment));
    if (!ended && address === fragment) playground.openLink(link);
  }

  return () => {
    if (cancelSettling) settle();
    cancelSaving?.();
    for (const stop of stops) stop();
    ended = true;
  };
}

/** With an empty address, or the one that the work was saved under, the work comes back, and true; any other link opens. */
function openFirst(
  playground: Playground,
  browser: Browser,
  address: string,
  link: DecodedLink | null,
  keeping: Keeping | null,
): boolean {
  const work = readWork(attempt(() => browser.readStorage(storageKey)) ?? null);
  if (work && (address === "" || address === work.address)) {
    keeping?.resume(work.opened, work.place);
    // Presets may have changed since the work was saved.
    playground.begin({ ...work.state, preset: presetOf(work.state) }, work.opened);
    return true;
  }
  const { state, notices } = link ?? decodeFragment(address);
  playground.begin(state, state, notices);
  return false;
}

/** A state with an issue is no link: the address keeps the last good one. */
function opensUnchanged(fragment: string): boolean {
  return decodeFragment(fragment).notices.length === 0;
}

/** An address without a key and a value leads to a place on this page, others into the classroom. */
function isScenario(fragment: string): boolean {
  return fragment.includes("=") && !isClassroom(fragment);
}

function withoutHash(fragment: string): string {
  return fragment.replace(/^#/, "");
}

/** What the browser refuses, for lack of room or of permission, must not stop the page; the next change tries again. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
