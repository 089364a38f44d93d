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

/** What theory promises of a stationary policy; null where it promises nothing of this rule. */
export interface Certificate {
  /** What the best answer would win against the policy, max over o of Σ π(o')(W(o,o') − W(o',o)), in margins; null unless P compares two answers at a time. */
  exploitability: number | null;
  /** `exploitability` is below this with KL(π_ref‖π): β, times √2 for groups of 2 with the sample std, and more where ε holds P back. */
  exploitabilityBound: number | null;
  /** β − max over o of (P(o|π) − E_π P), in the units of P: positive, to rounding, with KL(π_ref‖π). */
  preferenceSlack: number | null;
  /** Two answers, KL(π_ref‖π): the better one, by index, gets at least this probability. */
  lowerBound: { answer: number; bound: number } | null;
}

/** A policy at which P(o|π) − β ∂D/∂π(o) is the same number λ for every answer. */
export interface StationaryPolicy {
  /** π, N numbers that sum to 1; an answer rarer than 1e-308 shows as 0, its exact logarithm is in `logPolicy`. */
  policy: Float64Array;
  /** log π, N numbers, accurate where π underflows. */
  logPolicy: Float64Array;
  /** P(o|π), N numbers in reward units (group model: in standard deviations). */
  preference: Float64Array;
  /** How far `preference` may be from exact, max over answers, in its units: an estimate. More than 1e-10 is rare and says so here. */
  preferenceError: number;
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
  certificate: Certificate;
}

/** One turn of the mean-field flow that goes round for ever. */
export interface Cycle {
  /** N numbers: the least and the greatest probability of each answer. */
  lowest: Float64Array;
  highest: Float64Array;
  /** In the time of the flow θ'(o) = π(o)[(P(o) − E_π P) − β(s(o) − E_π s)]. */
  period: number;
}

/** Comes to rest inside, on the boundary, goes round for ever, or is not decided within the steps granted. */
export type FlowEnd = "stationary" | "boundary" | "cycle" | "unresolved";

/** The mean-field flow of softmax logits from π_ref, followed numerically. */
export interface FlowFromReference {
  end: FlowEnd;
  /** Where it rests, in `stationary`; null for a cycle and where unresolved. */
  index: number | null;
  cycle: Cycle | null;
}

export interface RuleResult {
  label: string;
  /** The policy on the reference branch first. Empty where none exists. */
  stationary: StationaryPolicy[];
  /** Whether it is proved that exactly one stationary policy exists; null without a penalty. */
  uniqueness: "proved" | "unproved" | null;
  /** Whether the signs of all policies found sum to 1; false: one is missing. null where no such count holds, and with `branch`. */
  countConsistent: boolean | null;
  /** null with `branch`, where the only policy there can be is stable, and where following it would take too long. */
  flowFromReference: FlowFromReference | null;
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

/** One stationary policy on a path. */
export interface PathPoint extends StationaryPolicy {
  /** β or G here. */
  value: number | "inf";
  /** Along β: whether the curve turns back here, because two policies meet. Along G: whether there are more or fewer policies than at the size before. */
  fold: boolean;
}

/** Points in the order of the curve. A part of a path goes on with the curve of the same index in the part before. */
export interface PathCurve {
  index: number;
  /** Whether it is reached from π_ref; along G, whether it is the policy that `solve` lists first. */
  onReferenceBranch: boolean;
  points: PathPoint[];
}

/** Where a part of a path ended: plain data, to be handed back as it is. */
export interface PathResume {
  /** Tells this path from others. */
  path: string;
  state: Float64Array;
}

/** Along β the order of `from` and `to` does not matter: the reference branch is followed from the larger down. */
export type PathRequest = {
  rule: number;
  search?: "all" | "branch";
  /** The part ends after so many points; along G, after the group size that reaches them. Default: the whole path. */
  maxPoints?: number;
  /** What the part before gave. */
  resume?: PathResume;
} & ({ parameter: "beta"; from: number; to: number } | { parameter: "groupSize"; values: (number | "inf")[] });

export type PathResult =
  | { status: "ok"; issues: []; label: string; parameter: SweepParameter; curves: PathCurve[]; resume: PathResume | null }
  | (InvalidResult & { curves: []; resume: null });

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
  flowEnds: FlowEnd[];
  /** The solver's relative tolerance on the residual, in the scale of P. */
  tolerance: number;
}

/**
 * The calls that the smaller entry, `grpo-playground/first`, has. It goes without what few questions need: finite groups
 * with more rewards than its tables hold, and the flow from π_ref. Where a rule needs them its calls give null, and the
 * entry with all calls has the answer; `flowFromReference` is null wherever it answers by itself.
 */
export interface FirstEngine {
  describe(): Description;
  /** Engine's `solve`; null where a rule needs that entry. */
  solve(document: ScenarioDocument, options?: { search?: "all" | "branch" }): SolveResult | null;
  /** Engine's `preference`; null likewise. */
  preference(document: ScenarioDocument, rule: number, policy: ArrayLike<number>): Float64Array | InvalidResult | null;
}

/** What a call gives for a document with mistakes, or for a number out of its range. */
type OrInvalid<Result> = ({ status: "ok"; issues: [] } & Result) | InvalidResult;

/** Where ρ turns back along a curve: two stationary policies meet. */
export interface CurveFold {
  reference: number;
  policy: number;
}

/** References `from` … `to`, within [0, 1], for which the flow is attracted by `policy`, which gives one answer only. */
export interface BoundaryRange {
  policy: 0 | 1;
  from: number;
  to: number;
}

/** The paper's bound below (14) or (15): the policy gives `answer` at least max(`value`, its reference). */
export interface CurveBound {
  name: "1 − β/γ" | "1/(1+β²)";
  /** Index of the better answer. */
  answer: 0 | 1;
  /** In (0, 1). */
  value: number;
}

/** Every stationary p = π(first answer) against ρ = π_ref(first answer), for one β: (14), (15), Figs. 1–3. */
export interface BinaryCurve {
  beta: number;
  /** ρ of each point, in (0, 1). Along a piece p grows; ρ does where the policy is stable. */
  reference: Float64Array;
  /** p of each point, in [0, 1]: 0 and 1 only where it rounds to them. */
  policy: Float64Array;
  /** Whether the mean-field flow returns to the point after a small push. */
  stable: boolean[];
  /** Index of the first point of each piece; pieces are not connected with each other. */
  pieces: Int32Array;
  /** p as ρ → 0 and as ρ → 1, increasing. At ρ = 0 itself p is 0: where `atZero` is not, the curve jumps. None where no piece gets there. */
  limits: { atZero: Float64Array; atOne: Float64Array };
  /** They are points of the curve, too. */
  folds: CurveFold[];
  boundary: BoundaryRange[];
  /** Null where the paper has none (other penalties than KL(π_ref‖π), noise, other groups), or where it is ≤ 0. */
  bound: CurveBound | null;
}

export interface CurveRequest {
  rule: number;
  /** At most 100, each within the limits of β; the rule's own β means nothing here, nor does the reference. */
  betas: ArrayLike<number>;
  /** At least so many points are given if the curve exists: 2 to 2001, default 201. */
  points?: number;
  /** γ = W(a,b) − W(b,a) in [−1, 1] instead of the document's; only for pairwise rules and plain groups of 2. */
  margin?: number;
}
export type CurveResult = OrInvalid<{ curves: BinaryCurve[] }>;

export interface PoliciesRequest {
  rule: number;
  /** At most 20,000, each N numbers ≥ 0 that sum to 1. */
  policies: readonly ArrayLike<number>[];
}
export type ResponseResult = OrInvalid<{
  /** For each policy the N probabilities that maximise E[P(·|policy)] − β D, P frozen: u = (f')⁻¹((P − λ)/β). */
  responses: Float64Array[];
  /** Two answers: (P(a) − P(b))/β − (f'(u(a)) − f'(u(b))) at each policy, 0 at stationary ones, h of App. B.2; ±Infinity at 0 and 1 where f'(0) is infinite. Null for other numbers of answers. */
  gap: Float64Array | null;
}>;

export interface PoolingRequest {
  rule: number;
  /** Values x of (P − λ)/β, at most 100,000. */
  marginals: ArrayLike<number>;
}
export type PoolingResult = OrInvalid<{
  /** u = π/π_ref = (f')⁻¹(x) ≥ 0; Infinity where it leaves the range of numbers; 0 where it is not defined. */
  ratios: Float64Array;
  /** Whether some ratio has that marginal, or the penalty gives answers below its range probability 0. */
  defined: boolean[];
  /** The open interval of f'(u) for u > 0; null: unbounded. */
  range: { lower: number | null; upper: number | null };
  /** f'(1): the marginal of an answer that keeps its reference. */
  marginalAtOne: number;
}>;

export type FlowResult = OrInvalid<{
  /** π' for each policy under the mean-field flow of softmax logits, θ'(o) = π(o)[(P(o) − E_π P) − β(s(o) − E_π s)], s = f'(π/π_ref): N numbers that sum to 0. */
  velocities: Float64Array[];
}>;

export interface TrajectoryRequest {
  rule: number;
  /** N probabilities > 0. At most 200 answers. */
  start: ArrayLike<number>;
  /** 2 to 8001, default 500; steps are left out evenly. */
  maxPoints?: number;
}
export type TrajectoryResult = OrInvalid<{
  /** From 0, increasing, in the flow's own time. */
  times: Float64Array;
  policies: Float64Array[];
  /** `unresolved`: not within the steps that are granted. */
  end: FlowEnd;
  /** Which of `ends` the flow was caught by. */
  index: number | null;
  /** The policies of solve's `stationary`, in its order; without a penalty the vertices that attract. */
  ends: Float64Array[];
}>;

export interface BasinsRequest {
  /** Three answers. */
  rule: number;
  /** 1 to 60, default 15: starts along one side of the triangle; resolution·(resolution + 1)/2 in all. */
  resolution?: number;
}
export type BasinsResult = OrInvalid<{
  /** Centres of a triangular grid. */
  starts: Float64Array[];
  /** For each start the index in `ends` of where the flow goes; −1 where it is not seen to settle. */
  end: Int32Array;
  /** The policies of solve's `stationary`, in its order; without a penalty the vertices that attract. */
  ends: Float64Array[];
}>;

export interface GroupsRequest {
  rule: number;
  policy: ArrayLike<number>;
  /** An integer from 0 to 2^53 − 1; the same seed gives the same groups. */
  seed: number;
  /** At least 1; all groups together have at most 1024 members. Not for G = inf, nor for pairwise and reward models. */
  groups: number;
}
export type GroupsResult = OrInvalid<{
  /** G. */
  groupSize: number;
  /** Group after group, G entries each: the index of each member's answer, */
  answers: Int32Array;
  /** its reward, in reward units, */
  rewards: Float64Array;
  /** and its advantage (r − mean)/(std + ε), as the rule defines it; 0 in silent groups. */
  advantages: Float64Array;
  /** Mean of each group's rewards. */
  means: Float64Array;
  /** Std of each group's rewards without ε: over G for `population`, over G − 1 otherwise. */
  stds: Float64Array;
  /** Silent groups thrown away before each group, where the rule draws them again. */
  redrawn: Int32Array;
}>;

export interface RunningAdvantageRequest {
  rule: number;
  policy: ArrayLike<number>;
  seed: number;
  /** Numbers of groups after which to look, increasing integers; count·G at most 4e7. */
  counts: ArrayLike<number>;
}
export interface RunningAdvantage {
  count: number;
  /** Mean advantage of each answer's samples; 0 where it has none. Where silent groups are drawn again, the sum over what was to be expected of them: that tends to P. */
  mean: Float64Array;
  /** Of `mean`, groups being what is independent. */
  standardError: Float64Array;
  /** How often each answer was drawn. */
  samples: Float64Array;
}
export type RunningAdvantageResult = OrInvalid<{
  /** One for each count; the last are left out where groups that are drawn again make them too dear. */
  points: RunningAdvantage[];
  /** P_G(o | policy), which the means tend to. */
  exact: Float64Array;
}>;

export interface SilenceRequest {
  rule: number;
  policy: ArrayLike<number>;
  /** Integers from 2 to 1,000,000, at most 1000 of them. */
  groupSizes: ArrayLike<number>;
}
export type SilenceResult = OrInvalid<{
  /** Probability that a group of each size has equal rewards: Σ (mass of a reward)^G. */
  silent: Float64Array;
  /** p, the probability of the higher reward, where one rater gives exactly two; otherwise null, with the next two. */
  success: number | null;
  /** E √(k(G − k)) / (G √(p(1 − p))), k ~ Binomial(G, p): the mean update against that of G → ∞. */
  attenuation: Float64Array | null;
  /** 1 − 1/(8Gp(1 − p)): no approximation at all where it is far from 1. */
  approximation: Float64Array | null;
  /** The smallest G with attenuation ≥ 0.9, and with silence ≤ 0.1; null where none up to 1,000,000 has it. */
  needed: { attenuation90: number | null; silent10: number | null };
}>;

export interface TournamentRequest {
  /** Whose exploitability is wanted, besides. */
  policies?: readonly ArrayLike<number>[];
}
export type TournamentResult = OrInvalid<{
  /** W(o,o') − W(o',o), a row for each o: the win matrix's, or the rewards' compared draw by draw. At most 200 answers. */
  margins: Float64Array[];
  /** The answer that beats every other. */
  condorcet: number | null;
  /** Mean of W(o,o') over the other answers, in [0, 1]. */
  borda: Float64Array;
  /** Those of the highest score. */
  bordaWinners: Int32Array;
  /** A maximal lottery: no answer has a positive margin against it. One of them where there are several. */
  lottery: Float64Array;
  /** max_o Σ π(o')·margin(o,o') ≥ 0 of the lottery: 0 to rounding, */
  lotteryExploitability: number;
  /** and of each of the request's policies. */
  exploitability: Float64Array;
}>;

export interface ToWinRequest {
  rule: number;
  /** Index of the answer. */
  answer: number;
}
/** Each value has been seen to make the answer the likeliest, on the branch from π_ref; null where none that was tried does. */
export type ToWinResult = OrInvalid<{
  /** Whether it is the likeliest as things stand. */
  wins: boolean;
  /** The largest β at which it is, at most the limit; null without a penalty. */
  beta: number | null;
  /** The least mean reward, its law moved as a whole, in reward units; null with several raters or a win matrix. */
  reward: number | null;
  /** The least share of the reference, the others in proportion; odds from 1e-9 to 1e9 are tried. */
  reference: number | null;
}>;

export interface TrainingRequest {
  rule: number;
  /** An integer from 0 to 2^53 − 1; the same seed gives the same run. Without meaning where a run goes on. */
  seed: number;
  /** Steps of this part, 1 to 1e6; the part draws at most 4e7 samples, steps × groupsPerStep × G. */
  steps: number;
  /** A line of the log for every so many steps, and for the last; 1 by default. */
  every?: number;
  /** Where the run begins, all > 0; the reference by default. */
  start?: ArrayLike<number>;
  /** What an earlier part returned: the parts together are the same, to the last bit, as the run in one call. */
  resume?: ArrayLike<number>;
  /** 1 to 1e6, 8 by default. */
  groupsPerStep?: number;
  /** Gradient steps on the samples of one step, 1 to 100; 1 by default. */
  epochs?: number;
  /** ε_low from 0 to 1 and ε_high ≥ 0: the ratio π/π_old is clipped to 1 − ε_low … 1 + ε_high; 0.2 by default. */
  clipLow?: number;
  clipHigh?: number;
  /** > 1: samples with a negative advantage count no more once the ratio exceeds it; absent by default. */
  dualClip?: number;
  /** 1e-12 to 1000, 0.05 by default. */
  learningRate?: number;
  /** Plain gradient ascent by default. */
  optimiser?: "sgd" | "adam";
}
/** One entry for each line of the log; metrics are means over the steps since the line before. */
export type TrainingResult = OrInvalid<{
  /** Steps taken since the run began. */
  steps: Int32Array;
  /** The policy after them: N numbers for each line. */
  policies: Float64Array;
  /** Mean reward of the samples, in reward units. */
  reward: Float64Array;
  /** Mean of k3 = π_ref/π − 1 − log(π_ref/π) over the samples, nats. */
  kl: Float64Array;
  /** Share of groups whose rewards are all equal, those that are drawn again included. */
  silent: Float64Array;
  /** Share of samples that the clip keeps from the gradient. */
  clipped: Float64Array;
  /** Entropy of the policy that is drawn from, nats. */
  entropy: Float64Array;
  /** From here the run goes on. */
  resume: Float64Array;
}>;

/** All calls. What is wrong with a document or a number is an issue of the result; what is wrong with a call, such as an unknown option or a policy that does not sum to 1, is a TypeError. */
export interface Engine {
  describe(): Description;
  /** Every rule's stationary policies. `branch`: only the one reached from π_ref; `all` (default): every one found. */
  solve(document: ScenarioDocument, options?: { search?: "all" | "branch" }): SolveResult;
  /** P(o | policy) of the rule with index `rule` at any policy of the simplex, zeros allowed. */
  preference(document: ScenarioDocument, rule: number, policy: ArrayLike<number>): Float64Array | InvalidResult;
  /** One rule solved again for each value of one parameter. */
  sweep(document: ScenarioDocument, request: { rule: number; parameter: SweepParameter; values: (number | "inf")[]; search?: "all" | "branch" }): SweepResult;
  /**
   * One rule's policies as curves, dense enough to draw and through their folds. With `maxPoints` a part at a time, so that
   * a caller may stop between parts; the parts together are the same, to the last bit, as the path in one call.
   */
  path(document: ScenarioDocument, request: PathRequest): PathResult;
  /** Two answers: the stationary policies against the reference, folds and all. Needs a penalty. */
  curve(document: ScenarioDocument, request: CurveRequest): CurveResult;
  /** The one-step map, whose fixed points are the stationary policies. Needs a penalty. */
  response(document: ScenarioDocument, request: PoliciesRequest): ResponseResult;
  /** How the rule's penalty turns preference into probability. Needs a penalty. */
  pooling(document: ScenarioDocument, request: PoolingRequest): PoolingResult;
  /** Velocities of the mean-field flow. */
  flow(document: ScenarioDocument, request: PoliciesRequest): FlowResult;
  /** The flow's way from a policy. */
  trajectory(document: ScenarioDocument, request: TrajectoryRequest): TrajectoryResult;
  /** Three answers: which stationary policy attracts which part of the simplex. */
  basins(document: ScenarioDocument, request: BasinsRequest): BasinsResult;
  /** Groups as training draws them. */
  groups(document: ScenarioDocument, request: GroupsRequest): GroupsResult;
  /** How the advantages of drawn groups tend to P. */
  runningAdvantage(document: ScenarioDocument, request: RunningAdvantageRequest): RunningAdvantageResult;
  /** How many groups say nothing, and how much the std weakens the rest. */
  silence(document: ScenarioDocument, request: SilenceRequest): SilenceResult;
  /** What the comparisons say without any rule. */
  tournament(document: ScenarioDocument, request?: TournamentRequest): TournamentResult;
  /** What would have to be different for an answer to be the likeliest. */
  toWin(document: ScenarioDocument, request: ToWinRequest): ToWinResult;
  /** A part of a training run, sampled: the algorithm whose ends the stationary policies are. */
  training(document: ScenarioDocument, request: TrainingRequest): TrainingResult;
}

export interface LoadOptions {
  /** Where the wasm comes from if not from beside this file: its bytes, a compiled module, a URL or a response. */
  wasm?: BufferSource | WebAssembly.Module | URL | string | Response | Promise<Response>;
}
