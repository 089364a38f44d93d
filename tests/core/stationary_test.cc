// SPDX-License-Identifier: MIT
#include "aggregation/stationary.h"

#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

TEST_CASE("A stationary policy makes P - beta f'(pi/pi_ref) the multiplier, for every answer") {
  for (const RuleSpec& spec : {Grpo(8, 0.5), DirectKl(Grpo(8, 0.5)), Rlhf(0.5), ReverseKl(Rlhf(0.5))}) {
    const Rule rule = MakeRule(Question({0.2, 0.5, 0.3}, {8, 7.3, 7}), spec);
    const StationaryPolicy policy = SolveStationary(rule).front();
    for (Eigen::Index o = 0; o < 3; ++o) {
      const double marginal = rule.penalty()->Marginal(policy.policy[o] / rule.reference()[o]);
      CHECK(policy.preference[o] - rule.beta() * marginal == Approx(*policy.multiplier).epsilon(1e-13));
    }
    CHECK(Gap(policy.preference, rule.Preference(policy.policy)) < 1e-14);
    CHECK(Gap(policy.policy, policy.log_policy.array().exp()) == 0);
    CHECK(policy.policy.sum() == Approx(1).epsilon(1e-15));
  }
}

TEST_CASE("The residual is zero at a stationary policy and in the units of P elsewhere") {
  const Rule rule = MakeRule(ThreeAnswers(), Grpo(2, 1));
  const StationaryPolicy policy = SolveStationary(rule).front();
  CHECK(StationarityResidual(rule, policy.log_policy) < 1e-15);
  // At π_ref the penalty's marginals agree, so half the range of P remains.
  const Vector preference = rule.Preference(rule.reference());
  const double half_range = 0.5 * (preference.maxCoeff() - preference.minCoeff());
  CHECK(StationarityResidual(rule, rule.reference().array().log()) == Approx(half_range).epsilon(1e-14));
}

TEST_CASE("Where -P is monotone one policy is stationary, and it is on the reference branch") {
  for (const RuleSpec& spec : {Grpo(2, 0.01), Pairwise(0.01), ShiftOnly(8, 0.01), Rloo(0.01), Rlhf(0.01)}) {
    for (const RuleSpec& rule : {DirectKl(spec), ReverseKl(spec)}) {
      CHECK(MakeRule(ThreeAnswers(), rule).model().IsMonotone());
      CHECK(OnlyPolicy(ThreeAnswers(), rule).on_reference_branch);
    }
  }
  CHECK_FALSE(MakeRule(ThreeAnswers(), Grpo(3, 1)).model().IsMonotone());
}

TEST_CASE("The branch search gives the first policy of the full search, alone") {
  const ScenarioSpec question = Question({0.5, 0.5}, {1, 0});
  for (const RuleSpec& rule : {DirectKl(Grpo(64, 1.48)), DirectKl(Grpo(kInfinite, 2)), Grpo(8, 0.1)}) {
    const auto all = Solve(question, rule);
    const auto branch = Solve(question, rule, Search::kBranch);
    REQUIRE(branch.size() == 1);
    CHECK(Gap(branch[0].policy, all[0].policy) < 1e-14);
  }
}

TEST_CASE("One answer alone keeps all probability") {
  for (const RuleSpec& rule :
       {Grpo(8, 1), Grpo(kInfinite, 1), DirectKl(Grpo(kInfinite, 1)), ShiftOnly(8, 1), Rlhf(1), Pairwise(1)}) {
    CHECK(OnlyPolicy(Question({0.7}, {-3}), rule).policy[0] == 1);
  }
}

TEST_CASE("Equal rewards leave the reference policy as it is, with no preference") {
  const Vector reference = Numbers({0.2, 0.5, 0.3});
  for (const RuleSpec& spec : {Grpo(8, 0.01), Grpo(kInfinite, 0.01), ShiftOnly(8, 0.01), Pairwise(0.01)}) {
    for (const RuleSpec& rule : {spec, DirectKl(spec)}) {
      const StationaryPolicy policy = OnlyPolicy(Question({0.2, 0.5, 0.3}, {0.7, 0.7, 0.7}), rule);
      CHECK(Gap(policy.policy, reference) < 1e-15);
      CHECK(policy.preference.cwiseAbs().maxCoeff() == 0);
      CHECK(policy.stable);
    }
  }
}

TEST_CASE("Answers with equal rewards keep the reference's proportions") {
  const StationaryPolicy policy = OnlyPolicy(Question({0.1, 0.2, 0.3, 0.4}, {1, 0, 1, 0}), Grpo(8, 0.5));
  CHECK(policy.policy[2] / policy.policy[0] == Approx(3).epsilon(1e-13));
  CHECK(policy.policy[3] / policy.policy[1] == Approx(2).epsilon(1e-13));
  CHECK(policy.eigenvalues->size() == 3);
}

TEST_CASE("Above 200 answers eigenvalues are left out, stability is not") {
  std::vector<double> reward(kMaxEigenvalueAnswers + 1, 0);
  reward[7] = 1;
  const StationaryPolicy policy = OnlyPolicy(Question(std::vector<double>(reward.size(), 1), reward), Grpo(8, 0.5));
  CHECK_FALSE(policy.eigenvalues);
  CHECK(policy.stable);
}

RuleSpec WithDivergence(RuleSpec rule, Divergence divergence, double alpha = 0) {
  rule.penalty.divergence = divergence;
  if (divergence == Divergence::kAlpha) rule.penalty.alpha = alpha;
  return rule;
}

TEST_CASE(
    "Every divergence: the policy is where P - beta f'(u) is the same for the answers given, and no more elsewhere") {
  const struct {
    Divergence divergence;
    double alpha;
  } penalties[] = {{Divergence::kChiSquared, 0}, {Divergence::kJensenShannon, 0}, {Divergence::kHellinger, 0},
                   {Divergence::kAlpha, -1},     {Divergence::kAlpha, 0.5},       {Divergence::kAlpha, 3}};
  for (const auto& [divergence, alpha] : penalties) {
    for (const double beta : {0.1, 1.0, 20.0}) {
      for (const RuleSpec& model : {Grpo(2, beta), Grpo(8, beta), Rlhf(beta), ShiftOnly(4, beta), Pairwise(beta)}) {
        INFO(Named(kDivergenceNames, divergence).name << ", alpha = " << alpha << ", beta = " << beta << ", "
                                                      << Named(kModelNames, model.preference.model).name);
        const Rule rule = MakeRule(ThreeAnswers(), WithDivergence(model, divergence, alpha));
        const auto policies = SolveStationary(rule);
        REQUIRE(policies.size() >= 1);
        CHECK(policies[0].termination == Termination::kConverged);
        CHECK(policies[0].policy.sum() == Approx(1).epsilon(1e-14));
        CHECK(StationarityResidual(rule, policies[0].log_policy) < 1e-12 * (1 + beta));
      }
    }
  }
}

TEST_CASE("A large alpha: a policy with a share near 0, where f' is flat, sums to 1 all the same") {
  for (const double alpha : {4.0, 6.0, 7.0, 8.0, 12.0, 20.0, 100.0}) {
    INFO("alpha = " << alpha);
    const Rule rule = MakeRule(ThreeAnswers(), WithDivergence(Grpo(8, 1), Divergence::kAlpha, alpha));
    const auto policies = SolveStationary(rule);
    REQUIRE(policies.size() == 1);
    CHECK(policies[0].termination == Termination::kConverged);
    CHECK(policies[0].policy.sum() == Approx(1).epsilon(1e-15));
    CHECK(StationarityResidual(rule, policies[0].log_policy) < 1e-12);
  }
}

TEST_CASE("Chi-squared: RLHF's policy is linear in the reward and drops answers to probability 0 exactly") {
  // u = 1 + (r - λ)/β with λ the mean reward while all stay; here C drops out below β = 0.45.
  const Vector all = Solve(ThreeAnswers(), WithDivergence(Rlhf(1), Divergence::kChiSquared))[0].policy;
  CHECK(Gap(all, Numbers({0.2 * (1 + 0.65), 0.5 * (1 - 0.05), 0.3 * (1 - 0.35)})) < 1e-14);
  const Vector two = Solve(ThreeAnswers(), WithDivergence(Rlhf(0.2), Divergence::kChiSquared))[0].policy;
  CHECK(two[2] == 0);
  CHECK(two[0] / 0.2 - two[1] / 0.5 == Approx(0.7 / 0.2));
}

TEST_CASE("Alpha = 0 and 1 are the KL divergences, 1/2 is twice Hellinger, 2 is chi-squared") {
  const RuleSpec grpo = Grpo(8, 0.7);
  const auto policy = [](const RuleSpec& rule) { return Solve(ThreeAnswers(), rule)[0].policy; };
  CHECK(Gap(policy(WithDivergence(grpo, Divergence::kAlpha, 0)), policy(grpo)) < 1e-13);
  CHECK(Gap(policy(WithDivergence(grpo, Divergence::kAlpha, 1)), policy(DirectKl(grpo))) < 1e-13);
  CHECK(Gap(policy(WithDivergence(Grpo(8, 0.35), Divergence::kAlpha, 0.5)),
            policy(WithDivergence(grpo, Divergence::kHellinger))) < 1e-13);
  CHECK(Gap(policy(WithDivergence(grpo, Divergence::kAlpha, 2)),
            policy(WithDivergence(grpo, Divergence::kChiSquared))) < 1e-13);
}

TEST_CASE("Hellinger at G = infinity, two answers: none inside if beta <= 1, and the best answer attracts") {
  const auto policies =
      Solve(Question({0.5, 0.5}, {1, 0}), WithDivergence(Grpo(kInfinite, 0.9), Divergence::kHellinger));
  REQUIRE(policies.size() == 1);
  CHECK(policies[0].boundary);
}

}  // namespace
}  // namespace aggregation::testing
