// SPDX-License-Identifier: MIT
// The scenarios that this browser keeps, in its own database. Two writers of one record never overwrite each other: a
// writer says which marks of the record it knows, and nothing is written over any other.

import { type DBSchema, type IDBPDatabase, openDB } from "idb";

export interface KeptScenario {
  id: string;
  /** Of the last writing. */
  mark: string;
  /** Milliseconds since 1970. */
  changed: number;
  title: string;
  answers: number;
  /** Text of `writeWork`. */
  work: string;
}

interface Schema extends DBSchema {
  scenarios: { key: string; value: KeptScenario; indexes: { changed: number } };
}

/** `taken`: somebody else has written the record since. */
export type Written = "written" | "taken";

/** Later than any day that there is. */
const endOfTime = 8.64e15;

function isWhole({ mark, changed, title, answers, work }: KeptScenario): boolean {
  const isTime = typeof changed === "number" && Math.abs(changed) <= endOfTime;
  return isTime && typeof answers === "number" && [mark, title, work].every((text) => typeof text === "string");
}

export class Library {
  #opening: Promise<IDBPDatabase<Schema>> | null = null;
  readonly #name: string;
  readonly #channel =
    typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("grpo-playground/scenarios");
  readonly #watchers = new Set<() => void>();

  constructor(name = "grpo-playground") {
    this.#name = name;
    this.#channel?.addEventListener("message", () => this.#tell());
  }

  /** Calls back after every change, in this tab or another; returns the way to stop it. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** The last changed first; what is no record as they are written here is left out, and left alone. */
  async list(): Promise<KeptScenario[]> {
    return (await (await this.#database()).getAllFromIndex("scenarios", "changed")).filter(isWhole).reverse();
  }

  async get(id: string): Promise<KeptScenario | undefined> {
    return (await this.#database()).get("scenarios", id);
  }

  /** A record that is gone is written again; one that holds the same work already keeps its time. */
  async write(scenario: KeptScenario, known: readonly string[]): Promise<Written> {
    const transaction = (await this.#database()).transaction("scenarios", "readwrite");
    const before = await transaction.store.get(scenario.id);
    const same = before?.work === scenario.work;
    const taken = before !== undefined && !same && !known.includes(before.mark);
    if (!taken) await transaction.store.put(same ? { ...scenario, changed: before.changed } : scenario);
    await transaction.done;
    if (!taken) this.#announce();
    return taken ? "taken" : "written";
  }

  /** New records, all or none; returns how many were not there before, work for work. */
  async add(scenarios: readonly KeptScenario[]): Promise<number> {
    const transaction = (await this.#database()).transaction("scenarios", "readwrite");
    const known = new Set((await transaction.store.getAll()).map(({ work }) => work));
    let added = 0;
    for (const scenario of scenarios) {
      if (known.has(scenario.work)) continue;
      known.add(scenario.work);
      await transaction.store.put(scenario);
      added += 1;
    }
    await transaction.done;
    this.#announce();
    return added;
  }

  async remove(id: string): Promise<void> {
    await (await this.#database()).delete("scenarios", id);
    this.#announce();
  }

  async close(): Promise<void> {
    this.#channel?.close();
    (await this.#opening)?.close();
  }

  #database(): Promise<IDBPDatabase<Schema>> {
    const forget = () => (this.#opening = null);
    this.#opening ??= openDB<Schema>(this.#name, 1, {
      upgrade: (database) =>
        database.createObjectStore("scenarios", { keyPath: "id" }).createIndex("changed", "changed"),
      // A newer page in another tab must not wait for this one.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
    this.#opening.catch(forget);
    return this.#opening;
  }

  #announce(): void {
    this.#channel?.postMessage("changed");
    this.#tell();
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
