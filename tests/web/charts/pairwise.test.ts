// SPDX-License-Identifier: MIT
// The win matrix in cells, the tournament on a circle, exploitability on a logarithmic axis; ties and single nodes included.
import { describe, expect, it } from "vitest";
import {
  betaLadder,
  branchPolicies,
  edges,
  exploitabilityCurve,
  exploitabilityDomain,
  type HeatMap,
  heatMap,
  leastExploitability,
  nodes,
  pairwiseDocument,
  pairwiseHeight,
  pairwisePanels,
  pairwiseTable,
  winAt,
  winsOf,
} from "../../../web/src/charts/pairwise";
import { decodeFragment } from "../../../web/src/state/fragment";
import { pairwiseSummary } from "../../../web/src/views/closer/pairwise/summary";

const state = decodeFragment("v=1&ref=0.2,0.5,0.3&r=1,0.3,0.3&a=A,B,C&beta=2&G=8&rules=rlhf").state;
const panel = { x: 0, y: 0, width: 400, height: 400 };
const margins = [
  [0, 0.4, -0.2],
  [-0.4, 0, 0],
  [0.2, 0, 0],
];

describe("the comparisons", () => {
  it("come from the rewards where there is no win matrix: the better one always wins, equal ones half of the time", () => {
    expect(winsOf(state)).toEqual([
      [0.5, 1, 1],
      [0, 0.5, 0.5],
      [0, 0.5, 0.5],
    ]);
    const document = pairwiseDocument(state);
    expect(document.rules).toEqual([
      { label: "GRPO", preference: { model: "pairwise" }, penalty: { divergence: "kl-ref-to-policy" }, beta: 2 },
    ]);
    expect(document.wins).toEqual(winsOf(state));
  });

  it("are solved for β from 10 to 1/1000 and for the scenario's own, each once, falling", () => {
    expect(betaLadder(1)).toHaveLength(25);
    const ladder = betaLadder(0.123);
    expect([ladder[0], ladder.at(-1)]).toEqual([10, 1e-3]);
    expect(ladder).toContain(0.123);
    expect(ladder.every((beta, k) => k === 0 || beta < ladder[k - 1]!)).toBe(true);
  });

  it("have a policy for each β at which one holds still inside the simplex", () => {
    const policy = Float64Array.of(0.5, 0.5);
    const points = [
      {
        value: 1,
        stationary: [
          { boundary: true, policy: Float64Array.of(1, 0) },
          { boundary: false, policy },
        ],
      },
      { value: 0.1, stationary: [] },
    ];
    expect(branchPolicies(points as never)).toEqual([{ beta: 1, policy }]);
  });
});

describe("the heat map", () => {
  it("has square cells that fit, and is never of no size", () => {
    const names = (count: number) => Array<string>(count).fill("A name that is longer");
    const rounded = (map: HeatMap) => [map.left, map.top, map.cell].map(Math.round);
    expect(rounded(heatMap(names(3), panel, 16))).toEqual([128, 64, 91]);
    expect(heatMap(["A", "B"], panel, 16).left).toBeLessThan(32);
    expect(heatMap(["A", "B"], panel, 16).top).toBe(44);
    expect(heatMap(names(12), { ...panel, width: 0, height: 0 }, 16).cell).toBe(1);
  });

  it("has the names of narrow columns upright, with room for them", () => {
    const map = heatMap(Array<string>(12).fill("A name that is longer"), panel, 16);
    expect(map).toMatchObject({ left: 128, top: 132, upright: true });
    expect(map.top + 12 * map.cell).toBeLessThanOrEqual(400);
    expect(map.left + 12 * map.cell).toBeLessThanOrEqual(400);
    expect(heatMap(Array<string>(12).fill("A"), panel, 16).upright).toBe(false);
  });

  it("reads a pointer from the left edge of its cell to the right one, in whole percent", () => {
    const map = { left: 112, top: 40, cell: 96 };
    expect([208, 232.96, 304, 1000, -50].map((x) => winAt(x, 1, map))).toEqual([0, 0.26, 1, 1, 0]);
  });
});

describe("the tournament", () => {
  it("has its nodes on a circle, larger with the share of the lottery", () => {
    const places = nodes([1, 0, 0], ["A", "B", "C"], panel, 16);
    expect(places.map(({ x, y }) => [Math.round(x), Math.round(y)])).toMatchInlineSnapshot(`
      [
        [
          200,
          113,
        ],
        [
          300,
          287,
        ],
        [
          100,
          287,
        ],
      ]
    `);
    expect(places.map(({ radius }) => radius)).toEqual([24, 10, 10]);
    expect(nodes([], [], panel, 16)).toEqual([]);
  });

  it("has arrows from winner to loser between the nodes' edges, and ties", () => {
    const found = edges(margins, nodes([0, 0, 0], ["A", "B", "C"], panel, 16));
    expect(found.map(({ winner, loser, margin, tie }) => [winner, loser, margin, tie])).toEqual([
      [0, 1, 0.4, false],
      [2, 0, 0.2, false],
      [1, 2, 0, true],
    ]);
    const { tail, head } = found[2]!;
    expect([...tail, ...head].map(Math.round)).toMatchInlineSnapshot(`
      [
        287,
        287,
        113,
        287,
      ]
    `);
    expect(edges([[0]], nodes([1], ["A"], panel, 16))).toEqual([]);
  });
});

it("two answers, and twelve that are all even, have their geometry", () => {
  const geometry = (count: number) => {
    const labels = Array.from({ length: count }, (_, k) => `Answer ${k}`);
    const width = 328;
    const size = { width, height: 16 * pairwiseHeight(labels, width, 16), rem: 16 };
    const [first, second] = pairwisePanels(labels, size);
    const places = nodes(Array<number>(count).fill(1 / count), labels, second, 16);
    const even = labels.map(() => new Float64Array(count));
    const map = heatMap(labels, first, 16);
    return {
      heights: [first.height, second.height].map(Math.round),
      map: [map.left, map.top, map.cell].map(Math.round),
      nodes: places.slice(0, 2).map(({ x, y, radius }) => [x, y, radius].map(Math.round)),
      ties: edges(even, places).filter(({ tie }) => tie).length,
    };
  };
  expect(geometry(2)).toMatchInlineSnapshot(`
    {
      "heights": [
        268,
        272,
      ],
      "map": [
        85,
        44,
        112,
      ],
      "nodes": [
        [
          105,
          136,
          18,
        ],
        [
          223,
          136,
          18,
        ],
      ],
      "ties": 1,
    }
  `);
  expect(geometry(12)).toMatchInlineSnapshot(`
    {
      "heights": [
        348,
        272,
      ],
      "map": [
        93,
        113,
        20,
      ],
      "nodes": [
        [
          164,
          84,
          10,
        ],
        [
          190,
          91,
          10,
        ],
      ],
      "ties": 66,
    }
  `);
});

it("panels stand side by side, or the tournament below the matrix with the room that is left", () => {
  const labels = ["A", "B", "C"];
  expect(pairwisePanels(labels, { width: 824, height: 400, rem: 16 })[1]).toMatchObject({ x: 424, y: 0 });
  const width = 360;
  const height = pairwiseHeight(labels, width, 16) * 16;
  const [matrix, graph] = pairwisePanels(labels, { width, height, rem: 16 });
  expect(graph.y).toBe(matrix.height + 24);
  expect(graph.height).toBeGreaterThanOrEqual(17 * 16);
  const { top, cell } = heatMap(labels, matrix, 16);
  expect(top + 3 * cell).toBeCloseTo(matrix.height, 9);
});

it("the axis of exploitability ends at the decade below the least, and never below what is drawn", () => {
  expect(exploitabilityDomain([0.3, 0.004])).toEqual([0.001, 2]);
  expect(exploitabilityDomain([0, 1e-30])).toEqual([leastExploitability, 2]);
  expect(exploitabilityDomain([])).toEqual([0.01, 2]);
});

it("exploitability of 0 stands at the bottom of its logarithmic axis", () => {
  expect(exploitabilityCurve([1, 0.1], [0.3, 0])).toEqual([
    [1, 0.3],
    [0.1, leastExploitability],
  ]);
});

describe("the words and the numbers", () => {
  const labels = ["A", "B", "C"];
  const none = { exploitability: null, limit: null };

  it("name who beats all, who wins most on average and the lottery to which GRPO goes", () => {
    const tournament = {
      margins: margins.map((row) => Float64Array.from(row)),
      condorcet: null,
      bordaWinners: Int32Array.of(0, 2),
      lottery: Float64Array.of(0.25, 0, 0.75),
    };
    const limit = { beta: 0.001, policy: Float64Array.of(0.249, 0.001, 0.75) };
    expect(pairwiseSummary({ labels, beta: 0.5, tournament, exploitability: 0.1, limit })).toBe(
      "No answer beats every other; “A” and “C” win most on average (Borda). " +
        "As β falls, GRPO on pairs goes to the maximal lottery: “A” 25% and “C” 75%. " +
        "The best reply against the policy at β = 0.5 wins by a margin of 0.1.",
    );
    const clear = { ...tournament, condorcet: 2, bordaWinners: Int32Array.of(2), lottery: Float64Array.of(0, 0, 1) };
    expect(pairwiseSummary({ labels, beta: 0.5, tournament: clear, ...none })).toBe(
      "“C” beats every other answer (Condorcet) and wins most on average (Borda). A maximal lottery is “C” alone.",
    );
    const parted = { ...clear, bordaWinners: Int32Array.of(1) };
    expect(pairwiseSummary({ labels, beta: 0.5, tournament: parted, ...none, exploitability: 1e-17 })).toBe(
      "“C” beats every other answer (Condorcet), but “B” wins most on average (Borda). A maximal lottery is “C” alone. " +
        "No reply wins anything against the policy at β = 0.5.",
    );
  });

  it("say nothing of the lottery's limit where GRPO goes to another one, as among answers that are even", () => {
    const tied = { condorcet: null, bordaWinners: Int32Array.of(0, 1), lottery: Float64Array.of(1, 0, 0) };
    const half = { beta: 0.001, policy: Float64Array.of(0.3, 0.699, 0.001) };
    const even = { ...tied, margins: [0, 0, -1].map((_, k) => Float64Array.of(0, 0, k === 2 ? 0 : 1)) };
    expect(pairwiseSummary({ labels, beta: 1, tournament: even, exploitability: null, limit: half })).toContain(
      "A maximal lottery is “A” alone; GRPO on pairs at β = 0.001 has “A” 30% and “B” 69.9%.",
    );
    const all = { ...tied, margins: labels.map(() => Float64Array.of(0, 0, 0)) };
    expect(pairwiseSummary({ labels, beta: 1, tournament: all, exploitability: 0, limit: half })).toBe(
      "All answers are even: every policy is a maximal lottery, and GRPO on pairs stays with the reference whatever β is.",
    );
  });

  it("have a row for each answer and as many cells as columns", () => {
    const tournament = { borda: Float64Array.of(1, 0.25, 0.25), lottery: Float64Array.of(1, 0, 0) };
    const table = pairwiseTable(labels, winsOf(state), tournament, null);
    expect(table.rows[0]).toEqual(["A", 0.5, 1, 1, 1, 1, null]);
    expect(table.rows.every((row) => row.length === table.columns.length)).toBe(true);
  });
});
