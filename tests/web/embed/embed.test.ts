// SPDX-License-Identifier: MIT
// Embedding: the address of an embedded page, the code for it, and what goes back and forth between the two pages.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { embedCode } from "../../../web/src/embed/code";
import { initialOptions, originOf, readOptions, writeOptions } from "../../../web/src/embed/options";
import { readRequest } from "../../../web/src/embed/protocol";
import { startTalk, tellAfter } from "../../../web/src/embed/talk";
import { toDocument } from "../../../web/src/state/document";
import { setBeta } from "../../../web/src/state/edits";
import { encodeFragment } from "../../../web/src/state/fragment";
import { packed } from "../../../web/src/state/packed-link";
import { Playground } from "../../../web/src/state/playground.svelte";
import { Dice, randomState } from "../state/random-states";

const school = "https://school.example";
const address = "https://play.example/sub/#v=1&ref=0.5,0.5&r=1,0";

describe("the address", () => {
  it("says all of it, and is read back", () => {
    const options = { show: ["board", "path"], controls: [], origin: school } as const;
    expect(writeOptions(options)).toBe("?embed&show=board,path&controls=none&origin=https://school.example");
    expect(readOptions(writeOptions(options))).toEqual({ options, notices: [] });
  });

  it("with nothing but embed has the initial choice", () => {
    expect(readOptions("?embed")).toEqual({ options: initialOptions, notices: [] });
  });

  it.each([
    ["?embed&show=board,nonsense", "show", ["board"]],
    ["?embed&show=constructor", "show", initialOptions.show],
    ["?embed&show=", "show", initialOptions.show],
    ["?embed&show=none", "show", initialOptions.show],
    ["?embed&controls=all", "controls", initialOptions.controls],
    ["?embed&origin=*", "origin", null],
    ["?embed&origin=javascript:alert(1)", "origin", null],
    ["?embed&origin=null", "origin", null],
  ])("%s falls back, with a notice", (search, key, used) => {
    const { options, notices } = readOptions(search);
    expect(options).toMatchObject({ [key]: used });
    expect(notices.map(({ field }) => field)).toEqual([key]);
  });

  it("takes the origin of any address", () => {
    expect(originOf("https://school.example:8443/a/b?c#d")).toBe("https://school.example:8443");
    expect(originOf("file:///home/a.html")).toBeNull();
  });
});

describe("the code", () => {
  const size = { width: null, height: 480 };

  it("is one frame; a title with quotes and markup stays its title", () => {
    const code = embedCode(address, initialOptions, size, `"><script>alert(1)</script>&`);
    expect(code).toBe(
      `<iframe src="https://play.example/sub/?embed&amp;show=headline,board&amp;controls=rules,dials#v=1&amp;ref=0.5,0.5&amp;r=1,0"` +
        ` title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"` +
        ` width="100%" height="480" style="border: 0; max-width: 100%" loading="lazy"></iframe>\n`,
    );
  });

  it("fits the height by a script where the page around is known", () => {
    const code = embedCode(address, { ...initialOptions, origin: school }, size, "T");
    expect(code).toContain(`origin !== "https://play.example"`);
    expect(code).toContain("origin=https://school.example#v=1");
  });
});

describe("a request", () => {
  const base = { protocol: "grpo-playground", version: 1 };

  it.each([null, 3, "get", [], {}, { protocol: "other", type: "get" }, new Map()])(
    "of somebody else is passed over: %j",
    (data) => expect(readRequest(data)).toBeNull(),
  );

  it.each([
    [{ ...base, version: 2, type: "get" }, /version/],
    [{ ...base, type: "eval" }, /type/],
    [{ ...base, type: "get", id: {} }, /id/],
    [{ ...base, type: "get", id: "x".repeat(201) }, /id/],
    [{ ...base, type: "get", id: NaN }, /id/],
    [{ ...base, type: "set" }, /either/],
    [{ ...base, type: "set", link: "v=1", document: {} }, /either/],
    [{ ...base, type: "set", link: 3 }, /link/],
  ])("that is wrong is told what: %j", (data, wrong) => {
    expect(readRequest(data)).toMatchObject({ wrong: expect.stringMatching(wrong) });
  });
});

/** The page around, of some origin. */
class Around {
  readonly heard: { message: Record<string, unknown>; to: string }[] = [];
  readonly parent = {
    postMessage: (message: unknown, to: string) =>
      void this.heard.push({ message: structuredClone(message) as Record<string, unknown>, to }),
  };
  #listener: ((event: MessageEvent) => void) | null = null;
  addEventListener = (_: "message", listener: (event: MessageEvent) => void) => void (this.#listener = listener);
  removeEventListener = () => void (this.#listener = null);
  setTimeout = (task: () => void, time: number) => setTimeout(task, time) as unknown as number;
  clearTimeout = (timer: number) => clearTimeout(timer);

  say(data: object, { origin = school, source = this.parent as unknown } = {}): void {
    const whole = { protocol: "grpo-playground", version: 1, ...data };
    this.#listener?.({ data: whole, origin, source } as unknown as MessageEvent);
  }

  async answer(data: object, id: number): Promise<Record<string, unknown>> {
    this.say({ ...data, id });
    await vi.waitFor(() => expect(this.heard.at(-1)?.message["id"]).toBe(id), { interval: 1, timeout: 5000 });
    return this.heard.at(-1)!.message;
  }
}

describe("the conversation", () => {
  let around: Around;
  let playground: Playground;
  let talk: ReturnType<typeof startTalk>;
  beforeEach(() => {
    around = new Around();
    playground = new Playground();
    talk = startTalk(playground, school, around);
  });
  afterEach(() => talk.end());

  it("answers what is shown, to the given origin alone", async () => {
    const { link, document, notices } = await around.answer({ type: "get" }, 7);
    expect({ link, document, notices }).toEqual({
      link: playground.fragment,
      document: playground.document,
      notices: [],
    });
    expect(around.heard.every(({ to }) => to === school)).toBe(true);
  });

  it("hears nobody of another origin, and no other window", async () => {
    const before = playground.fragment;
    around.say({ type: "set", link: "v=1&ref=1&r=1" }, { origin: "https://evil.example" });
    around.say({ type: "set", link: "v=1&ref=1&r=1" }, { source: {} });
    around.say({ type: "get" }, { origin: "null" });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(around.heard).toEqual([]);
    expect(playground.fragment).toBe(before);
  });

  it("sets by link, with what had to be mended, and as a step that undo takes back", async () => {
    const answer = await around.answer({ type: "set", link: "#v=1&ref=0.5,0.5&r=1,0&beta=abc" }, 1);
    expect(answer).toMatchObject({ type: "state", notices: [{ field: "beta", value: "abc" }] });
    expect(playground.state.answers).toHaveLength(2);
    expect(playground.notices).toHaveLength(1);
    playground.undo();
    expect(playground.state.preset).toBe("rare-right");
  });

  it("refuses what is no document with a sentence, and stays as it was", async () => {
    const before = playground.state;
    for (const [id, document] of [null, 3, {}, { format: "grpo-playground/scenario", version: 2 }].entries())
      expect(await around.answer({ type: "set", document }, id)).toMatchObject({ type: "error" });
    expect(playground.state).toBe(before);
  });

  it("tells what a reader changes, a drag at most every 200 ms, and nothing twice", async () => {
    vi.useFakeTimers();
    for (let i = 1; i <= 100; ++i) {
      playground.edit((state) => setBeta(state, i), "beta");
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(tellAfter);
    vi.useRealTimers();
    const told = around.heard.map(({ message }) => message);
    expect(told.length).toBeLessThanOrEqual(1000 / tellAfter + 1);
    expect(told.at(-1)).toMatchObject({ type: "state", id: null, link: playground.fragment });
    expect(new Set(told.map(({ link }) => link)).size).toBe(told.length);
  });

  it("brings 10,000 random states through, by link, packed link and document: the same documents come back", async () => {
    const dice = new Dice(23);
    for (let id = 0; id < 10_000; ++id) {
      const state = randomState(dice);
      const document = toDocument(state);
      const kind = id % 3;
      const link = kind === 1 ? await packed(encodeFragment(state)) : encodeFragment(state);
      const answer = await around.answer(kind === 2 ? { type: "set", document } : { type: "set", link }, id);
      expect(answer["document"]).toEqual(document);
      expect(answer["notices"]).toEqual([]);
      if (kind !== 2) expect(answer["link"]).toBe(encodeFragment(state));
      around.heard.length = 0;
    }
  }, 120_000);
});
