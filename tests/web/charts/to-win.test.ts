// SPDX-License-Identifier: MIT
// Why this number: tracks of what makes an answer win, what is known of a policy, and both in words.
import { describe, expect, it } from "vitest";
import { plotFrame } from "../../../web/src/charts/frame";
import { type Changes, facts, span, toWinTable, type Track, tracks } from "../../../web/src/charts/to-win";
import type { PlaygroundState } from "../../../web/src/state/types";
import { toWinSummary } from "../../../web/src/views/closer/why/summary";
import { found, start } from "../story/pictures";

const [first] = start.answers;
const scenario = (references: number[], rewards: number[]): PlaygroundState => ({
  ...start,
  beta: 1,
  answers: references.map((reference, id) => ({ ...first!, id, label: `A${id}`, reference, reward: rewards[id]! })),
});
const two = scenario([0.2, 0.8], [1, 0]);
const changes: Changes = { wins: true, beta: 2, reward: -0.5, reference: 0.1 };

const frameOf = ({ axis }: Track) =>
  plotFrame({ width: 400, height: 80, rem: 16, x: axis, y: { scale: "linear", domain: [0, 1], label: "", ticks: [] } });

const geometry = (list: readonly Track[]) =>
  list.map((track) => {
    const { x, left, right } = frameOf(track);
    const wins = span(track, x.at, [left, right]);
    const rounded = (value: number) => Math.round(value * 100) / 100;
    return [track.quantity, rounded(x.at(track.now)), wins?.map(rounded) ?? null];
  });

describe("tracks", () => {
  it("reach from what is to the largest β, the least reward and the least reference that win", () => {
    expect(geometry(tracks(two, "grpo", 0, changes))).toMatchInlineSnapshot(`
      [
        [
          "beta",
          200.42,
          [
            200.42,
            219.33,
          ],
        ],
        [
          "reward",
          348.15,
          [
            55.85,
            348.15,
          ],
        ],
        [
          "reference",
          296.62,
          [
            259.39,
            296.62,
          ],
        ],
      ]
    `);
  });

  it("have no way to go where nothing was found, or where it wins only at the limit, and go to the edge where it wins until there", () => {
    const limits = { beta: 1e6, reward: -1e9, reference: 1e-9 / (1 + 1e-9) };
    const never = tracks(two, "grpo", 0, { wins: false, beta: null, reward: null, reference: null });
    for (const [, , way] of geometry(never)) expect(way).toBeNull();
    for (const [, , way] of geometry(tracks(two, "grpo", 0, { wins: false, ...limits }))) expect(way).toBeNull();
    for (const track of tracks(two, "grpo", 0, { wins: true, ...limits })) {
      const { x, left, right } = frameOf(track);
      const now = x.at(track.now);
      const way = track.quantity === "beta" ? [now, right] : [left, now];
      expect(span(track, x.at, [left, right])).toEqual(way);
    }
  });

  it("count NLHF's β as the page does, half of what its rule is solved at", () => {
    const [beta] = tracks(two, "nlhf", 0, changes);
    expect(beta!.needed).toBe(1);
    expect(tracks(two, "nlhf", 0, { ...changes, beta: 1e6 })[0]!.atLimit).toBe(true);
  });

  it("have no reward where a win matrix compares", () => {
    const wins = [
      [0.5, 1],
      [0, 0.5],
    ];
    const list = tracks({ ...two, wins }, "grpo", 0, { ...changes, reward: null });
    expect(list.map(({ quantity }) => quantity)).toEqual(["beta", "reference"]);
  });

  it.each([
    ["one answer", scenario([1], [0]), { beta: 1e6, reward: -1e9, reference: 1e-9 }],
    ["all equal", scenario([1, 1, 1], [0.5, 0.5, 0.5]), { beta: 1e6, reward: 0.5, reference: 1 / 3 }],
    ["100 answers", scenario(Array(100).fill(1), Array(100).fill(0)), { beta: null, reward: 1e-7, reference: 0.02 }],
    ["probabilities of 1e-9", scenario([1e-9, 1], [1, 0]), { beta: 0.04, reward: 30, reference: 0.4 }],
    ["needs at the limits", scenario([0.5, 0.5], [-1e9, 1e9]), { beta: 1e-6, reward: 1e9, reference: 1 - 1e-9 }],
  ])("have what is and what is needed inside the picture: %s", (_, state, needed) => {
    const list = tracks(state, "grpo", 0, { wins: false, ...needed });
    for (const track of list) {
      const { x, left, right } = frameOf(track);
      for (const value of [track.now, ...(track.needed === null || track.atLimit ? [] : [track.needed])]) {
        expect(x.at(value)).toBeGreaterThanOrEqual(left - 1e-6);
        expect(x.at(value)).toBeLessThanOrEqual(right + 1e-6);
      }
    }
    expect(geometry(list)).toMatchSnapshot();
  });
});

describe("what is known of a policy", () => {
  it("leaves out what theory does not promise", () => {
    const names = facts(found([0.5, 0.5]), ["A", "B"]).map(({ name }) => name);
    expect(names).toEqual(["Residual", "Error of P", "λ", "Stability"]);
  });

  it("tells residual, error, slack, exploitability with its bound, and the lower bound", () => {
    const certificate = {
      exploitability: 0.25,
      exploitabilityBound: 1,
      preferenceSlack: 0.5,
      lowerBound: { answer: 1, bound: 0.5 },
    };
    const policy = { ...found([0.2, 0.8]), residual: 2e-16, preferenceError: 1e-15, certificate };
    expect(facts(policy, ["A", "B"]).map(({ name, value }) => `${name} ${value}`)).toEqual([
      "Residual 2·10⁻¹⁶",
      "Error of P 10⁻¹⁵",
      "λ 0",
      "Stability stable",
      "Slack of P 0.5",
      "Exploitability 0.25",
      "Lower bound 50%",
    ]);
  });
});

describe("its words and numbers", () => {
  const words = (wins: boolean, needed: Omit<Changes, "wins">) =>
    toWinSummary("A0", "grpo", wins, tracks(two, "grpo", 0, { ...needed, wins }));

  it("say what would make the answer win, and how far it goes on to win", () => {
    expect(words(false, { ...changes, beta: null })).toMatchInlineSnapshot(
      `"“A0” would be the likeliest answer under GRPO with reward lowered to −0.5, or π_ref lowered to 10%. No β alone does it."`,
    );
    expect(words(true, changes)).toMatchInlineSnapshot(
      `"“A0” is the likeliest answer under GRPO, and stays so with β up to 2, or reward down to −0.5, or π_ref down to 10%."`,
    );
    expect(words(false, { beta: null, reward: null, reference: null })).toMatchInlineSnapshot(
      `"Nothing changed alone makes “A0” the likeliest answer under GRPO."`,
    );
    expect(words(true, { beta: 1e6, reward: -1e9, reference: 1e-9 })).toMatchInlineSnapshot(
      `"“A0” is the likeliest answer under GRPO, and stays so with any larger β, or any smaller reward, or any smaller π_ref."`,
    );
  });

  it("keep every digit", () => {
    expect(toWinTable("A0", tracks(two, "grpo", 0, { ...changes, beta: null })).rows).toEqual([
      ["β", 1, "yes", null, "the largest such"],
      ["reward", 1, "yes", -0.5, "the least such"],
      ["π_ref", 0.2, "yes", 0.1, "the least such"],
    ]);
  });
});
