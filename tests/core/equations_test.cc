// SPDX-License-Identifier: MIT
#include "aggregation/equations.h"

#include "aggregation/newton.h"
#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

/// A point on the simplex that solves nothing.
Point Somewhere(const Rule& rule) {
  const Vector policy = Numbers({0.6, 0.25, 0.15});
  return {(policy.array() / rule.reference().array()).log(), 0.2, std::log(rule.beta())};
}

/// The mismatch's derivative along `direction`, by a central difference.
Vector MismatchDerivative(const Problem& problem, const Point& point, const Point& direction) {
  constexpr double h = 1e-7;
  const Evaluation ahead = Evaluate(problem, Advance(problem, point, h * direction));
  const Evaluation behind = Evaluate(problem, Advance(problem, point, (-h) * direction));
  return (ahead.mismatch - behind.mismatch) / (2 * h);
}

const RuleSpec kRules[] = {Grpo(8, 0.5), DirectKl(Grpo(8, 0.5)), Grpo(kInfinite, 0.5), ShiftOnly(4, 0.5),
                           Rlhf(0.5),    Pairwise(0.5)};

TEST_CASE("The equations are P - beta (f'(u) - f'(1)) - lambda for each answer") {
  const Rule rule = MakeRule(ThreeAnswers(), DirectKl(Grpo(8, 0.5)));
  const Point point = Somewhere(rule);
  const Evaluation at = Evaluate(rule.problem(), point);
  const Vector preference = rule.Preference(Numbers({0.6, 0.25, 0.15}));
  CHECK(Gap(at.policy, Numbers({0.6, 0.25, 0.15})) < 1e-15);
  CHECK(Gap(at.mismatch, (preference - 0.5 * point.coordinate).array() - 0.2) < 1e-14);
  CHECK(at.Residual() == at.mismatch.cwiseAbs().maxCoeff());
}

TEST_CASE("The Newton step removes the mismatch to first order, along the simplex, and obeys its border") {
  for (const RuleSpec& spec : kRules) {
    INFO(Named(kModelNames, spec.preference.model).name);
    const Rule rule = MakeRule(ThreeAnswers(), spec);
    const Point point = Somewhere(rule);
    const Evaluation at = Evaluate(rule.problem(), point);
    const Border border{Numbers({0.3, -0.1, 0.7}), 0.4, 0.05};
    const Point step = NewtonStep(at, border);
    CHECK(Gap(MismatchDerivative(rule.problem(), point, step), -at.mismatch) < 1e-6);
    CHECK(std::abs(at.policy.dot(step.coordinate)) < 1e-13);
    CHECK(border.coordinate.dot(step.coordinate) + border.log_beta * step.log_beta == Approx(0.05));
  }
}

TEST_CASE("The tangent step does not change the mismatch") {
  for (const RuleSpec& spec : kRules) {
    INFO(Named(kModelNames, spec.preference.model).name);
    const Rule rule = MakeRule(ThreeAnswers(), spec);
    const Point point = Somewhere(rule);
    Border border = Border::FixedBeta(3);
    border.value = -1;
    const Point step = TangentStep(Evaluate(rule.problem(), point), border);
    CHECK(MismatchDerivative(rule.problem(), point, step).cwiseAbs().maxCoeff() < 1e-6);
    CHECK(step.log_beta == Approx(-1));
  }
}

TEST_CASE("Every advance ends on the simplex, however long the step") {
  for (const RuleSpec& spec : {Grpo(8, 0.5), DirectKl(Grpo(8, 0.5))}) {
    const Rule rule = MakeRule(ThreeAnswers(), spec);
    const Point step{Numbers({500, -700, 3}), 0.25, -1};
    const Point from = Somewhere(rule);
    const Point to = Advance(rule.problem(), from, step);
    CHECK(std::abs(LogMass(rule.reference(), to.coordinate)) < 1e-13);
    CHECK(to.multiplier_gap == from.multiplier_gap + 0.25);
    CHECK(to.log_beta == from.log_beta - 1);
  }
}

TEST_CASE("The Fisher product measures directions by the policy's own variance, and a little of log beta") {
  const Point a{Numbers({1, -1}), 5, 2};
  const Point b{Numbers({2, 3}), 7, 0.5};
  CHECK(FisherProduct(Numbers({0.25, 0.75}), a, b) == 0.25 * 2 - 0.75 * 3 + kLogBetaWeight);
}

TEST_CASE("Newton's method reaches the solution from afar, and polishing leaves only rounding") {
  for (const RuleSpec& spec : kRules) {
    INFO(Named(kModelNames, spec.preference.model).name);
    const Rule rule = MakeRule(ThreeAnswers(), spec);
    const std::optional<Solution> solution = SolveFrom(rule.problem(), Somewhere(rule));
    REQUIRE(solution);
    const Solution polished = Polish(rule.problem(), *solution);
    CHECK(polished.at.Residual() <= 1e-14 * polished.at.Scale());
    CHECK(polished.point.log_beta == std::log(rule.beta()));
    CHECK(SamePolicy(solution->point, polished.point));
  }
}

TEST_CASE("A correction converges from nearby, and refuses to wander off from afar") {
  const Rule rule = MakeRule(ThreeAnswers(), Grpo(8, 0.5));
  const Solution solution = *SolveFrom(rule.problem(), Somewhere(rule));
  const Point push{Numbers({0.05, -0.02, 0.1}), 0, 0};
  const Point near = Advance(rule.problem(), solution.point, push);
  const std::optional<Correction> corrected = Correct(rule.problem(), near, Border::FixedBeta(3));
  REQUIRE(corrected);
  CHECK(SamePolicy(corrected->solution.point, solution.point));
  const Point far = Advance(rule.problem(), solution.point, 200 * push);
  CHECK_FALSE(Correct(rule.problem(), far, Border::FixedBeta(3)));
}

}  // namespace
}  // namespace aggregation::testing
