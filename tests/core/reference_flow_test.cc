// SPDX-License-Identifier: MIT
// Where the mean-field flow from π_ref ends (mathematics §6), against a plain simulation of it.
#include "aggregation/reference_flow.h"

#include "catch.h"
#include "flow.h"
#include "random_questions.h"

namespace aggregation::testing {
namespace {

struct Case {
  ScenarioSpec question;
  RuleSpec rule;
};

ScenarioSpec RightOrWrong(double reference) { return Question({reference, 1 - reference}, {1, 0}); }

/// Found unstable, with the flow going round it: mathematics §6.
Case NeverReached() { return {Question({.9945, .0033, .0022}, {0, .975, 1}), DirectKl(Grpo(8, .2925))}; }

TEST_CASE("Stationary but never reached: the flow from pi_ref goes round, pi(a) between .093 and .226 (§6)") {
  const Case c = NeverReached();
  const Rule rule = MakeRule(c.question, c.rule);
  const RuleReport report = SolveRule(rule);
  REQUIRE(report.stationary.size() == 1);
  CHECK_FALSE(report.stationary[0].stable);
  CHECK((*report.stationary[0].eigenvalues)[0] == Approx(.0021).margin(5e-5));
  REQUIRE(report.reference_flow);
  CHECK(report.reference_flow->end == FlowEnd::kCycle);
  CHECK_FALSE(report.reference_flow->index);
  REQUIRE(report.reference_flow->cycle);
  const Cycle& cycle = *report.reference_flow->cycle;
  CHECK(cycle.lowest[0] == Approx(.093).margin(5e-4));
  CHECK(cycle.highest[0] == Approx(.226).margin(5e-4));

  // Two turns of a simulation from π_ref that has settled: the same extremes and period, for every answer.
  constexpr double kStep = .02;
  Vector logits = Simulate(rule, rule.reference().array().log(), 5000, kStep);
  Vector lowest = Vector::Ones(3), highest = Vector::Zero(3);
  std::vector<double> tops;
  double before = 0, now = 0;
  for (double time = 0; time < 450; time += kStep) {
    logits += kStep * FlowVelocity(rule, logits);
    const Vector policy = Softmax(logits);
    lowest = lowest.cwiseMin(policy);
    highest = highest.cwiseMax(policy);
    if (now > before && now > policy[0] && time > 2 * kStep) tops.push_back(time);
    before = now;
    now = policy[0];
  }
  CHECK(Gap(cycle.lowest, lowest) < 1e-3);
  CHECK(Gap(cycle.highest, highest) < 1e-3);
  REQUIRE(tops.size() >= 2);
  CHECK(cycle.period == Approx(tops[1] - tops[0]).epsilon(1e-3));
}

TEST_CASE("Of several stable policies the flow from pi_ref ends at the one where a simulation ends") {
  const Case cases[] = {
      {RightOrWrong(.5), DirectKl(Grpo(64, 1.48))},
      {RightOrWrong(.98), DirectKl(Grpo(64, 1.48))},
      {NoisyQuestion({.1, .9}, {{{1, 1, 0}}, {{.25, 100, 0}, {.75, 0, 0}}}), Grpo(8, .09)},
      {NoisyQuestion({.1, .9}, {{{1, 100, 0}}, {{.25, 1, 0}, {.75, 0, 0}}}), Grpo(8, .09)},
      {RightOrWrong(.5), DirectKl(Grpo(kInfinite, 2))},
      {Question({.4, .35, .25}, {0, 1, 1.02}), DirectKl(Grpo(64, .7))},
  };
  for (const Case& c : cases) {
    const Rule rule = MakeRule(c.question, c.rule);
    const RuleReport report = SolveRule(rule);
    REQUIRE(report.reference_flow);
    REQUIRE(report.reference_flow->index);
    const StationaryPolicy& end = report.stationary.at(static_cast<size_t>(*report.reference_flow->index));
    INFO("pi(a) = " << end.policy[0] << " of " << report.stationary.size());
    CHECK(report.reference_flow->end == FlowEnd::kStationary);
    CHECK(end.stable);
    CHECK(Gap(Softmax(Simulate(rule, rule.reference().array().log(), 2000, .02)), end.policy) < 1e-3);
  }
}

TEST_CASE("Random questions: the flow ends at a stable policy only where a simulation comes to it too") {
  int followed = 0;
  for (int seed = 0; seed < 40; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    const ScenarioSpec question = draws.OneIn(2) ? RandomQuestion(draws) : RandomNoisyQuestion(draws);
    const Rule rule = MakeRule(question, RandomGroupRule(draws));
    const RuleReport report = SolveRule(rule);
    if (!report.reference_flow || report.reference_flow->end != FlowEnd::kStationary) continue;
    ++followed;
    const StationaryPolicy& end = report.stationary.at(static_cast<size_t>(*report.reference_flow->index));
    CHECK(end.stable);
    // Rare answers move slowly: the simulation may take long.
    const double step = .05 / (1 + rule.beta());
    Vector logits = rule.reference().array().log();
    for (int doubling = 0; doubling < 6 && Gap(Softmax(logits), end.policy) >= .01; ++doubling)
      logits = Simulate(rule, logits, std::ldexp(10000 * step, doubling), step);
    CHECK(Gap(Softmax(logits), end.policy) < .01);
  }
  CHECK(followed >= 10);
}

TEST_CASE("Where no interior policy is stationary the flow from pi_ref ends on the boundary (App. B.2)") {
  const RuleReport report = SolveRule(MakeRule(RightOrWrong(.5), DirectKl(Grpo(kInfinite, 1))));
  REQUIRE(report.reference_flow);
  CHECK(report.reference_flow->end == FlowEnd::kBoundary);
  CHECK(report.reference_flow->index == 0);
}

TEST_CASE("Without a penalty the flow ends at the best answer, or is not resolved where a game goes round") {
  const RuleReport best = SolveRule(MakeRule(ThreeAnswers(), WithKlTerm(Grpo(8, 1), KlTerm::kK1InLoss)));
  CHECK(best.reference_flow->end == FlowEnd::kBoundary);
  CHECK(best.reference_flow->index == 0);
  CHECK_FALSE(best.uniqueness);
  RuleSpec game = Pairwise(1);
  game.penalty.divergence = Divergence::kNone;
  const ScenarioSpec cycle = Comparison({.6, .3, .1}, {{.5, .9, .3}, {.1, .5, .8}, {.7, .2, .5}});
  const RuleReport round = SolveRule(MakeRule(cycle, game));
  CHECK(round.stationary.empty());
  CHECK(round.reference_flow->end == FlowEnd::kUnresolved);
}

TEST_CASE("The flow is not followed where the policy is proved unique and stable, nor by the branch search") {
  CHECK_FALSE(SolveRule(MakeRule(ThreeAnswers(), Grpo(2, 1))).reference_flow);
  SolveOptions branch;
  branch.search = Search::kBranch;
  const Case c = NeverReached();
  CHECK_FALSE(SolveRule(MakeRule(c.question, c.rule), branch).reference_flow);
  CHECK(SolveRule(MakeRule(ThreeAnswers(), Grpo(8, 1))).reference_flow->index == 0);
}

TEST_CASE("A flow that is held on an unstable policy by symmetry is reported there") {
  // Hand-made: the listed policies are a rest in the middle that repels, which symmetry keeps the flow on.
  const Case c{Question({.5, .5}, {1, 1}), DirectKl(Grpo(8, 1))};
  const Rule rule = MakeRule(c.question, c.rule);
  const FlowField field{rule.model(), *rule.penalty(), rule.reference(), rule.beta()};
  const ReferenceFlow flow = *FollowFromReference(field, {{Numbers({.5, .5}), false, false}});
  CHECK(flow.end == FlowEnd::kStationary);
  CHECK(flow.index == 0);
  CHECK(FollowFromReference(field, {{Numbers({.9, .1}), true, false}})->end == FlowEnd::kUnresolved);
}

}  // namespace
}  // namespace aggregation::testing
