// SPDX-License-Identifier: MIT
// The picture of two answers: its curves are the paper's closed forms, and it holds for whatever the scenario is.
import { type BinaryCurve, type CurveResult, type Engine, load } from "grpo-playground";
import { beforeAll, describe, expect, it } from "vitest";
import {
  betasAround,
  binaryDocument,
  binaryTable,
  boundLine,
  confidenceMargin,
  cornersAt,
  jumps,
  ownPoints,
  referenceDomain,
  showsOwn,
  stretches,
  variantOf,
  variants,
} from "../../../web/src/charts/binary";
import { setConfidenceMargin } from "../../../web/src/state/edits";
import { decodeFragment } from "../../../web/src/state/fragment";
import { initialSettings } from "../../../web/src/state/view-fields";

let engine: Engine;
beforeAll(async () => {
  engine = await load();
});

const scenario = (rest = "") => decodeFragment(`v=1&ref=0.3,0.7&r=1,0&a=Right,Wrong${rest}`).state;
const settings = initialSettings("binary");

function curves(rest: string, betas: number[], size: "2" | "same" | "inf" = "same"): BinaryCurve[] {
  const state = scenario(rest);
  const document = binaryDocument(state, [variantOf(state, size, state.divergence)]);
  return found(engine.curve(document, { rule: 0, betas }));
}

function found(result: CurveResult): BinaryCurve[] {
  expect(result.issues).toEqual([]);
  return result.status === "ok" ? result.curves : [];
}

/** What the chart draws, as points of one list. */
const drawn = (curve: BinaryCurve) => stretches(curve).flatMap(({ points }) => points);

/** Compared near both ends, too: there a difference of 1e-9 counts as much as in the middle. */
function expectOnCurve(curve: BinaryCurve, policyAt: (reference: number) => number): void {
  const points = drawn(curve);
  expect(points.length).toBeGreaterThan(150);
  for (const [reference, policy] of points) expect(Math.abs(policy - policyAt(reference))).toBeLessThan(1e-9);
}

const betas = [0.1, 0.5, 1, 2, 10];

describe("the curves of the paper, at every drawn point to 1e-9", () => {
  it("Figure 1, (14): p = ½(1 − β/γ + √((1 − β/γ)² + 4(β/γ)ρ)) for groups of 2", () => {
    for (const curve of curves("&G=2", betas)) {
      const a = 1 - curve.beta;
      expectOnCurve(curve, (rho) => (a + Math.sqrt(a * a + 4 * curve.beta * rho)) / 2);
    }
  });

  it("Figure 1 with a confidence margin of 0.4: β/γ takes the place of β", () => {
    const state = setConfidenceMargin(scenario(), 0.4);
    expect(confidenceMargin(state)).toBeCloseTo(0.4, 12);
    const [own] = variants(state, settings);
    for (const curve of found(engine.curve(binaryDocument(state, [own!]), { rule: 0, betas }))) {
      const ratio = curve.beta / 0.4;
      expectOnCurve(curve, (rho) => (1 - ratio + Math.sqrt((1 - ratio) ** 2 + 4 * ratio * rho)) / 2);
    }
  });

  it("Figure 2, (15): p = (2β²ρ + 1 + √(1 + 4β²ρ(1 − ρ)))/(2(1 + β²)) for large groups", () => {
    for (const curve of curves("&G=inf", betas)) {
      const b = curve.beta ** 2;
      expectOnCurve(curve, (rho) => (2 * b * rho + 1 + Math.sqrt(1 + 4 * b * rho * (1 - rho))) / (2 * (1 + b)));
    }
  });

  it("Figure 3, §3: logit p = logit ρ + 1/β for groups of 2 with KL(π‖π_ref)", () => {
    for (const curve of curves("&G=2&penalty=kl-policy-to-ref", betas)) {
      const tilt = Math.exp(1 / curve.beta);
      expectOnCurve(curve, (rho) => (rho * tilt) / (rho * tilt + 1 - rho));
    }
  });
});

describe("the jump at π_ref = 0 and the bounds", () => {
  it("Figure 1 jumps to 1 − β/γ where β < γ, and does not where β ≥ γ", () => {
    const [below, above] = curves("&G=2", [0.4, 2]) as [BinaryCurve, BinaryCurve];
    expect(jumps(below)).toHaveLength(1);
    expect(jumps(below)[0]).toBeCloseTo(0.6, 9);
    expect(boundLine(below)).toMatchObject({ isLeast: true });
    expect(boundLine(below)!.policy).toBeCloseTo(0.6, 12);
    expect(jumps(above)).toEqual([]);
    expect(boundLine(above)).toBeNull();
  });

  it("Figure 2 jumps to 1/(1 + β²) for every β", () => {
    for (const curve of curves("&G=inf", [0.5, 2])) {
      expect(jumps(curve)[0]).toBeCloseTo(1 / (1 + curve.beta ** 2), 9);
      expect(boundLine(curve)!.policy).toBeCloseTo(1 / (1 + curve.beta ** 2), 12);
    }
  });

  it("Figure 3 does not jump", () => {
    for (const curve of curves("&G=2&penalty=kl-policy-to-ref", betas)) expect(jumps(curve)).toEqual([]);
  });

  it("the worse answer, named first, has at most 1 less the bound", () => {
    const state = decodeFragment("v=1&ref=0.3,0.7&r=0,1&G=2&beta=0.25").state;
    const [curve] = found(engine.curve(binaryDocument(state, variants(state, settings)), { rule: 0, betas: [0.25] }));
    const line = boundLine(curve!)!;
    expect(line.isLeast).toBe(false);
    expect(line.policy).toBeCloseTo(0.25, 12);
    for (const [, policy] of drawn(curve!)) expect(policy).toBeLessThanOrEqual(0.25 + 1e-9);
  });
});

describe("degenerate questions still have a picture", () => {
  it("equal rewards: every policy is its reference", () => {
    const state = decodeFragment("v=1&ref=0.3,0.7&r=1,1").state;
    const [curve] = found(engine.curve(binaryDocument(state, variants(state, settings)), { rule: 0, betas: [1] }));
    expectOnCurve(curve!, (rho) => rho);
  });

  it("a reference of 1e-9 lies within the logarithmic axis, whose points are numbers", () => {
    expect(referenceDomain("log", 1e-9)[0]).toBeLessThan(1e-9);
    expect(referenceDomain("linear", 1e-9)).toEqual([0, 1]);
    const [curve] = curves("&G=8", [0.5]);
    expect(Math.min(...curve!.reference)).toBeLessThan(1e-8);
    for (const point of drawn(curve!)) expect(point.every(Number.isFinite)).toBe(true);
  });

  it("where the flow has two policies and a corner, stretches tell the stable from the unstable (App. B.2)", () => {
    const [curve] = curves("&G=inf&penalty=kl-policy-to-ref", [2]);
    const parts = stretches(curve!);
    expect(new Set(parts.map(({ stable }) => stable))).toEqual(new Set([true, false]));
    // Each stretch goes on where the last one ends, unless a new piece begins there.
    const joints = parts.slice(1).filter(({ points }, k) => points[0] === parts[k]!.points.at(-1));
    expect(joints.length).toBe(parts.length - curve!.pieces.length);
    expect(curve!.folds.length).toBeGreaterThan(0);
    expect(jumps(curve!)).toEqual([]); // the stable branch goes to 0; only the unstable one ends at 1
    expect(cornersAt(curve!, 0.3)).toEqual([1]);
  });
});

describe("what is drawn", () => {
  it("is the scenario's own rule first, and each rule once", () => {
    const state = scenario("&G=8");
    const all = {
      ...settings,
      sizes: ["2", "same", "inf"],
      penalties: ["kl-ref-to-policy", "kl-policy-to-ref"],
    } as const;
    expect(variants(state, all)).toHaveLength(6);
    expect(variants(scenario("&G=2"), all)).toHaveLength(4);
    expect(variants(scenario("&G=inf"), all)[0]!.preference.groupSize).toBe("inf");
    expect(variants(setConfidenceMargin(state, 0.2), all)).toHaveLength(2);
    expect(variants(state, { ...settings, sizes: [], penalties: [] })).toHaveLength(1);
    expect(showsOwn(state, { ...settings, sizes: ["2"] })).toBe(false);
    expect(showsOwn(scenario("&G=2"), { ...settings, sizes: ["2"] })).toBe(true);
  });

  it("is the scenario's β with round ones on both sides, none too close", () => {
    expect(betasAround(1, true)).toEqual([1, 0.2, 0.5, 2, 5]);
    expect(betasAround(0.48, true)).toEqual([0.48, 0.1, 0.2, 1, 2]);
    expect(betasAround(1e-6, true)).toHaveLength(5);
    expect(betasAround(3, false)).toEqual([3]);
  });

  it("has every point in its table, to the last digit", () => {
    const state = scenario("&G=2");
    const [variant] = variants(state, settings);
    const family = curves("&G=2", [0.5]);
    const table = binaryTable("Right", [{ variant: variant!, curves: family }]);
    expect(table.rows).toHaveLength(family[0]!.reference.length);
    expect(table.rows[7]!.slice(1, 4)).toEqual([0.5, family[0]!.reference[7], family[0]!.policy[7]]);
  });

  it("has the solver's policies as its points, on the curve", () => {
    const state = scenario("&G=8&beta=0.5");
    const list = variants(state, settings);
    const solved = engine.solve(binaryDocument(state, list));
    const [point] = ownPoints(solved.rules[0]!.stationary);
    const points = drawn(curves("&G=8", [0.5])[0]!);
    const right = points.findIndex(([reference]) => reference >= 0.3);
    const [a, b] = [points[right - 1]!, points[right]!];
    expect(point!.policy).toBeGreaterThan(Math.min(a[1], b[1]));
    expect(point!.policy).toBeLessThan(Math.max(a[1], b[1]));
  });
});
