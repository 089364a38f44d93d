// SPDX-License-Identifier: MIT
// Cards of a group and the walk of the mean advantages, degenerate groups included.
import { describe, expect, it } from "vitest";
import {
  cardGrid,
  cardPlace,
  endLabels,
  endRoom,
  exactLines,
  groupOf,
  groupsDocument,
  groupsTable,
  mostGroups,
  shownGroup,
  walk,
  walkBand,
  walkCounts,
  walkDomain,
  walkers,
} from "../../../web/src/charts/groups";
import { plotFrame, textWidth } from "../../../web/src/charts/frame";
import { decodeFragment } from "../../../web/src/state/fragment";
import { groupsSummary } from "../../../web/src/views/closer/groups/summary";

const state = decodeFragment("v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=A,B,C&beta=2&G=2&rules=rlhf").state;
const drawn = {
  groupSize: 2,
  answers: Int32Array.of(0, 1, 2, 2),
  rewards: Float64Array.of(1, 0.3, 0, 0),
  advantages: Float64Array.of(1, -1, 0, 0),
  means: Float64Array.of(0.65, 0),
  stds: Float64Array.of(0.35, 0),
  redrawn: Int32Array.of(0, 3),
};
const point = (count: number, mean: number[], samples: number[]) => ({
  count,
  mean: Float64Array.from(mean),
  standardError: Float64Array.from(mean, () => 0.1),
  samples: Float64Array.from(samples),
});
const points = [point(1, [1, -1, 0], [1, 1, 0]), point(2, [1, -1, 0], [1, 1, 2])];

it("the document has the sampled rule alone, shown on the board or not", () => {
  expect(groupsDocument(state, "grpo").rules).toEqual([
    {
      label: "GRPO",
      preference: { model: "group", groupSize: 2 },
      penalty: { divergence: "kl-ref-to-policy" },
      beta: 2,
    },
  ]);
});

describe("how much is drawn", () => {
  it("is bounded by the draws that one picture may take", () => {
    expect([mostGroups(2), mostGroups(8), mostGroups(1024)]).toEqual([100_000, 100_000, 3906]);
    expect([shownGroup(1, 8), shownGroup(500, 8), shownGroup(7, 1024)]).toEqual([1, 128, 1]);
  });

  it("is asked for at growing counts, at most 100 of them, the newest last", () => {
    expect(walkCounts(1)).toEqual([1]);
    expect(walkCounts(5)).toEqual([1, 2, 3, 4, 5]);
    for (const count of [2, 37, 1000, 100_000]) {
      const counts = walkCounts(count);
      expect(counts.at(-1)).toBe(count);
      expect(counts.length).toBeLessThanOrEqual(100);
      expect(counts.every((value, k) => k === 0 || value > counts[k - 1]!)).toBe(true);
    }
  });
});

describe("cards", () => {
  it("are those of the wanted group", () => {
    expect(groupOf(drawn, 1)).toEqual({
      cards: [
        { answer: 0, reward: 1, advantage: 1 },
        { answer: 1, reward: 0.3, advantage: -1 },
      ],
      mean: 0.65,
      std: 0.35,
      redrawn: 0,
    });
    expect(groupOf(drawn, 2)).toMatchObject({ mean: 0, redrawn: 3 });
  });

  it("fill rows across the picture, with the last place for how many more there are", () => {
    const grid = cardGrid(8, 600, 16);
    expect([grid.columns, grid.shown, Math.round(grid.width), grid.total]).toEqual([6, 8, 95, 110]);
    expect(cardPlace(7, grid).map(Math.round)).toEqual([101, 58]);
    expect(cardGrid(1024, 600, 16).shown).toBe(17);
    expect(cardGrid(2, 50, 16)).toMatchObject({ columns: 1, shown: 2 });
    expect(cardGrid(8, 1140, 16)).toMatchObject({ columns: 8, shown: 8 });
    expect(cardGrid(2, 1140, 16).columns).toBe(6); // two cards are not stretched over the whole row
  });
});

describe("the walk", () => {
  it("begins where an answer was first drawn, its band with it", () => {
    expect(walk(points, 0)).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(walk(points, 2)).toEqual([[2, 0]]);
    expect(walkBand(points, 2)).toEqual([
      [2, 0.2],
      [2, -0.2],
    ]);
    expect(walkBand([], 0)).toEqual([]);
  });

  it("has room for what is exact and for nothing at all", () => {
    expect(walkDomain(points, [1, -1, 0], [0, 1, 2])).toEqual([-1.16, 1.16]);
    expect(walkDomain([], [0, 0], [0, 1])).toEqual([-0.08, 0.08]);
  });

  it("tends to lines of which equal ones are one, with the names of those that have it", () => {
    const lines = exactLines([0.5, -0.2, 0.5, -0.2, -0.2], [0, 1, 2, 3, 4], ["A", "B", "C", "D", "E"]);
    expect(lines.map(({ value, name }) => [value, name])).toEqual([
      [0.5, "A, C"],
      [-0.2, "3 answers"],
    ]);
    expect(exactLines([0, 0], [], [])).toEqual([]);
  });

  it("has the names of its lines in the margin, side by side where the lines are close, none cut off", () => {
    const lines = [1, 0.98, -1].map((value, k) => ({ name: `A rather long name ${k}`, value }));
    const right = endRoom(lines, 344, 16);
    const y = { scale: "linear", domain: [-1.1, 1.1], label: "y" } as const;
    const x = { scale: "log", domain: [1, 100], label: "x" } as const;
    const frame = plotFrame({ width: 344, height: 300, rem: 16, right, x, y });
    const labels = endLabels(lines, frame);
    for (const { name, value } of labels) {
      expect(frame.right + textWidth(name, 13)).toBeLessThanOrEqual(344);
      expect(frame.right + textWidth(value, 13)).toBeLessThanOrEqual(344);
    }
    expect(labels.map(({ y }) => Math.round(y))).toMatchInlineSnapshot(`
      [
        46,
        82,
        238,
      ]
    `);
    expect(labels.map(({ value }) => value)).toEqual(["P_G = 1", "P_G = 0.98", "P_G = −1"]);
    expect(endLabels([], frame)).toEqual([]);
    expect(endRoom([], 344, 16)).toBe(1);
  });

  it("is drawn for the likeliest answers that can be drawn", () => {
    expect(walkers([0.2, 0.5, 0.3], 2)).toEqual([1, 2]);
    expect(walkers([1, 0, 0])).toEqual([0]);
  });
});

describe("degenerate data", () => {
  const geometry = (count: number, exact: readonly number[], policy: readonly number[]) => {
    const labels = exact.map((_, k) => `o${k}`);
    const shown = walkers(policy);
    const lines = exactLines(exact, shown, labels);
    const y = { scale: "linear", domain: walkDomain([], exact, shown), label: "y" } as const;
    const x = { scale: "log", domain: [1, 100], label: "x" } as const;
    const frame = plotFrame({ width: 328, height: 300, rem: 16, right: endRoom(lines, 328, 16), x, y });
    const grid = cardGrid(count, 328, 16);
    const ends = endLabels(lines, frame).map(({ name, value, y, from }) => [
      name,
      value,
      Math.round(y),
      Math.round(from),
    ]);
    return { columns: grid.columns, shown: grid.shown, ends };
  };

  it("has its geometry: one answer, 100 of equal rewards, a probability of 1e-9", () => {
    expect(geometry(8, [0], [1])).toMatchInlineSnapshot(`
      {
        "columns": 3,
        "ends": [
          [
            "o0",
            "P_G = 0",
            142,
            142,
          ],
        ],
        "shown": 8,
      }
    `);
    const each = (value: number) => Array<number>(100).fill(value);
    expect(geometry(64, each(0), each(0.01))).toMatchInlineSnapshot(`
      {
        "columns": 3,
        "ends": [
          [
            "6 answers",
            "P_G = 0",
            142,
            142,
          ],
        ],
        "shown": 8,
      }
    `);
    expect(geometry(4, [1.73, -1.73e-9], [1e-9, 1 - 1e-9])).toMatchInlineSnapshot(`
      {
        "columns": 3,
        "ends": [
          [
            "o0",
            "P_G = 1.73",
            46,
            44,
          ],
          [
            "o1",
            "P_G = −1.73·10⁻⁹",
            238,
            240,
          ],
        ],
        "shown": 4,
      }
    `);
  });
});

describe("the words and the numbers", () => {
  const facts = { labels: ["A", "B", "C"], seed: 7, exact: [0.9, -0.8, 0.1] };

  it("compare the mean of the most drawn answer with the exact P_G", () => {
    const group = groupOf(drawn, 1);
    expect(groupsSummary({ ...facts, number: 1, group, newest: points[1] })).toBe(
      "Group 1 of seed 7: mean reward 0.65, std 0.35 (population). After 2 groups “C” has a mean advantage of 0 ± 0.2 (two standard errors); exactly, P_G = 0.1.",
    );
    expect(groupsSummary({ ...facts, number: 2, group: groupOf(drawn, 2), newest: undefined })).toBe(
      "Group 2 of seed 7: mean reward 0, std 0 (population). All its advantages are 0: it is silent.",
    );
  });

  it("leave out the mean of what was not drawn", () => {
    const table = groupsTable(facts.labels, groupOf(drawn, 1), 1, points[0], facts.exact);
    expect(table.rows).toHaveLength(5);
    expect(table.rows[4]).toEqual(["Mean of 1 groups", "C", null, null, null, 0, 0.1]);
    expect(table.rows.every((row) => row.length === table.columns.length)).toBe(true);
  });
});
