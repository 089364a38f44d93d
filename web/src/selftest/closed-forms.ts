// SPDX-License-Identifier: MIT
// Questions with an answer on paper, worked out here by the browser's own arithmetic: what the engine is held against,
// never what the page shows. ρ is π_ref and p is π of the better of two answers with rewards 1 and 0.
import type { Rule, ScenarioDocument } from "grpo-playground";
import type { SelfTestCase } from "./types";

/** Rounding in a square root's cancellation and in the solver's last step. */
const allowed = 1e-12;

function question(references: readonly number[], rewards: readonly number[], rule: Rule): ScenarioDocument {
  const answers = references.map((reference, o) => ({ label: `answer ${o + 1}`, reference, reward: rewards[o]! }));
  return { format: "grpo-playground/scenario", version: 1, answers, rules: [rule] };
}

function only(name: string, document: ScenarioDocument, policy: readonly number[]): SelfTestCase {
  const expected = { kind: "policies", logs: [policy.map(Math.log)], allowed: [allowed], stable: [true] } as const;
  return { table: "closed-form", name, document, expected: { ...expected, logs: [...expected.logs] } };
}

/** π(o) ∝ π_ref(o) exp(r(o)/β): logarithmic pooling. */
export function pooled(references: readonly number[], rewards: readonly number[], beta: number): number[] {
  const weights = references.map((reference, o) => reference * Math.exp(rewards[o]! / beta));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** G = 2, KL(π_ref‖π): the better answer gains 1 against the other, so p² + (β − 1)p − βρ = 0. */
export function pairOfTwo(rho: number, beta: number): [number, number] {
  const half = (1 - beta) / 2;
  const root = Math.sqrt(half * half + beta * rho);
  const p = half < 0 ? (beta * rho) / (root - half) : half + root;
  const other = beta * (1 - rho); // 1 − p = β(1 − ρ)/(β + p), by the same equation
  return [p, other / (beta + p)];
}

/** G → ∞, KL(π_ref‖π): (1 + β²)p² − (1 + 2β²ρ)p + β²ρ² = 0, the root above ρ. */
export function pairOfMany(rho: number, beta: number): [number, number] {
  const square = beta * beta;
  const b = 1 + 2 * square * rho;
  const root = Math.sqrt(1 + 4 * square * rho * (1 - rho));
  const p = (b + root) / (2 * (1 + square));
  const other = (2 * square * (1 - rho) ** 2) / (1 + 2 * square * (1 - rho) + root); // the same with p and ρ from 1
  return [p, other];
}

/** P(o|π) for a right and a wrong answer: the mean of √(wrong/right) over the binomial numbers of the others. */
export function preferenceOfTwo(p: number, groupSize: number): [number, number] {
  let [right, wrong] = [0, 0];
  let weight = (1 - p) ** (groupSize - 1); // of k right ones among the other G − 1
  for (let k = 0; k < groupSize; ++k) {
    right += weight * Math.sqrt((groupSize - 1 - k) / (k + 1));
    wrong -= weight * Math.sqrt(k / (groupSize - k));
    weight *= (((groupSize - 1 - k) / (k + 1)) * p) / (1 - p);
  }
  return [right, wrong];
}

const references = [0.2, 0.5, 0.3];
const rewards = [1, 0.3, 0];

export function closedFormCases(): SelfTestCase[] {
  const cases: SelfTestCase[] = [];
  const direct = { divergence: "kl-policy-to-ref" } as const;
  for (const beta of [0.1, 1, 10]) {
    const at = `β = ${beta}`;
    const pool = pooled(references, rewards, beta);
    const learn = (rule: Rule) => question(references, rewards, { ...rule, beta });
    cases.push(
      only(`RLHF is logarithmic pooling, ${at}`, learn({ preference: { model: "reward" }, penalty: direct }), pool),
      only(
        `k1 inside the normalised reward is logarithmic pooling, G = 8, ${at}`,
        learn({ preference: { groupSize: 8 }, penalty: { klTerm: "k1-in-reward-before-normalising" } }),
        pool,
      ),
      only(
        `shift alone with direct KL is RLHF at β·G/(G − 1), G = 4, ${at}`,
        learn({ preference: { model: "shift", groupSize: 4 }, penalty: direct }),
        pooled(references, rewards, (beta * 4) / 3),
      ),
      only(`equal rewards leave the reference, ${at}`, question(references, [1, 1, 1], { beta }), references),
    );
    for (const rho of [0.01, 0.5, 0.9]) {
      const pair = (groupSize: number | "inf") =>
        question([rho, 1 - rho], [1, 0], {
          preference: { groupSize },
          beta,
          penalty: { divergence: "kl-ref-to-policy" },
        });
      cases.push(
        only(`two answers, G = 2, ρ = ${rho}, ${at}`, pair(2), pairOfTwo(rho, beta)),
        only(`two answers, G → ∞, ρ = ${rho}, ${at}`, pair("inf"), pairOfMany(rho, beta)),
      );
    }
  }
  for (const groupSize of [2, 3, 8, 64]) {
    for (const p of [0.01, 0.3, 0.9]) {
      cases.push({
        table: "closed-form",
        name: `P of two answers by the binomial sum, G = ${groupSize}, π = ${p}`,
        document: question([0.5, 0.5], [1, 0], { preference: { groupSize } }),
        expected: { kind: "preference", policy: [p, 1 - p], values: preferenceOfTwo(p, groupSize), allowed: 1e-12 },
      });
    }
  }
  return cases;
}
