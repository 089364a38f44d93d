// SPDX-License-Identifier: MIT
// The losses of training libraries, sampled, against the policies that are predicted for them (trainers.md).
#include <array>

#include "aggregation/stationary.h"
#include "aggregation/training.h"
#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

constexpr double kGroupSize = 8;
constexpr double kBeta = 1;

struct Preset {
  const char* name;
  RuleSpec rule;
};

RuleSpec Grpo(StdConvention std, double epsilon, KlTerm term) {
  return WithKlTerm(WithStd(testing::Grpo(kGroupSize, kBeta), std, epsilon), term);
}

RuleSpec WithoutStd(KlTerm term) { return WithKlTerm(ShiftOnly(kGroupSize, kBeta), term); }

RuleSpec Resampled(RuleSpec rule) {
  rule.preference.silent_groups = SilentGroups::kResample;
  return rule;
}

RuleSpec WithoutKl(RuleSpec rule) {
  rule.penalty = {};
  rule.penalty.divergence = Divergence::kNone;
  return rule;
}

/// Those that hold to the reference.
std::vector<Preset> Regularised() {
  constexpr auto kPopulation = StdConvention::kPopulation, kSample = StdConvention::kSample;
  return {{"the paper, DeepSeekMath", Grpo(kPopulation, 0, KlTerm::kK3InLoss)},
          {"TRL <= 1.9", Grpo(kSample, 1e-4, KlTerm::kK3InLoss)},
          {"TRL >= 1.10", Grpo(kSample, 1e-4, KlTerm::kK3TimesRatioInLoss)},
          {"TRL, scale_rewards none", WithoutStd(KlTerm::kK3InLoss)},
          {"TRL RLOO", WithKlTerm(Rloo(kBeta), KlTerm::kK1InRewardBeforeNormalising)},
          {"verl, low_var_kl", Grpo(kSample, 1e-6, KlTerm::kK3InLoss)},
          {"verl, low_var_kl+", Grpo(kSample, 1e-6, KlTerm::kK2InLoss)},
          {"verl, use_kl_in_reward", Grpo(kSample, 1e-6, KlTerm::kK1InRewardBeforeNormalising)},
          {"OpenRLHF, group_norm", Grpo(kSample, 1e-9, KlTerm::kK1InRewardAfterNormalising)},
          {"OpenRLHF, dr_grpo", WithoutStd(KlTerm::kK1InRewardAfterNormalising)},
          {"NeMo-RL", Grpo(StdConvention::kLeaveOneOut, 1e-6, KlTerm::kK3TimesRatioInLoss)},
          {"open-instruct", WithoutStd(KlTerm::kK3InLoss)}};
}

/// Those that let go of it.
std::vector<Preset> Unregularised() {
  constexpr auto kSample = StdConvention::kSample;
  return {{"Dr. GRPO", WithoutKl(ShiftOnly(kGroupSize, kBeta))},
          {"DAPO", Resampled(WithoutKl(WithStd(testing::Grpo(kGroupSize, kBeta), kSample, 1e-6)))},
          {"slime, k1", Grpo(kSample, 1e-6, KlTerm::kK1InLoss)},
          {"OpenRLHF, use_loss", Grpo(kSample, 1e-9, KlTerm::kK1InLoss)}};
}

/// P without the silent groups is solved exactly; that the KL term of the loss leaves them out too is not.
RuleSpec Filtered() { return Resampled(Grpo(StdConvention::kPopulation, 1e-8, KlTerm::kK3InLoss)); }

struct Sampled {
  Vector mean, error;  // N: the standard error of the mean
};

Sampled MeanOf(const std::vector<Vector>& draws) {
  const auto count = static_cast<double>(draws.size());
  Vector mean = Vector::Zero(draws[0].size()), square = mean;
  for (const Vector& draw : draws) mean += draw / count;
  for (const Vector& draw : draws) square += (draw - mean).cwiseAbs2();
  return {mean, (square / (count - 1) / count).cwiseSqrt()};
}

/// The gradient of the loss by the logits, averaged over a million groups in a hundred batches.
Sampled MeanGradient(const RuleSpec& rule, const Vector& policy) {
  constexpr int kBatches = 100, kGroups = 10'000;
  const Scenario scenario = Validated(ThreeAnswers());
  TrainingOptions options;
  options.groups_per_step = kGroups;
  options.learning_rate = 1;
  std::vector<Vector> gradients;
  for (int batch = 0; batch < kBatches; ++batch) {
    TrainingRun run(scenario, rule, policy, options, 100 + batch);
    REQUIRE(run.Step());
    // A run's state begins with its counts; the logits follow.
    const std::vector<double> state = run.State();
    gradients.push_back(
        Vector(Eigen::Map<const Vector>(state.data() + 2, policy.size()).array() - policy.array().log()));
  }
  return MeanOf(gradients);
}

/// Where rewards less β u come to be equal the noise vanishes; this is left of their rounding, divided by ε, and of the
/// way there.
constexpr double kRounding = 1e-8;

TEST_CASE("At the predicted policy the averaged gradient of every loss is 0 within 4 standard errors, 1e6 groups") {
  for (const auto& [name, rule] : Regularised()) {
    INFO(name);
    const auto [mean, error] = MeanGradient(rule, OnlyPolicy(ThreeAnswers(), rule).policy);
    CHECK((mean.array().abs() <= 4 * error.array() + kRounding).all());
    CHECK(error.maxCoeff() < 2e-3);
  }
}

TEST_CASE("At another loss's policy it is not: k3 and k3 times the ratio, with the std and without") {
  const RuleSpec reverse = Grpo(StdConvention::kSample, 1e-6, KlTerm::kK3InLoss);
  const RuleSpec others[] = {Grpo(StdConvention::kSample, 1e-6, KlTerm::kK3TimesRatioInLoss),
                             WithoutStd(KlTerm::kK3InLoss), Grpo(StdConvention::kPopulation, 0, KlTerm::kK3InLoss)};
  for (const RuleSpec& other : others) {
    const auto [mean, error] = MeanGradient(reverse, OnlyPolicy(ThreeAnswers(), other).policy);
    CHECK((mean.array().abs() > 10 * error.array()).any());
  }
}

TEST_CASE("k1 in the loss: its averaged gradient is 0 at every policy, so what is left of the loss's is P's") {
  const Vector policy = Numbers({.3, .3, .4});
  const RuleSpec rule = Grpo(StdConvention::kSample, 1e-6, KlTerm::kK1InLoss);
  const auto [mean, error] = MeanGradient(rule, policy);
  const Vector preference = MakeRule(ThreeAnswers(), rule).Preference(policy);
  const Vector expected = policy.array() * (preference.array() - policy.dot(preference));
  CHECK(((mean - expected).array().abs() <= 4 * error.array()).all());
}

/// The last policies of twenty runs from π_ref.
std::vector<Vector> LastPolicies(const RuleSpec& rule, double learning_rate, int steps) {
  constexpr int kSeeds = 20;
  const Scenario scenario = Validated(ThreeAnswers());
  TrainingOptions options;
  options.learning_rate = learning_rate;
  std::vector<Vector> policies;
  for (int seed = 0; seed < kSeeds; ++seed) {
    TrainingRun run(scenario, rule, scenario.reference_policy, options, seed);
    for (int i = 0; i < steps; ++i) REQUIRE(run.Step());
    policies.push_back(run.Policy());
  }
  return policies;
}

TEST_CASE("Runs with a small learning rate end within 3 standard errors of the predicted policy, for every preset") {
  for (const auto& [name, rule] : Regularised()) {
    INFO(name);
    const auto [mean, error] = MeanOf(LastPolicies(rule, .02, 4000));
    const Vector predicted = OnlyPolicy(ThreeAnswers(), rule).policy;
    INFO("predicted " << predicted.transpose() << ", ended at " << mean.transpose() << " +- " << error.transpose());
    CHECK(((mean - predicted).array().abs() <= 3 * error.array() + kRounding).all());
    CHECK(error.maxCoeff() < 5e-3);
  }
}

TEST_CASE(
    "Where silent groups are drawn again the KL term counts the kept ones: runs end near the prediction, not at it") {
  const Vector predicted = OnlyPolicy(ThreeAnswers(), Filtered()).policy;
  const auto [mean, error] = MeanGradient(Filtered(), predicted);
  CHECK((mean.array().abs() > 10 * error.array()).any());
  CHECK(Gap(MeanOf(LastPolicies(Filtered(), .02, 3000)).mean, predicted) < .01);
}

TEST_CASE("Runs of presets without a pull to the reference end at the best answer, as predicted") {
  for (const auto& [name, rule] : Unregularised()) {
    INFO(name);
    const auto predicted = Solve(ThreeAnswers(), rule);
    REQUIRE(predicted.size() == 1);
    CHECK(predicted[0].policy == Numbers({1, 0, 0}));
    for (const Vector& policy : LastPolicies(rule, .5, 3000)) CHECK(policy[0] > .99);
  }
}

}  // namespace
}  // namespace aggregation::testing