// SPDX-License-Identifier: MIT
// The settings of a training run as one text in the link: written shortly, read with care.
import { describe, expect, it } from "vitest";
import { decodeFragment, encodeFragment } from "../../../web/src/state/fragment";
import { changedTraining, readTraining, trainingTable, writeTraining } from "../../../web/src/state/training-fields";
import type { ViewField } from "../../../web/src/state/view-fields";

const defaults = readTraining("-").settings;

describe("the table", () => {
  it("gives every setting a key of its own, and a default that its own field reads back", () => {
    const fields = Object.values(trainingTable) as ViewField<unknown>[];
    expect(new Set(fields.map(({ key }) => key)).size).toBe(fields.length);
    for (const { key, initial, format, parse } of fields) {
      expect(key).toMatch(/^[a-z]+$/);
      expect(parse(format(initial))).toEqual({ value: initial });
    }
  });
});

describe("the text", () => {
  it("says what differs from the defaults and nothing else", () => {
    expect(writeTraining(defaults)).toBe("-");
    expect(changedTraining("-", { rate: 1e-7, term: "k1-in-loss", start: 2, dualClip: 3 })).toBe(
      "term-k1-in-loss~start-2~dual-3~rate-1e-7",
    );
    expect(changedTraining("seed-3", { seed: defaults.seed })).toBe("-");
  });

  it("is read back to the very same settings, from the link too", () => {
    const run = changedTraining("-", { rule: "shift-only", start: "equal", clipLow: 0, seeds: 20, band: "runs" });
    expect(writeTraining(readTraining(run).settings)).toBe(run);
    const link = `v=1&ref=0.5,0.5&r=1,0&beta=1&G=8&rules=grpo&view=training;run=${run}`;
    const { state, notices } = decodeFragment(link);
    expect([state.views.training, notices]).toEqual([{ run }, []]);
    expect(encodeFragment(state)).toContain(`view=training;run=${run}`);
  });

  it("names what it cannot read with the rule that is broken, and has the default instead", () => {
    const { settings, faults } = readTraining("seed-1.5~rate-fast~dual-1~colour-red~start-0~steps-7~~");
    expect(settings).toEqual({ ...defaults, steps: 7 });
    expect(faults.map(({ text }) => text)).toEqual([
      "seed-1.5",
      "rate-fast",
      "dual-1",
      "colour-red",
      "start-0",
      "",
      "",
    ]);
    expect(faults[0]!.rule).toBe("seed is a whole number from 0 to 999999999");
    expect(faults[1]!.rule).toBe("rate is a number such as 0.5 or 2e-3");
  });

  it("is left out of the state, with a notice, where signs stand in it that a link cannot carry", () => {
    const { state, notices } = decodeFragment("v=1&ref=1&r=1&beta=1&G=8&rules=grpo&view=training;run=%3Cb%3E");
    expect(state.views.training).toEqual({ run: "-" });
    expect(notices.map(({ field }) => field)).toEqual(["view.training.run"]);
  });
});
