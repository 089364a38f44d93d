// SPDX-License-Identifier: MIT
#include "questions.h"

#include <algorithm>
#include <utility>

#include "catch.h"

namespace aggregation::testing {
namespace {

std::vector<AnswerSpec> Answers(const std::vector<double>& reference) {
  std::vector<AnswerSpec> answers;
  for (const double share : reference)
    answers.push_back({"answer " + std::to_string(answers.size() + 1), share, std::nullopt});
  return answers;
}

RuleSpec RuleOf(ModelKind model, double group_size, Divergence divergence, double beta) {
  RuleSpec rule;
  rule.preference.model = model;
  rule.preference.group_size = {group_size, std::isinf(group_size)};
  rule.penalty.divergence = divergence;
  rule.beta = beta;
  return rule;
}

}  // namespace

ScenarioSpec ThreeAnswers() { return Question({0.2, 0.5, 0.3}, {1, 0.3, 0}); }

ScenarioSpec Question(const std::vector<double>& reference, const std::vector<double>& reward) {
  std::vector<Law> laws;
  for (const double r : reward) laws.push_back({{1, r, 0}});
  return NoisyQuestion(reference, laws);
}

ScenarioSpec NoisyQuestion(const std::vector<double>& reference, const std::vector<Law>& reward) {
  ScenarioSpec spec{Answers(reference), std::nullopt, {RuleSpec{}}};
  for (size_t i = 0; i < reward.size(); ++i) spec.answers[i].reward = reward[i];
  return spec;
}

ScenarioSpec Comparison(const std::vector<double>& reference, const std::vector<std::vector<double>>& wins) {
  return {Answers(reference), wins, {Pairwise(1)}};
}

ScenarioSpec Duel(double reference, double confidence_margin) {
  const double win = 0.5 + 0.5 * confidence_margin;
  return Comparison({reference, 1 - reference}, {{0.5, win}, {1 - win, 0.5}});
}

Law Coin(double p) { return {{p, 1, 0}, {1 - p, 0, 0}}; }

RuleSpec Grpo(double group_size, double beta) {
  return RuleOf(ModelKind::kGroup, group_size, Divergence::kKlRefToPolicy, beta);
}
RuleSpec ShiftOnly(double group_size, double beta) {
  return RuleOf(ModelKind::kShift, group_size, Divergence::kKlRefToPolicy, beta);
}
RuleSpec Rloo(double beta) { return RuleOf(ModelKind::kLeaveOneOut, 2, Divergence::kKlPolicyToRef, beta); }
RuleSpec Rlhf(double beta) { return RuleOf(ModelKind::kReward, 2, Divergence::kKlPolicyToRef, beta); }
RuleSpec Pairwise(double beta) { return RuleOf(ModelKind::kPairwise, 2, Divergence::kKlRefToPolicy, beta); }

RuleSpec DirectKl(RuleSpec rule) {
  rule.penalty.divergence = Divergence::kKlPolicyToRef;
  return rule;
}

RuleSpec ReverseKl(RuleSpec rule) {
  rule.penalty.divergence = Divergence::kKlRefToPolicy;
  return rule;
}

RuleSpec WithStd(RuleSpec rule, StdConvention std, double epsilon) {
  rule.preference.std = std;
  rule.preference.epsilon = epsilon;
  return rule;
}

RuleSpec WithKlTerm(RuleSpec rule, KlTerm term) {
  rule.penalty.kl_term = term;
  return rule;
}

Scenario Validated(const ScenarioSpec& question) {
  Issues issues;
  std::optional<Scenario> scenario = Validate(question, issues);
  for (const Issue& issue : issues.list()) UNSCOPED_INFO(issue.field << " " << issue.constraint);
  REQUIRE(scenario);
  return std::move(*scenario);
}

Rule MakeRule(const ScenarioSpec& question, const RuleSpec& rule) {
  ScenarioSpec with_rule = question;
  with_rule.rules = {rule};
  return Rule(Validated(with_rule), rule);
}

std::vector<StationaryPolicy> Solve(const ScenarioSpec& question, const RuleSpec& rule, Search search) {
  SolveOptions options;
  options.search = search;
  return SolveStationary(MakeRule(question, rule), options);
}

StationaryPolicy OnlyPolicy(const ScenarioSpec& question, const RuleSpec& spec) {
  const Rule rule = MakeRule(question, spec);
  std::vector<StationaryPolicy> policies = SolveStationary(rule);
  REQUIRE(policies.size() == 1);
  REQUIRE(IsCertified(rule, policies.front()));
  return std::move(policies.front());
}

Vector Numbers(std::initializer_list<double> numbers) {
  return Eigen::Map<const Vector>(numbers.begin(), static_cast<Eigen::Index>(numbers.size()));
}

double Gap(const Vector& a, const Vector& b) { return (a - b).cwiseAbs().maxCoeff(); }

double RelativeGap(const Vector& a, const Vector& b) { return ((a - b).array() / b.array()).abs().maxCoeff(); }

bool IsCertified(const Rule& rule, const StationaryPolicy& policy) {
  if (policy.termination != Termination::kConverged || !policy.residual) return false;
  const double scale = (policy.preference.array() - rule.model().offset()).abs().maxCoeff();
  if (!(*policy.residual <= 1e-12 * scale)) return false;
  // β f'(π/π_ref) magnifies the rounding of log π and log π_ref.
  const Vector log_reference = rule.reference().array().log();
  double rounding = 0;
  for (Eigen::Index i = 0; i < log_reference.size(); ++i) {
    const double z = rule.penalty()->Coordinate(policy.log_policy[i] - log_reference[i]);
    const double log_slope = rule.penalty()->LogRatioSlope(z);
    if (log_slope == 0 || std::isinf(policy.log_policy[i])) continue;  // never given
    const double slope = rule.penalty()->MarginalGapSlope(z) / log_slope;
    const double size = std::abs(policy.log_policy[i]) + std::abs(log_reference[i]) + 1;
    rounding = std::max(rounding, 4 * std::numeric_limits<double>::epsilon() * rule.beta() * slope * size);
  }
  return StationarityResidual(rule, policy.log_policy) <= 1e-12 * scale + rounding;
}

}  // namespace aggregation::testing
