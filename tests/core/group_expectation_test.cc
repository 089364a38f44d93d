// SPDX-License-Identifier: MIT
#include "aggregation/group_expectation.h"

#include "brute_force.h"
#include "catch.h"
#include "random_questions.h"

namespace aggregation::testing {
namespace {

PreferenceSpec GroupPreference(double size, StdConvention std, double epsilon, SilentGroups silent) {
  PreferenceSpec preference = Grpo(size, 1).preference;
  preference.std = std;
  preference.epsilon = epsilon;
  preference.silent_groups = silent;
  return preference;
}

double WorstGap(const ScenarioSpec& question, const PreferenceSpec& preference, const Vector& policy) {
  RuleSpec rule;
  rule.preference = preference;
  return Gap(MakeRule(question, rule).Preference(policy), BruteForcePreference(question, preference, policy));
}

TEST_CASE("A group with equal rewards has advantage 0 (VY (2), 0/0 = 0)") {
  const GroupExpectation expectation({0.3, 1}, 4, {});
  CHECK(std::abs(expectation.Value(Numbers({1, 0}))[0]) < 1e-100);  // a mass of 0 counts as 1e-300
  CHECK(std::abs(expectation.Value(Numbers({0, 1}))[1]) < 1e-100);
}

TEST_CASE("The expectation is that over every group, one by one (VY (6)), in every convention") {
  const ScenarioSpec questions[] = {ThreeAnswers(), NoisyQuestion({0.5, 0.5}, {Coin(0.3), {{0.6, 1, 0}, {0.4, 2, 0}}})};
  for (const auto& question : questions) {
    Draws draws(6);
    const Vector policy = RandomPolicy(draws, static_cast<Eigen::Index>(question.answers.size()));
    for (const int size : {2, 3, 5}) {
      for (const auto& std : kStdNames) {
        for (const double epsilon : {0.0, 1e-4, 0.5}) {
          for (const auto& silent : kSilentGroupNames) {
            INFO("G = " << size << ", std " << std.name << ", epsilon " << epsilon << ", silent " << silent.name);
            CHECK(WorstGap(question, GroupPreference(size, std.choice, epsilon, silent.choice), policy) < 1e-13);
          }
        }
      }
    }
  }
}

TEST_CASE("The expectation is that over every group for random questions with noise and ties") {
  for (int seed = 0; seed < 60; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = seed % 2 ? RandomQuestion(draws) : RandomNoisyQuestion(draws);
    PreferenceSpec preference = RandomGroupRule(draws).preference;
    preference.group_size = {static_cast<double>(draws.Integer(2, 4))};
    const Vector policy = RandomPolicy(draws, static_cast<Eigen::Index>(question.answers.size()));
    CHECK(WorstGap(question, preference, policy) < 1e-12);
  }
}

TEST_CASE("Rewards that differ by 1e-9 are told apart, with full advantages") {
  const GroupExpectation expectation({1, 1 + 1e-9}, 2, {});
  const Vector value = expectation.Value(Numbers({0.25, 0.75}));
  CHECK(value[0] == Approx(-0.75).epsilon(1e-7));  // 1 + 1e-9 itself is rounded
  CHECK(value[1] == Approx(0.25).epsilon(1e-7));
}

TEST_CASE("The number of enumerated terms is C(G+K-2, K-1) K") {
  CHECK(EnumerationTerms(2, 2) == 2 * 2);
  CHECK(EnumerationTerms(8, 3) == 36 * 3);
  CHECK(EnumerationTerms(64, 3) == 2080 * 3);
  CHECK(EnumerationTerms(8, 10) == 11440 * 10);
  CHECK(EnumerationTerms(1024, 1) == 1);
  CHECK(EnumerationTerms(64, 10) == 10 * 85113005120.0);
}

TEST_CASE("The slope is the derivative of the value along every tangent direction, in every convention") {
  const Vector mass = Numbers({0.2, 0.3, 0.5});
  constexpr double h = 1e-6;
  for (const auto& std : kStdNames) {
    for (const auto& silent : kSilentGroupNames) {
      INFO("std " << std.name << ", silent " << silent.name);
      const GroupExpectation expectation({0, 0.3, 1}, 5, {std.choice, 0.01, silent.choice});
      Vector value;
      Matrix slope;
      expectation.ValueAndSlope(mass, &value, &slope);
      CHECK(Gap(value, expectation.Value(mass)) == 0);
      for (const Vector& direction : {Numbers({1, -1, 0}), Numbers({0, 1, -1})}) {
        const Vector ahead = expectation.Value(mass + h * direction);
        const Vector behind = expectation.Value(mass - h * direction);
        CHECK(Gap(slope * direction, (ahead - behind) / (2 * h)) < 1e-8);
      }
    }
  }
}

TEST_CASE("The largest enumerated groups neither overflow nor underflow") {
  const GroupExpectation expectation({0, 1}, kMaxEnumeratedGroupSize, {});
  for (const double p : {0.0, 1e-300, 1e-9, 0.5, 1 - 1e-9, 1.0}) {
    INFO("p = " << p);
    const Vector mass = Numbers({1 - p, p});
    const Vector value = expectation.Value(mass);
    CHECK(value.allFinite());
    CHECK(std::abs(mass.dot(value)) < 1e-12);  // E_π[P] = 0
  }
}

}  // namespace
}  // namespace aggregation::testing
