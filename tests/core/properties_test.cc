// SPDX-License-Identifier: MIT
// What holds for every question, tried on many random ones; a failure names its seed.
#include <algorithm>
#include <numeric>

#include "catch.h"
#include "random_questions.h"

namespace aggregation::testing {
namespace {

constexpr int kSeeds = Tries(150);

/// The policy that continuation from π_ref meets first; none where the rule has no such policy.
std::optional<Vector> BranchPolicy(const ScenarioSpec& question, const RuleSpec& rule) {
  const auto policies = Solve(question, rule, Search::kBranch);
  if (policies.empty() || policies[0].boundary) return std::nullopt;
  return policies[0].policy;
}

/// Whether both questions have a branch policy, `expected` being the first one's, or neither has.
bool SamePolicies(const std::optional<Vector>& policy, const std::optional<Vector>& expected) {
  if (!policy || !expected) return !policy && !expected;
  return RelativeGap(*policy, *expected) < 1e-9;
}

ScenarioSpec AnyQuestion(Draws& draws) { return draws.OneIn(2) ? RandomQuestion(draws) : RandomNoisyQuestion(draws); }

TEST_CASE("E_pi[P] = 0 for group, shift, leave-one-out and pairwise models, whatever the policy") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = AnyQuestion(draws);
    RuleSpec rule = RandomRule(draws);
    if (rule.preference.model == ModelKind::kReward) rule = Grpo(draws.Integer(2, 40), 1);
    // Advantages that leave their own reward out of the std do not cancel within a group.
    if (rule.preference.std == StdConvention::kLeaveOneOut) rule.preference.std = StdConvention::kSample;
    const Vector policy = RandomPolicy(draws, static_cast<Eigen::Index>(question.answers.size()));
    const Vector preference = MakeRule(question, rule).Preference(policy);
    CHECK(std::abs(policy.dot(preference)) < 1e-13 * (1 + preference.cwiseAbs().maxCoeff()));
  }
}

TEST_CASE("Every stationary policy lies in the simplex and is certified") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = AnyQuestion(draws);
    const Rule rule = MakeRule(question, RandomRule(draws));
    for (const auto& policy : SolveStationary(rule)) {
      CHECK(policy.policy.minCoeff() >= 0);
      CHECK(policy.policy.sum() == Approx(1).epsilon(1e-14));
      CHECK((policy.boundary || IsCertified(rule, policy)));
    }
  }
}

TEST_CASE("Permuting answers permutes the policy") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    ScenarioSpec question = AnyQuestion(draws);
    const RuleSpec rule = RandomRule(draws);
    const std::optional<Vector> expected = BranchPolicy(question, rule);
    std::reverse(question.answers.begin(), question.answers.end());
    std::optional<Vector> reversed = BranchPolicy(question, rule);
    if (reversed) reversed = Vector(reversed->reverse());
    CHECK(SamePolicies(reversed, expected));
  }
}

TEST_CASE("With the std, shifting and scaling all rewards changes nothing") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    ScenarioSpec question = AnyQuestion(draws);
    RuleSpec rule = RandomGroupRule(draws);
    // A lone success is not scaled by the leave-one-out std.
    if (rule.preference.std == StdConvention::kLeaveOneOut) rule.preference.std = StdConvention::kSample;
    const std::optional<Vector> expected = BranchPolicy(question, rule);
    const double scale = std::ldexp(1, draws.Integer(-20, 20));
    const double shift = scale * draws.Integer(-100, 100);
    for (auto& answer : question.answers)
      for (auto& part : *answer.reward) part.mean = scale * part.mean + shift;
    CHECK(SamePolicies(BranchPolicy(question, rule), expected));
  }
}

TEST_CASE("beta -> inf gives pi_ref") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = AnyQuestion(draws);
    RuleSpec rule = RandomRule(draws);
    rule.beta = kMaxBeta;
    const std::optional<Vector> policy = BranchPolicy(question, rule);
    REQUIRE(policy);
    const Scenario scenario = Validated(question);
    const double preference = MakeRule(question, rule).Preference(scenario.reference_policy).cwiseAbs().maxCoeff();
    CHECK(RelativeGap(*policy, scenario.reference_policy) <= 3 * preference / kMaxBeta + 1e-15);
  }
}

TEST_CASE("GRPO with G = 2 has the pairwise model's stationary policy") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = AnyQuestion(draws);
    const double beta = draws.LogUniform(0.01, 10);
    CHECK(SamePolicies(BranchPolicy(question, Grpo(2, beta)), BranchPolicy(question, Pairwise(beta))));
    CHECK(SamePolicies(BranchPolicy(question, DirectKl(Grpo(2, beta))),
                       BranchPolicy(question, DirectKl(Pairwise(beta)))));
  }
}

TEST_CASE("Merging two answers with equal rewards adds their probabilities") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    ScenarioSpec merged = AnyQuestion(draws);
    const RuleSpec rule = RandomRule(draws);
    ScenarioSpec split = merged;
    const double part = draws.Uniform();
    split.answers.push_back(merged.answers[0]);
    split.answers.back().label = "twin";
    split.answers.back().reference *= part;
    split.answers[0].reference *= 1 - part;
    std::optional<Vector> sum = BranchPolicy(split, rule);
    if (sum) {
      const Eigen::Index last = sum->size() - 1;
      (*sum)[0] += (*sum)[last];
      sum = Vector(sum->head(last));
    }
    CHECK(SamePolicies(sum, BranchPolicy(merged, rule)));
  }
}

TEST_CASE("At finite G the signs of det(beta D'' - DP) sum to 1 over all stationary policies: none was missed") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = AnyQuestion(draws);
    RuleSpec rule = RandomRule(draws);
    if (rule.preference.group_size.infinite) continue;
    int index = 0;
    for (const auto& policy : Solve(question, rule)) {
      // The flow's Jacobian has the opposite sign in each direction; complex pairs come in twos.
      const auto repelling = (policy.eigenvalues->array() > 0).count();
      index += repelling % 2 == 0 ? 1 : -1;
    }
    CHECK(index == 1);
  }
}

}  // namespace
}  // namespace aggregation::testing
