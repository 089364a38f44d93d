// SPDX-License-Identifier: MIT
// How lessons ask the core: calls go in, answers come out. In the page a worker answers; elsewhere the engine itself.

import type { Engine } from "grpo-playground";
import { type Call, type Calls, isList, perform } from "../engine/view-calls";
import type { ViewListener } from "../engine/views-client";

/** Rejects where the engine cannot be reached or a call was misused; a bad document is an answer like any other. */
export type Ask = (calls: Calls) => Promise<Readonly<Record<string, unknown>>>;

/** Where the same place has asked again since: nobody waits for this answer any more. */
export class Superseded extends Error {
  override name = "Superseded";
}

/** Asks an engine at hand, as tests and programs under Node do. */
export function askEngine(engine: Engine): Ask {
  return async (calls) =>
    Object.fromEntries(
      Object.entries(calls).map(([name, asked]) => [
        name,
        isList(asked) ? asked.map((call) => perform(engine, call)) : perform(engine, asked),
      ]),
    );
}

/** Asks each call once; later the same call has the same answer. For many students of one lesson. */
export function remembering(ask: Ask): Ask {
  const known = new Map<string, Promise<unknown>>();
  const askFresh = (calls: Calls) => {
    const flat = Object.entries(calls).flatMap(([, asked]) => (isList(asked) ? asked : [asked]));
    const fresh = flat.map((call) => [JSON.stringify(call), call] as const).filter(([key]) => !known.has(key));
    if (fresh.length === 0) return;
    const answers = ask({ all: fresh.map(([, call]) => call) });
    fresh.forEach(([key], i) => {
      const answer = answers.then(({ all }) => (all as unknown[])[i]);
      known.set(key, answer);
      answer.catch(() => known.delete(key)); // the next one tries again
    });
  };
  const answerOf = async (call: Call) => known.get(JSON.stringify(call));
  return async (calls) => {
    askFresh(calls);
    const entries = Object.entries(calls).map(async ([name, asked]) => [
      name,
      await (isList(asked) ? Promise.all(asked.map(answerOf)) : answerOf(asked)),
    ]);
    return Object.fromEntries(await Promise.all(entries)) as Readonly<Record<string, unknown>>;
  };
}

/** The part of the page's `ViewsClient` that is used. */
export interface Client {
  ask(view: string, calls: Calls, listener: ViewListener): void;
}

let places = 0;

/**
 * Asks the page's worker. With a place of its own the newest question counts and older ones end as `Superseded`, as when
 * a slider is dragged; without one every question is answered.
 */
export function askClient(client: Client, place: string | null = null): Ask {
  let supersede: (() => void) | null = null;
  return (calls) =>
    new Promise((resolve, reject) => {
      if (place !== null) {
        supersede?.();
        supersede = () => reject(new Superseded("a newer question was asked"));
      }
      const view = place === null ? `lessons/${++places}` : `lessons/${place}`;
      client.ask(view, calls, { answered: resolve, failed: (message) => reject(new Error(message)) });
    });
}
