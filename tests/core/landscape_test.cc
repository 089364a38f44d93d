// SPDX-License-Identifier: MIT
// The flow over the whole simplex (mathematics §6) against its formula written out and a plain simulation.
#include "aggregation/landscape.h"

#include <algorithm>

#include "catch.h"
#include "flow.h"

namespace aggregation::testing {
namespace {

ScenarioSpec RightOrWrong(double reference) { return Question({reference, 1 - reference}, {1, 0}); }

RuleSpec Unpenalised(RuleSpec rule) {
  rule.penalty.divergence = Divergence::kNone;
  return rule;
}

TEST_CASE("The velocity is 0 at stationary policies, stable or not") {
  for (const RuleSpec& spec : {Grpo(8, .5), DirectKl(Grpo(8, .5)), Grpo(kInfinite, 1), DirectKl(Grpo(kInfinite, 2))}) {
    const Rule rule = MakeRule(ThreeAnswers(), spec);
    int checked = 0;
    for (const StationaryPolicy& policy : SolveStationary(rule)) {
      if (policy.boundary) continue;
      CHECK(PolicyVelocity(rule, policy.policy).cwiseAbs().maxCoeff() < 1e-12);
      ++checked;
    }
    CHECK(checked > 0);
  }
}

TEST_CASE("The velocity is the flow of softmax logits, pi' = pi(theta' - E theta'), and keeps the sum") {
  const Rule rule = MakeRule(ThreeAnswers(), Grpo(8, .7));
  for (const Vector& policy : {Numbers({.1, .2, .7}), Numbers({.6, .3, .1}), Numbers({1e-8, .5, .5 - 1e-8})}) {
    const Vector logits = policy.array().log();
    const Vector velocity = PolicyVelocity(rule, policy);
    const Vector by_hand = FlowVelocity(rule, logits);
    const Vector expected = policy.array() * (by_hand.array() - policy.dot(by_hand));
    CHECK(Gap(velocity, expected) < 1e-13);
    CHECK(std::abs(velocity.sum()) < 1e-15);
    const Vector ahead = Softmax(logits + 1e-6 * by_hand), behind = Softmax(logits - 1e-6 * by_hand);
    CHECK(Gap(velocity, (ahead - behind) / 2e-6) < 1e-9);
  }
}

TEST_CASE("At the simplex's edge the velocity is its limit") {
  for (const RuleSpec& spec : {Grpo(8, .7), DirectKl(Grpo(8, .7))}) {
    const Rule rule = MakeRule(ThreeAnswers(), spec);
    const Vector edge = PolicyVelocity(rule, Numbers({.4, 0, .6}));
    CHECK(edge[1] == 0);
    CHECK(Gap(edge, PolicyVelocity(rule, Numbers({.4, 1e-12, .6 - 1e-12}))) < 1e-9);
    CHECK(PolicyVelocity(rule, Numbers({0, 0, 1})).cwiseAbs().maxCoeff() == 0);
  }
}

TEST_CASE("The velocity is the derivative of a trajectory") {
  const Rule rule = MakeRule(ThreeAnswers(), Grpo(8, .3));
  const Trail trail = Landscape(rule).From(Numbers({.05, .15, .8}), 10'000).trail;
  REQUIRE(trail.times.size() > 10);
  CHECK(trail.times[0] == 0);
  CHECK(Gap(trail.policies[0], Numbers({.05, .15, .8})) < 1e-15);
  for (size_t i = 1; i < trail.times.size(); ++i) {
    const double time = trail.times[i] - trail.times[i - 1];
    REQUIRE(time > 0);
    // The mean of both ends' velocities misses a step by the cube of its length, and each step by the tolerance 1e-4.
    const Vector mean = .5 * (PolicyVelocity(rule, trail.policies[i]) + PolicyVelocity(rule, trail.policies[i - 1]));
    CHECK(Gap((trail.policies[i] - trail.policies[i - 1]) / time, mean) < .02 * mean.cwiseAbs().maxCoeff() + 2e-4);
  }
}

TEST_CASE("A trajectory follows a plain simulation of the flow") {
  const Rule rule = MakeRule(ThreeAnswers(), Grpo(8, .3));
  const Trail trail = Landscape(rule).From(Numbers({.05, .15, .8}), 10'000).trail;
  for (size_t i = trail.times.size() / 4; i < trail.times.size(); i += trail.times.size() / 4) {
    const Vector simulated = Softmax(Simulate(rule, trail.policies[0].array().log(), trail.times[i], 1e-3));
    CHECK(Gap(trail.policies[i], simulated) < 3e-3);
  }
}

TEST_CASE("Trajectories end at the stable policy on their side of the unstable one, G = 64 with KL(pi||pi_ref) (§6)") {
  const Rule rule = MakeRule(RightOrWrong(.5), DirectKl(Grpo(64, 1.48)));
  const std::vector<StationaryPolicy> policies = SolveStationary(rule);
  REQUIRE(policies.size() == 3);
  const Landscape landscape(rule);
  std::vector<double> p;
  for (const Vector& end : landscape.ends()) p.push_back(end[0]);
  std::sort(p.begin(), p.end());
  for (const double step : {-.01, .01}) {
    const Trajectory trajectory = landscape.From(Numbers({p[1] + step, 1 - p[1] - step}), 500);
    CHECK(trajectory.end == FlowEnd::kStationary);
    REQUIRE(trajectory.index);
    CHECK(landscape.ends()[*trajectory.index][0] == p[step < 0 ? 0 : 2]);
    CHECK(std::abs(trajectory.trail.policies.back()[0] - p[step < 0 ? 0 : 2]) < 2e-3);
  }
}

TEST_CASE("A trajectory that goes round says so (§6), and no trajectory has more points than asked for") {
  const Rule rule = MakeRule(Question({.9945, .0033, .0022}, {0, .975, 1}), DirectKl(Grpo(8, .2925)));
  const Trajectory trajectory = Landscape(rule).From(rule.reference(), 300);
  CHECK(trajectory.end == FlowEnd::kCycle);
  CHECK_FALSE(trajectory.index);
  CHECK(trajectory.trail.times.size() == 300);
  CHECK(std::is_sorted(trajectory.trail.times.begin(), trajectory.trail.times.end()));
}

TEST_CASE("Without a penalty trajectories end at the best answer's vertex, or on the face of several best ones") {
  const Rule rule = MakeRule(ThreeAnswers(), Unpenalised(Grpo(8, 1)));
  const Landscape landscape(rule);
  REQUIRE(landscape.ends().size() == 1);
  CHECK(Gap(landscape.ends()[0], Numbers({1, 0, 0})) == 0);
  const Trajectory one = landscape.From(Numbers({.01, .01, .98}), 200);
  CHECK(one.end == FlowEnd::kBoundary);
  CHECK(one.index == 0);
  const Rule two_best = MakeRule(Question({.2, .3, .5}, {1, 1, 0}), Unpenalised(Grpo(8, 1)));
  const Trajectory two = Landscape(two_best).From(Numbers({.2, .3, .5}), 200);
  CHECK(two.end == FlowEnd::kBoundary);
  CHECK(two.trail.policies.back()[2] < 1e-6);
}

TEST_CASE("Each start of the basins ends where a simulation of it ends") {
  // Five policies, of which several attract (§6).
  const Rule rule = MakeRule(Question({.9, .09, .01}, {0, 1, 1.02}), DirectKl(Grpo(64, .7)));
  const Landscape landscape(rule);
  const Basins basins = landscape.AllBasins(7);
  REQUIRE(basins.starts.size() == 28);
  REQUIRE(basins.end.size() == 28);
  std::vector<int> reached(landscape.ends().size(), 0);
  for (size_t i = 0; i < basins.starts.size(); ++i) {
    CHECK(basins.starts[i].sum() == Approx(1).epsilon(1e-14));
    CHECK(basins.starts[i].minCoeff() > 0);
    if (!basins.end[i]) continue;
    ++reached[static_cast<size_t>(*basins.end[i])];
    if (i % 9) continue;
    const Vector simulated = Softmax(Simulate(rule, basins.starts[i].array().log(), 500, 2e-2));
    // Rare answers move slowly: by then the simulation is near the end that was told, and far from the others.
    for (size_t other = 0; other < landscape.ends().size(); ++other) {
      const double distance = Gap(simulated, landscape.ends()[other]);
      if (static_cast<int>(other) == *basins.end[i])
        CHECK(distance < .1);
      else
        CHECK(distance > .1);
    }
  }
  CHECK(std::count_if(reached.begin(), reached.end(), [](int count) { return count > 0; }) >= 2);
}

}  // namespace
}  // namespace aggregation::testing
