// SPDX-License-Identifier: MIT
#include "aggregation/stationary.h"

#include <algorithm>
#include <cmath>

#include "aggregation/continuation.h"
#include "aggregation/multistart.h"
#include "aggregation/stability.h"

namespace aggregation {
namespace {

Vector EigenvaluesOf(const Rule& rule, const Evaluation& at, const Vector& log_policy) {
  const AnswerClasses& classes = rule.model().classes();
  if (log_policy.size() > kMaxEigenvalueAnswers)
    return FlowEigenvalues(at.policy, at.jacobian.left, at.jacobian.right, at.slope);
  const Eigen::Index size = log_policy.size();
  Matrix left(size, at.jacobian.left.cols()), right(size, at.jacobian.right.cols());
  for (Eigen::Index i = 0; i < size; ++i) {
    left.row(i) = at.jacobian.left.row(classes.class_of[i]);
    right.row(i) = at.jacobian.right.row(classes.class_of[i]);
  }
  return FlowEigenvalues(log_policy.array().exp(), left, right, classes.Spread(at.slope));
}

/// From class masses to answers, with what certifies the policy.
StationaryPolicy Report(const Rule& rule, const Solution& solution, double tolerance) {
  const AnswerClasses& classes = rule.model().classes();
  const Evaluation& at = solution.at;
  StationaryPolicy result;
  result.log_policy = rule.reference().array().log() + classes.Spread(solution.point.log_ratio).array();
  result.policy = result.log_policy.array().exp();
  result.preference = classes.Spread(at.preference).array() + rule.model().offset();
  result.multiplier = solution.point.multiplier_gap - rule.beta() * rule.penalty().Marginal(1) + rule.model().offset();
  result.residual = at.Residual();
  result.termination = at.Residual() <= tolerance * at.Scale() ? Termination::kConverged : Termination::kStalled;
  const Vector eigenvalues = EigenvaluesOf(rule, at, result.log_policy);
  result.stable = (eigenvalues.array() < 0).all();
  if (result.policy.size() <= kMaxEigenvalueAnswers) result.eigenvalues = eigenvalues;
  return result;
}

/// The face that the flow runs to when P falls without bound near it: there π ∝ π_ref, because P is
/// 0 (VY App. B.2).
std::optional<StationaryPolicy> AttractingFace(const Rule& rule) {
  const std::optional<int> face = rule.model().AttractingClass();
  if (!face || dynamic_cast<const KlPolicyToRef*>(&rule.penalty()) == nullptr) return std::nullopt;
  const AnswerClasses& classes = rule.model().classes();
  StationaryPolicy result;
  result.policy = Vector::Zero(rule.reference().size());
  for (Eigen::Index i = 0; i < result.policy.size(); ++i)
    if (classes.class_of[i] == *face) result.policy[i] = rule.reference()[i];
  result.policy /= result.policy.sum();
  result.log_policy = result.policy.array().log();
  result.preference = rule.Preference(result.policy);
  result.termination = Termination::kBoundary;
  result.stable = true;
  result.boundary = true;
  return result;
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

}  // namespace

Rule::Rule(const Scenario& scenario, const RuleSpec& spec)
    : reference_(scenario.reference_policy),
      model_(MakePreferenceModel(scenario, spec.preference)),
      penalty_(MakePenalty(spec.divergence)),
      beta_(spec.beta),
      problem_{model_.get(), penalty_.get(), model_->classes().Sum(reference_)} {}

Vector Rule::Preference(const Vector& policy) const {
  const AnswerClasses& classes = model_->classes();
  return classes.Spread(model_->Value(classes.Sum(policy))).array() + model_->offset();
}

double StationarityResidual(const Rule& rule, const Vector& log_policy) {
  const Vector preference = rule.Preference(log_policy.array().exp()).array() - rule.model().offset();
  const Vector log_ratio = log_policy - rule.reference().array().log().matrix();
  const Vector marginal = log_ratio.unaryExpr([&](double v) { return rule.penalty().MarginalGap(v); });
  const Vector multiplier = preference - rule.beta() * marginal;
  return 0.5 * (multiplier.maxCoeff() - multiplier.minCoeff());
}

std::vector<StationaryPolicy> SolveStationary(const Rule& rule, const SolveOptions& options) {
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
