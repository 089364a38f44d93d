// SPDX-License-Identifier: MIT
#include "aggregation/stability.h"

#include "catch.h"
#include "flow.h"
#include "random_questions.h"

namespace aggregation::testing {
namespace {

/// A logit perturbation that favours no answer's symmetry.
Vector Nudge(Eigen::Index size, double length) {
  Vector nudge = Vector::LinSpaced(size, 1, 2).array().sin();
  nudge.array() -= nudge.mean();
  return length * nudge / nudge.norm();
}

/// Distance of two logit vectors up to a common constant.
double Distance(const Vector& a, const Vector& b) {
  const Vector difference = a - b;
  return (difference.array() - difference.mean()).matrix().norm();
}

/// By what factor the flow changes a small distance from the policy in ten times the leading
/// eigenvalue's time.
double Growth(const Rule& rule, const StationaryPolicy& policy, double step) {
  constexpr double kStart = 1e-5;
  const Vector start = policy.log_policy + Nudge(policy.policy.size(), kStart);
  const double duration = 10 / std::abs((*policy.eigenvalues)[0]);
  return Distance(Simulate(rule, start, duration, step), policy.log_policy) / kStart;
}

TEST_CASE("Eigenvalues are those of the mean-field flow's numerical Jacobian") {
  for (int seed = 0; seed < 40; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = seed % 2 ? RandomQuestion(draws) : RandomNoisyQuestion(draws);
    const Rule rule = MakeRule(question, RandomRule(draws));
    for (const StationaryPolicy& policy : SolveStationary(rule)) {
      if (policy.boundary) continue;
      const Vector expected = NumericalFlowEigenvalues(rule, policy.log_policy);
      REQUIRE(policy.eigenvalues->size() == expected.size());
      CHECK(Gap(*policy.eigenvalues, expected) < 1e-6 * (1 + expected.cwiseAbs().maxCoeff()));
    }
  }
}

TEST_CASE("Two answers: the eigenvalue is P's slope less the penalty's, by hand (G = 2, KL(pi_ref || pi))") {
  // (logit p)' = 2p(1−p)(F(a) − F(b)) with F = P − βs, P(a) − P(b) = 1 and s = −π_ref/π.
  const StationaryPolicy policy = OnlyPolicy(Question({0.1, 0.9}, {1, 0}), Grpo(2, 0.5));
  const double p = policy.policy[0];
  const double slope = -0.5 * (0.1 / (p * p) + 0.9 / ((1 - p) * (1 - p)));
  CHECK((*policy.eigenvalues)[0] == Approx(2 * p * (1 - p) * p * (1 - p) * slope));
}

TEST_CASE("A stable policy attracts the mean-field flow and an unstable one repels it") {
  struct Case {
    ScenarioSpec question;
    RuleSpec rule;
  };
  const Case cases[] = {
      {ThreeAnswers(), Grpo(8, 1)},
      {Question({0.5, 0.5}, {1, 0}), DirectKl(Grpo(64, 1.48))},
      {NoisyQuestion({0.1, 0.9}, {{{1, 1, 0}}, {{0.25, 100, 0}, {0.75, 0, 0}}}), Grpo(8, 0.09)},
      {Question({0.5, 0.5}, {1, 0}), DirectKl(Grpo(kInfinite, 2))},
  };
  for (const Case& c : cases) {
    const Rule rule = MakeRule(c.question, c.rule);
    for (const StationaryPolicy& policy : SolveStationary(rule)) {
      if (policy.boundary) continue;
      INFO("pi(a) = " << policy.policy[0] << ", eigenvalue " << (*policy.eigenvalues)[0]);
      const double growth = Growth(rule, policy, 0.05);
      CHECK((policy.stable ? growth < 1e-3 : growth > 1e3));
    }
  }
}

TEST_CASE("Stationary but never reached: the only policy of N = 3, G = 8, beta = .2925 is an unstable focus") {
  const Rule rule = MakeRule(Question({0.9945, 0.0033, 0.0022}, {0, 0.975, 1}), DirectKl(Grpo(8, 0.2925)));
  const std::vector<StationaryPolicy> policies = SolveStationary(rule);
  REQUIRE(policies.size() == 1);
  CHECK_FALSE(policies[0].stable);
  CHECK((*policies[0].eigenvalues)[0] == Approx(0.0021).margin(5e-5));
  CHECK((*policies[0].eigenvalues)[1] == Approx((*policies[0].eigenvalues)[0]).epsilon(1e-9));

  // The flow leaves it and settles on a cycle, π(a) between .093 and .226.
  constexpr double kStep = 0.02;
  Vector logits = Simulate(rule, policies[0].log_policy + Nudge(3, 0.5), 5000, kStep);
  double lowest = 1, highest = 0;
  for (double time = 0; time < 400; time += kStep) {
    logits += kStep * FlowVelocity(rule, logits);
    lowest = std::min(lowest, Softmax(logits)[0]);
    highest = std::max(highest, Softmax(logits)[0]);
  }
  CHECK(lowest == Approx(0.093).margin(0.002));
  CHECK(highest == Approx(0.226).margin(0.002));
}

TEST_CASE("One answer has no direction to be unstable in") {
  const StationaryPolicy policy = OnlyPolicy(Question({1}, {0.5}), Grpo(8, 1));
  CHECK(policy.eigenvalues->size() == 0);
  CHECK(policy.stable);
}

}  // namespace
}  // namespace aggregation::testing
