// SPDX-License-Identifier: MIT
// The solver where numbers are extreme: it must find a policy and certify it, or say that it did
// not.
#include <algorithm>
#include <numeric>

#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

const double kReferences[] = {1e-9, 1e-3, 0.1, 0.5, 0.9, 1 - 1e-9};

std::vector<RuleSpec> EveryRule(double beta) {
  std::vector<RuleSpec> rules;
  for (const RuleSpec& rule : {Grpo(2, beta), Grpo(8, beta), Grpo(kInfinite, beta), ShiftOnly(8, beta), Rloo(beta),
                               Rlhf(beta), Pairwise(beta)}) {
    rules.push_back(ReverseKl(rule));
    rules.push_back(DirectKl(rule));
  }
  return rules;
}

/// The rule that may have no interior stationary policy (App. B.2).
bool MayRunAway(const RuleSpec& rule) {
  return rule.preference.model == ModelKind::kGroup && rule.preference.group_size.infinite &&
         rule.penalty.divergence == Divergence::kKlPolicyToRef;
}

/// Every policy found is certified, and there is one on the reference branch unless there may be
/// none. The rewards' order is followed: the best answer gains.
void CheckSolved(const ScenarioSpec& question, const RuleSpec& spec) {
  INFO(Named(kModelNames, spec.preference.model).name
       << ", G = " << spec.preference.group_size.size << ", " << Named(kDivergenceNames, spec.penalty.divergence).name
       << ", beta = " << spec.beta << ", references " << question.answers[0].reference << "...");
  const Rule rule = MakeRule(question, spec);
  const auto policies = SolveStationary(rule);
  REQUIRE_FALSE(policies.empty());
  for (const auto& policy : policies) {
    CHECK(policy.policy.allFinite());
    CHECK(policy.preference.allFinite());
    CHECK((policy.boundary || IsCertified(rule, policy)));
  }
  const bool finds_one = policies.front().on_reference_branch || MayRunAway(spec);
  CHECK(finds_one);
}

TEST_CASE("Every rule is solved for beta from 1e-3 to 1e3 and references down to 1e-9") {
  for (const double beta : {1e-3, 1e-2, 0.1, 1.0, 10.0, 1e3}) {
    for (const RuleSpec& rule : EveryRule(beta)) {
      for (const double reference : kReferences) {
        const double rest = 1 - reference;
        CheckSolved(Question({reference, rest}, {1, 0}), rule);
        CheckSolved(Question({reference, 0.4 * rest, 0.6 * rest}, {1, 0.3, 0}), rule);
        CheckSolved(Question({reference, 0.4 * rest, 0.6 * rest}, {0, 1, 0.999}), rule);
      }
    }
  }
}

TEST_CASE("Large groups are solved for beta from 1e-3 to 1e3 and references down to 1e-9") {
  for (const double group_size : {64.0, 512.0}) {
    for (const double beta : {1e-3, 1e-2, 0.1, 1.0, 10.0, 1e3}) {
      for (const double reference : kReferences) {
        CheckSolved(Question({reference, 1 - reference}, {1, 0}), Grpo(group_size, beta));
        CheckSolved(Question({reference, 1 - reference}, {1, 0}), DirectKl(Grpo(group_size, beta)));
      }
    }
  }
}

TEST_CASE("At the ends of beta's range a policy is certified, or said to be no better than its residual") {
  for (const double beta : {kMinBeta, kMaxBeta}) {
    for (const RuleSpec& spec : EveryRule(beta)) {
      if (MayRunAway(spec)) continue;
      for (const double reference : kReferences) {
        const Rule rule = MakeRule(Question({reference, 1 - reference}, {1, 0}), spec);
        for (const auto& policy : SolveStationary(rule)) {
          CHECK(policy.policy.allFinite());
          const bool converged = policy.termination == Termination::kConverged;
          CHECK(IsCertified(rule, policy) == converged);
          CHECK(*policy.residual <= 1e-9 * policy.preference.cwiseAbs().maxCoeff());
        }
      }
    }
  }
}

TEST_CASE("Rewards scaled by 1e-6 to 1e6 are solved, and with the std they give the same policy") {
  const StationaryPolicy expected = OnlyPolicy(ThreeAnswers(), Grpo(8, 0.1));
  for (const double scale : {1e-6, 1e-3, 1e3, 1e6}) {
    INFO("scale " << scale);
    const ScenarioSpec question = Question({0.2, 0.5, 0.3}, {scale, 0.3 * scale, 0});
    CHECK(RelativeGap(OnlyPolicy(question, Grpo(8, 0.1)).policy, expected.policy) < 1e-12);
    for (const double beta : {1e-3, 1.0, 1e3})
      for (const RuleSpec& rule : EveryRule(beta)) CheckSolved(question, rule);
  }
}

TEST_CASE("Rewards shifted by 1e8 give the same policy") {
  for (const RuleSpec& rule : {Grpo(8, 0.5), Grpo(kInfinite, 0.5), ShiftOnly(8, 0.5), Rlhf(0.5), Pairwise(0.5)}) {
    const Vector expected = OnlyPolicy(Question({0.2, 0.5, 0.3}, {1, 0.25, 0}), rule).policy;
    const Vector shifted = OnlyPolicy(Question({0.2, 0.5, 0.3}, {1e8 + 1, 1e8 + 0.25, 1e8}), rule).policy;
    CHECK(RelativeGap(shifted, expected) < 1e-13);
  }
}

TEST_CASE("Rewards that differ by rounding alone are ties: 0.1 + 0.2 against 0.3") {
  for (const RuleSpec& spec : {Grpo(8, 0.1), Grpo(kInfinite, 0.1), Grpo(2, 0.1), Pairwise(0.1)}) {
    for (const RuleSpec& rule : {spec, DirectKl(spec)}) {
      const StationaryPolicy policy = OnlyPolicy(Question({0.4, 0.6}, {0.1 + 0.2, 0.3}), rule);
      CHECK(policy.preference.cwiseAbs().maxCoeff() == 0);
      CHECK(Gap(policy.policy, Numbers({0.4, 0.6})) < 1e-15);
    }
  }
}

TEST_CASE("Rewards that differ by 1e-9 are no tie: the std makes them count in full") {
  const Vector near = OnlyPolicy(Question({0.2, 0.8}, {1 + 1e-9, 1}), Grpo(8, 0.5)).policy;
  const Vector far = OnlyPolicy(Question({0.2, 0.8}, {1, 0}), Grpo(8, 0.5)).policy;
  CHECK(RelativeGap(near, far) < 1e-12);
}

TEST_CASE("Ten thousand answers with few reward levels are solved as classes") {
  std::vector<double> reference(10'000), reward(10'000);
  for (size_t i = 0; i < reference.size(); ++i) {
    reference[i] = 1.0 / (i + 1);
    reward[i] = (i % 3) * 0.5;
  }
  for (const RuleSpec& rule : {Grpo(8, 0.1), Grpo(kInfinite, 0.1), DirectKl(Grpo(8, 0.5)), Rlhf(0.1), Pairwise(0.1)}) {
    const StationaryPolicy policy = OnlyPolicy(Question(reference, reward), rule);
    CHECK(policy.policy.size() == 10'000);
    CHECK(policy.policy.sum() == Approx(1).epsilon(1e-13));
    CHECK(policy.policy[5] / policy.policy[2] == Approx(0.5).epsilon(1e-12));  // one class: as in π_ref
  }
}

TEST_CASE("As many distinct rewards as have eigenvalues are solved where the model allows it") {
  std::vector<double> reward(kMaxEigenvalueAnswers);
  for (size_t i = 0; i < reward.size(); ++i) reward[i] = std::sin(static_cast<double>(i));
  const ScenarioSpec question = Question(std::vector<double>(reward.size(), 1), reward);
  for (const RuleSpec& rule : {Grpo(kInfinite, 0.5), ShiftOnly(8, 0.1), Rlhf(0.1), Pairwise(0.1)})
    CHECK(OnlyPolicy(question, rule).stable);
}

TEST_CASE("Ten thousand distinct rewards are solved where the model allows it") {
  std::vector<double> reward(10'000);
  for (size_t i = 0; i < reward.size(); ++i) reward[i] = std::sin(static_cast<double>(i));
  const ScenarioSpec question = Question(std::vector<double>(reward.size(), 1), reward);
  for (const RuleSpec& spec : {Grpo(kInfinite, 0.5), ShiftOnly(8, 0.1), Rlhf(0.1)}) {
    const Rule rule = MakeRule(question, spec);
    SolveOptions options;
    options.search = Search::kBranch;
    const auto policies = SolveStationary(rule, options);
    REQUIRE(policies.size() == 1);
    CHECK(IsCertified(rule, policies[0]));
  }
}

}  // namespace
}  // namespace aggregation::testing
