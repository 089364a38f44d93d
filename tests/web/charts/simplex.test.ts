// SPDX-License-Identifier: MIT
// The triangle in pixels and back, and the question as three shares, degenerate ones included.
import { load } from "grpo-playground";
import { describe, expect, it } from "vitest";
import {
  betaRangeAround,
  chosenAnswers,
  cornersOf,
  cornerTexts,
  flowRule,
  movedReferences,
  placeNames,
  restMarks,
  simplexTable,
  stabilityOf,
  toPolicy,
  toShares,
} from "../../../web/src/charts/simplex";
import {
  arrowPath,
  arrows,
  basinPaths,
  gridShares,
  steppedShares,
  leastShare,
  placeOf,
  sharesAt,
  triangleIn,
} from "../../../web/src/charts/triangle";
import { textWidth } from "../../../web/src/charts/frame";
import { toDocument } from "../../../web/src/state/document";
import { setReferences } from "../../../web/src/state/edits";
import { decodeFragment } from "../../../web/src/state/fragment";
import { referencePolicy } from "../../../web/src/story/outcomes";
import { simplexKey, simplexSummary } from "../../../web/src/views/closer/simplex/summary";

const triangle = triangleIn({ width: 600, height: 480, rem: 16 });
const rounded = (values: Iterable<number>, digits = 6) => [...values].map((value) => Number(value.toFixed(digits)));
const stateOf = (link: string) => decodeFragment(link).state;
const three = stateOf("v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=A,B,C&beta=1&G=8&rules=grpo,rlhf");
const five = stateOf("v=1&ref=0.1,0.2,0.3,0.3,0.1&r=1,0.5,0.3,0.2,0&a=A,B,C,D,E&beta=1&G=8&rules=grpo,rlhf");
const corner = { left: 1, right: 2, top: 3 };

describe("the triangle", () => {
  it("is equilateral, inside the picture, and is a point where there is no room", () => {
    const [left, right, top] = triangle.corners;
    expect(rounded([...left, ...right, ...top], 1)).toEqual([59.8, 448, 540.2, 448, 300, 32]);
    expect(Math.hypot(top[0] - left[0], top[1] - left[1])).toBeCloseTo(triangle.side, 9);
    expect(triangleIn({ width: 10, height: 10, rem: 16 }).side).toBe(1);
  });

  it("places shares so that `sharesAt` gives them back to four decimals", () => {
    for (const shares of [
      [0.2, 0.5, 0.3],
      [0.01, 0.01, 0.98],
      [1 / 3, 1 / 3, 1 / 3],
    ] as const)
      expect(rounded(sharesAt(placeOf(shares, triangle), triangle), 3)).toEqual(rounded(shares, 3));
  });

  it("keeps a place beyond the edges inside: every share is at least the least one and they sum to 1", () => {
    for (const place of [
      [-500, 300],
      [300, -500],
      [300, 5000],
      [5000, 5000],
    ] as const) {
      const shares = sharesAt(place, triangle);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(leastShare - 1e-4);
      expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 9);
    }
  });

  it("moves by steps towards a corner", () => {
    expect(steppedShares([0.2, 0.5, 0.3], "right", 0.01)).toEqual([0.19, 0.51, 0.3]);
    expect(steppedShares([0.2, 0.5, 0.3], "top", 0.01)).toEqual([0.195, 0.495, 0.31]);
    expect(steppedShares([0.2, 0.799, leastShare], "top", -0.1)[2]).toBeCloseTo(leastShare, 3);
  });
});

describe("what the flow looks like", () => {
  it("has arrows of lengths by the root of the speed, none where nothing moves or there is no number", () => {
    const at = gridShares(2);
    expect(at).toHaveLength(3);
    const found = arrows(
      at,
      [
        [0.4, -0.4, 0],
        [0, 0, 0],
        [-0.1, 0.1, 0],
      ],
      triangle,
      40,
    );
    expect(found.map(({ speed }) => speed)).toEqual([1, 0.25].map((speed) => expect.closeTo(speed, 9)));
    const lengths = found.map(({ tail, head }) => head[0] - tail[0]);
    expect(rounded(lengths)).toEqual([-40, 20]);
    expect(
      arrows(
        at,
        at.map(() => [NaN, NaN, NaN]),
        triangle,
        40,
      ),
    ).toEqual([]);
    expect(arrows([], [], triangle, 40)).toEqual([]);
    expect(arrowPath({ tail: [0, 0], head: [10, 0], speed: 1 }, 5)).toBe("M0,0L10,0M5,3L10,0L5,-3");
  });

  it("has basins as one path per end, undecided starts first", () => {
    const paths = basinPaths(gridShares(2), [1, -1, 1], 2, triangle);
    expect(paths.map(({ end }) => end)).toEqual([-1, 1]);
    expect(paths[1]!.d.match(/M/g)).toHaveLength(2);
    expect(basinPaths([], [], 2, triangle)).toEqual([]);
  });
});

describe("the question as three shares", () => {
  it("takes three different answers, whatever the link says", () => {
    expect(chosenAnswers(5, corner)).toEqual([0, 1, 2]);
    expect(chosenAnswers(5, { left: 4, right: 4, top: 9 })).toEqual([3, 0, 1]);
    expect(chosenAnswers(5, { ...corner, top: 0 })).toEqual([0, 1, null]);
    expect(chosenAnswers(3, { ...corner, top: 0 })).toEqual([0, 1, 2]);
  });

  it("is the whole question, three answers alone, or two and the rest", () => {
    expect(cornersOf(three, corner).cut).toBe("whole");
    const alone = cornersOf(five, { left: 1, right: 3, top: 5 });
    expect(alone.cut).toBe("three");
    expect(alone.state.answers.map(({ label }) => label)).toEqual(["A", "C", "E"]);
    const rest = cornersOf(five, { ...corner, top: 0 });
    expect(rest.labels[2]).toBe("the 3 others");
    expect(rounded(toShares([0.1, 0.2, 0.3, 0.3, 0.1], rest))).toEqual([0.1, 0.2, 0.7]);
    expect(rounded(toPolicy([0.2, 0.1, 0.7], rest))).toEqual([0.2, 0.1, 0.3, 0.3, 0.1]);
  });

  it("cuts a win matrix down with its answers", () => {
    const wins = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => 0.5 + 0.1 * Math.sign(j - i)));
    const pairwise = { ...five, answers: five.answers.slice(0, 4), wins };
    expect(cornersOf(pairwise, { left: 4, right: 2, top: 1 }).state.wins).toEqual([
      [0.5, 0.4, 0.4],
      [0.6, 0.5, 0.4],
      [0.6, 0.6, 0.5],
    ]);
  });

  it("drags the reference: three alone keep their sum, the members of the rest their proportions", () => {
    const alone = movedReferences(five, cornersOf(five, corner), [0.5, 0.25, 0.25]);
    expect(rounded(alone)).toEqual([0.3, 0.15, 0.15, 0.3, 0.1]);
    const rest = movedReferences(five, cornersOf(five, { ...corner, top: 0 }), [0.2, 0.45, 0.35]);
    expect(rounded(rest)).toEqual([0.2, 0.45, 0.15, 0.15, 0.05]);
    expect(setReferences(five, rest).answers.map(({ reference }) => reference)).toEqual(rounded(rest));
  });

  it("draws the flow of a rule that is shown", () => {
    expect(flowRule(three, "rlhf")).toEqual({ rule: "rlhf", index: 1 });
    expect(flowRule(three, "nlhf")).toEqual({ rule: "grpo", index: 0 });
  });

  it("follows β from where the reference is all to where it is nothing, within the limits", () => {
    expect(betaRangeAround(1)).toEqual({ from: 100, to: 0.01 });
    expect(betaRangeAround(1e6)).toEqual({ from: 1e6, to: 0.01 });
    expect(betaRangeAround(1e-6)).toEqual({ from: 100, to: 1e-6 });
  });
});

describe("names", () => {
  const at = (shares: readonly number[], text: string) => ({
    key: text,
    text,
    rule: "grpo" as const,
    shares: shares as never,
  });
  const paper = { width: 600, height: 480 };
  const size = 13;
  const boxes = (named: ReturnType<typeof at>[], curves: never[][] = []) =>
    placeNames(named, { texts: cornerTexts(["A", "B", "C"], triangle), curves }, triangle, paper).map((name) => {
      const width = textWidth(name.text, size);
      const left = name.x - { start: 0, middle: width / 2, end: width }[name.anchor];
      return { ...name, left, right: left + width };
    });

  it("stand beside their marks where there is room", () => {
    expect(boxes([at([0.2, 0.5, 0.3], "GRPO"), at([0.6, 0.3, 0.1], "RLHF")]).map(({ leader }) => leader)).toEqual([
      null,
      null,
    ]);
  });

  it("are all there, on the paper and not upon each other, where every mark is in one corner", () => {
    const crowd = ["GRPO", "RLHF", "NLHF", "GRPO, direct KL", "Shift-only", "Shift-only, direct KL", "π_ref"];
    const placed = boxes(crowd.map((text) => at([1 - 2e-9, 1e-9, 1e-9], text)));
    expect(placed.map(({ text }) => text)).toEqual(crowd);
    for (const a of placed) {
      expect(a.left).toBeGreaterThanOrEqual(0);
      for (const b of placed)
        if (a !== b)
          expect(a.left < b.right && b.left < a.right && Math.abs(a.y - b.y) < 1.2 * size - 1e-9).toBe(false);
    }
  });
});

describe("what the engine finds", () => {
  const scenarios = {
    "three answers": three,
    "three of five": five,
    "a reference of 1e-9": stateOf("v=1&ref=0.000000001,0.5,0.499999999&r=1,0.5,0&a=A,B,C&beta=0.5&G=8&rules=grpo"),
    "large groups": stateOf("v=1&ref=0.3,0.4,0.3&r=1,0.4,0&a=A,B,C&beta=1&G=inf&rules=grpo"),
    "equal rewards": stateOf("v=1&ref=0.2,0.3,0.5&r=1,1,1&a=A,B,C&beta=1&G=8&rules=grpo"),
  };

  it.each(Object.entries(scenarios))(
    "of %s: the way from π_ref ends at the solver’s root, the path begins there",
    async (_, state) => {
      const engine = await load();
      const corners = cornersOf(state, corner);
      const document = toDocument(corners.state);
      const start = referencePolicy(corners.state);
      const solved = ok(engine.solve(document)).rules[0]!.stationary;
      const way = ok(engine.trajectory(document, { rule: 0, start, maxPoints: 400 }));
      expect(way.end).toBe("stationary");
      const root = solved[way.index!]!.policy;
      expect(rounded(way.ends[way.index!]!, 12)).toEqual(rounded(root, 12));
      const last = way.policies.at(-1)!;
      expect(Math.hypot(...last.map((p, k) => p - root[k]!))).toBeLessThan(5e-3);

      const beta = document.rules[0]!.beta!;
      const request = { rule: 0, parameter: "beta", from: beta, to: beta / 10, search: "branch" } as const;
      const branch = ok(engine.path(document, request)).curves.find(({ onReferenceBranch }) => onReferenceBranch)!;
      expect(rounded(branch.points[0]!.policy, 9)).toEqual(rounded(root, 9));
    },
  );
});

function ok<R extends { status: string }>(result: R): Exclude<R, { status: "invalid" }> {
  expect(result.status).toBe("ok");
  return result as Exclude<R, { status: "invalid" }>;
}

describe("the words and the numbers", () => {
  const found = {
    policy: Float64Array.of(0.6, 0.3, 0.1),
    stable: true,
    eigenvalues: Float64Array.of(-1, -2),
    onReferenceBranch: true,
    boundary: false,
  };

  it("tell what attracts from what repels and what does both", () => {
    expect(stabilityOf(found)).toBe("attracts");
    expect(stabilityOf({ stable: false, eigenvalues: Float64Array.of(1, -1) })).toBe("saddle");
    expect(stabilityOf({ stable: false, eigenvalues: Float64Array.of(2, 1) })).toBe("repels");
    expect(stabilityOf({ stable: false, eigenvalues: null })).toBe("repels");
  });

  it("say how many policies hold still and where the flow from the reference ends", () => {
    const corners = cornersOf(three, corner);
    const marks = restMarks("grpo", [found as never], corners);
    const facts = { corners, rule: "grpo" as const, reference: [0.2, 0.5, 0.3], marks, all: true };
    expect(simplexSummary({ ...facts, way: { end: "stationary", last: found.policy } })).toBe(
      "Shares of “A”, “B”, “C”. At β = 1 GRPO holds still at one policy, which attracts the flow. " +
        "From the reference (20%, 50%, 30%) the flow comes to rest at (60%, 30%, 10%).",
    );
    expect(simplexSummary({ ...facts, marks: [], way: null })).toContain("holds still nowhere");
    const saddle = { ...marks[0]!, index: 1, stability: "saddle" as const };
    const several = simplexSummary({ ...facts, marks: [...marks, saddle], way: null });
    expect(several).toContain("holds still at 2 policies, of which 1 attracts the flow.");
  });

  it("tell places on the edge from policies inside, and the shapes and curves that are drawn alone", () => {
    const corners = cornersOf(three, corner);
    const edge = restMarks("grpo", [{ ...found, boundary: true } as never], corners);
    const facts = { corners, rule: "grpo" as const, reference: [0.2, 0.5, 0.3], marks: edge, all: true, way: null };
    expect(simplexSummary(facts)).toContain("holds still at no policy inside; the flow runs to one place on the edge");
    expect(simplexKey(edge, ["arrows"], { several: false, undecided: false })).toBe("A filled disc attracts the flow.");
    const key = simplexKey(edge, ["basins", "path"], { several: true, undecided: true });
    expect(key).toContain("The solid curve is the policy as β falls. A shade is what flows to one policy");
    expect(key).toContain("too slow");
  });

  it("claim nothing of policies that have not been looked for", () => {
    const corners = cornersOf(three, corner);
    const facts = { corners, rule: "grpo" as const, reference: [0.2, 0.5, 0.3], all: false, way: null };
    const marks = restMarks("grpo", [found as never], corners);
    expect(simplexSummary({ ...facts, marks })).toContain(
      "holds still at the policy that is reached from the reference, which attracts the flow. " +
        "From the reference (20%, 50%, 30%) the flow is being followed.",
    );
    expect(simplexSummary({ ...facts, marks: [] })).not.toContain("nowhere");
  });

  it("list the policies with the flow near them", () => {
    const corners = cornersOf(three, corner);
    const marks = restMarks("grpo", [found as never], corners);
    expect(simplexTable(marks, corners).rows).toEqual([
      ["Reference", "", "", 0.2, 0.5, 0.3],
      ["GRPO", "1, reached from π_ref", "attracts", 0.6, 0.3, 0.1],
    ]);
  });
});
