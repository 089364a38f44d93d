// SPDX-License-Identifier: MIT
// Drawn groups tend to the preference that the rest of the core computes, and can be drawn again.
#include "aggregation/sampling.h"

#include "aggregation/stationary.h"
#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

RunningAdvantage Drawn(const ScenarioSpec& question, const RuleSpec& rule, const Vector& policy, int groups,
                       uint64_t seed = 1) {
  const Scenario scenario = Validated(question);
  GroupSampler sampler(scenario, rule, policy, seed);
  AdvantageSums sums(rule, policy);
  for (int i = 0; i < groups; ++i) sums.Add(sampler.Draw());
  return sums.Running();
}

void CheckTendsToPreference(const ScenarioSpec& question, const RuleSpec& rule, const Vector& policy, int groups) {
  const Vector exact = MakeRule(question, rule).Preference(policy);
  const RunningAdvantage running = Drawn(question, rule, policy, groups);
  for (Eigen::Index i = 0; i < exact.size(); ++i) {
    INFO("answer " << i << ", exact " << exact[i] << ", error " << running.standard_error[i]);
    CHECK(running.samples[i] > 0);
    CHECK(running.standard_error[i] > 0);
    CHECK(running.standard_error[i] < 2 / std::sqrt(running.samples[i]));
    CHECK(std::abs(running.mean[i] - exact[i]) < 4 * running.standard_error[i]);
  }
}

TEST_CASE("The mean advantage of an answer's samples is P_G(o) within 4 standard errors of a million groups") {
  CheckTendsToPreference(ThreeAnswers(), Grpo(8, 1), Numbers({.2, .5, .3}), 1'000'000);
}

TEST_CASE("The same for every convention of the std, with noise, and where silent groups are drawn again") {
  const ScenarioSpec noisy = NoisyQuestion({.3, .3, .4}, {{{1, .5, 1}}, Coin(.4), {{1, 0, 0}}});
  const Vector policy = Numbers({.3, .3, .4});
  constexpr int kGroups = 100'000;
  for (const ScenarioSpec& question : {ThreeAnswers(), noisy}) {
    CheckTendsToPreference(question, WithStd(Grpo(4, 1), StdConvention::kSample, .1), policy, kGroups);
    CheckTendsToPreference(question, WithStd(Grpo(5, 1), StdConvention::kLeaveOneOut, .5), policy, kGroups);
    CheckTendsToPreference(question, ShiftOnly(4, 1), policy, kGroups);
    RuleSpec rloo = Rloo(1);
    rloo.preference.group_size.size = 3;
    CheckTendsToPreference(question, rloo, policy, kGroups);
    RuleSpec dapo = Grpo(3, 1);
    dapo.preference.silent_groups = SilentGroups::kResample;
    CheckTendsToPreference(question, dapo, policy, kGroups);
  }
}

TEST_CASE("The same with several raters, one per group") {
  ScenarioSpec question = ThreeAnswers();
  question.raters = {{"a", 3, {{{1, 1, 0}}, {{1, .3, 0}}, {{1, 0, 0}}}},
                     {"b", 1, {{{1, 0, 0}}, {{1, 5, 0}}, Coin(.5)}}};
  CheckTendsToPreference(question, Grpo(4, 1), Numbers({.2, .5, .3}), 100'000);
}

TEST_CASE("The standard error is the spread of the running mean over seeds") {
  constexpr int kSeeds = 200;
  double sum = 0, squares = 0, claimed = 0;
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    const RunningAdvantage running = Drawn(ThreeAnswers(), Grpo(8, 1), Numbers({.2, .5, .3}), 400, seed);
    sum += running.mean[1];
    squares += running.mean[1] * running.mean[1];
    claimed += running.standard_error[1] / kSeeds;
  }
  const double spread = std::sqrt((squares - sum * sum / kSeeds) / (kSeeds - 1));
  CHECK(claimed == Approx(spread).epsilon(.2));  // 4 times the 5 % that 200 seeds leave open
}

TEST_CASE("A group's advantages are (r - mean)/std of its own rewards, 0 where all are equal (2)") {
  const Scenario scenario = Validated(ThreeAnswers());
  GroupSampler sampler(scenario, Grpo(4, 1), Numbers({.2, .5, .3}), 7);
  const double rewards[] = {1, .3, 0};
  int silent = 0;
  for (int g = 0; g < 200; ++g) {
    const SampledGroup& group = sampler.Draw();
    double mean = 0, variance = 0;
    for (size_t i = 0; i < 4; ++i) {
      CHECK(group.reward[i] == rewards[group.answer[i]]);
      mean += group.reward[i] / 4;
    }
    for (const double r : group.reward) variance += (r - mean) * (r - mean) / 4;
    CHECK(group.mean == Approx(mean).margin(1e-15));
    CHECK(group.std == Approx(std::sqrt(variance)).margin(1e-15));
    silent += group.std == 0;
    for (size_t i = 0; i < 4; ++i)
      CHECK(group.advantage[i] == Approx(group.std == 0 ? 0 : (group.reward[i] - mean) / group.std).margin(1e-14));
  }
  CHECK(silent > 0);
}

TEST_CASE("The same seed draws the same groups; another seed others") {
  const Scenario scenario = Validated(ThreeAnswers());
  const RuleSpec rule = Grpo(8, 1);
  GroupSampler first(scenario, rule, Numbers({.2, .5, .3}), 42), again(scenario, rule, Numbers({.2, .5, .3}), 42),
      other(scenario, rule, Numbers({.2, .5, .3}), 43);
  int different = 0;
  for (int i = 0; i < 50; ++i) {
    const std::vector<int> answers = first.Draw().answer;
    CHECK(answers == again.Draw().answer);
    different += answers != other.Draw().answer;
  }
  CHECK(different > 40);
}

TEST_CASE("The generator is xoshiro256** with its state from splitmix64: numbers do not depend on the machine") {
  // splitmix64 of 0 begins e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f, f88bb8a8724c81ec (Vigna).
  const uint64_t s1 = 0x6e789e6aa1b965f4;
  const uint64_t times5 = s1 * 5;
  CHECK(Random(0).Next() == ((times5 << 7) | (times5 >> 57)) * 9);
  double sum = 0, normal_squares = 0;
  Random random(3);
  for (int i = 0; i < 100'000; ++i) {
    const double draw = random.Uniform(), normal = random.Normal();
    REQUIRE(draw >= 0);
    REQUIRE(draw < 1);
    sum += draw;
    normal_squares += normal * normal;
  }
  CHECK(sum / 100'000 == Approx(.5).margin(4 * std::sqrt(1 / 12e5)));
  CHECK(normal_squares / 100'000 == Approx(1).margin(4 * std::sqrt(2e-5)));
}

TEST_CASE("An answer of probability 0 is never drawn; a policy of one answer draws that") {
  const Scenario scenario = Validated(ThreeAnswers());
  for (const Vector& policy : {Numbers({0, 1, 0}), Numbers({.5, .5, 0}), Numbers({0, .3, .7})}) {
    GroupSampler sampler(scenario, Grpo(8, 1), policy, 5);
    for (int i = 0; i < 500; ++i)
      for (const int answer : sampler.Draw().answer) REQUIRE(policy[answer] > 0);
  }
}

TEST_CASE("Silent groups that are drawn again are counted; where all groups are silent, one is kept in the end") {
  const Scenario scenario = Validated(ThreeAnswers());
  RuleSpec rule = Grpo(2, 1);
  rule.preference.silent_groups = SilentGroups::kResample;
  GroupSampler sampler(scenario, rule, Numbers({.2, .5, .3}), 9);
  double redrawn = 0;
  for (int i = 0; i < 10'000; ++i) {
    const SampledGroup& group = sampler.Draw();
    CHECK(group.std > 0);
    redrawn += group.redrawn;
  }
  const double silent = .04 + .25 + .09;
  CHECK(redrawn / 10'000 == Approx(silent / (1 - silent)).epsilon(.05));
  GroupSampler stuck(scenario, rule, Numbers({1, 0, 0}), 9);
  CHECK(stuck.Draw().redrawn == kMostRedraws);
}

TEST_CASE("No groups are drawn at G = inf, for pairwise and reward models, without rewards, or with k1 in the reward") {
  const auto fields = [](const ScenarioSpec& question, const RuleSpec& rule) {
    Issues issues;
    CheckSampled(Validated(question), rule, "rules[0]", issues);
    std::vector<std::string> list;
    for (const Issue& issue : issues.list()) list.push_back(issue.field);
    return list;
  };
  using Fields = std::vector<std::string>;
  CHECK(fields(ThreeAnswers(), Grpo(8, 1)).empty());
  CHECK(fields(ThreeAnswers(), Grpo(kInfinite, 1)) == Fields{"rules[0].preference.groupSize"});
  CHECK(fields(ThreeAnswers(), Rlhf(1)) == Fields{"rules[0].preference.model"});
  CHECK(fields(Duel(.5, .5), Pairwise(1)) == Fields{"answers[0].reward", "rules[0].preference.model"});
  CHECK(fields(ThreeAnswers(), WithKlTerm(Grpo(8, 1), KlTerm::kK1InRewardBeforeNormalising)) ==
        Fields{"rules[0].penalty.klTerm"});
}

}  // namespace
}  // namespace aggregation::testing
