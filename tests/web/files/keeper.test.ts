// SPDX-License-Identifier: MIT
// Autosave into the browser's own database: what is kept, when, and that no tab overwrites another.
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { readCollection, writeCollection } from "../../../web/src/files/collection";
import { Keeper } from "../../../web/src/files/keeper.svelte";
import { Library } from "../../../web/src/files/library";
import { toDocument } from "../../../web/src/state/document";
import { setBeta, setDraft, setTitle } from "../../../web/src/state/edits";
import { decodeFragment } from "../../../web/src/state/fragment";
import { Places } from "../../../web/src/state/keeping.svelte";
import { Playground } from "../../../web/src/state/playground.svelte";
import { type Place, readWork } from "../../../web/src/state/saved-work";
import { Dice, randomState } from "../state/random-states";
import "fake-indexeddb/auto";

const link = "v=1&ref=0.5,0.5&r=1,0&beta=5&title=One";

/** A tab of its own; `held` are the locks of all tabs, or null where the browser has none. */
function tab(held: Set<string> | null = null) {
  const playground = new Playground();
  const places = new Places(playground);
  const hold = async (id: string) => {
    if (!held) return () => {};
    if (held.has(id)) return null;
    held.add(id);
    return () => void held.delete(id);
  };
  const keeper = new Keeper(playground, places, new Library(), hold);
  places.keeper = keeper;
  const { state } = decodeFragment(link);
  playground.begin(state);
  /** One settled change. */
  const work = async (beta: number) => {
    playground.edit((state) => setBeta(state, beta));
    await settle();
  };
  const settle = async () => {
    places.keep();
    await places.open();
    await keeper.keep();
  };
  return { playground, places, keeper, work, settle };
}

const betas = async () => (await new Library().list()).map(({ work }) => readWork(work)!.state.beta);

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

describe("what is kept", () => {
  it("nothing of what is only looked at", async () => {
    await tab().settle();
    expect(await betas()).toEqual([]);
  });

  it("the newest state of work, in one record, with drafts and what reset returns to", async () => {
    const { playground, work, settle } = tab();
    for (const beta of [1, 2, 3]) await work(beta);
    playground.edit((state) => setDraft(state, "answers[0].reward", "0.5e"));
    await settle();
    const [kept, ...others] = await new Library().list();
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ title: "One", answers: 2 });
    expect(readWork(kept!.work)).toMatchObject({
      state: { beta: 3, drafts: { "answers[0].reward": "0.5e" } },
      opened: { beta: 5 },
    });
  });

  it("a draft alone", async () => {
    const { playground, settle } = tab();
    playground.edit((state) => setDraft(state, "answers[0].reward", "abc"));
    await settle();
    expect(await betas()).toEqual([5]);
  });

  it("work that another scenario is opened right after, and each scenario by itself", async () => {
    const { playground, work, settle } = tab();
    playground.edit((state) => setBeta(state, 2));
    playground.openFragment("v=1&ref=0.5,0.5&r=1,0&beta=7");
    await settle();
    expect(await betas()).toEqual([2]);
    await work(8);
    expect(await betas()).toEqual([8, 2]);
    playground.undo();
    playground.undo();
    expect(playground.state.beta).toBe(2);
    await settle();
    expect((await betas()).sort()).toEqual([2, 8]);
  });

  it("what is open, on demand; and a copy of it, which later work leaves as it was", async () => {
    const { keeper, work } = tab();
    await keeper.keepThis();
    expect(await betas()).toEqual([5]);
    await keeper.keepCopy();
    await work(6);
    expect((await betas()).sort()).toEqual([5, 6]);
  });

  it("says why where the database refuses, and goes on when it does no more", async () => {
    const { keeper, work } = tab();
    const refusing = vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new Error("no room");
    });
    await work(2);
    expect(keeper.failure).toBe("no room");
    refusing.mockRestore();
    await work(3);
    expect(keeper.failure).toBeNull();
    expect(await betas()).toEqual([3]);
  });
});

describe("opening what is kept", () => {
  it("brings the work back as a step that undo takes back, and work goes on in the same record", async () => {
    await tab().work(2);
    const [kept] = await new Library().list();
    const { playground, keeper, work } = tab();
    expect(await keeper.open(kept!.id)).toBe(true);
    expect(playground.state.beta).toBe(2);
    expect(keeper.current).toBe(kept!.id);
    await work(3);
    expect(await betas()).toEqual([3]);
    playground.reset();
    expect(playground.state.beta).toBe(5);
    while (playground.canUndo) playground.undo();
    expect(playground.state.title).toBe("One");
  });

  it("does not change when it was last changed", async () => {
    await tab().work(2);
    const [before] = await new Library().list();
    vi.spyOn(Date, "now").mockReturnValue(before!.changed + 1e6);
    await tab().keeper.open(before!.id);
    vi.restoreAllMocks();
    expect((await new Library().list())[0]!.changed).toBe(before!.changed);
  });

  it("is refused for a record that is gone or is no work", async () => {
    const { keeper } = tab();
    await keeper.library.write({ id: "x", mark: "m", changed: 1, title: "", answers: 1, work: "{}" }, []);
    expect(await keeper.open("x")).toBe(false);
    expect(await keeper.open("y")).toBe(false);
  });
});

describe("two tabs", () => {
  /** The work of the first, as a second tab finds it in the storage that both share. */
  async function twins(held: Set<string> | null) {
    const first = tab(held);
    await first.work(1);
    const second = tab(held);
    const { state, opened } = first.playground;
    second.places.resume(opened, first.places.placeOf(opened) as Place);
    second.playground.begin(state, opened);
    return { first, second };
  }

  it.each([
    ["with locks", () => new Set<string>()],
    ["without locks, by the marks alone", () => null],
  ])("on the same work never overwrite each other, %s", async (_, locks) => {
    const { first, second } = await twins(locks());
    await first.work(10);
    await second.work(20);
    await first.work(11);
    await second.work(21);
    expect((await betas()).sort()).toEqual([11, 21]);
    expect(second.keeper.parted).toBe(second.keeper.current);
    expect(second.keeper.current).not.toBe(first.keeper.current);
    expect(first.keeper.parted).toBeNull();
  });

  it("of which one only looks make no second record, until it changes something", async () => {
    const { first, second } = await twins(new Set());
    await second.settle();
    expect(await betas()).toEqual([1]);
    await second.keeper.open(first.keeper.current!);
    expect(await betas()).toEqual([1]);
    await second.work(2);
    await first.work(3);
    expect((await betas()).sort()).toEqual([2, 3]);
  });

  it("on work that the first has left go on in its record", async () => {
    const held = new Set<string>();
    const { first, second } = await twins(held);
    first.playground.openFragment("v=1&ref=0.5,0.5&r=1,0&beta=7");
    await first.work(8);
    await second.work(20);
    expect((await betas()).sort()).toEqual([20, 8].sort());
  });

  it("that save a hundred times at once lose nothing of either", async () => {
    const { first, second } = await twins(null);
    const changes = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? first : second).work(100 + i));
    await Promise.all(changes);
    expect((await betas()).sort()).toEqual([198, 199]);
  });

  it("one deletes what the other works on: its next change is kept again", async () => {
    const { first, second } = await twins(null);
    await second.keeper.library.remove(first.keeper.current!);
    expect(await betas()).toEqual([]);
    await first.work(2);
    expect(await betas()).toEqual([2]);
  });
});

describe("after a crash", () => {
  it("the work that came back from the tab's own storage goes on in its record, also where a writing had got through", async () => {
    const first = tab();
    await first.work(1);
    // The page ended after this was written down, and before or after the writing got through.
    first.playground.edit((state) => setBeta(state, 2));
    first.places.keep();
    const { state, opened } = first.playground;
    const place = first.places.placeOf(opened)!;
    for (const through of [false, true]) {
      if (through) await first.keeper.keep();
      const next = tab();
      next.places.resume(opened, place);
      next.playground.begin(state, opened);
      await next.settle();
      expect(await betas()).toEqual([2]);
    }
  });
});

describe("all at once", () => {
  it("1,000 random scenarios come back from one file as they were, with documents for other programs", async () => {
    const dice = new Dice(11);
    const states = Array.from({ length: 1000 }, () => setTitle(randomState(dice), `${dice.below(1e9)}`));
    const library = new Library();
    const { places, playground } = tab();
    const { keptScenario } = await import("../../../web/src/files/keeper.svelte");
    const all = states.map((state, i) =>
      keptScenario({ id: `${i}`, marks: [places.unique()] }, { state, opened: playground.opened }, i),
    );
    expect(await library.add(all)).toBe(1000);
    expect(await library.add(all.map((scenario) => ({ ...scenario, id: `again ${scenario.id}` })))).toBe(0);
    const file = JSON.parse(writeCollection(await library.list()));
    const read = readCollection(file);
    if ("refused" in read) throw new Error(read.refused);
    expect(read.unread).toBe(0);
    const back = [...read.scenarios].reverse();
    expect(back.map(({ state }) => state)).toEqual(states);
    expect(back.map(({ changed }) => changed)).toEqual(states.map((_, i) => i));
    const documents = file.scenarios.map(({ document }: { document: unknown }) => document);
    expect(documents.reverse()).toEqual(JSON.parse(JSON.stringify(states.map(toDocument))));
  }, 30_000);

  it("scenarios without the page's own work open by their documents; what cannot be read is counted", () => {
    const document = toDocument(decodeFragment(link).state);
    const file = { format: "grpo-playground/scenarios", version: 1, scenarios: [{ document }, null, { document: 3 }] };
    const read = readCollection(file);
    expect(read).toMatchObject({ unread: 2, scenarios: [{ state: { title: "One", beta: 5 } }] });
  });

  it("files of a newer version, or with no list, are refused", () => {
    expect(readCollection({ version: 2, scenarios: [] })).toMatchObject({ refused: expect.stringMatching(/newer/) });
    expect(readCollection({ version: 1 })).toMatchObject({ refused: expect.any(String) });
  });
});
