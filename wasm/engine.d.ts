// SPDX-License-Identifier: MIT
// The package's public types: the scenario document that goes in and the plain results that come out.
// tests/wasm checks them against the built module at run time.

/** A fresh draw is made each time the answer is sampled; a plain number is paid every time. */
export type RewardLaw =
  | number
  | { values: number[]; probabilities: number[] }
  | { mean: number; sd: number }
  | { mixture: ({ weight: number } & ({ values: number[]; probabilities: number[] } | { mean: number; sd: number }))[] };

export interface Answer {
  /** At most 200 characters; unique within the document; text, never markup. */
  label: string;
  /** Reference policy, > 0; the core normalises the references of all answers to sum 1. */
  reference: number;
  /** Required unless the document carries `wins`. |reward| ≤ 1e9. */
  reward?: RewardLaw;
}

export type PreferenceModelName = "group" | "shift" | "leave-one-out" | "reward" | "pairwise";
export type DivergenceName =
  | "kl-ref-to-policy" | "kl-policy-to-ref" | "chi-squared" | "jensen-shannon" | "hellinger" | "alpha" | "none";
export type KlTermName =
  | "k3-in-loss" | "k3-times-ratio-in-loss" | "k2-in-loss" | "k1-in-loss"
  | "k1-in-reward-before-normalising" | "k1-in-reward-after-normalising";

export interface Preference {
  /** Default `group`. */
  model?: PreferenceModelName;
  /** G: an integer from 2 to 1,000,000, or `"inf"` for the limit. Default 8. */
  groupSize?: number | "inf";
  /** Which standard deviation scales the group's advantages. Default `population`. */
  std?: "population" | "sample" | "leave-one-out";
  /** ε ≥ 0 in reward units, added to the std. Default 0. */
  epsilon?: number;
  /** What a group with equal rewards does: gives advantage 0, or is drawn again. Default `zero`. */
  silentGroups?: "zero" | "resample";
}

export interface Penalty {
  /** Default `kl-ref-to-policy`, KL(π_ref‖π). */
  divergence?: DivergenceName;
  /** Only with `divergence: "alpha"`. */
  alpha?: number;
  /** Instead of `divergence`: the estimator in the training loop and where it stands. */
  klTerm?: KlTermName;
}

export interface Rule {
  label?: string;
  preference?: Preference;
  penalty?: Penalty;
  /** β, from 1e-6 to 1e6. Default 1. */
  beta?: number;
}

export interface Rater {
  label: string;
  weight: number;
  rewards: RewardLaw[];
}

export interface ScenarioDocument {
  format: "grpo-playground/scenario";
  version: 1;
  title?: string;
  note?: string;
  /** 1 to 10,000 answers. */
  answers: Answer[];
  /** N×N: W(i,j) + W(j,i) = 1 with diagonal ½. */
  wins?: number[][];
  raters?: Rater[];
  rules: Rule[];
}

/** One thing wrong with a document; every issue of a document is reported at once. */
export interface Issue {
  /** Path in the document: `answers[1].reference`, `rules[0].preference.groupSize`, `wins[0][1]`. */
  field: string;
  /** The offending value; what is no finite number, text, boolean or null is shown as text. */
  value: string | number | boolean | null;
  /** The rule that the value breaks, as an English phrase: `is > 0`. */
  constraint: string;
}

/** How the solver ended: `converged` within tolerance; `stalled` best effort above it; `boundary` a vertex or face that attracts the flow. */
export type Termination = "converged" | "stalled" | "boundary";

/** A policy at which P(o|π) − β ∂D/∂π(o) is the same number λ for every answer. */
export interface StationaryPolicy {
  /** π, N numbers that sum to 1; an answer rarer than 1e-308 shows as 0, its exact logarithm is in `logPolicy`. */
  policy: Float64Array;
  /** log π, N numbers, accurate where π underflows. */
  logPolicy: Float64Array;
  /** P(o|π), N numbers in reward units (group model: in standard deviations). */
  preference: Float64Array;
  /** λ; null on the boundary. */
  multiplier: number | null;
  /** max over o of |P(o|π) − β f'(u(o)) − λ|, in the units of P; null on the boundary. */
  residual: number | null;
  termination: Termination;
  /** Whether the mean-field flow of softmax logits returns after a small push. */
  stable: boolean;
  /** Real parts of the flow's N − 1 eigenvalues on the tangent space of the simplex, largest first; null where N is too large for them. */
  eigenvalues: Float64Array | null;
  /** Whether continuation in β connects this policy with π_ref at β → ∞. */
  onReferenceBranch: boolean;
  /** An attracting vertex or face of the simplex rather than an interior stationary policy. */
  boundary: boolean;
}

export interface RuleResult {
  label: string;
  /** The policy on the reference branch first. Empty where none exists. */
  stationary: StationaryPolicy[];
}

export interface InvalidResult {
  status: "invalid";
  issues: Issue[];
}

export type SolveResult =
  | { status: "ok"; issues: []; rules: RuleResult[] }
  | (InvalidResult & { rules: [] });

export type SweepParameter = "beta" | "groupSize";

export interface SweepPoint {
  value: number | "inf";
  stationary: StationaryPolicy[];
}

export type SweepResult =
  | { status: "ok"; issues: []; label: string; parameter: SweepParameter; points: SweepPoint[] }
  | (InvalidResult & { points: [] });

/** Limits, defaults and names as the core has them: the one place where they are written. */
export interface Description {
  name: "grpo-playground";
  version: string;
  format: "grpo-playground/scenario";
  formatVersion: 1;
  limits: {
    answers: [number, number];
    rules: [number, number];
    groupSize: [number, number];
    beta: [number, number];
    reward: [number, number];
    labelLength: number;
  };
  defaults: { model: PreferenceModelName; groupSize: number; std: string; epsilon: number; silentGroups: string; divergence: DivergenceName; beta: number };
  /** Every name the format knows. */
  models: PreferenceModelName[];
  divergences: DivergenceName[];
  klTerms: KlTermName[];
  stds: ("population" | "sample" | "leave-one-out")[];
  silentGroups: ("zero" | "resample")[];
  terminations: Termination[];
  /** The solver's relative tolerance on the residual, in the scale of P. */
  tolerance: number;
}

export interface Engine {
  describe(): Description;
  /** Every rule's stationary policies. `branch`: only the one reached from π_ref; `all` (default): every one found. */
  solve(document: ScenarioDocument, options?: { search?: "all" | "branch" }): SolveResult;
  /** P(o | policy) of the rule with index `rule` at any policy of the simplex, zeros allowed. */
  preference(document: ScenarioDocument, rule: number, policy: ArrayLike<number>): Float64Array | InvalidResult;
  /** One rule solved again for each value of one parameter. */
  sweep(document: ScenarioDocument, request: { rule: number; parameter: SweepParameter; values: (number | "inf")[]; search?: "all" | "branch" }): SweepResult;
}

export interface LoadOptions {
  /** Where the wasm comes from if not from beside this file: its bytes, a compiled module, a URL or a response. */
  wasm?: BufferSource | WebAssembly.Module | URL | string | Response | Promise<Response>;
}

/** Loads the module once per call; rejects where WebAssembly is missing or the file cannot be read. */
export function load(options?: LoadOptions): Promise<Engine>;
