// SPDX-License-Identifier: MIT
// The store: undo and redo in strokes, reset, drafts, notices, reactivity.
import { flushSync } from "svelte";
import { beforeEach, describe, expect, it } from "vitest";
import { addAnswer, removeAnswer, setBeta, setDraft, setReward } from "../../../web/src/state/edits";
import { Playground } from "../../../web/src/state/playground.svelte";
import { effectRoot } from "./effect-root.svelte";
import { defaultPreset } from "../../../web/src/state/presets";
import type { PlaygroundState } from "../../../web/src/state/types";

let playground: Playground;
const beta = (value: number) => (state: PlaygroundState) => setBeta(state, value);
const draft = (path: string, text: string) => (state: PlaygroundState) => setDraft(state, path, text);

beforeEach(() => {
  playground = new Playground();
});

describe("history", () => {
  it("takes a whole stroke back in one step", () => {
    for (const value of [2, 3, 4]) playground.edit(beta(value), "beta");
    playground.undo();
    expect(playground.state.beta).toBe(1);
    expect(playground.canUndo).toBe(false);
    playground.redo();
    expect(playground.state.beta).toBe(4);
  });

  it("starts a new step after the end of a stroke, with another stroke and without one", () => {
    playground.edit(beta(2), "beta");
    playground.endStroke();
    playground.edit(beta(3), "beta");
    playground.edit((state) => setReward(state, 0, 2), "reward 0");
    playground.edit(beta(4));
    playground.edit(beta(5));
    const seen = [];
    while (playground.canUndo) {
      playground.undo();
      seen.push(playground.state.beta);
    }
    expect(seen).toEqual([4, 3, 3, 2, 1]);
  });

  it("does not join a stroke across an undo", () => {
    playground.edit(beta(2), "beta");
    playground.edit(beta(3), "beta");
    playground.undo();
    playground.edit(beta(7), "beta");
    playground.undo();
    expect(playground.state.beta).toBe(1);
  });

  it("forgets what could be redone once something else is done", () => {
    playground.edit(beta(2));
    playground.undo();
    playground.edit(beta(3));
    expect(playground.canRedo).toBe(false);
    playground.redo();
    expect(playground.state.beta).toBe(3);
  });

  it("makes no step of an edit that changes nothing", () => {
    playground.edit((state) => state);
    playground.edit(beta(1));
    expect(playground.canUndo).toBe(false);
  });
});

describe("preset and reset", () => {
  it("is no longer the preset after an edit, and is it again after undo", () => {
    expect(playground.state.preset).toBe("rare-right");
    playground.edit(beta(2));
    expect(playground.state.preset).toBeNull();
    playground.undo();
    expect(playground.state.preset).toBe("rare-right");
  });

  it("resets to what was opened last, and undo brings the edits back", () => {
    playground.openPreset("near-ties");
    playground.edit(beta(2));
    playground.reset();
    expect(playground.state.preset).toBe("near-ties");
    expect(playground.canReset).toBe(false);
    playground.undo();
    expect(playground.state.beta).toBe(2);
    playground.undo();
    playground.undo();
    expect(playground.state.preset).toBe("rare-right");
    playground.edit(beta(9));
    playground.reset();
    expect(playground.state.preset).toBe("rare-right");
  });

  it("leaves everything as it is where a preset does not exist", () => {
    playground.openPreset("no-such-preset");
    expect(playground.canUndo).toBe(false);
  });
});

describe("drafts", () => {
  it("makes no step of a draft alone, and keeps the preset", () => {
    playground.edit(draft("rules[0].beta", "abc"));
    expect(playground.canUndo).toBe(false);
    expect(playground.state.preset).toBe("rare-right");
    expect(playground.canReset).toBe(false);
  });

  it("keeps a draft through undo and redo of other edits", () => {
    playground.edit(beta(2));
    playground.edit(draft("answers[1].reward", "abc"));
    playground.undo();
    expect(playground.state.drafts).toEqual({ "answers[1].reward": "abc" });
    playground.redo();
    expect(playground.state.drafts).toEqual({ "answers[1].reward": "abc" });
  });

  it("keeps a draft with its answer when undo brings an answer back before it", () => {
    playground.edit((state) => removeAnswer(state, 0));
    playground.edit(draft("answers[1].reward", "abc"));
    playground.undo();
    expect(playground.state.drafts).toEqual({ "answers[2].reward": "abc" });
  });

  it("brings the draft of a removed answer back with the answer", () => {
    playground.edit(draft("answers[1].reward", "abc"));
    playground.edit((state) => removeAnswer(state, 1));
    expect(playground.state.drafts).toEqual({});
    playground.undo();
    expect(playground.state.drafts).toEqual({ "answers[1].reward": "abc" });
  });

  it("does not let a draft come back that a value has replaced", () => {
    playground.edit(draft("answers[1].reward", "abc"));
    playground.edit((state) => setReward(state, 1, 0.7));
    playground.undo();
    playground.redo();
    expect(playground.state.drafts).toEqual({});
  });

  it("brings drafts back with the scenario that they were typed into", () => {
    playground.edit(draft("rules[0].beta", "abc"));
    playground.openPreset("near-ties");
    expect(playground.state.drafts).toEqual({});
    playground.undo();
    expect(playground.state.drafts).toEqual({ "rules[0].beta": "abc" });
  });
});

describe("links and notices", () => {
  it("opens a fragment as a step that undo takes back, with its notices", () => {
    playground.openFragment("v=1&ref=0.5,0.5&r=1,0&beta=abc");
    expect(playground.notices.map((notice) => notice.field)).toEqual(["beta"]);
    expect(playground.state.answers).toHaveLength(2);
    playground.undo();
    expect(playground.state).toEqual(defaultPreset.state);
  });

  it("dismisses one notice at a time", () => {
    playground.openFragment("ref=0.5,0.5&r=1,0&beta=abc&G=x&rules=grpo");
    playground.dismissNotice(0);
    expect(playground.notices.map((notice) => notice.field)).toEqual(["G"]);
  });
});

describe("what is made from the state", () => {
  it("reaches effects, document and fragment after every change", () => {
    const seen: string[] = [];
    const stop = effectRoot(() => void seen.push(`${playground.document.rules[0]!.beta} ${playground.canUndo}`));
    flushSync();
    playground.edit(beta(2));
    flushSync();
    playground.undo();
    flushSync();
    stop();
    expect(seen).toEqual(["1 false", "2 true", "1 false"]);
    playground.edit((state) => addAnswer(state));
    expect(playground.document.answers).toHaveLength(4);
    expect(playground.fragment).toContain("Answer%20D");
  });
});
