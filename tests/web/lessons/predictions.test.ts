// SPDX-License-Identifier: MIT
// A class's predictions as pictures: everyone is in them once, and the truth stands where the core has it.
import { describe, expect, it } from "vitest";
import { barsOf, spreadsOf } from "../../../web/src/lessons/predictions";
import type { PredictInput } from "../../../web/src/lessons/types";

const labels = ["A", "B", "C"];
const judged = { truth: { of: "probability" }, tolerance: 0.1 } as const;
const counted = (spreads: ReturnType<typeof spreadsOf>) =>
  spreads.map(({ columns }) => columns.reduce((sum, { count }) => sum + count, 0));

describe("a class's predictions", () => {
  it("bars are one picture for each answer, with its own truth", () => {
    const responses = [
      [0.2, 0.5, 0.3],
      [1, 0, 0],
    ];
    const spreads = spreadsOf({ type: "bars", ...judged }, labels, responses, [0.6, 0.3, 0.1]);
    expect(spreads.map(({ label, truth }) => [label, truth])).toEqual([["A", 0.6], ["B", 0.3], ["C", 0.1]]); // prettier-ignore
    expect(counted(spreads)).toEqual([2, 2, 2]);
  });

  it("an order becomes each answer's places, 1 for the most probable", () => {
    const spreads = spreadsOf({ type: "order", ...judged }, labels, [[2, 0, 1], [2, 1, 0]], [0.1, 0.2, 0.7]); // prettier-ignore
    expect(spreads.map(({ truth }) => truth)).toEqual([3, 2, 1]);
    expect(spreads[2]!.columns.map(({ count }) => count)).toEqual([2, 0, 0]);
  });

  it("percentages lie on the whole of [0, 1], unless one was predicted beyond it", () => {
    const input: PredictInput = { type: "number", unit: "percent", ...judged };
    expect(spreadsOf(input, labels, [0.2, 0.4], 0.3)[0]).toMatchObject({ from: 0, to: 1, truth: 0.3 });
    const [beyond] = spreadsOf(input, labels, [0.2, 12], 0.3);
    expect(beyond!.to).toBeGreaterThanOrEqual(12);
    expect(counted([beyond!])).toEqual([2]);
  });

  it("a truth that differs by student is not drawn", () => {
    expect(spreadsOf({ type: "number", ...judged }, labels, [3], null)[0]!.truth).toBeNull();
    expect(spreadsOf({ type: "bars", ...judged }, labels, [], null).map(({ truth }) => truth)).toEqual([null, null, null]); // prettier-ignore
  });

  it("options are counted by their place, and are right only once judged", () => {
    const input = {
      type: "choice",
      options: [
        { text: "A", right: true },
        { text: "B", right: false },
      ] as const,
    } as const;
    expect(barsOf(input, [1, 1, 0], null)).toEqual([
      { label: "A", count: 1, right: null },
      { label: "B", count: 2, right: null },
    ]);
    const holds = [
      { holds: true, left: 1, right: 1 },
      { holds: false, left: 0, right: 1 },
    ] as const;
    expect(barsOf(input, [1], holds).map(({ right }) => right)).toEqual([true, false]);
  });
});
