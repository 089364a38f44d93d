// SPDX-License-Identifier: MIT
// One case of the self-test: asks the engine, and counts the digits in which its answer agrees with what is expected.
import type { Engine, StationaryPolicy } from "grpo-playground";
import type { CaseResult, Expected, SelfTestCase } from "./types";

/** A double has not quite 16; more agreement than that cannot be told. */
export const mostDigits = 16;

/** Digits that agree, by the error that is left. Null where there is no number to compare. */
export function digitsOf(error: number): number | null {
  if (Number.isNaN(error)) return null;
  return error > 0 ? Math.max(0, Math.min(mostDigits, -Math.log10(error))) : mostDigits;
}

/** The error with what it may be: the worst of several is the one with the fewest digits to spare. */
interface Measured {
  error: number;
  allowed: number;
  fault: string | null;
}

const largest = (numbers: readonly number[]) => (numbers.some(Number.isNaN) ? NaN : Math.max(0, ...numbers));

function lost(fault: string, allowed: number): Measured {
  return { error: NaN, allowed, fault };
}

function judged(error: number, allowed: number): Measured {
  return { error, allowed, fault: error <= allowed ? null : `the error is ${error.toExponential(1)}` };
}

/** Difference of two logarithms, where both may be of 0. */
function logError(found: number, expected: number | null): number {
  if (expected === null) return found === -Infinity ? 0 : Infinity;
  return Math.abs(found - expected);
}

function comparePolicies(
  found: readonly StationaryPolicy[],
  { logs, allowed, stable }: Extract<Expected, { kind: "policies" }>,
): Measured {
  const interior = found.filter(({ boundary }) => !boundary).sort((a, b) => a.policy[0]! - b.policy[0]!);
  const least = Math.min(...allowed);
  if (interior.length !== logs.length)
    return lost(`${interior.length} stationary policies found of ${logs.length}`, least);
  let worst = judged(0, least);
  for (const [k, policy] of interior.entries()) {
    if (policy.stable !== stable[k]) return lost(`stability of policy ${k + 1} of ${logs.length} differs`, allowed[k]!);
    const error = largest(logs[k]!.map((log, o) => logError(policy.logPolicy[o]!, log)));
    const measured = judged(error, allowed[k]!);
    if (!(measured.error / measured.allowed <= worst.error / worst.allowed)) worst = measured;
  }
  return worst;
}

function measure(engine: Engine, { document, expected }: SelfTestCase): Measured {
  if (expected.kind === "preference") {
    const values = engine.preference(document, 0, expected.policy);
    if (!ArrayBuffer.isView(values)) return lost("the document was refused", expected.allowed);
    const scale = Math.max(1, ...expected.values.map(Math.abs));
    return judged(largest(expected.values.map((value, o) => Math.abs(values[o]! - value) / scale)), expected.allowed);
  }
  const least = expected.kind === "policies" ? Math.min(...expected.allowed) : expected.allowed;
  const result = engine.solve(document);
  if (result.status !== "ok") return lost("the document was refused", least);
  const { stationary } = result.rules[0]!;
  if (expected.kind === "policies") return comparePolicies(stationary, expected);
  const [first] = stationary;
  if (!first) return lost("no stationary policy was found", least);
  return judged(largest(expected.shares.map((share, o) => Math.abs(first.policy[o]! - share))), expected.allowed);
}

/** Never throws: an engine that does has failed the case. */
export function checkCase(engine: Engine, asked: SelfTestCase, now = () => performance.now()): CaseResult {
  const { table, name } = asked;
  const began = now();
  let measured: Measured;
  try {
    measured = measure(engine, asked);
  } catch (error) {
    measured = lost(`the engine threw: ${error instanceof Error ? error.message : String(error)}`, NaN);
  }
  const { error, allowed, fault } = measured;
  return {
    table,
    name,
    digits: digitsOf(error),
    needed: digitsOf(allowed) ?? mostDigits,
    fault,
    milliseconds: now() - began,
  };
}
