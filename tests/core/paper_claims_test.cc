// SPDX-License-Identifier: MIT
// The paper, claim by claim (M. Vojnovic and S.-Y. Yun, "What is the Alignment Objective of GRPO?",
// arXiv 2502.18548), as the solver finds it.
#include "aggregation/closed_form.h"
#include "brute_force.h"
#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

const double kReferences[] = {1e-9, 1e-6, 1e-3, 0.1, 0.5, 0.9, 1 - 1e-3, 1 - 1e-9};
const double kBetas[] = {1e-3, 1e-2, 0.1, 0.5, 1, 2, 10, 100, 1e3};

ScenarioSpec RightOrWrong(double reference) { return Question({reference, 1 - reference}, {1, 0}); }

/// Whether the policy is the closed form's, each answer to 1e-10 of itself (or too rare for a
/// double).
bool Agrees(const Vector& policy, const BinaryPolicy& expected) {
  return std::abs(policy[0] - expected.a) <= 1e-10 * expected.a + 1e-300 &&
         std::abs(policy[1] - expected.b) <= 1e-10 * expected.b + 1e-300;
}

/// Calls `check(reference, beta)` over the grid of the closed forms.
template <typename Check>
void OverGrid(const Check& check) {
  for (const double reference : kReferences) {
    for (const double beta : kBetas) {
      INFO("reference " << reference << ", beta " << beta);
      check(reference, beta);
    }
  }
}

TEST_CASE("(2): advantages are (r - mean)/std, and 0 in a group with equal rewards") {
  const PreferenceSpec grpo = Grpo(4, 1).preference;
  CHECK(FirstAdvantage({1, 0, 0, 0}, grpo) == Approx(std::sqrt(3)).epsilon(1e-15));
  CHECK(FirstAdvantage({0.3, 0.3, 0.3, 0.3}, grpo) == 0);
  // A vertex has silent groups alone.
  CHECK(std::abs(MakeRule(RightOrWrong(0.5), Grpo(4, 1)).Preference(Numbers({1, 0}))[0]) < 1e-100);
}

TEST_CASE("(3), (4): RLHF's stationary policy is logarithmic pooling") {
  const Vector reference = Numbers({0.2, 0.5, 0.3});
  const Vector reward = Numbers({1, 0.3, 0});
  for (const double beta : {1e-2, 0.1, 1.0, 10.0, 1e3}) {
    INFO("beta " << beta);
    const Vector expected = LogarithmicPool(reference, reward, beta);
    CHECK(RelativeGap(OnlyPolicy(ThreeAnswers(), Rlhf(beta)).policy, expected) < 1e-12);
  }
}

TEST_CASE(
    "(5): NLHF's equilibrium is pi ~ pi_ref exp(E_o'[P(o beats o')]/beta), which is pairwise direct KL at 2 beta") {
  const ScenarioSpec cycle = Comparison({0.6, 0.3, 0.1}, {{0.5, 0.9, 0.3}, {0.1, 0.5, 0.8}, {0.7, 0.2, 0.5}});
  for (const double beta : {0.05, 0.5, 5.0}) {
    const Vector policy = OnlyPolicy(cycle, DirectKl(Pairwise(2 * beta))).policy;
    Vector wins = Vector::Zero(3);
    for (int o = 0; o < 3; ++o)
      for (int other = 0; other < 3; ++other) wins[o] += policy[other] * (*cycle.wins)[o][other];
    CHECK(RelativeGap(policy, LogarithmicPool(Numbers({0.6, 0.3, 0.1}), wins, beta)) < 1e-12);
  }
}

TEST_CASE("(6): the reward preference of GRPO is the expected advantage over groups of the policy itself") {
  const Rule rule = MakeRule(ThreeAnswers(), Grpo(4, 0.7));
  const StationaryPolicy policy = OnlyPolicy(ThreeAnswers(), Grpo(4, 0.7));
  const Vector expected = BruteForcePreference(ThreeAnswers(), Grpo(4, 0.7).preference, policy.policy);
  CHECK(Gap(policy.preference, expected) < 1e-13);
}

TEST_CASE("(7)-(10): the gradient of GRPO's k3 estimator is that of KL(pi_ref || pi)") {
  const Vector reference = Numbers({0.2, 0.5, 0.3});
  const Vector policy = Numbers({0.6, 0.1, 0.3});
  const auto k3 = [](double log_ratio) { return std::exp(-log_ratio) - 1 + log_ratio; };  // at log π/π_ref
  const KlRefToPolicy penalty;
  for (int logit = 0; logit < 3; ++logit) {
    // Samples are from the fixed policy; the estimator alone is differentiated, by a central
    // difference in log π.
    double estimated = 0, exact = 0;
    for (int o = 0; o < 3; ++o) {
      const double log_ratio = std::log(policy[o] / reference[o]);
      const double by_logit = (o == logit) - policy[logit];  // ∂ log π(o)/∂θ
      constexpr double h = 1e-6;
      estimated += policy[o] * by_logit * (k3(log_ratio + h) - k3(log_ratio - h)) / (2 * h);
      exact += penalty.Marginal(policy[o] / reference[o]) * policy[o] * by_logit;
    }
    CHECK(estimated == Approx(exact).epsilon(1e-8).margin(1e-9));
  }
}

TEST_CASE("(11): GRPO's stationary policy is the fixed point pi = pi_ref / (1 - P_G/beta)") {
  const Vector reference = Numbers({0.2, 0.5, 0.3});
  for (const double group_size : {2.0, 8.0, 64.0, kInfinite}) {
    for (const double beta : {0.04, 0.5, 10.0}) {
      INFO("G = " << group_size << ", beta " << beta);
      const StationaryPolicy policy = OnlyPolicy(ThreeAnswers(), Grpo(group_size, beta));
      const Vector bracket = 1 - policy.preference.array() / beta;
      CHECK(RelativeGap(policy.policy, reference.array() / bracket.array()) < 1e-11);
    }
  }
}

TEST_CASE("Under (11): P_G(o) < E_pi[P_G] + beta wherever pi(o) > 0, and every answer keeps pi(o) > 0 (App. A)") {
  for (const double group_size : {2.0, 8.0, kInfinite}) {
    for (const double beta : {1e-3, 0.1, 1.0, 100.0}) {
      INFO("G = " << group_size << ", beta " << beta);
      const StationaryPolicy policy = OnlyPolicy(ThreeAnswers(), Grpo(group_size, beta));
      CHECK(policy.policy.minCoeff() > 0);
      CHECK(policy.preference.maxCoeff() < policy.policy.dot(policy.preference) + beta);
    }
  }
}

TEST_CASE("(14), Fig. 1: binary question, G = 2, for every confidence margin") {
  for (const double margin : {1.0, 0.25, -0.5}) {
    OverGrid([&](double reference, double beta) {
      const Vector policy = OnlyPolicy(Duel(reference, margin), Pairwise(beta)).policy;
      CHECK(Agrees(policy, BinaryPairwise(margin, reference, beta)));
    });
  }
  OverGrid([](double reference, double beta) {
    CHECK(Agrees(OnlyPolicy(RightOrWrong(reference), Grpo(2, beta)).policy, BinaryPairwise(1, reference, beta)));
  });
}

TEST_CASE("(14), Fig. 1: a tie keeps pi_ref, and at beta = gamma the policy is sqrt(pi_ref)") {
  for (const double reference : kReferences) {
    CHECK(OnlyPolicy(Duel(reference, 0), Pairwise(0.1)).policy[0] == Approx(reference).epsilon(1e-14));
    const double policy = OnlyPolicy(Duel(reference, 0.5), Pairwise(0.5)).policy[0];
    CHECK(policy == Approx(std::sqrt(reference)).epsilon(1e-10));
  }
}

TEST_CASE("(14), Fig. 1: the policy is at least max(1 - beta/gamma, pi_ref)") {
  OverGrid([](double reference, double beta) {
    const double policy = OnlyPolicy(Duel(reference, 0.5), Pairwise(beta)).policy[0];
    CHECK(policy >= std::max(1 - beta / 0.5, reference) * (1 - 1e-12));
  });
}

TEST_CASE("(14), Fig. 1: the policy jumps at pi_ref = 0 when beta < gamma, and only then") {
  CHECK(OnlyPolicy(Duel(1e-9, 1), Pairwise(0.75)).policy[0] == Approx(0.25).epsilon(1e-7));
  CHECK(OnlyPolicy(Duel(1e-9, 1), Pairwise(1.25)).policy[0] < 1e-8);
}

TEST_CASE("(15), Fig. 2: binary question, G -> inf") {
  OverGrid([](double reference, double beta) {
    const Vector policy = OnlyPolicy(RightOrWrong(reference), Grpo(kInfinite, beta)).policy;
    CHECK(Agrees(policy, BinaryLargeGroup(reference, beta)));
  });
}

TEST_CASE("(15), Fig. 2: the policy is at least max(1/(1 + beta^2), pi_ref), and jumps at pi_ref = 0 for every beta") {
  OverGrid([](double reference, double beta) {
    const double policy = OnlyPolicy(RightOrWrong(reference), Grpo(kInfinite, beta)).policy[0];
    CHECK(policy >= std::max(1 / (1 + beta * beta), reference) * (1 - 1e-12));
  });
  CHECK(OnlyPolicy(RightOrWrong(1e-9), Grpo(kInfinite, 3)).policy[0] == Approx(0.1).epsilon(1e-6));
}

TEST_CASE("Between Figs. 1 and 2: for any G the policy solves p(1 - P_G(a)/beta) = pi_ref, with P_G's binomial sum") {
  for (const int group_size : {2, 3, 8, 64, 512}) {
    for (const double reference : {1e-9, 0.1, 0.9}) {
      for (const double beta : {1e-2, 1.0, 100.0}) {
        INFO("G = " << group_size << ", reference " << reference << ", beta " << beta);
        const StationaryPolicy policy = OnlyPolicy(RightOrWrong(reference), Grpo(group_size, beta));
        const double p = policy.policy[0];
        const double preference = BinaryGroupPreference({p, policy.policy[1]}, group_size);
        CHECK(policy.preference[0] == Approx(preference).epsilon(1e-12));
        CHECK(std::abs(beta * p - p * preference - beta * reference) < 1e-12 * (beta + preference) * p);
      }
    }
  }
}

TEST_CASE("Section 2.3: the std acts as an effective constant beta sigma(pi), weaker the surer the policy") {
  double last_effective = 0;
  for (const double beta : {0.1, 0.5, 2.0, 10.0}) {
    const Vector policy = OnlyPolicy(ThreeAnswers(), Grpo(kInfinite, beta)).policy;
    const double mean = policy[0] + 0.3 * policy[1];
    const double sd = std::sqrt(policy[0] + 0.09 * policy[1] - mean * mean);
    const Vector shift_only = OnlyPolicy(ThreeAnswers(), ShiftOnly(kInfinite, beta * sd)).policy;
    CHECK(RelativeGap(shift_only, policy) < 1e-11);
    CHECK(beta * sd > last_effective);
    last_effective = beta * sd;
  }
}

TEST_CASE("Section 3: with direct KL the policy is pi ~ pi_ref exp(P_G/beta)") {
  for (const double group_size : {2.0, 8.0, 64.0}) {
    const auto policies = Solve(ThreeAnswers(), DirectKl(Grpo(group_size, 0.9)));
    CHECK(policies.size() % 2 == 1);
    for (const StationaryPolicy& policy : policies) {
      const Vector pooled = LogarithmicPool(Numbers({0.2, 0.5, 0.3}), policy.preference, 0.9);
      CHECK(RelativeGap(policy.policy, pooled) < 1e-12);
    }
  }
}

TEST_CASE("Section 3, Fig. 3: binary question with direct KL, logit p = logit pi_ref + gamma/beta") {
  for (const double margin : {1.0, 0.25, -0.5}) {
    OverGrid([&](double reference, double beta) {
      const Vector policy = OnlyPolicy(Duel(reference, margin), DirectKl(Pairwise(beta))).policy;
      CHECK(Agrees(policy, BinaryDirectKlPairwise(margin, reference, beta)));
    });
  }
}

TEST_CASE("Section 3, Fig. 3: with direct KL the policy does not jump at pi_ref = 0") {
  for (const double reference : {1e-6, 1e-9, 1e-12}) {
    const double policy = OnlyPolicy(Duel(reference, 1), DirectKl(Pairwise(0.25))).policy[0];
    CHECK(policy == Approx(reference * std::exp(4)).epsilon(1e-4));
  }
}

TEST_CASE("Section 3: shift-only with direct KL is RLHF's form at beta/(1 - 1/G)") {
  const Vector reference = Numbers({0.2, 0.5, 0.3});
  const Vector reward = Numbers({1, 0.3, 0});
  for (const double group_size : {2.0, 8.0, 1e6, kInfinite}) {
    for (const double beta : {0.1, 1.0, 100.0}) {
      const RuleSpec rule = DirectKl(ShiftOnly(group_size, beta));
      const Vector expected = ShiftOnlyPool(reference, reward, rule.preference.group_size, beta);
      CHECK(RelativeGap(OnlyPolicy(ThreeAnswers(), rule).policy, expected) < 1e-12);
    }
  }
}

TEST_CASE("Section 3: shift-only with KL(pi_ref || pi) is (14) with the scaled reward gap for gamma") {
  for (const double group_size : {2.0, 8.0, kInfinite}) {
    OverGrid([&](double reference, double beta) {
      const RuleSpec rule = ShiftOnly(group_size, beta);
      const Vector policy = OnlyPolicy(Question({reference, 1 - reference}, {3, 1}), rule).policy;
      CHECK(Agrees(policy, BinaryShiftOnly(2, rule.preference.group_size, reference, beta)));
    });
  }
}

}  // namespace
}  // namespace aggregation::testing
