// SPDX-License-Identifier: MIT
// A visit: what opens first, what the address bar and the autosave hold, and a browser that refuses.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { setBeta, setDraft, setReference } from "../../../web/src/state/edits";
import { openLink, packed } from "../../../web/src/state/packed-link";
import { Playground } from "../../../web/src/state/playground.svelte";
import { type Browser, type Keeping, longestUnsaved, settleTime, startSession } from "../../../web/src/state/session";

/** A browser whose clock only moves when told to. */
class FakeBrowser implements Browser {
  address = "";
  stored = new Map<string, string>();
  replaced: string[] = [];
  refuses = false;
  #now = 0;
  #tasks = new Map<object, { task: () => void; due: number }>();
  #fragmentListeners = new Set<() => void>();
  #leaveListeners = new Set<() => void>();

  readFragment = () => this.address;
  replaceFragment = (fragment: string) => {
    this.#refuse();
    this.address = `#${fragment}`;
    this.replaced.push(fragment);
  };
  readStorage = (key: string) => {
    this.#refuse();
    return this.stored.get(key) ?? null;
  };
  writeStorage = (key: string, text: string) => {
    this.#refuse();
    this.stored.set(key, text);
  };
  later = (task: () => void, milliseconds: number) => {
    const key = {};
    this.#tasks.set(key, { task, due: this.#now + milliseconds });
    return () => this.#tasks.delete(key);
  };
  onFragmentChange = (listener: () => void) => subscribed(this.#fragmentListeners, listener);
  onLeave = (listener: () => void) => subscribed(this.#leaveListeners, listener);

  wait(milliseconds: number) {
    this.#now += milliseconds;
    for (const [key, { task, due }] of [...this.#tasks]) {
      if (due > this.#now) continue;
      this.#tasks.delete(key);
      task();
    }
  }
  go(fragment: string) {
    this.address = fragment;
    for (const listener of this.#fragmentListeners) listener();
  }
  leave() {
    for (const listener of this.#leaveListeners) listener();
  }
  #refuse() {
    if (this.refuses) throw new Error("SecurityError");
  }
}

function subscribed(listeners: Set<() => void>, listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

let browser: FakeBrowser;
const visit = () => {
  const playground = new Playground();
  const stop = startSession(playground, browser);
  return { playground, stop };
};

beforeEach(() => {
  browser = new FakeBrowser();
});

describe("what opens first", () => {
  it("the default scenario, when there is neither link nor work", () => {
    expect(visit().playground.state.preset).toBe("rare-right");
    expect(browser.replaced).toEqual([]);
  });

  it("the link, with its notices and nothing to undo", () => {
    browser.address = "#v=1&ref=0.5,0.5&r=1,0&beta=abc";
    const { playground } = visit();
    expect(playground.state.answers).toHaveLength(2);
    expect(playground.notices).toHaveLength(1);
    expect(playground.canUndo).toBe(false);
  });

  it("the work of the last visit with its drafts, at the same address and at an empty one", () => {
    const first = visit();
    first.playground.edit((state) => setBeta(state, 2));
    first.playground.edit((state) => setDraft(state, "answers[1].reward", "0.5e"));
    browser.wait(settleTime);
    const saved = first.playground.state;
    for (const address of [browser.address, ""]) {
      browser.address = address;
      const { playground } = visit();
      expect(playground.state).toEqual(saved);
      playground.reset();
      expect(playground.state.preset).toBe("rare-right");
    }
  });

  it("another link, rather than the work", () => {
    visit().playground.edit((state) => setBeta(state, 2));
    browser.wait(settleTime);
    browser.address = "#v=1&ref=0.5,0.5&r=1,0&beta=5";
    expect(visit().playground.state.beta).toBe(5);
  });

  it.each(["", "{", "null", "[]", '{"version":1}', '{"version":2,"address":"","state":{},"opened":{}}'])(
    "the default scenario, when storage holds %j",
    (text) => {
      const first = visit();
      first.playground.edit((state) => setBeta(state, 2));
      browser.wait(settleTime);
      for (const key of browser.stored.keys()) browser.stored.set(key, text);
      browser.address = "";
      expect(visit().playground.state.preset).toBe("rare-right");
    },
  );
});

describe("address and autosave", () => {
  it("are written once the state settles, not during a drag", () => {
    const { playground } = visit();
    for (let step = 0; step < 600; ++step) {
      playground.edit((state) => setBeta(state, 1 + step / 100), "beta");
      browser.wait(16);
    }
    expect(browser.replaced).toEqual([]);
    browser.wait(settleTime);
    expect(browser.replaced).toEqual([playground.fragment]);
  });

  it("stay below 100 changes in 30 s, however someone types", () => {
    const { playground } = visit();
    for (let time = 0; time < 30_000; time += 50) {
      if (time % 450 === 0) playground.edit((state) => setBeta(state, 1 + time));
      browser.wait(50);
    }
    expect(browser.replaced.length).toBeLessThan(100);
    expect(browser.replaced.length).toBeGreaterThan(50);
  });

  it("keep the last good link while the state has an issue, and the work keeps the state", () => {
    const first = visit();
    first.playground.edit((state) => setBeta(state, 2));
    browser.wait(settleTime);
    const good = browser.address;
    first.playground.edit((state) => setReference(state, 0, 0));
    browser.wait(settleTime);
    expect(browser.address).toBe(good);
    expect(visit().playground.state.answers[0]!.reference).toBe(0);
  });

  it("keep an edit that the page is left right after, under the address a reload opens", () => {
    const { playground } = visit();
    playground.edit((state) => setBeta(state, 2));
    browser.wait(settleTime);
    const shown = browser.address;
    playground.edit((state) => setBeta(state, 3));
    browser.leave();
    browser.address = shown; // a reload under way does not see an address written now
    expect(visit().playground.state.beta).toBe(3);
  });

  it("settle as ever when a page that was hidden goes on", () => {
    const { playground } = visit();
    playground.edit((state) => setBeta(state, 3));
    browser.leave();
    expect(browser.replaced).toEqual([]);
    browser.wait(settleTime);
    expect(browser.replaced).toEqual([playground.fragment]);
  });

  it("are written by the end of the session, and not after it", () => {
    const { playground, stop } = visit();
    playground.edit((state) => setBeta(state, 3));
    stop();
    expect(browser.address).toContain("beta=3");
    playground.edit((state) => setBeta(state, 4));
    browser.wait(settleTime);
    browser.leave();
    expect(browser.address).toContain("beta=3");
  });
});

describe("work", () => {
  it("is saved every second, however long someone types without a pause", () => {
    const { playground } = visit();
    for (let time = 0; time <= longestUnsaved; time += 100) {
      playground.edit((state) => setDraft(state, "answers[1].reward", "x".repeat(time)));
      browser.wait(100);
    }
    expect(browser.replaced).toEqual([]);
    expect(visit().playground.state.drafts["answers[1].reward"]?.length).toBeGreaterThan(longestUnsaved - 300);
  });

  it("is kept whenever it is saved, and comes back with its place", () => {
    const place = { id: "a", marks: ["b", "c"] };
    const keeping = { placeOf: vi.fn(() => place), resume: vi.fn(), keep: vi.fn() } satisfies Keeping;
    const start = () => {
      const playground = new Playground();
      startSession(playground, browser, null, keeping);
      return playground;
    };
    const playground = start();
    expect(keeping.resume).not.toHaveBeenCalled();
    playground.edit((state) => setBeta(state, 2));
    expect(keeping.keep).not.toHaveBeenCalled();
    browser.wait(settleTime);
    expect(keeping.keep).toHaveBeenCalledOnce();
    const back = start();
    expect(keeping.resume).toHaveBeenCalledExactlyOnceWith(back.opened, place);
    browser.wait(longestUnsaved); // also where the last visit ended before it was kept
    expect(keeping.keep).toHaveBeenCalledTimes(2);
  });
});

describe("a link that is opened during the visit", () => {
  it("opens as a step that undo takes back", () => {
    const { playground } = visit();
    browser.go("#v=1&ref=0.5,0.5&r=1,0&beta=5");
    expect(playground.state.beta).toBe(5);
    playground.undo();
    expect(playground.state.preset).toBe("rare-right");
  });

  it("is not the address the session has written itself, nor a place on the page", () => {
    const { playground } = visit();
    playground.edit((state) => setBeta(state, 2));
    browser.wait(settleTime);
    browser.go(browser.address);
    browser.go("#board");
    browser.go("");
    expect(playground.state.beta).toBe(2);
    playground.undo();
    expect(playground.canUndo).toBe(false);
  });
});

describe("a long link", () => {
  const longText = Array.from({ length: 1900 }, (_, i) => "answers"[i % 7]).join("");
  const makeLong = (playground: Playground) => playground.edit((state) => ({ ...state, note: longText }));

  it("is packed in the address, and opens again as the very same state, drafts included", async () => {
    const first = visit();
    makeLong(first.playground);
    browser.wait(settleTime);
    await vi.waitFor(() => expect(browser.address).toMatch(/^#z=[\w-]+$/));
    first.playground.edit((state) => setDraft(state, "answers[1].reward", "0.5e"));
    browser.wait(settleTime);
    await vi.waitFor(() => expect(visit().playground.state).toEqual(first.playground.state));
    browser.stored.clear();
    const link = await openLink(browser.address);
    expect(link).toEqual({ state: { ...first.playground.state, drafts: {} }, notices: [] });
    const playground = new Playground();
    startSession(playground, browser, link);
    expect(playground.state.note).toBe(longText);
  });

  it("opens during the visit, unless another one has been opened meanwhile", async () => {
    const long = visit();
    makeLong(long.playground);
    browser.wait(settleTime);
    await vi.waitFor(() => expect(browser.address).toMatch(/^#z=/));
    const address = browser.address;
    long.stop();
    browser = new FakeBrowser();
    const { playground } = visit();
    browser.go(address);
    await vi.waitFor(() => expect(playground.state.note).toBe(longText));
    browser.go("#v=1&ref=0.5,0.5&r=1,0&beta=5");
    browser.go(address);
    browser.go("#v=1&ref=0.5,0.5&r=1,0&beta=6");
    await openLink(address);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(playground.state.beta).toBe(6);
  });

  it("that was cut off opens as the default scenario, with a notice", async () => {
    const link = await openLink("#z=eJwrAAB5");
    expect(link.state.preset).toBe("rare-right");
    expect(link.notices.map(({ field, used }) => [field, used])).toEqual([["z", "the default scenario"]]);
  });

  it("is never written over a newer state's", async () => {
    const { playground } = visit();
    makeLong(playground);
    browser.wait(settleTime);
    playground.edit((state) => ({ ...state, note: "" }));
    browser.wait(settleTime);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(browser.address).toBe(`#${playground.fragment}`);
  });
});

describe("what unpacks to gigabytes", () => {
  it("is read no further than a link may be long", async () => {
    const bomb = await packed(`v=1&note=${"x".repeat(20_000_000)}`);
    expect(bomb.length).toBeLessThan(30_000);
    const { notices } = await openLink(bomb);
    expect(notices.map(({ field }) => field)).toEqual(["link"]);
  });
});

describe("the classroom's addresses", () => {
  it.each(["#learn", "#learn=policy/pull", "#lesson=zabc=", "#textbook=3", "#make", "#teach", "#poll=zabc"])(
    "%s is not read as a link",
    (fragment) => {
      const { playground } = visit();
      const { state } = playground;
      browser.go(fragment);
      expect(playground.state).toBe(state);
      expect(playground.notices).toEqual([]);
    },
  );

  it("are not overwritten by what was still to be written, which is kept all the same", () => {
    const { playground, stop } = visit();
    playground.edit((state) => setBeta(state, 2));
    browser.go("#learn");
    browser.wait(settleTime);
    stop();
    expect(browser.replaced).toEqual([]);
    expect(browser.address).toBe("#learn");
    browser.address = "";
    expect(visit().playground.state.beta).toBe(2);
  });
});

describe("a browser that refuses", () => {
  it("storage and addresses lets the page work on, and is asked again later", () => {
    browser.refuses = true;
    const { playground } = visit();
    playground.edit((state) => setBeta(state, 2));
    browser.wait(settleTime);
    expect(playground.state.beta).toBe(2);
    browser.refuses = false;
    playground.edit((state) => setBeta(state, 3));
    browser.wait(settleTime);
    expect(browser.address).toContain("beta=3");
  });
});
