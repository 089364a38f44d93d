// SPDX-License-Identifier: MIT
// Questions and rules in the few words that a test needs, and their stationary policies.
#ifndef TESTS_CORE_QUESTIONS_H_
#define TESTS_CORE_QUESTIONS_H_

#include <cmath>
#include <initializer_list>
#include <limits>
#include <string>
#include <vector>

#include "aggregation/scenario.h"
#include "aggregation/stationary.h"

namespace aggregation::testing {

using Law = std::vector<RewardComponent>;

/// The limit G → ∞ where a group size is asked for.
inline constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// The question of the golden table: π_ref = (.2, .5, .3), r = (1, .3, 0).
ScenarioSpec ThreeAnswers();
/// Answers with constant rewards, one to each reference.
ScenarioSpec Question(const std::vector<double>& reference, const std::vector<double>& reward);
/// Answers whose rewards are drawn.
ScenarioSpec NoisyQuestion(const std::vector<double>& reference, const std::vector<Law>& reward);
/// Answers with a win matrix instead of rewards.
ScenarioSpec Comparison(const std::vector<double>& reference, const std::vector<std::vector<double>>& wins);
/// Two answers a, b with confidence margin γ = W(a,b) − W(b,a).
ScenarioSpec Duel(double reference, double confidence_margin);
/// The reward 1 with probability p, else 0.
Law Coin(double p);

/// Rules by what they are called; `group_size` may be kInfinite.
RuleSpec Grpo(double group_size, double beta);
RuleSpec ShiftOnly(double group_size, double beta);
RuleSpec Rloo(double beta);
RuleSpec Rlhf(double beta);
RuleSpec Pairwise(double beta);
/// The same rule with KL(π‖π_ref) or KL(π_ref‖π).
RuleSpec DirectKl(RuleSpec rule);
RuleSpec ReverseKl(RuleSpec rule);
/// The same rule with another std convention and ε.
RuleSpec WithStd(RuleSpec rule, StdConvention std, double epsilon = 0);
/// The same rule with a training loop's term for its penalty.
RuleSpec WithKlTerm(RuleSpec rule, KlTerm term);

/// The scenario after validation; the test fails with the issues if there are any.
Scenario Validated(const ScenarioSpec& question);
Rule MakeRule(const ScenarioSpec& question, const RuleSpec& rule);
std::vector<StationaryPolicy> Solve(const ScenarioSpec& question, const RuleSpec& rule, Search search = Search::kAll);
/// The stationary policy; the test fails unless exactly one is found and it is certified.
StationaryPolicy OnlyPolicy(const ScenarioSpec& question, const RuleSpec& rule);

Vector Numbers(std::initializer_list<double> numbers);
/// max |a − b|.
double Gap(const Vector& a, const Vector& b);
/// max |a − b| / |b|.
double RelativeGap(const Vector& a, const Vector& b);
/// Whether a policy is stationary as it is reported: converged, its residual ≤ 1e-12 of the scale of
/// P, and the residual computed anew from its logarithms no larger than their rounding allows.
bool IsCertified(const Rule& rule, const StationaryPolicy& policy);

}  // namespace aggregation::testing

#endif  // TESTS_CORE_QUESTIONS_H_
