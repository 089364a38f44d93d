// SPDX-License-Identifier: MIT
// The questions to the core inside quantities, and the calls that answer them: one solve for each distinct document.

import type { Issue, Rule, ScenarioDocument, StationaryPolicy } from "grpo-playground";
import type { Call, Calls } from "../engine/view-calls";
import { complain } from "./checks";
import type { Ask } from "./ask";
import { changed } from "./paths";
import type { Asked, Quantity } from "./types";

/** A number, one for each answer, or a name. */
export type Value = number | readonly number[] | string;

export type Found<T = Value> = { value: T } | { issues: readonly Issue[] };

export const isFound = <T>(found: Found<T>): found is { value: T } => "value" in found;

/** All questions inside a quantity. */
export function leavesOf(quantity: Quantity): Asked[] {
  if (typeof quantity !== "object") return [];
  if ("of" in quantity) return [quantity];
  return operandsOf(quantity).flatMap(leavesOf);
}

export function operandsOf(arithmetic: Exclude<Quantity, number | string | Asked>): readonly Quantity[] {
  if ("difference" in arithmetic) return arithmetic.difference;
  if ("ratio" in arithmetic) return arithmetic.ratio;
  if ("sum" in arithmetic) return arithmetic.sum;
  return "product" in arithmetic ? arithmetic.product : [arithmetic.root];
}

interface Solved {
  rules: readonly { stationary: readonly StationaryPolicy[] }[];
}

/** What is known of one distinct document. */
interface Case {
  document: ScenarioDocument;
  every: boolean;
  solved: Solved | { issues: readonly Issue[] };
}

/** Only these look beyond the policy on the reference branch. */
const needsAll = ({ of, stationary = 0 }: Asked) => of === "count" || of === "stable" || stationary > 0;

/** Answers for questions about documents. Two rounds at most: the documents, and then what is asked of their policies. */
export class Answers {
  #documents = new Map<ScenarioDocument, number>();
  #cases = new Map<string, Case>();
  #of = new Map<string, { leaf: Asked; case: Case }>();
  #found = new Map<string, Found>();

  /** What will be asked. `fast` follows the reference branch alone where nothing else is asked for. */
  add(document: ScenarioDocument, quantity: Quantity, fast = false): void {
    for (const leaf of leavesOf(quantity)) {
      const own = changed(document, leaf.change);
      const text = JSON.stringify(own);
      const known = this.#cases.get(text) ?? { document: own, every: false, solved: { issues: [] } };
      known.every ||= !fast || needsAll(leaf);
      this.#cases.set(text, known);
      this.#of.set(this.#key(document, leaf), { leaf, case: known });
    }
  }

  get(document: ScenarioDocument, leaf: Asked): Found {
    return this.#found.get(this.#key(document, leaf)) ?? { issues: [issueOf(leaf, "of", leaf.of, "was asked")] };
  }

  /** The same document is the same object. */
  #key(document: ScenarioDocument, leaf: Asked): string {
    const index = this.#documents.get(document) ?? this.#documents.size;
    this.#documents.set(document, index);
    return `${index} ${JSON.stringify(leaf)}`;
  }

  async ask(ask: Ask): Promise<void> {
    const cases = [...this.#cases.values()];
    if (cases.length === 0) return;
    const solves = cases.map(({ document, every }): Call => ["solve", document, { search: every ? "all" : "branch" }]);
    const { solved } = (await ask({ solved: solves })) as { solved: unknown[] };
    cases.forEach((known, i) => (known.solved = solved[i] as Case["solved"]));
    const later: Record<string, Call> = {};
    for (const [key, { leaf, case: known }] of this.#of) {
      const found = answerOf(leaf, known);
      if ("call" in found) later[key] = found.call;
      else this.#found.set(key, found);
    }
    if (Object.keys(later).length === 0) return;
    const answers = await ask(later satisfies Calls);
    for (const [key, answer] of Object.entries(answers)) {
      const { leaf, case: known } = this.#of.get(key)!;
      this.#found.set(key, readLater(leaf, known.document, answer));
    }
  }
}

const issueOf = (leaf: Asked, field: keyof Asked, value: unknown, constraint: string): Issue => {
  const issues: Issue[] = [];
  complain(issues, `${leaf.of}.${field}`, value, constraint);
  return issues[0];
};

/** Shares of the references, as the core normalises them. */
export function referenceShares({ answers }: ScenarioDocument): number[] {
  const total = answers.reduce((sum, { reference }) => sum + reference, 0);
  return answers.map(({ reference }) => reference / total);
}

/** From the solved document, or the call that must be made besides. */
function answerOf(leaf: Asked, { document, solved }: Case): Found | { call: Call } {
  if (!("rules" in solved) || !solved.rules.length) return { issues: (solved as { issues: readonly Issue[] }).issues };
  const { rule = 0, stationary = 0 } = leaf;
  const index = leaf.answer === undefined ? null : document.answers.findIndex(({ label }) => label === leaf.answer);
  if (index === -1) return { issues: [issueOf(leaf, "answer", leaf.answer, "is the label of an answer")] };
  const list = solved.rules[rule]?.stationary;
  if (!list) return { issues: [issueOf(leaf, "rule", rule, `is one of ${solved.rules.length} rules, counted from 0`)] };
  if (leaf.of === "beta") return { value: document.rules[rule].beta ?? 1 };
  if (leaf.of === "count") return { value: list.filter(({ boundary }) => !boundary).length };
  const reference = referenceShares(document);
  if (leaf.of === "reference") return picked(reference, index);
  if (leaf.at === "reference") return answerAt(leaf, document, reference, index);
  const policy = list[stationary];
  if (!policy) {
    const rule = `is the index of a stationary policy; ${list.length} were found`;
    return { issues: [issueOf(leaf, "stationary", stationary, rule)] };
  }
  return answerWith(leaf, document, policy, reference, index);
}

function answerAt(leaf: Asked, document: ScenarioDocument, shares: number[], index: number | null) {
  if (leaf.of === "probability") return picked(shares, index);
  if (leaf.of === "ratio")
    return picked(
      shares.map(() => 1),
      index,
    );
  if (leaf.of === "winner") return { value: winner(document, shares) };
  if (leaf.of === "silent") return silence(leaf, document, shares);
  if (leaf.of === "preference") return { call: ["preference", document, leaf.rule ?? 0, shares] satisfies Call };
  return { issues: [issueOf(leaf, "at", leaf.at, `is policy for ${leaf.of}`)] };
}

function answerWith(
  leaf: Asked,
  document: ScenarioDocument,
  { policy, preference, stable, residual }: StationaryPolicy,
  reference: readonly number[],
  index: number | null,
): Found | { call: Call } {
  const shares = Array.from(policy);
  if (leaf.of === "probability") return picked(shares, index);
  if (leaf.of === "preference") return picked(Array.from(preference), index);
  if (leaf.of === "ratio")
    return picked(
      shares.map((share, i) => share / reference[i]),
      index,
    );
  if (leaf.of === "stable") return { value: stable ? 1 : 0 };
  if (leaf.of === "winner") return { value: winner(document, shares) };
  if (leaf.of === "silent") return silence(leaf, document, shares);
  if (residual !== null) return { value: residual };
  return { issues: [issueOf(leaf, "of", "residual", "is asked of an interior stationary policy")] };
}

function picked(list: readonly number[], index: number | null): Found {
  return { value: index === null ? list : list[index] };
}

/** Answers this near each other share the first place. */
const tie = 1e-9;

function winner({ answers }: ScenarioDocument, shares: readonly number[]): string {
  const most = Math.max(...shares);
  return answers.flatMap(({ label }, i) => (most - shares[i] <= tie ? [label] : [])).join(" and ");
}

/** G as the rule has it; pairs are groups of 2. */
function groupSizeOf({ preference = {} }: Rule): number | "inf" | null {
  if (preference.model === "reward") return null;
  return preference.model === "pairwise" ? 2 : (preference.groupSize ?? 8);
}

/** Of unlimited groups only those of a policy that gives one reward alone are silent: then those of 2 are, too. */
function silence(leaf: Asked, document: ScenarioDocument, policy: number[]): Found | { call: Call } {
  const { rule = 0 } = leaf;
  const size = groupSizeOf(document.rules[rule]);
  if (size === null) return { issues: [issueOf(leaf, "rule", rule, "is a rule that draws groups")] };
  return { call: ["silence", document, { rule, policy, groupSizes: [size === "inf" ? 2 : size] }] };
}

function readLater(leaf: Asked, document: ScenarioDocument, answer: unknown): Found {
  const { status, issues = [] } = answer as { status?: string; issues?: Issue[] };
  if (status === "invalid") return { issues };
  if (leaf.of === "preference") {
    const index = leaf.answer === undefined ? null : document.answers.findIndex(({ label }) => label === leaf.answer);
    return picked(Array.from(answer as Float64Array), index);
  }
  const [silent] = (answer as { silent: Float64Array }).silent;
  const endless = groupSizeOf(document.rules[leaf.rule ?? 0]) === "inf";
  return { value: endless && silent < 1 ? 0 : silent };
}
