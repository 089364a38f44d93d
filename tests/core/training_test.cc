// SPDX-License-Identifier: MIT
// The sampled algorithm walks where the stationary policies are.
#include "aggregation/training.h"

#include <functional>

#include "aggregation/stationary.h"
#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

const Vector kStart = Numbers({.3, .3, .4});

TrainingOptions Options(int groups, double learning_rate) {
  TrainingOptions options;
  options.groups_per_step = groups;
  options.learning_rate = learning_rate;
  return options;
}

/// θ'(o) = π(o)[(P(o) − E_π P) − β(s(o) − E_π s)].
Vector LogitVelocity(const ScenarioSpec& question, const RuleSpec& rule, const Vector& policy, const Vector& marginal) {
  const Vector gain = MakeRule(question, rule).Preference(policy) - rule.beta * marginal;
  return policy.array() * (gain.array() - policy.dot(gain));
}

/// What one step by plain gradient ascent adds to log π, up to what all answers have in common, per learning rate.
Vector MeanDrift(const ScenarioSpec& question, const RuleSpec& rule, const Vector& policy, int groups) {
  const Scenario scenario = Validated(question);
  TrainingRun run(scenario, rule, policy, Options(groups, 1e-3), 7);
  run.Step();
  Vector drift = (run.Policy().array() / policy.array()).log() / 1e-3;
  return drift.array() - drift.mean();
}

void CheckDrift(const RuleSpec& rule, const Vector& marginal) {
  constexpr int kGroups = 400'000;
  Vector expected = LogitVelocity(ThreeAnswers(), rule, kStart, marginal);
  expected.array() -= expected.mean();
  // log π is not linear in the logits: with a step of 1e-3 that is below 1e-3 of the drift; the rest is noise.
  CHECK(Gap(MeanDrift(ThreeAnswers(), rule, kStart, kGroups), expected) < 4e-3);
}

/// The mean policy over the last half of a run.
Vector Settled(const ScenarioSpec& question, const RuleSpec& rule, const TrainingOptions& options, int steps) {
  const Scenario scenario = Validated(question);
  TrainingRun run(scenario, rule, scenario.reference_policy, options, 3);
  Vector sum = Vector::Zero(scenario.size());
  for (int i = 0; i < steps; ++i) {
    run.Step();
    if (2 * i >= steps) sum += run.Policy();
  }
  return sum / sum.sum();
}

TEST_CASE("One step's mean gradient is the mean-field flow: k3 in the loss pulls like KL(π_ref‖π), VY (7) to (10)") {
  const Vector reference = Numbers({.2, .5, .3});
  const Vector reverse = -reference.array() / kStart.array();
  const Vector direct = (kStart.array() / reference.array()).log();
  CheckDrift(WithKlTerm(Grpo(4, .7), KlTerm::kK3InLoss), reverse);
  CheckDrift(Grpo(4, .7), reverse);
  CheckDrift(WithKlTerm(Grpo(4, .7), KlTerm::kK2InLoss), direct);
  CheckDrift(WithKlTerm(Grpo(4, .7), KlTerm::kK3TimesRatioInLoss), direct);
  CheckDrift(WithKlTerm(Grpo(4, .7), KlTerm::kK1InRewardAfterNormalising), direct);
  CheckDrift(DirectKl(WithStd(Grpo(4, .7), StdConvention::kSample, 1e-2)), direct);
  CheckDrift(WithKlTerm(ShiftOnly(4, .7), KlTerm::kK3InLoss), reverse);
}

TEST_CASE("k1 in the loss pulls nowhere on average: E_π[∇ log π] = 0 (mathematics §3)") {
  CheckDrift(WithKlTerm(Grpo(4, .7), KlTerm::kK1InLoss), Vector::Zero(3));
}

TEST_CASE("A run walks from π_ref to the stationary policy and stays there, whatever the optimiser") {
  const RuleSpec rules[] = {Grpo(8, 1), DirectKl(Grpo(8, 1)), WithStd(Grpo(4, 1), StdConvention::kSample, 1e-4),
                            WithKlTerm(ShiftOnly(4, .5), KlTerm::kK3InLoss),
                            WithStd(Grpo(4, 1), StdConvention::kLeaveOneOut, 1e-6)};
  for (const RuleSpec& rule : rules) {
    const Vector predicted = OnlyPolicy(ThreeAnswers(), rule).policy;
    CHECK(Gap(Settled(ThreeAnswers(), rule, Options(64, .2), 2000), predicted) < .01);
    TrainingOptions adam = Options(64, .004);
    adam.optimiser = Optimiser::kAdam;
    CHECK(Gap(Settled(ThreeAnswers(), rule, adam, 2000), predicted) < .01);
  }
}

TEST_CASE("A run with noisy rewards and several raters walks to their stationary policy") {
  ScenarioSpec question = NoisyQuestion({.3, .3, .4}, {{{1, .5, 1}}, Coin(.4), {{1, 0, 0}}});
  question.raters = {{"a", 3, {{{1, .5, 1}}, Coin(.4), {{1, 0, 0}}}}, {"b", 1, {{{1, 0, 0}}, {{1, 1, 0}}, Coin(.5)}}};
  const RuleSpec rule = Grpo(6, .8);
  CHECK(Gap(Settled(question, rule, Options(64, .2), 2000), OnlyPolicy(question, rule).policy) < .01);
}

TEST_CASE("k1 inside the normalised reward walks to logarithmic pooling, with the std and without (trainers.md)") {
  const Vector pooled = OnlyPolicy(ThreeAnswers(), Rlhf(1)).policy;
  const auto term = KlTerm::kK1InRewardBeforeNormalising;
  CHECK(Gap(Settled(ThreeAnswers(), WithKlTerm(Rloo(1), term), Options(16, .1), 3000), pooled) < .01);
  // All normalised rewards are nearly equal there, and the std makes them ±1 again: it chatters round the end.
  CHECK(Gap(Settled(ThreeAnswers(), WithKlTerm(Grpo(8, 1), term), Options(16, .01), 6000), pooled) < .02);
}

TEST_CASE("k1 in the loss runs to the best answer: no regularisation (trainers.md, OpenRLHF)") {
  const Vector end = Settled(ThreeAnswers(), WithKlTerm(Grpo(8, 1), KlTerm::kK1InLoss), Options(64, .5), 1000);
  CHECK(end[0] > .99);
}

TEST_CASE("The same seed gives the same run to the last bit, in one part or in several") {
  const Scenario scenario = Validated(ThreeAnswers());
  for (const Optimiser optimiser : {Optimiser::kSgd, Optimiser::kAdam}) {
    TrainingOptions options = Options(4, .1);
    options.optimiser = optimiser;
    options.epochs = 3;
    const RuleSpec rule = Grpo(4, 1);
    TrainingRun whole(scenario, rule, kStart, options, 5), first(scenario, rule, kStart, options, 5);
    for (int i = 0; i < 20; ++i) whole.Step();
    for (int i = 0; i < 7; ++i) first.Step();
    auto second = TrainingRun::Restored(scenario, rule, options, first.State());
    REQUIRE(second);
    CHECK(second->steps() == 7);
    for (int i = 0; i < 13; ++i) second->Step();
    CHECK(second->State() == whole.State());
    TrainingRun other(scenario, rule, kStart, options, 6);
    for (int i = 0; i < 20; ++i) other.Step();
    CHECK(other.State() != whole.State());
  }
}

TEST_CASE("What is no state of a run is not restored") {
  const Scenario scenario = Validated(ThreeAnswers());
  const RuleSpec rule = Grpo(4, 1);
  std::vector<double> state = TrainingRun(scenario, rule, kStart, {}, 5).State();
  const auto restored = [&](const std::vector<double>& numbers) {
    return TrainingRun::Restored(scenario, rule, {}, numbers).has_value();
  };
  CHECK(restored(state));
  CHECK_FALSE(restored({}));
  for (const double bad : {-1.0, .5, 1e300, std::numeric_limits<double>::quiet_NaN()}) {
    std::vector<double> spoilt = state;
    spoilt.back() = bad;
    CHECK_FALSE(restored(spoilt));
  }
  state[3] = kInfinite;
  CHECK_FALSE(restored(state));
}

/// L(θ) by its definition, over the very samples that the run draws.
double Surrogate(const std::vector<SampledGroup>& groups, const Vector& old_policy, const Vector& logits,
                 const TrainingOptions& options, double beta, const Vector& reference) {
  const Vector policy = logits.array().exp() / logits.array().exp().sum();
  double sum = 0, samples = 0;
  for (const SampledGroup& group : groups) {
    for (size_t i = 0; i < group.answer.size(); ++i) {
      const int o = group.answer[i];
      const double ratio = policy[o] / old_policy[o], A = group.advantage[i];
      const double clipped = std::min(std::max(ratio, 1 - options.clip_low), 1 + options.clip_high);
      double term = std::min(ratio * A, clipped * A);
      if (A < 0 && options.dual_clip) term = std::max(term, *options.dual_clip * A);
      const double rho = reference[o] / policy[o];
      sum += term - beta * (rho - std::log(rho) - 1);
      ++samples;
    }
  }
  return sum / samples;
}

TEST_CASE(
    "Every epoch ascends the clipped surrogate, dual clip included: its gradient by central differences (VY (1))") {
  const Scenario scenario = Validated(ThreeAnswers());
  const RuleSpec rule = Grpo(4, .3);
  for (const std::optional<double> dual : {std::optional<double>(), std::optional<double>(1.6)}) {
    TrainingOptions options = Options(16, 2.5);
    options.dual_clip = dual;
    options.clip_high = .28;
    GroupSampler sampler(scenario, rule, kStart, 11);
    std::vector<SampledGroup> groups;
    for (int g = 0; g < options.groups_per_step; ++g) groups.push_back(sampler.Draw());
    bool has_clipped = false;
    Vector logits = kStart.array().log();
    for (int epochs = 1; epochs <= 6; ++epochs) {
      Vector gradient(3);
      for (int j = 0; j < 3; ++j) {
        const Vector e = 1e-6 * Vector::Unit(3, j);
        const auto at = [&](const Vector& theta) {
          return Surrogate(groups, kStart, theta, options, rule.beta, scenario.reference_policy);
        };
        gradient[j] = (at(logits + e) - at(logits - e)) / 2e-6;
      }
      logits += options.learning_rate * gradient;
      options.epochs = epochs;
      TrainingRun run(scenario, rule, kStart, options, 11);
      has_clipped |= run.Step().clipped > 0;
      const Vector expected = logits.array().exp() / logits.array().exp().sum();
      CHECK(Gap(run.Policy(), expected) < 1e-7);
    }
    CHECK(has_clipped);
  }
}

TEST_CASE("The metrics tend to what they estimate: E_π[r], KL(π‖π_ref) by k3, Σ mass^G and the entropy") {
  const Scenario scenario = Validated(ThreeAnswers());
  const Vector reference = scenario.reference_policy;
  TrainingRun run(scenario, Grpo(4, 1), kStart, Options(400'000, 1e-9), 2);
  const TrainingMetrics metrics = run.Step();
  CHECK(metrics.reward == Approx(kStart.dot(Numbers({1, .3, 0}))).margin(2e-3));
  CHECK(metrics.kl == Approx((kStart.array() * (kStart.array() / reference.array()).log()).sum()).margin(2e-3));
  CHECK(metrics.silent == Approx(kStart.array().pow(4).sum()).margin(1e-3));
  CHECK(metrics.entropy == Approx(-(kStart.array() * kStart.array().log()).sum()).margin(1e-12));
  CHECK(metrics.clipped == 0);
}

TEST_CASE("A rule that no training loop has is an issue that names the field") {
  const auto issues_of = [](const ScenarioSpec& question, const RuleSpec& rule) {
    Issues issues;
    CheckTrained(Validated(question), rule, "rules[0]", issues);
    std::string fields;
    for (const Issue& issue : issues.list()) fields += issue.field + " ";
    return fields;
  };
  CHECK(issues_of(ThreeAnswers(), Grpo(8, 1)).empty());
  CHECK(issues_of(ThreeAnswers(), WithKlTerm(Grpo(8, 1), KlTerm::kK1InRewardBeforeNormalising)).empty());
  CHECK(issues_of(ThreeAnswers(), Grpo(kInfinite, 1)) == "rules[0].preference.groupSize ");
  CHECK(issues_of(ThreeAnswers(), Rlhf(1)) == "rules[0].preference.model ");
  CHECK(issues_of(Duel(.3, .5), Grpo(2, 1)) == "answers[0].reward ");
  RuleSpec hellinger = Grpo(8, 1);
  hellinger.penalty.divergence = Divergence::kHellinger;
  CHECK(issues_of(ThreeAnswers(), hellinger) == "rules[0].penalty.divergence ");
}

}  // namespace
}  // namespace aggregation::testing
