// SPDX-License-Identifier: MIT
#include "aggregation/stationary.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "aggregation/continuation.h"
#include "aggregation/flow.h"
#include "aggregation/multistart.h"
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

/// From class masses to answers, with what certifies the policy.
StationaryPolicy Report(const Rule& rule, const Solution& solution, double tolerance) {
  const AnswerClasses& classes = rule.model().classes();
  const Evaluation& at = solution.at;
  StationaryPolicy result;
  result.log_policy =
      rule.reference().array().log() + classes.Spread(LogRatios(rule.problem(), solution.point)).array();
  result.policy = result.log_policy.array().exp();
  result.preference = classes.Spread(at.preference).array() + rule.model().offset();
  result.multiplier = solution.point.multiplier_gap - rule.beta() * rule.penalty()->Marginal(1) + rule.model().offset();
  result.residual = at.Residual();
  result.termination = at.Residual() <= tolerance * at.Scale() ? Termination::kConverged : Termination::kStalled;
  if (result.policy.size() <= kMaxEigenvalueAnswers) {
    result.eigenvalues = EigenvaluesOf(rule, at, result.log_policy);
    result.stable = (result.eigenvalues->array() < 0).all();
  } else {
    result.stable = rule.model().IsMonotone() || IsOrientedLikeReference(at);
  }
  return result;
}

StationaryPolicy BoundaryPolicy(const Rule& rule, const Vector& policy) {
  StationaryPolicy result;
  result.policy = policy;
  result.log_policy = policy.array().log();
  result.preference = rule.Preference(policy);
  result.termination = Termination::kBoundary;
  result.stable = true;
  result.boundary = true;
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

/// The reference branch's solutions. Where exactly one exists it is on that branch, and Newton's method from the
/// reference is the short way to it.
std::vector<Solution> OnReferenceBranch(const Rule& rule, const SolveOptions& options) {
  const Problem& problem = rule.problem();
  std::vector<Solution> solutions;
  if (rule.model().IsMonotone()) {
    const Point reference{Vector::Zero(problem.reference.size()), 0, std::log(rule.beta())};
    if (const auto solution = SolveFrom(problem, reference)) solutions.push_back(*solution);
  }
  if (solutions.empty()) {
    TraceOptions trace;
    trace.first_crossing_only = options.search == Search::kBranch || rule.model().IsMonotone();
    solutions = TraceReferenceBranch(problem, rule.beta(), trace);
  }
  for (Solution& solution : solutions) solution = Polish(problem, solution);
  return solutions;
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

/// With k1 inside the reward that is normalised, P = 0 for every answer makes r − β log(π/π_ref) constant: logarithmic
/// pooling of the rewards, whatever normalises them.
PreferenceSpec EffectivePreference(const RuleSpec& rule) {
  PreferenceSpec preference = rule.preference;
  if (rule.penalty.kl_term == KlTerm::kK1InRewardBeforeNormalising) preference.model = ModelKind::kReward;
  return preference;
}

}  // namespace

Rule::Rule(const Scenario& scenario, const RuleSpec& spec)
    : reference_(scenario.reference_policy),
      model_(MakePreferenceModel(scenario, EffectivePreference(spec))),
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
  if (!rule.penalty()) return EndOfFlow(rule);
  std::vector<StationaryPolicy> policies;
  const std::vector<Solution> on_branch = OnReferenceBranch(rule, options);
  for (const Solution& solution : on_branch) {
    policies.push_back(Report(rule, solution, options.tolerance));
    policies.back().on_reference_branch = true;
  }
  const bool all = options.search == Search::kAll;
  if (all && !rule.model().IsMonotone()) {
    for (const Solution& solution : FindOthers(rule.problem(), rule.beta(), on_branch, options.other_starts)) {
      StationaryPolicy policy = Report(rule, Polish(rule.problem(), solution), options.tolerance);
      if (policy.termination == Termination::kConverged) policies.push_back(std::move(policy));
    }
  }
  if (all || policies.empty())
    if (std::optional<StationaryPolicy> face = AttractingFace(rule)) policies.push_back(std::move(*face));
  return policies;
}

}  // namespace aggregation
