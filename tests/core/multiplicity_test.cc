// SPDX-License-Identifier: MIT
// Questions with several stationary policies, or none (VY App. B.2, and beyond the paper).
#include "aggregation/closed_form.h"
#include "aggregation/continuation.h"
#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

/// The interior policies, each certified; the boundary's must come last.
std::vector<StationaryPolicy> Interior(const ScenarioSpec& question, const RuleSpec& spec) {
  const Rule rule = MakeRule(question, spec);
  std::vector<StationaryPolicy> policies = SolveStationary(rule);
  while (!policies.empty() && policies.back().boundary) policies.pop_back();
  for (const auto& policy : policies) {
    CHECK_FALSE(policy.boundary);
    CHECK(IsCertified(rule, policy));
  }
  std::sort(policies.begin(), policies.end(), [](const auto& a, const auto& b) { return a.policy[0] < b.policy[0]; });
  return policies;
}

ScenarioSpec RightOrWrong(double reference) { return Question({reference, 1 - reference}, {1, 0}); }

TEST_CASE("Direct KL, G -> inf: two stationary policies above beta_fold and none below (App. B.2)") {
  for (const double reference : {1e-6, 0.1, 0.5, 0.9}) {
    INFO("reference " << reference);
    const double fold = DirectKlLargeGroupFold(reference);
    const auto near = Interior(RightOrWrong(reference), DirectKl(Grpo(kInfinite, fold * 1.000001)));
    REQUIRE(near.size() == 2);
    CHECK(near[0].on_reference_branch);
    CHECK(near[1].on_reference_branch);
    CHECK(Interior(RightOrWrong(reference), DirectKl(Grpo(kInfinite, fold * 0.999999))).empty());
    CHECK(Interior(RightOrWrong(reference), DirectKl(Grpo(kInfinite, fold * 3))).size() == 2);
    CHECK(Interior(RightOrWrong(reference), DirectKl(Grpo(kInfinite, fold / 3))).empty());
  }
}

TEST_CASE("Direct KL, G -> inf: only the lower policy is stable, and x -> 1 attracts beyond the upper (App. B.2)") {
  const std::vector<StationaryPolicy> policies = Solve(RightOrWrong(0.5), DirectKl(Grpo(kInfinite, 2)));
  REQUIRE(policies.size() == 3);
  CHECK(policies[0].policy[0] == Approx(0.7647275688272567).epsilon(1e-12));
  CHECK(policies[1].policy[0] == Approx(0.9859861997954842).epsilon(1e-12));
  CHECK(policies[0].stable);
  CHECK_FALSE(policies[1].stable);
  CHECK(policies[0].on_reference_branch);
  CHECK(policies[1].on_reference_branch);

  CHECK(policies[2].boundary);
  CHECK(policies[2].stable);
  CHECK(policies[2].termination == Termination::kBoundary);
  CHECK(Gap(policies[2].policy, Numbers({1, 0})) == 0);
  CHECK_FALSE(policies[2].residual);
  CHECK_FALSE(policies[2].multiplier);
}

TEST_CASE("Direct KL, G -> inf: stationary policies are the zeros of h(x) (App. B.2)") {
  for (const double beta : {1.6, 2.0, 5.0, 20.0}) {
    for (const auto& policy : Interior(RightOrWrong(0.5), DirectKl(Grpo(kInfinite, beta)))) {
      CHECK(std::abs(DirectKlLargeGroupGap(policy.policy[0], 0.5, beta)) < 1e-9);
      CHECK((policy.policy[0] < DirectKlLargeGroupMinimum(beta)) == policy.stable);
    }
  }
}

TEST_CASE("Direct KL, G -> inf: where no interior policy is stationary, only the boundary is left (App. B.2)") {
  for (const Search search : {Search::kAll, Search::kBranch}) {
    const std::vector<StationaryPolicy> policies = Solve(RightOrWrong(0.5), DirectKl(Grpo(kInfinite, 1)), search);
    REQUIRE(policies.size() == 1);
    CHECK(policies[0].boundary);
  }
}

TEST_CASE("Direct KL, G = 64: three policies between the folds 1.46171676 and 1.50719284, one elsewhere") {
  const auto count = [](double beta) { return Interior(RightOrWrong(0.5), DirectKl(Grpo(64, beta))).size(); };
  CHECK(count(1.4617167) == 1);
  CHECK(count(1.4617168) == 3);
  CHECK(count(1.48) == 3);
  CHECK(count(1.5071928) == 3);
  CHECK(count(1.5071929) == 1);
  CHECK(count(3) == 1);
  CHECK(count(0.5) == 1);
}

TEST_CASE("Folds alternate stability along the reference branch") {
  const auto policies = Interior(RightOrWrong(0.5), DirectKl(Grpo(64, 1.48)));
  REQUIRE(policies.size() == 3);
  for (size_t i = 0; i < 3; ++i) {
    CHECK(policies[i].stable == (i != 1));
    CHECK(policies[i].on_reference_branch);
  }
}

TEST_CASE("GRPO as published can have two stable answers to one question (noisy rewards, three levels)") {
  const ScenarioSpec gamble = NoisyQuestion({0.1, 0.9}, {{{1, 1, 0}}, {{0.25, 100, 0}, {0.75, 0, 0}}});
  const auto policies = Interior(gamble, Grpo(8, 0.09));
  REQUIRE(policies.size() == 3);
  CHECK(policies[0].policy[0] == Approx(0.0407740496401).epsilon(1e-11));
  CHECK(policies[1].policy[0] == Approx(0.588714816024).epsilon(1e-11));
  CHECK(policies[2].policy[0] == Approx(0.917213902925).epsilon(1e-11));
  CHECK(policies[0].stable);
  CHECK_FALSE(policies[1].stable);
  CHECK(policies[2].stable);
}

TEST_CASE("Direct KL, three answers, G = 64: five stationary policies") {
  const auto policies = Interior(Question({0.9, 0.09, 0.01}, {0, 1, 1.02}), DirectKl(Grpo(64, 0.7)));
  const double expected[] = {0.00032312834369914494, 0.0006919058082243428, 0.0014067910333054258, 0.1516326245609597,
                             0.27474426061957824};
  REQUIRE(policies.size() == 5);
  for (size_t i = 0; i < 5; ++i) {
    CHECK(policies[i].policy[0] == Approx(expected[i]).epsilon(1e-10));
    CHECK(policies[i].stable == (i % 2 == 0));
  }
}

TEST_CASE("Direct KL, five answers, G -> inf: four stationary policies, one with an answer at 1e-40") {
  const auto policies = Interior(Question({0.3479, 0.0074, 0.1601, 0.1037, 0.3809}, {-2.39, 0.95, 0.64, -2.36, -1.53}),
                                 DirectKl(Grpo(kInfinite, 2)));
  REQUIRE(policies.size() == 4);
  CHECK(policies[0].policy[0] == Approx(2.9654000303875326e-40).epsilon(1e-9));
  CHECK(policies[1].policy[0] == Approx(3.399106874391106e-06).epsilon(1e-9));
  CHECK(policies[2].policy[0] == Approx(0.00024475997737904005).epsilon(1e-9));
  CHECK(policies[3].policy[0] == Approx(0.22671296761470816).epsilon(1e-9));
}

TEST_CASE("Hellinger, G -> inf, two answers: none if beta <= 1 or theta_ref + asin(1/beta) >= pi/2, else one (§6)") {
  for (const double reference : {1e-6, 0.1, 0.5, 0.9}) {
    const double angle = std::asin(std::sqrt(reference));  // π = sin²θ, and sin(θ − θ_ref) = 1/β
    for (const double beta : {0.5, 0.999, 1.01, 1.3, 1.5, 2.0, 4.0, 20.0}) {
      INFO("reference " << reference << ", beta " << beta);
      RuleSpec rule = Grpo(kInfinite, beta);
      rule.penalty.divergence = Divergence::kHellinger;
      const auto policies = Interior(RightOrWrong(reference), rule);
      const double turn = beta > 1 ? angle + std::asin(1 / beta) : 2;
      REQUIRE(policies.size() == (turn < std::acos(0.0) ? 1 : 0));
      if (!policies.empty()) CHECK(policies[0].policy[0] == Approx(std::pow(std::sin(turn), 2)).epsilon(1e-9));
    }
  }
}

TEST_CASE("DAPO's resampling, two answers: one policy iff beta > sqrt(G-1)/(G(1-rho)), else none (§6)") {
  for (const double reference : {0.01, 0.3, 0.9}) {
    for (const int group_size : {2, 3, 8, 16}) {
      const double least = std::sqrt(group_size - 1.0) / (group_size * (1 - reference));
      for (const double factor : {0.5, 0.98, 1.02, 3.0}) {
        INFO("reference " << reference << ", G " << group_size << ", beta " << factor << " of the least");
        RuleSpec rule = Grpo(group_size, factor * least);
        rule.preference.silent_groups = SilentGroups::kResample;
        CHECK(Interior(RightOrWrong(reference), rule).size() == (factor > 1 ? 1 : 0));
      }
    }
  }
}

TEST_CASE("The reference branch is followed through its folds, or only to the first policy on request") {
  const Rule rule = MakeRule(RightOrWrong(0.5), DirectKl(Grpo(64, 1.48)));
  CHECK(TraceReferenceBranch(rule.problem(), rule.beta()).size() == 3);
  TraceOptions options;
  options.first_crossing_only = true;
  const std::vector<Solution> first = TraceReferenceBranch(rule.problem(), rule.beta(), options);
  REQUIRE(first.size() == 1);
  const double lowest = Interior(RightOrWrong(0.5), DirectKl(Grpo(64, 1.48)))[0].policy[0];
  CHECK(first[0].at.policy[0] == Approx(lowest).epsilon(1e-6));
}

}  // namespace
}  // namespace aggregation::testing
