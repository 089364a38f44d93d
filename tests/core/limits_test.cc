// SPDX-License-Identifier: MIT
// What a rule approaches, and how fast: ε → 0, noise → 0, G → ∞ and α → a named divergence, on random questions.
#include <algorithm>
#include <initializer_list>

#include "catch.h"
#include "random_questions.h"

namespace aggregation::testing {
namespace {

/// Gaps below this are rounding, or the tolerance of the group integral.
constexpr double kRounding = 1e-10;

/// Whether each gap is the one before divided by `factor`, to within 30%, until only rounding is left.
bool FallsBy(double factor, std::initializer_list<double> gaps) {
  double before = 0;
  for (const double gap : gaps) {
    UNSCOPED_INFO("gap " << gap);
    if (before > 0 && std::abs(gap * factor - before) > 0.3 * before + factor * kRounding) return false;
    before = gap;
  }
  return true;
}

/// A policy that gives every answer something: near a vertex the limits are approached late.
Vector InteriorPolicy(Draws& draws, const ScenarioSpec& question) {
  const auto size = static_cast<Eigen::Index>(question.answers.size());
  return 0.5 * RandomPolicy(draws, size) + Vector::Constant(size, 0.5 / static_cast<double>(size));
}

Vector BranchPolicy(const ScenarioSpec& question, const RuleSpec& rule) {
  const auto policies = Solve(question, rule, Search::kBranch);
  REQUIRE(policies.size() == 1);
  return policies[0].policy;
}

TEST_CASE("epsilon -> 0: P approaches that of epsilon = 0 linearly, over four orders, in both std conventions") {
  for (int seed = 0; seed < 60; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = draws.OneIn(2) ? RandomQuestion(draws) : RandomNoisyQuestion(draws);
    const StdConvention std = draws.OneIn(2) ? StdConvention::kSample : StdConvention::kPopulation;
    const double group_size = draws.Integer(2, 12);
    const Vector policy = InteriorPolicy(draws, question);
    const auto preference = [&](double epsilon) {
      return MakeRule(question, WithStd(Grpo(group_size, 1), std, epsilon)).Preference(policy);
    };
    const Vector limit = preference(0);
    CHECK(FallsBy(100, {Gap(preference(1e-4), limit), Gap(preference(1e-6), limit), Gap(preference(1e-8), limit)}));
  }
}

TEST_CASE("epsilon -> 0: the stationary policy approaches that of epsilon = 0 linearly") {
  for (const double group_size : {2.0, 8.0, 64.0, kInfinite}) {
    const auto policy = [&](double epsilon) {
      return BranchPolicy(ThreeAnswers(), WithStd(Grpo(group_size, 0.7), StdConvention::kSample, epsilon));
    };
    const Vector limit = policy(0);
    CHECK(FallsBy(100, {Gap(policy(1e-3), limit), Gap(policy(1e-5), limit), Gap(policy(1e-7), limit)}));
  }
}

/// The question with normal noise of that sd on each reward.
ScenarioSpec WithNoise(ScenarioSpec question, double sd) {
  for (auto& answer : question.answers)
    for (auto& part : *answer.reward) part.sd = sd;
  return question;
}

TEST_CASE("Noise -> 0: P and the policy approach those of exact rewards like the noise's variance") {
  for (int seed = 0; seed < 12; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = RandomQuestion(draws);
    const RuleSpec rule = Grpo(draws.Integer(3, 8), 0.8);
    const Vector policy = InteriorPolicy(draws, question);
    const Vector limit = MakeRule(question, rule).Preference(policy);
    const auto gap = [&](double sd) { return Gap(MakeRule(WithNoise(question, sd), rule).Preference(policy), limit); };
    CHECK(FallsBy(100, {gap(1e-3), gap(1e-4), gap(1e-5)}));
  }
  const auto policy = [](double sd) { return BranchPolicy(WithNoise(ThreeAnswers(), sd), Grpo(8, 0.8)); };
  const Vector limit = BranchPolicy(ThreeAnswers(), Grpo(8, 0.8));
  CHECK(FallsBy(100, {Gap(policy(1e-2), limit), Gap(policy(1e-3), limit), Gap(policy(1e-4), limit)}));
}

TEST_CASE("G -> inf: P approaches the limit like 1/G, whatever the rewards' laws") {
  for (int seed = 0; seed < 20; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    ScenarioSpec question = draws.OneIn(2) ? RandomQuestion(draws) : RandomNoisyQuestion(draws);
    if (draws.OneIn(3)) question = WithNoise(question, 0.3);
    const Vector policy = InteriorPolicy(draws, question);
    const auto preference = [&](double size) { return MakeRule(question, Grpo(size, 1)).Preference(policy); };
    const Vector limit = preference(kInfinite);
    CHECK(FallsBy(10, {Gap(preference(1e3), limit), Gap(preference(1e4), limit), Gap(preference(1e5), limit)}));
  }
}

TEST_CASE("G -> inf: the stationary policy approaches the limit's like 1/G, with both KL divergences") {
  for (const RuleSpec& rule : {Grpo(2, 0.7), DirectKl(Grpo(2, 3))}) {
    const auto policy = [&](double group_size) {
      RuleSpec sized = rule;
      sized.preference.group_size = {group_size, std::isinf(group_size)};
      return BranchPolicy(ThreeAnswers(), sized);
    };
    const Vector limit = policy(kInfinite);
    CHECK(FallsBy(10, {Gap(policy(1e3), limit), Gap(policy(1e4), limit), Gap(policy(1e5), limit)}));
  }
}

RuleSpec WithDivergence(RuleSpec rule, Divergence divergence, std::optional<double> alpha = std::nullopt) {
  rule.penalty.divergence = divergence;
  rule.penalty.alpha = alpha;
  return rule;
}

TEST_CASE(
    "alpha -> 0, 1/2, 1 and 2: the policy approaches KL(pi_ref || pi)'s, 2 Hellinger's, KL(pi || pi_ref)'s, chi2's") {
  const struct {
    double alpha;
    Divergence named;
    double scale;  ///< the α-divergence is the named one times this
  } limits[] = {{0, Divergence::kKlRefToPolicy, 1},
                {0.5, Divergence::kHellinger, 2},
                {1, Divergence::kKlPolicyToRef, 1},
                {2, Divergence::kChiSquared, 1}};
  for (int seed = 0; seed < 25; ++seed) {
    Draws draws(seed);
    const ScenarioSpec question = RandomQuestion(draws);
    RuleSpec rule = draws.OneIn(2) ? Rlhf(1) : Grpo(draws.Integer(2, 6), 1);
    rule.beta = draws.LogUniform(0.5, 5);
    for (const auto& limit_case : limits) {
      const double alpha = limit_case.alpha;
      INFO("seed " << seed << ", alpha -> " << alpha);
      RuleSpec scaled = WithDivergence(rule, limit_case.named);
      scaled.beta *= limit_case.scale;
      const Vector limit = BranchPolicy(question, scaled);
      const auto gap = [&](double step) {
        return Gap(BranchPolicy(question, WithDivergence(rule, Divergence::kAlpha, alpha + step)), limit);
      };
      CHECK(gap(0) < 1e-12);
      CHECK(FallsBy(100, {gap(1e-3), gap(1e-5), gap(1e-7)}));
      CHECK(FallsBy(100, {gap(-1e-3), gap(-1e-5), gap(-1e-7)}));
    }
  }
}

}  // namespace
}  // namespace aggregation::testing
