// SPDX-License-Identifier: MIT
// GRPO's objective as the paper states it (VY (1)), group by group and with its clipping, against the mean-field flow
// whose rest points the core calls stationary.
#include <algorithm>

#include "brute_force.h"
#include "catch.h"
#include "flow.h"
#include "random_questions.h"

namespace aggregation::testing {
namespace {

constexpr double kClip = 0.2;

/// min(ρA, clip(ρ, 1 − ε, 1 + ε) A) − β (π_ref/π − log(π_ref/π) − 1) for one answer of a group.
double Term(double ratio, double advantage, double reference_ratio, double beta) {
  const double clipped = std::clamp(ratio, 1 - kClip, 1 + kClip);
  return std::min(ratio * advantage, clipped * advantage) - beta * (reference_ratio - std::log(reference_ratio) - 1);
}

/// (1): the expectation over every group of G answers drawn from `old`, of the group's mean term at `policy`.
double Objective(const Rule& rule, const RuleSpec& spec, const Vector& reward, const Vector& old,
                 const Vector& policy) {
  const auto group_size = static_cast<size_t>(spec.preference.group_size.size);
  std::vector<Eigen::Index> group(group_size, 0);
  double sum = 0;
  for (;;) {
    double probability = 1, mean = 0;
    std::vector<double> rewards;
    for (const Eigen::Index o : group) rewards.push_back(reward[o]);
    for (size_t i = 0; i < group_size; ++i) {
      const Eigen::Index o = group[i];
      probability *= old[o];
      std::swap(rewards[0], rewards[i]);
      mean += Term(policy[o] / old[o], FirstAdvantage(rewards, spec.preference), rule.reference()[o] / policy[o],
                   rule.beta()) /
              static_cast<double>(group_size);
      std::swap(rewards[0], rewards[i]);
    }
    sum += probability * mean;
    size_t position = 0;
    while (position < group_size && ++group[position] == old.size()) group[position++] = 0;
    if (position == group_size) return sum;
  }
}

/// The objective's gradient with respect to the policy's logits, by differences.
Vector Gradient(const Rule& rule, const RuleSpec& spec, const Vector& reward, const Vector& policy) {
  constexpr double kStep = 1e-5;
  const Vector logits = policy.array().log();
  return Vector::NullaryExpr(policy.size(), [&](Eigen::Index o) {
    const Vector step = kStep * Vector::Unit(policy.size(), o);
    return (Objective(rule, spec, reward, policy, Softmax(logits + step)) -
            Objective(rule, spec, reward, policy, Softmax(logits - step))) /
           (2 * kStep);
  });
}

TEST_CASE("(1): the gradient of GRPO's clipped objective at its own policy is the mean-field flow") {
  const Vector reward = Numbers({1, 0.3, 0});
  for (const double group_size : {2.0, 4.0}) {
    for (const StdConvention std : {StdConvention::kPopulation, StdConvention::kSample}) {
      const RuleSpec spec = WithStd(Grpo(group_size, 0.7), std, 1e-3);
      const Rule rule = MakeRule(ThreeAnswers(), spec);
      Draws draws(7);
      for (int i = 0; i < 5; ++i) {
        const Vector policy = 0.5 * RandomPolicy(draws, 3) + Vector::Constant(3, 0.5 / 3);
        CHECK(Gap(Gradient(rule, spec, reward, policy), FlowVelocity(rule, policy.array().log())) < 1e-8);
      }
    }
  }
}

TEST_CASE("(1), (11): at the stationary policy the gradient of GRPO's objective vanishes") {
  const Vector reward = Numbers({1, 0.3, 0});
  for (const double group_size : {2.0, 3.0, 5.0}) {
    const RuleSpec spec = Grpo(group_size, 0.7);
    const Vector policy = OnlyPolicy(ThreeAnswers(), spec).policy;
    CHECK(Gradient(MakeRule(ThreeAnswers(), spec), spec, reward, policy).cwiseAbs().maxCoeff() < 1e-8);
  }
}

}  // namespace
}  // namespace aggregation::testing
