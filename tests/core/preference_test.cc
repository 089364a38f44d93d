// SPDX-License-Identifier: MIT
#include "aggregation/preference.h"

#include "catch.h"
#include "questions.h"
#include "random_questions.h"

namespace aggregation::testing {
namespace {

const Vector kPolicy = Numbers({0.2, 0.3, 0.5});

Vector PreferenceOf(const ScenarioSpec& question, const RuleSpec& rule, const Vector& policy = kPolicy) {
  return MakeRule(question, rule).Preference(policy);
}

/// The largest error of the Jacobian along tangent directions of the class masses, relative to its
/// size.
double JacobianError(const PreferenceModel& model, const Vector& policy) {
  Vector value;
  FactoredJacobian jacobian;
  model.ValueAndJacobian(policy, &value, &jacobian);
  double error = Gap(value, model.Value(policy));
  const Matrix product = jacobian.left * jacobian.right.transpose();
  const double h = 1e-6 * policy.minCoeff();
  for (Eigen::Index c = 1; c < policy.size(); ++c) {
    const Vector direction = Vector::Unit(policy.size(), c) - Vector::Unit(policy.size(), 0);
    const Vector difference = (model.Value(policy + h * direction) - model.Value(policy - h * direction)) / (2 * h);
    const Vector derivative = product * direction;
    error = std::max(error, Gap(derivative, difference) / (1 + derivative.cwiseAbs().maxCoeff()));
  }
  return error;
}

TEST_CASE("The reward model is E[r(o)], in the rewards' own units and offset") {
  CHECK(Gap(PreferenceOf(ThreeAnswers(), Rlhf(1)), Numbers({1, 0.3, 0})) < 1e-16);
  CHECK(Gap(PreferenceOf(Question({1, 1}, {7.5, -2}), Rlhf(1), Numbers({0.5, 0.5})), Numbers({7.5, -2})) < 1e-15);
  CHECK(Gap(PreferenceOf(NoisyQuestion({1, 1}, {Coin(0.3), Coin(0.9)}), Rlhf(1), Numbers({0.5, 0.5})),
            Numbers({0.3, 0.9})) < 1e-15);
}

TEST_CASE("Shift-only is (1 - 1/G)(E[r(o)] - E_pi[r]) (VY section 3), leave-one-out without the factor") {
  const Vector deviation = Numbers({1 - 0.29, 0.3 - 0.29, -0.29});
  CHECK(Gap(PreferenceOf(ThreeAnswers(), ShiftOnly(4, 1)), 0.75 * deviation) < 1e-15);
  CHECK(Gap(PreferenceOf(ThreeAnswers(), ShiftOnly(kInfinite, 1)), deviation) < 1e-15);
  CHECK(Gap(PreferenceOf(ThreeAnswers(), Rloo(1)), deviation) < 1e-15);
}

TEST_CASE("Pairwise preference is sum_o' pi(o')(W(o,o') - W(o',o)), from wins or from rewards") {
  const ScenarioSpec cycle = Comparison({1, 1, 1}, {{0.5, 1, 0}, {0, 0.5, 1}, {1, 0, 0.5}});
  CHECK(Gap(PreferenceOf(cycle, Pairwise(1)), Numbers({0.3 - 0.5, 0.5 - 0.2, 0.2 - 0.3})) < 1e-15);
  CHECK(Gap(PreferenceOf(ThreeAnswers(), Pairwise(1)), Numbers({0.8, 0.5 - 0.2, -0.5})) < 1e-15);
}

TEST_CASE("GRPO with G = 2 is pairwise comparison (VY section 2.1), with noise and ties") {
  for (int seed = 0; seed < 50; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = RandomNoisyQuestion(draws);
    const Vector policy = RandomPolicy(draws, static_cast<Eigen::Index>(question.answers.size()));
    CHECK(Gap(PreferenceOf(question, Grpo(2, 1), policy), PreferenceOf(question, Pairwise(1), policy)) < 1e-14);
  }
}

TEST_CASE("GRPO's G -> inf limit is (E[r(o)] - E_pi[r]) / sd_pi(r) (VY section 2.1), reward noise in the sd") {
  const double mean = 0.29, variance = 0.2 + 0.3 * 0.09 - mean * mean;
  const Vector deviation = Numbers({1 - mean, 0.3 - mean, -mean});
  CHECK(Gap(PreferenceOf(ThreeAnswers(), Grpo(kInfinite, 1)), deviation / std::sqrt(variance)) < 1e-14);

  const ScenarioSpec coins = NoisyQuestion({1, 1}, {Coin(0.8), Coin(0.4)});
  const double sd = std::sqrt(0.6 * 0.4);  // the mixture of both coins is a coin
  CHECK(Gap(PreferenceOf(coins, Grpo(kInfinite, 1), Numbers({0.5, 0.5})), Numbers({0.2, -0.2}) / sd) < 1e-14);
}

TEST_CASE("Finite groups approach the limit G -> inf like 1/G (VY section 2.1)") {
  const Vector limit = PreferenceOf(ThreeAnswers(), Grpo(kInfinite, 1));
  const double far = Gap(PreferenceOf(ThreeAnswers(), Grpo(100, 1)), limit);
  const double near = Gap(PreferenceOf(ThreeAnswers(), Grpo(400, 1)), limit);
  CHECK(near < 0.02);
  CHECK(far / near == Approx(4).epsilon(0.05));
}

TEST_CASE("An answer that the policy never gives still has a preference; at a vertex the rest of P is -sqrt(G-1)") {
  CHECK(Gap(PreferenceOf(ThreeAnswers(), Grpo(5, 1), Numbers({1, 0, 0})), Numbers({0, -2, -2})) < 1e-15);
  CHECK(PreferenceOf(ThreeAnswers(), Grpo(kInfinite, 1), Numbers({1, 0, 0})).allFinite());
}

TEST_CASE("The sample std divides P by sqrt(G/(G-1)), exactly, and epsilon weakens it") {
  const Vector population = PreferenceOf(ThreeAnswers(), Grpo(4, 1));
  const Vector sample = PreferenceOf(ThreeAnswers(), WithStd(Grpo(4, 1), StdConvention::kSample));
  CHECK(Gap(sample, population * std::sqrt(0.75)) < 1e-15);
  const Vector weakened = PreferenceOf(ThreeAnswers(), WithStd(Grpo(4, 1), StdConvention::kPopulation, 0.1));
  CHECK(weakened[0] < population[0]);
}

TEST_CASE("Answers with the same reward law form one class, and sums and spreads keep their order") {
  const Rule rule = MakeRule(Question({1, 2, 3, 4}, {1, 0, 1, 0}), Grpo(8, 1));
  const AnswerClasses& classes = rule.model().classes();
  CHECK(classes.count == 2);
  CHECK(Gap(classes.Sum(Numbers({1, 2, 3, 4})), Numbers({4, 6})) == 0);
  CHECK(Gap(classes.Spread(Numbers({5, 7})), Numbers({5, 7, 5, 7})) == 0);
}

TEST_CASE("Every model's Jacobian is its derivative along tangent directions") {
  for (int seed = 0; seed < 60; ++seed) {
    Draws draws(seed);
    const ScenarioSpec question = seed % 2 ? RandomQuestion(draws) : RandomNoisyQuestion(draws);
    const RuleSpec rules[] = {RandomGroupRule(draws),
                              Grpo(kInfinite, 1),
                              WithStd(Grpo(kInfinite, 1), StdConvention::kPopulation, 0.3),
                              ShiftOnly(5, 1),
                              Rloo(1),
                              Rlhf(1),
                              Pairwise(1)};
    for (const RuleSpec& spec : rules) {
      const Rule rule = MakeRule(question, spec);
      INFO("seed " << seed << ", " << Named(kModelNames, spec.preference.model).name
                   << ", G = " << spec.preference.group_size.size);
      const Vector policy = (RandomPolicy(draws, rule.model().classes().count).array() + 0.05).matrix();
      CHECK(JacobianError(rule.model(), policy / policy.sum()) < 1e-6);
    }
  }
}

TEST_CASE("Every group size and every reward law is computed") {
  std::vector<double> many;
  for (int i = 0; i < 10; ++i) many.push_back(i);
  ScenarioSpec question = Question(std::vector<double>(10, 1.0), many);
  question.answers[3].reward = Law{{1, 2.5, 0.7}};
  question.answers[4].reward = Law{{0.5, 1, 0}, {0.5, 7, 2}};
  question.rules = {Grpo(2, 1), Grpo(64, 1), Grpo(1'000'000, 1), Grpo(kInfinite, 1), Pairwise(1), ShiftOnly(8, 1)};
  Validated(question);
}

TEST_CASE("Noise with a standard deviation of each answer's own is refused with a reason, many exact rewards are not") {
  std::vector<double> many;
  std::vector<Law> noisy;
  for (int i = 0; i < 2000; ++i) {
    many.push_back(std::sqrt(i));
    noisy.push_back({{1, std::sqrt(i), 1 + 0.01 * i}});
  }
  const std::vector<double> even(2000, 1.0);
  ScenarioSpec question = NoisyQuestion(even, noisy);
  question.rules = {Grpo(64, 1), Grpo(kInfinite, 1)};
  Issues issues;
  CHECK_FALSE(Validate(question, issues));
  REQUIRE(issues.list().size() == 1);
  CHECK(issues.list()[0].field == "rules[0].preference.groupSize");
  question = Question(even, many);
  question.rules = {Grpo(64, 1), Grpo(2, 1), Grpo(1'000'000, 1), Pairwise(1)};
  Validated(question);
}

TEST_CASE("Leave-one-out std without epsilon is refused where E[1/std] of the others is infinite, and only there") {
  const auto is_refused = [](const std::vector<Law>& laws, int group_size, double epsilon) {
    ScenarioSpec question = NoisyQuestion(std::vector<double>(laws.size(), 1.0), laws);
    RuleSpec rule = Grpo(group_size, 1);
    rule.preference.std = StdConvention::kLeaveOneOut;
    rule.preference.epsilon = epsilon;
    question.rules = {rule};
    Issues issues;
    return !Validate(question, issues) && issues.list()[0].field == "rules[0].preference.epsilon";
  };
  const Law atom{{1, 0, 0}}, normal{{1, 1, 0.5}}, wide{{1, 2, 1}};
  CHECK(is_refused({normal, wide}, 3, 0));
  CHECK(is_refused({atom, normal}, 3, 0));
  CHECK(is_refused({atom, normal}, 4, 0));
  CHECK(is_refused({{{0.5, 0, 0}, {0.5, 1, 0.2}}, normal}, 16, 0));
  CHECK_FALSE(is_refused({atom, normal}, 2, 0));
  CHECK_FALSE(is_refused({normal, wide}, 4, 0));
  CHECK_FALSE(is_refused({atom, {{1, 1, 0}}}, 3, 0));
  CHECK_FALSE(is_refused({atom, normal}, 16, 1e-6));
}

TEST_CASE("Raters: P is the weighted mean of what each rater's rewards give") {
  ScenarioSpec question = Question({0.2, 0.5, 0.3}, {0, 0, 0});
  const std::vector<std::vector<double>> rewards = {{1, 0.3, 0}, {0, 1, 0.5}};
  for (size_t k = 0; k < 2; ++k) {
    RaterSpec rater{"rater", k == 0 ? 1.0 : 3.0, {}};
    for (const double reward : rewards[k]) rater.rewards.push_back({{1, reward, 0}});
    question.raters.push_back(rater);
  }
  const Vector policy = Numbers({0.3, 0.3, 0.4});
  for (const RuleSpec& spec : {Grpo(8, 1), Grpo(kInfinite, 1), Rlhf(1), ShiftOnly(4, 1), Pairwise(1)}) {
    Vector expected = Vector::Zero(3);
    for (size_t k = 0; k < 2; ++k)
      expected += (k == 0 ? 0.25 : 0.75) * MakeRule(Question({0.2, 0.5, 0.3}, rewards[k]), spec).Preference(policy);
    CHECK(Gap(MakeRule(question, spec).Preference(policy), expected) < 1e-14);
    CHECK(JacobianError(MakeRule(question, spec).model(), policy) < 1e-6);
  }
}

TEST_CASE("Without rewards only the pairwise model can be computed") {
  ScenarioSpec question = Duel(0.3, 0.5);
  question.rules = {Grpo(8, 1), Pairwise(1), Rlhf(1)};
  Issues issues;
  CHECK_FALSE(Validate(question, issues));
  REQUIRE(issues.list().size() == 2);
  CHECK(issues.list()[0].field == "rules[0].preference.model");
  CHECK(issues.list()[1].field == "rules[2].preference.model");
}

}  // namespace
}  // namespace aggregation::testing
