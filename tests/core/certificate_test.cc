// SPDX-License-Identifier: MIT
// What is promised of stationary policies and of their number (mathematics §6, §7; trainers), checked from outside.
#include "aggregation/certificate.h"

#include "aggregation/group_models.h"
#include "aggregation/multistart.h"
#include "brute_force.h"
#include "catch.h"
#include "random_questions.h"

namespace aggregation::testing {
namespace {

constexpr int kSeeds = 100;
constexpr double kRounding = 1e-12;
/// What brute force itself loses in a sum over up to a million groups.
constexpr double kBruteRounding = 1e-13;

ScenarioSpec Cycle() { return Comparison({.6, .3, .1}, {{.5, .9, .3}, {.1, .5, .8}, {.7, .2, .5}}); }

/// max_o Σ π(o')(P(r(o) > r(o')) − P(r(o) < r(o'))) over every pair of reward values, one by one.
double ExploitabilityByPairs(const ScenarioSpec& question, const Vector& policy) {
  double highest = -1;
  for (const AnswerSpec& mine : question.answers) {
    double payoff = 0;
    for (size_t o = 0; o < question.answers.size(); ++o)
      for (const RewardComponent& a : *mine.reward)
        for (const RewardComponent& b : *question.answers[o].reward)
          payoff += policy[o] * a.weight * b.weight * ((a.mean > b.mean) - (a.mean < b.mean));
    highest = std::max(highest, payoff);
  }
  return highest;
}

TEST_CASE("G = 2 and KL(pi_ref||pi): max_o P_2(o|pi) < beta, so the policy is a beta-approximate maximal lottery") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = draws.OneIn(2) ? RandomQuestion(draws) : RandomNoisyQuestion(draws);
    const double beta = draws.LogUniform(0.01, 2);
    const StationaryPolicy policy = OnlyPolicy(question, draws.OneIn(2) ? Grpo(2, beta) : Pairwise(beta));
    const Certificate& certificate = policy.certificate;
    REQUIRE(certificate.exploitability);
    CHECK(*certificate.exploitability == Approx(ExploitabilityByPairs(question, policy.policy)).margin(kRounding));
    CHECK(*certificate.exploitability_bound == beta);
    CHECK(*certificate.exploitability < beta);
  }
}

TEST_CASE("G = 2 with the sample std and epsilon: exploitability is the game's, and its bound what they make of beta") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = draws.OneIn(2) ? RandomQuestion(draws) : RandomNoisyQuestion(draws);
    const double beta = draws.LogUniform(0.01, 1), epsilon = draws.LogUniform(1e-6, 1);
    const StationaryPolicy sample = OnlyPolicy(question, WithStd(Grpo(2, beta), StdConvention::kSample));
    CHECK(*sample.certificate.exploitability ==
          Approx(ExploitabilityByPairs(question, sample.policy)).margin(kRounding));
    CHECK(*sample.certificate.exploitability_bound == Approx(std::sqrt(2.0) * beta));
    CHECK(*sample.certificate.exploitability < *sample.certificate.exploitability_bound);
    const auto std = draws.OneIn(2) ? StdConvention::kSample : StdConvention::kPopulation;
    const StationaryPolicy weak = OnlyPolicy(question, WithStd(Grpo(2, beta), std, epsilon));
    if (!weak.certificate.exploitability) continue;  // all rewards are equal
    CHECK(*weak.certificate.exploitability == Approx(ExploitabilityByPairs(question, weak.policy)).margin(kRounding));
    CHECK(*weak.certificate.exploitability < *weak.certificate.exploitability_bound);
  }
}

TEST_CASE("The pairwise cycle at beta = .1 has exploitability .0760 (trainers, golden values)") {
  for (const RuleSpec& rule : {Pairwise(.1), DirectKl(Pairwise(.1))}) {
    const Certificate certificate = OnlyPolicy(Cycle(), rule).certificate;
    if (rule.penalty.divergence == Divergence::kKlRefToPolicy)
      CHECK(*certificate.exploitability == Approx(.0760).margin(5e-5));
    CHECK(certificate.exploitability_bound.has_value() == (rule.penalty.divergence == Divergence::kKlRefToPolicy));
  }
  CHECK_FALSE(OnlyPolicy(ThreeAnswers(), Grpo(3, 1)).certificate.exploitability);
}

TEST_CASE(
    "Under (11): beta exceeds P_G(o) - E_pi[P_G] at every policy of KL(pi_ref||pi), and nothing is said of others") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = RandomNoisyQuestion(draws);
    const RuleSpec rule = RandomRule(draws);
    for (const StationaryPolicy& policy : Solve(question, rule)) {
      const bool reverse = rule.penalty.divergence == Divergence::kKlRefToPolicy;
      REQUIRE(policy.certificate.preference_slack.has_value() == (reverse && !policy.boundary));
      if (!reverse || policy.boundary) continue;
      // β less it is β/u for the likeliest answer against π_ref.
      const Vector reference = MakeRule(question, rule).reference();
      const double expected = rule.beta * (reference.array() / policy.policy.array()).minCoeff();
      CHECK(*policy.certificate.preference_slack == Approx(expected).epsilon(1e-6).margin(kRounding));
      CHECK(*policy.certificate.preference_slack > -kRounding);
    }
  }
}

TEST_CASE(
    "(14): two answers and KL(pi_ref||pi) give at least max(1 - beta/gamma, pi_ref), gamma as the std scales it") {
  for (const double reference : {1e-6, .1, .5, .9}) {
    for (const double beta : {.01, .3, 2.0}) {
      const auto check = [&](const ScenarioSpec& question, const RuleSpec& rule, double margin) {
        const StationaryPolicy policy = OnlyPolicy(question, rule);
        REQUIRE(policy.certificate.lower_bound);
        CHECK(policy.certificate.lower_bound->answer == 0);
        CHECK(policy.certificate.lower_bound->bound == Approx(std::max(1 - beta / margin, reference)));
        CHECK(policy.policy[0] >= policy.certificate.lower_bound->bound);
      };
      const ScenarioSpec better = Question({reference, 1 - reference}, {1, .5});
      check(Duel(reference, .4), Pairwise(beta), .4);
      check(better, Grpo(2, beta), 1);
      check(better, WithStd(Grpo(2, beta), StdConvention::kSample), std::sqrt(.5));
      check(better, WithStd(Grpo(2, beta), StdConvention::kPopulation, .25), .5);
    }
  }
  const auto worse = OnlyPolicy(Duel(.3, -.4), Pairwise(.1)).certificate.lower_bound;
  REQUIRE(worse);
  CHECK(worse->answer == 1);
  CHECK(worse->bound == Approx(.75));
}

TEST_CASE(
    "(15): two answers, G -> inf, KL(pi_ref||pi) give at least max(1/(1 + beta^2), pi_ref), without noise and "
    "epsilon") {
  for (const double reference : {1e-6, .1, .9}) {
    for (const double beta : {.01, 1.0, 5.0}) {
      const StationaryPolicy policy = OnlyPolicy(Question({1 - reference, reference}, {0, 3}), Grpo(kInfinite, beta));
      REQUIRE(policy.certificate.lower_bound);
      CHECK(policy.certificate.lower_bound->answer == 1);
      CHECK(policy.certificate.lower_bound->bound == Approx(std::max(1 / (1 + beta * beta), reference)));
      CHECK(policy.policy[1] >= policy.certificate.lower_bound->bound);
    }
  }
  const auto bound = [](const ScenarioSpec& question, const RuleSpec& rule) {
    return Solve(question, rule).front().certificate.lower_bound.has_value();
  };
  const ScenarioSpec two = Question({.5, .5}, {1, 0});
  CHECK_FALSE(bound(two, WithStd(Grpo(kInfinite, 1), StdConvention::kPopulation, .1)));
  CHECK_FALSE(bound(NoisyQuestion({.5, .5}, {Coin(.8), Coin(.2)}), Grpo(kInfinite, 1)));
  CHECK_FALSE(bound(two, DirectKl(Grpo(kInfinite, 2))));
  CHECK_FALSE(bound(two, Grpo(8, 1)));
  CHECK_FALSE(bound(Question({.5, .5}, {1, 1}), Grpo(2, 1)));
  CHECK_FALSE(bound(ThreeAnswers(), Grpo(2, 1)));
}

RuleReport ReportOf(const ScenarioSpec& question, const RuleSpec& rule) { return SolveRule(MakeRule(question, rule)); }

TEST_CASE("Uniqueness is claimed where mathematics §6 proves it, and nowhere else") {
  const ScenarioSpec three = ThreeAnswers(), right_or_wrong = Question({.2, .5, .3}, {1, 0, 1});
  const ScenarioSpec noisy = NoisyQuestion({.2, .5, .3}, {Coin(.9), Coin(.5), Coin(.2)});
  const auto claim = [](const ScenarioSpec& question, RuleSpec rule, SilentGroups silent = SilentGroups::kZero) {
    rule.preference.silent_groups = silent;
    return ReportOf(question, rule).uniqueness;
  };
  for (const ScenarioSpec& question : {three, right_or_wrong, noisy}) {
    for (const RuleSpec& rule : {Rlhf(1), Rloo(1), ShiftOnly(4, 1), Pairwise(1), Grpo(2, 1)}) {
      CHECK(claim(question, DirectKl(rule)) == Uniqueness::kProved);
      CHECK(claim(question, ReverseKl(rule)) == Uniqueness::kProved);
    }
    CHECK(claim(question, WithStd(Grpo(kInfinite, 1), StdConvention::kPopulation, .1)) == Uniqueness::kProved);
    CHECK(claim(question, DirectKl(Grpo(kInfinite, 2))) == Uniqueness::kUnproved);
    CHECK(claim(question, DirectKl(Grpo(8, 1))) == Uniqueness::kUnproved);
    CHECK(claim(question, Grpo(2, 1), SilentGroups::kResample) == Uniqueness::kUnproved);
  }
  CHECK(claim(right_or_wrong, Grpo(8, 1)) == Uniqueness::kProved);
  CHECK(claim(right_or_wrong, Grpo(5000, 1)) == Uniqueness::kProved);
  CHECK(claim(three, Grpo(8, 1)) == Uniqueness::kUnproved);
  CHECK(claim(noisy, Grpo(8, 1)) == Uniqueness::kUnproved);
  CHECK(claim(right_or_wrong, Grpo(8, 1), SilentGroups::kResample) == Uniqueness::kUnproved);
  CHECK(claim(right_or_wrong, WithStd(Grpo(8, 1), StdConvention::kLeaveOneOut)) == Uniqueness::kUnproved);
  CHECK_FALSE(claim(three, WithKlTerm(Grpo(8, 1), KlTerm::kK1InLoss)));
}

TEST_CASE("Where uniqueness is proved beyond monotone models, starts all over the simplex find the same policy (§6)") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    ScenarioSpec question = RandomNoisyQuestion(draws);
    RuleSpec rule = Grpo(kInfinite, draws.LogUniform(.05, 5));
    if (draws.OneIn(2)) rule.preference.epsilon = draws.LogUniform(1e-3, 1);
    if (draws.OneIn(2)) {  // two levels of reward
      question = RandomQuestion(draws);
      for (AnswerSpec& answer : question.answers) answer.reward = Law{{1, draws.OneIn(2) ? 1.0 : 0.0, 0}};
      rule = WithStd(Grpo(draws.Integer(3, 40), rule.beta), StdConvention::kSample, rule.preference.epsilon);
    }
    const Rule solved = MakeRule(question, rule);
    const RuleReport report = SolveRule(solved);
    REQUIRE(report.uniqueness == Uniqueness::kProved);
    REQUIRE(report.stationary.size() == 1);
    CHECK(report.count_consistent == true);
    for (const Solution& other : FindOthers(solved.problem(), solved.beta(), {}, 48)) {
      const Vector policy = solved.model().classes().Sum(report.stationary[0].policy);
      CHECK(Gap(Polish(solved.problem(), other).at.policy, policy) < 1e-9);
    }
  }
}

TEST_CASE("The count of signs of det(beta D'' - DP) is 1 with all five policies, and tells when any is missing (§6)") {
  const Rule rule = MakeRule(Question({.9, .09, .01}, {0, 1, 1.02}), DirectKl(Grpo(64, .7)));
  const std::vector<Solution> found = FindOthers(rule.problem(), rule.beta(), {}, 48);
  std::vector<Evaluation> all;
  for (const Solution& solution : found) all.push_back(solution.at);
  REQUIRE(all.size() == 5);
  CHECK(CountIsConsistent(rule.model(), *rule.penalty(), all) == true);
  for (size_t missing = 0; missing < all.size(); ++missing) {
    std::vector<Evaluation> fewer = all;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(missing));
    CHECK(CountIsConsistent(rule.model(), *rule.penalty(), fewer) == false);
  }
  CHECK(SolveRule(rule).count_consistent == true);
}

TEST_CASE("No count is made where P has no limit at a vertex, or the penalty lets go of answers (§6)") {
  const auto count = [](const RuleSpec& rule) { return ReportOf(ThreeAnswers(), rule).count_consistent; };
  RuleSpec chi = Grpo(8, 1), resampled = DirectKl(Grpo(8, 1));
  chi.penalty.divergence = Divergence::kChiSquared;
  resampled.preference.silent_groups = SilentGroups::kResample;
  CHECK_FALSE(count(DirectKl(Grpo(kInfinite, 2))));
  CHECK_FALSE(count(chi));
  CHECK_FALSE(count(resampled));
  CHECK(count(DirectKl(WithStd(Grpo(kInfinite, 2), StdConvention::kPopulation, .1))) == true);
  SolveOptions branch;
  branch.search = Search::kBranch;
  CHECK_FALSE(SolveRule(MakeRule(ThreeAnswers(), Grpo(8, 1)), branch).count_consistent);
}

TEST_CASE(
    "The preference's error estimate: at most 1e-10, and not below a tenth of the distance from enumeration (§5)") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = draws.OneIn(2) ? RandomQuestion(draws) : RandomNoisyQuestion(draws);
    RuleSpec rule = Grpo(draws.Integer(3, 6), 1);
    if (draws.OneIn(2)) rule.preference.std = StdConvention::kSample;
    if (draws.OneIn(2)) rule.preference.epsilon = draws.LogUniform(1e-4, 1);
    if (draws.OneIn(4)) rule.preference.silent_groups = SilentGroups::kResample;
    std::vector<RewardLaw> laws;
    AnswerClasses each;
    for (const AnswerSpec& answer : question.answers) {
      each.class_of.push_back(each.count++);
      laws.emplace_back(*answer.reward);
    }
    const AdvantageConvention convention{rule.preference.std, rule.preference.epsilon, rule.preference.silent_groups};
    const int group_size = static_cast<int>(rule.preference.group_size.size);
    const EnumeratedGroupModel enumerated(each, laws, group_size, convention);
    const IntegratedGroupModel integrated(each, laws, group_size, convention,
                                          GroupNodesOf(laws, group_size, convention));
    const Vector policy = RandomPolicy(draws, each.count);
    const bool all_equal = std::all_of(laws.begin(), laws.end(), [&](const RewardLaw& law) {
      return law.Variance() == 0 && law.Mean() == laws.front().Mean();
    });
    if (all_equal) continue;  // every group is silent
    CHECK(integrated.ErrorEstimate(policy, {}) >= 0.1 * Gap(integrated.Value(policy), enumerated.Value(policy)));
    const Vector exact = BruteForcePreference(question, rule.preference, policy);
    for (const PreferenceModel* model :
         {static_cast<const PreferenceModel*>(&enumerated), static_cast<const PreferenceModel*>(&integrated)}) {
      const Vector value = model->Value(policy);
      const double estimate = model->ErrorEstimate(policy, value);
      CHECK(10 * estimate + kBruteRounding >= Gap(value, exact));
      CHECK(estimate <= 1e-10 * std::max(1.0, value.cwiseAbs().maxCoeff()));  // resampling: |P| up to 1e3
    }
  }
}

TEST_CASE("Each policy carries its preference's error, weighed over raters, and larger where rewards leave no room") {
  const StationaryPolicy one = OnlyPolicy(ThreeAnswers(), Grpo(8, 1));
  CHECK(one.preference_error > 0);
  CHECK(one.preference_error < 1e-13);
  ScenarioSpec rated = Question({.2, .5, .3}, {1, .3, 0});
  const auto law = [](double r) { return Law{{1, r, 0}}; };
  rated.raters = {{"a", 1, {law(1), law(.3), law(0)}}, {"b", 3, {law(1), law(.3), law(0)}}};
  for (AnswerSpec& answer : rated.answers) answer.reward.reset();
  CHECK(OnlyPolicy(rated, Grpo(8, 1)).preference_error == Approx(one.preference_error).epsilon(1e-6));
  CHECK(OnlyPolicy(Question({.5, .5}, {0, 1e9}), ShiftOnly(8, 1e6)).preference_error > 1e-10);
}

}  // namespace
}  // namespace aggregation::testing
