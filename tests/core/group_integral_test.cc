// SPDX-License-Identifier: MIT
// The integral over (t, c) of mathematics §5 against enumeration, and against exact facts where nothing can be
// enumerated.
#include "aggregation/group_integral.h"

#include <algorithm>

#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

/// What P promises, absolute.
constexpr double kTolerance = 1e-10;

std::vector<RewardLaw> Atoms(const std::vector<double>& levels) {
  std::vector<RewardLaw> laws;
  for (const double level : levels) laws.push_back(RewardLaw({{1, level, 0}}));
  return laws;
}

/// A policy over `size` classes whose masses fall by half from class to class.
Vector Falling(size_t size) {
  Vector policy(size);
  for (size_t i = 0; i < size; ++i) policy[i] = std::pow(0.5, static_cast<double>(i));
  return policy / policy.sum();
}

TEST_CASE("The integral equals enumeration, for every std and epsilon, with few levels or many") {
  const std::vector<double> levels[] = {{0, 1}, {0, 0.3, 1}, {0, 0.01, 0.5, 0.51, 1}, {0, 1e-9, 1}};
  for (const auto& level : levels) {
    for (const int group_size : {3, 4, 8, 16}) {
      for (const auto& std : kStdNames) {
        for (const double epsilon : {0.0, 1e-4, 0.3}) {
          INFO(level.size() << " levels, G = " << group_size << ", " << std.name << ", epsilon = " << epsilon);
          const AdvantageConvention convention{std.choice, epsilon, SilentGroups::kZero};
          const Vector policy = Falling(level.size());
          const Vector exact = GroupExpectation(level, group_size, convention).Value(policy);
          const GroupIntegral integral(Atoms(level), group_size, convention);
          // With the first member outside the std, P is as large as the range over the smallest gap.
          CHECK(Gap(integral.Value(policy), exact) < kTolerance * std::max(1.0, exact.cwiseAbs().maxCoeff()));
        }
      }
    }
  }
}

TEST_CASE("Near a vertex the integral keeps its accuracy") {
  for (const int group_size : {8, 64, 1000}) {
    const GroupIntegral integral(Atoms({0, 1}), group_size, {});
    const GroupExpectation enumeration({0, 1}, group_size, {});
    for (const double rare : {1e-3, 1e-6, 1e-9}) {
      const Vector policy = Numbers({1 - rare, rare});
      CHECK(Gap(integral.Value(policy), enumeration.Value(policy)) < kTolerance);
    }
  }
}

TEST_CASE("E_pi[P] = 0 where no enumeration reaches: G up to a million, a hundred levels, normal rewards") {
  std::vector<double> hundred;
  for (int i = 0; i < 100; ++i) hundred.push_back(std::sqrt(i));
  const Vector falling = Falling(11);
  const std::vector<double> eleven = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  for (const int group_size : {64, 1024, 1'000'000})
    CHECK(std::abs(falling.dot(GroupIntegral(Atoms(eleven), group_size, {}).Value(falling))) < kTolerance);
  CHECK(std::abs(Falling(100).dot(GroupIntegral(Atoms(hundred), 64, {}).Value(Falling(100)))) < kTolerance);
  const std::vector<RewardLaw> mixed = {RewardLaw({{1, 1, 0}}), RewardLaw({{1, 0.5, 0.5}}),
                                        RewardLaw({{0.5, 0, 0}, {0.5, 2, 0.01}})};
  CHECK(std::abs(Falling(3).dot(GroupIntegral(mixed, 6, {}).Value(Falling(3)))) < kTolerance);
}

TEST_CASE("A million answers in a group are nearly the limit: P differs by order 1/G") {
  const std::vector<double> level = {0, 0.3, 1};
  const Vector policy = Numbers({0.5, 0.3, 0.2});
  const Vector limit = MakeRule(Question({1, 1, 1}, level), Grpo(kInfinite, 1)).Preference(policy);
  const double at_million = Gap(GroupIntegral(Atoms(level), 1'000'000, {}).Value(policy), limit);
  const double at_thousand = Gap(GroupIntegral(Atoms(level), 1000, {}).Value(policy), limit);
  CHECK(at_million < 1e-5);
  CHECK(at_thousand / at_million == Approx(1000).epsilon(0.02));
}

TEST_CASE("Noise that vanishes leaves the constant reward's P") {
  const Vector policy = Numbers({0.5, 0.3, 0.2});
  const Vector exact = GroupIntegral(Atoms({0, 0.3, 1}), 6, {}).Value(policy);
  double before = 1;
  for (const double sd : {1e-2, 1e-3, 1e-4}) {
    const std::vector<RewardLaw> noisy = {RewardLaw({{1, 0, 0}}), RewardLaw({{1, 0.3, sd}}), RewardLaw({{1, 1, 0}})};
    const double gap = Gap(GroupIntegral(noisy, 6, {}).Value(policy), exact);
    CHECK(gap < 0.5 * before);
    before = gap;
  }
}

TEST_CASE("The slope is the derivative of the value along the simplex") {
  const std::vector<RewardLaw> laws = {RewardLaw({{1, 1, 0}}), RewardLaw({{1, 0.5, 0.5}}), RewardLaw({{1, 0, 0}})};
  const Vector direction = Numbers({1, -0.6, -0.4});
  const Vector policy = Numbers({0.3, 0.3, 0.4});
  constexpr double h = 1e-5;
  for (const auto& std : kStdNames) {
    INFO(std.name);
    const GroupIntegral integral(laws, 6, {std.choice, 1e-2, SilentGroups::kZero});
    Vector value;
    Matrix slope;
    integral.ValueAndSlope(policy, &value, &slope);
    const Vector difference =
        (integral.Value(policy + h * direction) - integral.Value(policy - h * direction)) / (2 * h);
    CHECK(Gap(slope * direction, difference) < 1e-7);
    CHECK(Gap(value, integral.Value(policy)) < 1e-14);
  }
}

TEST_CASE("The error estimate bounds the error") {
  for (const int group_size : {3, 8, 32}) {
    const GroupIntegral integral(Atoms({0, 0.3, 1}), group_size, {});
    const Vector policy = Numbers({0.5, 0.3, 0.2});
    const Vector exact = GroupExpectation({0, 0.3, 1}, group_size, {}).Value(policy);
    const double rounding = 1e-14;
    CHECK(Gap(integral.Value(policy), exact) < 10 * integral.ErrorEstimate(policy) + rounding);
    CHECK(integral.ErrorEstimate(policy) < kTolerance);
  }
}

TEST_CASE("The weight of epsilon turns the integral of 1/sigma into that of 1/(sigma + epsilon)") {
  for (const double x : {0.0, 1e-3, 0.5, 5.9, 6.1, 50.0}) {
    const double weight = EpsilonWeight(x, 1);
    CHECK(weight > 0);
    CHECK(weight <= 1);
    // From below and above 6, where the series takes over, the asymptote 1/(2x²) is approached alike.
    if (x > 5) CHECK(weight * 2 * x * x == Approx(1 - 1.5 / (x * x) + 3.75 / std::pow(x, 4)).epsilon(5e-4));
  }
}

}  // namespace
}  // namespace aggregation::testing
