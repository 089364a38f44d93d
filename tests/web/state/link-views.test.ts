// SPDX-License-Identifier: MIT
// Open views and the pinned scenario in links: written shortly, read with care, undone like everything else.
import { describe, expect, it } from "vitest";
import { setBeta } from "../../../web/src/state/edits";
import { decodeFragment, encodeFragment, encodeQuestion } from "../../../web/src/state/fragment";
import { NoticeLog } from "../../../web/src/state/link-text";
import { encodeViews, readViews } from "../../../web/src/state/link-views";
import {
  choosePolicy,
  closeView,
  openView,
  pinQuestion,
  setView,
  toggleProjector,
  unpin,
} from "../../../web/src/state/looks";
import { Playground } from "../../../web/src/state/playground.svelte";
import { defaultPreset } from "../../../web/src/state/presets";
import { readWork, writeWork } from "../../../web/src/state/saved-work";
import type { PlaygroundState } from "../../../web/src/state/types";
import { fieldsOf, initialSettings, viewIds } from "../../../web/src/state/view-fields";

const start = defaultPreset.state;
const question = "v=1&ref=0.5,0.5&r=1,0&beta=1&G=8&rules=grpo,rlhf";

const notices = (views: string) =>
  decodeFragment(`${question}&view=${views}`).notices.map(({ field, value, used }) => `${field}: ${value} → ${used}`);
const views = (text: string) => decodeFragment(`${question}&view=${text}`).state.views;

describe("the tables", () => {
  it("give every setting of a view a key of its own, and a default that its own field reads back", () => {
    for (const view of viewIds) {
      const keys = fieldsOf(view).map(([, { key }]) => key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const [, { initial, format, parse }] of fieldsOf(view)) {
        expect(parse(format(initial))).toEqual({ value: initial });
        expect(format(initial)).toMatch(/^[\w.~-]+$/);
      }
    }
  });
});

describe("writing", () => {
  it("is nothing without a view, its name alone with its defaults, and settings that differ", () => {
    expect(encodeFragment(start)).toBe(encodeQuestion(start));
    const open = openView(openView(start, "pooling"), "binary");
    expect(encodeViews(open.views)).toBe("binary,pooling");
    const set = setView(setView(open, "binary", { sizes: ["2", "inf"], axis: "log" }), "pooling", { others: [] });
    expect(encodeViews(set.views)).toBe("binary;G=2~inf;x=log,pooling;with=none");
    expect(encodeFragment(set)).toBe(`${encodeQuestion(start)}&view=binary;G=2~inf;x=log,pooling;with=none`);
    expect(encodeFragment(set)).toMatch(/^[\w.~%&=,;-]+$/);
  });
});

describe("reading", () => {
  it("gives back what was written, with the pinned scenario", () => {
    const open = setView(openView(start, "binary"), "binary", { penalties: ["kl-policy-to-ref"], betas: "one" });
    const state = setBeta(pinQuestion(open), 2);
    expect(decodeFragment(encodeFragment(state))).toEqual({ state: { ...state, preset: null }, notices: [] });
  });

  it("opens links without views, old ones, with none", () => {
    expect(decodeFragment(question)).toMatchObject({
      state: { views: {}, pin: null, projector: false },
      notices: [],
    });
  });

  it("keeps projector mode, and mends what is neither on nor off", () => {
    const wall = toggleProjector(start);
    expect(encodeFragment(wall)).toBe(`${encodeQuestion(start)}&projector=1`);
    expect(decodeFragment(encodeFragment(wall)).state).toMatchObject({ projector: true, preset: start.preset });
    expect(toggleProjector(wall)).toEqual(start);
    const { state, notices } = decodeFragment(`${question}&projector=bright`);
    expect([state.projector, notices.map(({ field }) => field)]).toEqual([false, ["projector"]]);
  });

  it("survives programs that escape every sign of a fragment", () => {
    expect(views(encodeURIComponent("binary;G=2~inf;x=log"))).toEqual(views("binary;G=2~inf;x=log"));
  });

  it.each([
    ["nonsense", {}, "view: nonsense → nothing"],
    ["binary,nonsense", { binary: initialSettings("binary") }, "view: nonsense → nothing"],
    ["binary;x=log,binary", { binary: { ...initialSettings("binary"), axis: "log" } }, "view: binary → the first"],
    ["binary;x=cubic", { binary: initialSettings("binary") }, "view.binary.x: cubic → linear"],
    ["binary;colour=red", { binary: initialSettings("binary") }, "view.binary: colour=red → nothing"],
    [
      "binary;x=log;x=linear",
      { binary: { ...initialSettings("binary"), axis: "log" } },
      "view.binary: x=linear → the first",
    ],
    ["binary;G=3", { binary: initialSettings("binary") }, "view.binary.G: 3 → same"],
  ])("mends %s and says so", (text, expected, notice) => {
    expect(views(text)).toEqual(expected);
    expect(notices(text)).toEqual([notice]);
  });

  it.each(["v=2&ref=1", "hello", "ref=x,y", `${question}&pin=v`, `${question}&view=binary`])(
    "takes no pin that is not the link of a question without faults: %s",
    (pin) => {
      const { state, notices } = decodeFragment(`${question}&pin=${encodeURIComponent(pin)}`);
      expect(state.pin).toBeNull();
      expect(notices.map(({ field }) => field)).toEqual(["pin"]);
    },
  );
});

describe("on the page", () => {
  it("opening and setting a view are steps of their own, and the question keeps its preset's name", () => {
    const playground = new Playground();
    playground.edit((state) => openView(state, "binary"));
    playground.edit((state) => setView(state, "binary", { axis: "log" }));
    expect(playground.state.preset).toBe(start.preset);
    expect(playground.canReset).toBe(false);
    playground.undo();
    expect(playground.state.views).toEqual({ binary: initialSettings("binary") });
    playground.undo();
    expect(playground.state.views).toEqual({});
    playground.redo();
    expect(playground.state.views.binary).toBeDefined();
  });

  it("another preset and reset leave open what is open, and the pin where it is", () => {
    const playground = new Playground();
    playground.edit((state) => pinQuestion(openView(state, "pooling")));
    const { views, pin } = playground.state;
    playground.openPreset("binary-pairs");
    expect(playground.state).toMatchObject({ preset: "binary-pairs", views, pin });
    playground.edit((state) => setBeta(state, 3));
    playground.reset();
    expect(playground.state).toMatchObject({ preset: "binary-pairs", views, pin, beta: 0.5 });
  });

  it("the policy that is drawn of several is in the link and undone, and not that of another question", () => {
    const playground = new Playground();
    playground.edit((state) => choosePolicy(state, "grpo", 1));
    expect(playground.fragment).toContain("&draw=grpo:2");
    expect(decodeFragment(playground.fragment).state.choices).toEqual({ grpo: 1 });
    expect(playground.state.preset).toBe(start.preset);
    playground.undo();
    expect(playground.state.choices).toEqual({});
    playground.redo();
    playground.openPreset("binary-pairs");
    expect(playground.state.choices).toEqual({});
  });

  it.each(["grpo", "grpo:0", "grpo:x", "ppo:2", "grpo:2,grpo:3", "__proto__:2"])("draws %s with a notice", (text) => {
    const { state, notices } = decodeFragment(`${question}&draw=${text}`);
    expect(notices.map(({ field }) => field)).toEqual(["draw"]);
    expect(state.choices).toEqual(text.startsWith("grpo:2") ? { grpo: 1 } : {});
  });

  it("a change that changes nothing is none", () => {
    expect(choosePolicy(start, "grpo", 0)).toBe(start);
    const open = openView(start, "binary");
    expect(openView(open, "binary")).toBe(open);
    expect(setView(open, "binary", { axis: "linear" })).toBe(open);
    expect(setView(start, "binary", { axis: "log" })).toBe(start);
    expect(closeView(start, "binary")).toBe(start);
    expect(unpin(start)).toBe(start);
    expect(closeView(open, "binary")).toEqual(start);
  });
});

describe("saved work", () => {
  it("brings open views back, and work of the time before them has none", () => {
    const state = pinQuestion(openView(start, "binary"));
    expect(readWork(writeWork({ address: "", state, opened: start }))).toEqual({ address: "", state, opened: start });
    const { choices: _, views: __, pin: ___, projector: ____, ...old } = start as PlaygroundState;
    const text = JSON.stringify({ version: 1, address: "", state: old, opened: old });
    expect(readWork(text)?.state).toEqual(start);
  });
});

it("a log is not needed to be read to the end: nothing is thrown, whatever the text", () => {
  for (const text of ["", ",", ";;;", "binary;;=", "binary;x", "%E0%A4%A", "binary;G=~", "💥;=💥"]) {
    expect(() => readViews(text, new NoticeLog())).not.toThrow();
  }
});
