// SPDX-License-Identifier: MIT
// Which records are being worked on, over all tabs: a tab holds a lock on its own. Where a browser has no locks the
// library's marks still keep two tabs apart, only later.

const prefix = "grpo-playground/scenario/";

/** How long a page that has just been left may take to let go, in milliseconds. */
const lettingGo = 500;

/** The way to let go again; null where another tab holds the lock. */
export async function hold(id: string): Promise<(() => void) | null> {
  const { locks } = navigator;
  if (!locks) return () => {};
  return (await tryToHold(locks, id)) ?? (await later(() => tryToHold(locks, id)));
}

function tryToHold(locks: LockManager, id: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    locks
      .request(prefix + id, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((release) => resolve(release));
      })
      .catch(() => resolve(() => {})); // no locks for this kind of page
  });
}

const later = <T>(task: () => Promise<T>): Promise<T> =>
  new Promise((resolve) => setTimeout(resolve, lettingGo)).then(task);

/** The records that any tab is working on, this one included. */
export async function heldEverywhere(): Promise<ReadonlySet<string>> {
  const held = (await navigator.locks?.query().catch(() => null))?.held ?? [];
  return new Set(held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])));
}
