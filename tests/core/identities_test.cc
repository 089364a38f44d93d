// SPDX-License-Identifier: MIT
// Two rules that must have the same preference or policy (mathematics §2, trainers.md), on random questions.
#include <map>

#include "aggregation/closed_form.h"
#include "brute_force.h"
#include "catch.h"
#include "random_questions.h"

namespace aggregation::testing {
namespace {

constexpr int kSeeds = 80;

Vector References(const ScenarioSpec& question) { return Validated(question).reference_policy; }

/// The first policy on the branch from π_ref, or the boundary point that is left where there is none; 0 entries where
/// the rule has neither.
Vector BranchPolicy(const ScenarioSpec& question, const RuleSpec& rule) {
  const auto policies = Solve(question, rule, Search::kBranch);
  return policies.empty() ? Vector() : policies[0].policy;
}

/// P(r(a) > r(b)) + ½ P(tie), value by value.
double WinProbability(const Law& a, const Law& b) {
  double win = 0;
  for (const auto& x : a)
    for (const auto& y : b) win += x.weight * y.weight * (x.mean > y.mean ? 1 : x.mean == y.mean ? 0.5 : 0);
  return win;
}

TEST_CASE("The sample std at beta and epsilon is the population std at beta k and epsilon/k, k = sqrt(G/(G-1))") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    Drawn drawn = RandomPair(draws);
    PreferenceSpec& preference = drawn.rule.preference;
    preference.model = ModelKind::kGroup;
    preference.std = StdConvention::kSample;
    if (preference.group_size.infinite || drawn.question.wins) continue;
    if (drawn.rule.penalty.kl_term == KlTerm::kK1InRewardBeforeNormalising) continue;
    const double kappa = std::sqrt(preference.group_size.size / (preference.group_size.size - 1));
    RuleSpec population = WithStd(drawn.rule, StdConvention::kPopulation, preference.epsilon / kappa);
    population.beta *= kappa;
    if (!IsComputable(drawn.question, drawn.rule)) continue;
    const Vector policy = BranchPolicy(drawn.question, drawn.rule);
    const Vector expected = BranchPolicy(drawn.question, population);
    REQUIRE(policy.size() == expected.size());
    CHECK((policy.size() == 0 || Gap(policy, expected) < 1e-9));
  }
}

TEST_CASE("G = 2 with KL(pi || pi_ref) is NLHF at beta/2, and at beta/sqrt(2) with the sample std (VY (5))") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = draws.OneIn(2) ? RandomQuestion(draws) : RandomNoisyQuestion(draws);
    const double beta = draws.LogUniform(0.1, 10);
    for (const bool sample : {false, true}) {
      const RuleSpec grpo = WithStd(Grpo(2, beta), sample ? StdConvention::kSample : StdConvention::kPopulation);
      const Vector policy = OnlyPolicy(question, DirectKl(grpo)).policy;
      Vector wins = Vector::Zero(policy.size());
      for (Eigen::Index o = 0; o < policy.size(); ++o)
        for (Eigen::Index other = 0; other < policy.size(); ++other)
          wins[o] += policy[other] * WinProbability(*question.answers[o].reward, *question.answers[other].reward);
      const double nlhf_beta = beta / (sample ? std::sqrt(2) : 2);
      CHECK(Gap(policy, LogarithmicPool(References(question), wins, nlhf_beta)) < 1e-12);
    }
  }
}

/// r(o) − β log(π(o)/π_ref(o)): the reward with k1 inside, as it is normalised.
ScenarioSpec Shaped(ScenarioSpec question, const Vector& policy, double beta) {
  const Vector reference = References(question);
  for (size_t o = 0; o < question.answers.size(); ++o)
    question.answers[o].reward->front().mean -= beta * std::log(policy[o] / reference[o]);
  return question;
}

TEST_CASE("k1 in the normalised reward is logarithmic pooling for every G: only equal shaped rewards have equal P") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = RandomQuestion(draws);
    const double group_size = draws.OneIn(5) ? kInfinite : draws.Integer(2, 12);
    // The libraries' ε: without one the std magnifies the rounding of equal shaped rewards.
    const RuleSpec grpo = WithStd(Grpo(group_size, draws.LogUniform(0.1, 5)), StdConvention::kSample, 1e-4);
    const RuleSpec shaped = WithKlTerm(grpo, KlTerm::kK1InRewardBeforeNormalising);
    Vector reward(static_cast<Eigen::Index>(question.answers.size()));
    for (Eigen::Index o = 0; o < reward.size(); ++o) reward[o] = question.answers[o].reward->front().mean;
    const Vector pool = LogarithmicPool(References(question), reward, grpo.beta);
    CHECK(Gap(OnlyPolicy(question, shaped).policy, pool) < 1e-12);
    CHECK(MakeRule(Shaped(question, pool, grpo.beta), grpo).Preference(pool).cwiseAbs().maxCoeff() < 1e-9);

    const Vector other = RandomPolicy(draws, reward.size());
    const ScenarioSpec elsewhere = Shaped(question, other, grpo.beta);
    const Vector preference = MakeRule(elsewhere, grpo).Preference(other);
    for (Eigen::Index a = 0; a < reward.size(); ++a)
      for (Eigen::Index b = 0; b < reward.size(); ++b)
        if (elsewhere.answers[a].reward->front().mean > elsewhere.answers[b].reward->front().mean + 1e-9)
          CHECK(preference[a] > preference[b]);
  }
}

TEST_CASE("Dynamic sampling (DAPO) divides P by 1 - sum q^G, q the probability of each reward that can repeat") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = RandomQuestionOfAnyKind(draws);
    RuleSpec dapo = WithStd(Grpo(draws.Integer(2, 40), 1), StdConvention::kSample, draws.OneIn(2) ? 0 : 1e-6);
    const RuleSpec grpo = dapo;
    dapo.preference.silent_groups = SilentGroups::kResample;
    if (!IsComputable(question, dapo) || !question.raters.empty()) continue;
    const Vector policy = RandomPolicy(draws, static_cast<Eigen::Index>(question.answers.size()));
    std::map<double, double> mass;
    for (size_t o = 0; o < question.answers.size(); ++o)
      for (const auto& part : *question.answers[o].reward)
        if (part.sd == 0) mass[part.mean] += policy[static_cast<Eigen::Index>(o)] * part.weight;
    double loud = 1;
    for (const auto& [level, probability] : mass) loud -= std::pow(probability, grpo.preference.group_size.size);
    if (loud < 1e-6) continue;  // hardly any group is kept: 1 − Σ q^G has lost its digits
    const Vector expected = MakeRule(question, grpo).Preference(policy) / loud;
    CHECK(Gap(MakeRule(question, dapo).Preference(policy), expected) < 1e-9 * (1 + expected.cwiseAbs().maxCoeff()));
  }
}

TEST_CASE("Raters: P is the weighted mean of the raters' own P, for every model, convention and reward law") {
  int compared = 0;
  for (int seed = 0; compared < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const Drawn drawn = RandomPair(draws);
    if (drawn.question.raters.empty()) continue;
    const Vector policy = RandomPolicy(draws, static_cast<Eigen::Index>(drawn.question.answers.size()));
    Vector expected = Vector::Zero(policy.size());
    double total = 0;
    for (const RaterSpec& rater : drawn.question.raters) {
      ScenarioSpec own = drawn.question;
      own.raters.clear();
      for (size_t o = 0; o < own.answers.size(); ++o) own.answers[o].reward = rater.rewards[o];
      expected += rater.weight * MakeRule(own, drawn.rule).Preference(policy);
      total += rater.weight;
    }
    expected /= total;
    const Vector preference = MakeRule(drawn.question, drawn.rule).Preference(policy);
    CHECK(Gap(preference, expected) < 1e-12 * (1 + expected.cwiseAbs().maxCoeff()));
    ++compared;
  }
}

}  // namespace
}  // namespace aggregation::testing
