// SPDX-License-Identifier: MIT
#include "aggregation/stationary.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "aggregation/continuation.h"
#include "aggregation/flow.h"
#include "aggregation/multistart.h"
#include "aggregation/parts.h"
#include "aggregation/stability.h"

namespace aggregation {
namespace {

/// Eigenvalues of the flow among the answers that are given: one with probability 0 stays there.
Vector EigenvaluesOf(const Rule& rule, const Evaluation& at, const Vector& log_policy) {
  const AnswerClasses& classes = rule.model().classes();
  std::vector<Eigen::Index> given;  // the classes of the answers in the support
  std::vector<double> mass;
  for (Eigen::Index i = 0; i < log_policy.size(); ++i) {
    const Eigen::Index c = classes.class_of[i];
    if (at.log_slope[c] == 0) continue;
    given.push_back(c);
    mass.push_back(std::exp(log_policy[i]));
  }
  const auto size = static_cast<Eigen::Index>(given.size());
  Matrix left(size, at.jacobian.left.cols()), right(size, at.jacobian.right.cols());
  Vector slope(size);
  for (Eigen::Index i = 0; i < size; ++i) {
    left.row(i) = at.jacobian.left.row(given[i]);
    right.row(i) = at.jacobian.right.row(given[i]);
    slope[i] = at.slope[given[i]] / at.log_slope[given[i]];
  }
  return FlowEigenvalues(Eigen::Map<const Vector>(mass.data(), size), left, right, slope);
}

/// Adds what certifies a policy whose P is known, `value` by classes. `beta`: the policy's own, which along a path is
/// not the rule's.
void Certify(const Rule& rule, double beta, const Vector& value, StationaryPolicy& result) {
  result.preference_error = rule.model().ErrorEstimate(rule.model().classes().Sum(result.policy), value);
  result.certificate = aggregation::Certify(rule.model(), rule.penalty(), rule.reference(), beta, result.policy,
                                            result.preference, !result.boundary);
}

bool IsConverged(const Solution& solution, double tolerance) {
  return solution.at.Residual() <= tolerance * solution.at.Scale();
}

}  // namespace

StationaryPolicy Report(const Rule& rule, double beta, const Solution& solution, double tolerance) {
  const AnswerClasses& classes = rule.model().classes();
  const Evaluation& at = solution.at;
  StationaryPolicy result;
  result.log_policy =
      rule.reference().array().log() + classes.Spread(LogRatios(rule.problem(), solution.point)).array();
  result.policy = result.log_policy.array().exp();
  result.preference = classes.Spread(at.preference).array() + rule.model().offset();
  result.multiplier = solution.point.multiplier_gap - beta * rule.penalty()->Marginal(1) + rule.model().offset();
  result.residual = at.Residual();
  result.termination = IsConverged(solution, tolerance) ? Termination::kConverged : Termination::kStalled;
  if (result.policy.size() <= kMaxEigenvalueAnswers) {
    result.eigenvalues = EigenvaluesOf(rule, at, result.log_policy);
    result.stable = (result.eigenvalues->array() < 0).all();
  } else {
    result.stable = rule.model().IsMonotone() || IsOrientedLikeReference(at);
  }
  Certify(rule, beta, at.preference, result);
  return result;
}

namespace {

StationaryPolicy BoundaryPolicy(const Rule& rule, const Vector& policy) {
  StationaryPolicy result;
  result.policy = policy;
  result.log_policy = policy.array().log();
  const Vector value = rule.model().Value(rule.model().classes().Sum(policy));
  result.preference = rule.model().classes().Spread(value).array() + rule.model().offset();
  result.termination = Termination::kBoundary;
  result.stable = true;
  result.boundary = true;
  Certify(rule, rule.beta(), value, result);
  return result;
}

/// The policy on the answers of one class, in the reference's proportions: P is the same for them.
Vector FacePolicy(const Rule& rule, int face) {
  Vector policy = Vector::Zero(rule.reference().size());
  for (Eigen::Index i = 0; i < policy.size(); ++i)
    if (rule.model().classes().class_of[i] == face) policy[i] = rule.reference()[i];
  return policy / policy.sum();
}

/// Mass outside the vertex at which a pull and a pole of equal order are compared.
constexpr double kNearVertex = 1e-10;

/// The face that the flow runs to although a penalty holds: where P of the others falls faster than the marginal
/// (VY App. B.2).
std::optional<StationaryPolicy> AttractingFace(const Rule& rule) {
  const std::optional<VertexPull> pull = rule.model().PullToVertex();
  if (!pull || rule.penalty()->PoleOrder() > pull->order) return std::nullopt;
  if (rule.penalty()->PoleOrder() == pull->order) {
    const Problem& problem = rule.problem();
    Vector near = kNearVertex * problem.reference;
    near[pull->class_at_vertex] += 1 - kNearVertex;
    const Point point = PointOf(problem, (near.array() / problem.reference.array()).log(), std::log(rule.beta()));
    const Vector gain = Evaluate(problem, point).mismatch;
    if (gain.maxCoeff() > gain[pull->class_at_vertex]) return std::nullopt;
  }
  return BoundaryPolicy(rule, FacePolicy(rule, pull->class_at_vertex));
}

/// log π/π_ref of each class, from log π of the answers.
Vector ClassLogRatios(const Rule& rule, const Vector& log_policy) {
  const AnswerClasses& classes = rule.model().classes();
  Vector ratios(classes.count);
  for (Eigen::Index i = 0; i < log_policy.size(); ++i)
    ratios[classes.class_of[i]] = log_policy[i] - std::log(rule.reference()[i]);
  return ratios;
}

/// The reference branch's solutions. Where exactly one exists it is on that branch, and Newton's method from the
/// reference is the short way to it.
std::vector<Solution> OnReferenceBranch(const Rule& rule, const SolveOptions& options) {
  const Problem& problem = rule.problem();
  if (rule.model().IsMonotone()) {
    const Vector start = options.near ? ClassLogRatios(rule, *options.near) : Vector::Zero(problem.reference.size());
    const Point point = PointOf(problem, start, std::log(rule.beta()));
    if (const auto solution = SolveFrom(problem, point)) return {Polish(problem, *solution)};
  }
  TraceOptions trace;
  trace.first_crossing_only = options.search == Search::kBranch || rule.model().IsMonotone();
  return TraceReferenceBranch(problem, rule.beta(), trace);
}

/// Without a penalty: where the flow from π_ref ends, a vertex nearly always.
std::vector<StationaryPolicy> EndOfFlow(const Rule& rule) {
  const std::optional<Vector> end = FlowToVertex(rule.model(), rule.reference());
  if (!end) return {};
  return {BoundaryPolicy(rule, *end)};
}

/// What a term of the training loop amounts to where its gradient vanishes (mathematics §3).
Divergence EffectiveDivergence(const PenaltySpec& penalty) {
  if (!penalty.kl_term) return penalty.divergence;
  switch (*penalty.kl_term) {
    case KlTerm::kK3InLoss:
      return Divergence::kKlRefToPolicy;
    case KlTerm::kK1InLoss:
      return Divergence::kNone;  // E_π[∇ log π] = 0
    case KlTerm::kK3TimesRatioInLoss:
    case KlTerm::kK2InLoss:
    case KlTerm::kK1InRewardAfterNormalising:
    case KlTerm::kK1InRewardBeforeNormalising:
      break;
  }
  return Divergence::kKlPolicyToRef;
}

}  // namespace

PreferenceSpec EffectivePreference(const RuleSpec& rule) {
  PreferenceSpec preference = rule.preference;
  if (rule.penalty.kl_term == KlTerm::kK1InRewardBeforeNormalising) preference.model = ModelKind::kReward;
  return preference;
}

namespace {

RuleReport WithoutPenalty(const Rule& rule) {
  RuleReport report;
  report.stationary = EndOfFlow(rule);
  report.reference_flow = ReferenceFlow{};
  if (!report.stationary.empty()) report.reference_flow = ReferenceFlow{FlowEnd::kBoundary, 0, std::nullopt};
  return report;
}

/// More starts when the count says that a policy is missing.
constexpr int kMoreStarts = 4;

/// The policies and their number; the reference branch alone for Search::kBranch.
RuleReport SearchPolicies(const Rule& rule, const SolveOptions& options) {
  const Problem& problem = rule.problem();
  RuleReport report;
  report.uniqueness = UniquenessOf(rule.model(), *rule.penalty());
  std::vector<Solution> solutions = OnReferenceBranch(rule, options);
  const size_t on_branch = solutions.size();
  const bool all = options.search == Search::kAll;
  const auto is_consistent = [&] {
    std::vector<Evaluation> at;
    for (const Solution& solution : solutions) at.push_back(solution.at);
    return CountIsConsistent(rule.model(), *rule.penalty(), at);
  };
  const auto add_others = [&](int starts) {
    std::vector<Point> known;
    for (const Solution& solution : solutions) known.push_back(solution.point);
    for (const Solution& found : FindOthers(problem, rule.beta(), known, starts)) {
      const Solution solution = Polish(problem, found);
      if (IsConverged(solution, options.tolerance)) solutions.push_back(solution);
    }
  };
  if (all) {
    if (report.uniqueness == Uniqueness::kUnproved || solutions.empty()) add_others(options.other_starts);
    report.count_consistent = is_consistent();
    if (report.count_consistent == false) {
      add_others(kMoreStarts * options.other_starts);
      report.count_consistent = is_consistent();
    }
  }
  for (size_t i = 0; i < solutions.size(); ++i) {
    report.stationary.push_back(Report(rule, rule.beta(), solutions[i], options.tolerance));
    report.stationary.back().on_reference_branch = i < on_branch;
  }
  if (all || solutions.empty())
    if (std::optional<StationaryPolicy> face = AttractingFace(rule)) report.stationary.push_back(std::move(*face));
  return report;
}

/// Whether the only policy there can be has been found and attracts.
bool IsSettled(const RuleReport& report) {
  return report.uniqueness == Uniqueness::kProved && report.stationary.size() == 1 && report.stationary.front().stable;
}

std::optional<ReferenceFlow> FlowAmong(const Rule& rule, const std::vector<StationaryPolicy>& policies) {
  const FlowField field{rule.model(), *rule.penalty(), rule.reference(), rule.beta()};
  std::vector<RestPoint> rests;
  for (const StationaryPolicy& policy : policies) rests.push_back({policy.policy, policy.stable, policy.boundary});
  return kParts.flow(field, rests);
}

}  // namespace

Rule::Rule(const Scenario& scenario, const RuleSpec& spec)
    : Rule(scenario, spec, MakePreferenceModel(scenario, EffectivePreference(spec))) {}

Rule::Rule(const Scenario& scenario, const RuleSpec& spec, std::shared_ptr<const PreferenceModel> model)
    : reference_(scenario.reference_policy),
      model_(std::move(model)),
      penalty_(MakePenalty(EffectiveDivergence(spec.penalty), spec.penalty.alpha.value_or(0))),
      beta_(spec.beta),
      problem_{model_.get(), penalty_.get(), model_->classes().Sum(reference_)} {}

Vector Rule::Preference(const Vector& policy) const {
  const AnswerClasses& classes = model_->classes();
  return classes.Spread(model_->Value(classes.Sum(policy))).array() + model_->offset();
}

double StationarityResidual(const Rule& rule, const Vector& log_policy) {
  const Penalty& penalty = *rule.penalty();
  const Vector preference = rule.Preference(log_policy.array().exp()).array() - rule.model().offset();
  const Vector log_ratio = log_policy - rule.reference().array().log().matrix();
  const Vector gap = log_ratio.unaryExpr([&](double v) { return penalty.MarginalGap(penalty.Coordinate(v)); });
  const Vector gain = preference - rule.beta() * gap;  // λ wherever the answer has probability
  const auto given = log_policy.array() > -std::numeric_limits<double>::infinity();
  const double highest = given.select(gain, gain.minCoeff()).maxCoeff();
  const double lowest = given.select(gain, gain.maxCoeff()).minCoeff();
  // An answer that is never given may fall short of λ, but not exceed it.
  return std::max(0.5 * (highest - lowest), gain.maxCoeff() - 0.5 * (highest + lowest));
}

std::vector<StationaryPolicy> SolveStationary(const Rule& rule, const SolveOptions& options) {
  return rule.penalty() ? SearchPolicies(rule, options).stationary : EndOfFlow(rule);
}

RuleReport SolveRule(const Rule& rule, const SolveOptions& options) {
  if (!rule.penalty()) return WithoutPenalty(rule);
  RuleReport report = SearchPolicies(rule, options);
  if (options.search != Search::kAll || IsSettled(report)) return report;
  if (kParts.flow) report.reference_flow = FlowAmong(rule, report.stationary);
  return report;
}

}  // namespace aggregation
