// SPDX-License-Identifier: MIT
// What training libraries compute, as rules: the golden table, digit by digit, and what follows at
// the stationary policy. Conventions as read from each library's source.
#include "aggregation/closed_form.h"
#include "catch.h"
#include "flow.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

constexpr double kGroupSizes[] = {2, 4, 8};
/// Half a unit of the table's last digit, and the rounding of the comparison.
constexpr double kPrinted = 0.5e-5 + 1e-12;

struct Row {
  const char* setting;
  RuleSpec (*rule)(double group_size);
  double policy[3][3];  ///< by group size, by answer
};

RuleSpec Sample(double group_size, double epsilon) {
  return WithStd(Grpo(group_size, 1), StdConvention::kSample, epsilon);
}

/// π_ref = (.2, .5, .3), r = (1, .3, 0), β = 1.
const Row kGolden[] = {
    {"the paper (GRPO, k3 in loss)",
     [](double g) { return Grpo(g, 1); },
     {{.44721, .38945, .16334}, {.58762, .27701, .13537}, {.63431, .24651, .11919}}},
    {"TRL <= 1.9: sample std + 1e-4, k3 in loss",
     [](double g) { return Sample(g, 1e-4); },
     {{.36359, .44557, .19084}, {.54261, .30901, .14839}, {.61208, .26186, .12606}}},
    {"TRL >= 1.10: sample std + 1e-4, k3 x ratio in loss is direct KL",
     [](double g) { return DirectKl(Sample(g, 1e-4)); },
     {{.34155, .47827, .18018}, {.50362, .35880, .13759}, {.58997, .29941, .11062}}},
    {"verl: sample std + 1e-6, k3 in loss",
     [](double g) { return Sample(g, 1e-6); },
     {{.36363, .44556, .19082}, {.54268, .30895, .14836}, {.61216, .26180, .12604}}},
    {"verl k3+ and OpenRLHF: sample std, direct KL",
     [](double g) { return DirectKl(Sample(g, 1e-6)); },
     {{.34159, .47827, .18015}, {.50370, .35874, .13756}, {.59009, .29932, .11059}}},
    {"Dr. GRPO with k3 in loss",
     [](double g) { return ShiftOnly(g, 1); },
     {{.28119, .47114, .24767}, {.33333, .44444, .22222}, {.36125, .42876, .20999}}},
    {"shift-only, direct KL",
     [](double g) { return DirectKl(ShiftOnly(g, 1)); },
     {{.27237, .47983, .24780}, {.31373, .46397, .22229}, {.33554, .45465, .20981}}},
    {"verl use_kl_in_reward: k1 inside the normaliser, which is logarithmic pooling",
     [](double g) { return WithKlTerm(Sample(g, 1e-6), KlTerm::kK1InRewardBeforeNormalising); },
     {{.35800, .44445, .19755}, {.35800, .44445, .19755}, {.35800, .44445, .19755}}},
    {"TRL RLOO: leave-one-out, k1 in reward, which is RLHF",
     [](double) { return Rloo(1); },
     {{.35800, .44445, .19755}, {.35800, .44445, .19755}, {.35800, .44445, .19755}}},
    {"NeMo-RL: leave-one-out std + 1e-6, direct KL",
     [](double g) { return DirectKl(WithStd(Grpo(g, 1), StdConvention::kLeaveOneOut, 1e-6)); },
     {{.35800, .44445, .19755}, {.57496, .32288, .10215}, {.67201, .25846, .06953}}},
};

TEST_CASE("The golden table of training libraries, to the printed digits") {
  for (const Row& row : kGolden) {
    for (int i = 0; i < 3; ++i) {
      INFO(row.setting << ", G = " << kGroupSizes[i]);
      const StationaryPolicy policy = OnlyPolicy(ThreeAnswers(), row.rule(kGroupSizes[i]));
      CHECK(Gap(policy.policy, Eigen::Map<const Vector>(row.policy[i], 3)) <= kPrinted);
    }
  }
}

TEST_CASE("Each KL term of a training loop is the divergence that its gradient belongs to") {
  const struct {
    KlTerm term;
    RuleSpec same;
  } cases[] = {{KlTerm::kK3InLoss, Grpo(8, 0.5)},
               {KlTerm::kK3TimesRatioInLoss, DirectKl(Grpo(8, 0.5))},
               {KlTerm::kK2InLoss, DirectKl(Grpo(8, 0.5))},
               {KlTerm::kK1InRewardAfterNormalising, DirectKl(Grpo(8, 0.5))},
               {KlTerm::kK1InRewardBeforeNormalising, Rlhf(0.5)}};
  for (const auto& [term, same] : cases) {
    INFO(Named(kKlTermNames, term).name);
    const Vector policy = OnlyPolicy(ThreeAnswers(), WithKlTerm(Grpo(8, 0.5), term)).policy;
    CHECK(policy == OnlyPolicy(ThreeAnswers(), same).policy);
  }
}

TEST_CASE("k1 in the loss regularises nothing: the policy runs to the best answer") {
  for (const double group_size : {2.0, 8.0, kInfinite}) {
    const auto policies = Solve(ThreeAnswers(), WithKlTerm(Grpo(group_size, 1), KlTerm::kK1InLoss));
    REQUIRE(policies.size() == 1);
    CHECK(policies[0].policy == Numbers({1, 0, 0}));
    CHECK(policies[0].boundary);
    CHECK_FALSE(policies[0].residual);
  }
}

TEST_CASE("Without a penalty a tie goes to the answer that the reference prefers, and a cycle has no end") {
  RuleSpec free = Grpo(8, 1);
  free.penalty.divergence = Divergence::kNone;
  CHECK(Solve(Question({0.2, 0.3, 0.5}, {1, 1, 0}), free)[0].policy == Numbers({0, 1, 0}));
  CHECK(Solve(Question({0.2, 0.2, 0.6}, {1, 1, 0}), free)[0].policy == Numbers({0.5, 0.5, 0}));
  RuleSpec game = Pairwise(1);
  game.penalty.divergence = Divergence::kNone;
  CHECK(Solve(Comparison({0.6, 0.3, 0.1}, {{0.5, 0.9, 0.3}, {0.1, 0.5, 0.8}, {0.7, 0.2, 0.5}}), game).empty());
}

TEST_CASE("The sample std at beta is the population std at beta sqrt(G/(G-1))") {
  for (const double group_size : {2.0, 4.0, 8.0, 64.0}) {
    for (const double beta : {0.04, 1.0}) {
      const Vector sample = OnlyPolicy(ThreeAnswers(), WithStd(Grpo(group_size, beta), StdConvention::kSample)).policy;
      const double population_beta = beta * std::sqrt(group_size / (group_size - 1));
      CHECK(RelativeGap(sample, OnlyPolicy(ThreeAnswers(), Grpo(group_size, population_beta)).policy) < 1e-12);
    }
  }
}

TEST_CASE("Epsilon breaks scale invariance: rewards x 1e-4 at G = 4 move TRL's best answer from .543 to .285") {
  CHECK(OnlyPolicy(ThreeAnswers(), Sample(4, 1e-4)).policy[0] == Approx(0.543).margin(5e-4));
  const ScenarioSpec small = Question({0.2, 0.5, 0.3}, {1e-4, 0.3e-4, 0});
  CHECK(OnlyPolicy(small, Sample(4, 1e-4)).policy[0] == Approx(0.285).margin(5e-4));
}

TEST_CASE("RLOO with its own KL is RLHF, and so is shift-only direct KL at beta G/(G-1)") {
  for (const double beta : {0.05, 1.0, 10.0}) {
    const Vector rlhf = OnlyPolicy(ThreeAnswers(), Rlhf(beta)).policy;
    CHECK(RelativeGap(OnlyPolicy(ThreeAnswers(), Rloo(beta)).policy, rlhf) < 1e-12);
    CHECK(RelativeGap(OnlyPolicy(ThreeAnswers(), DirectKl(ShiftOnly(8, beta * 7 / 8))).policy, rlhf) < 1e-12);
  }
}

TEST_CASE("Pairwise cycle: GRPO's exploitability at G = 2, and the maximal lottery as beta -> 0") {
  // Margins .8 (a over b), .6 (b over c), .4 (c over a).
  const ScenarioSpec cycle = Comparison({0.6, 0.3, 0.1}, {{0.5, 0.9, 0.3}, {0.1, 0.5, 0.8}, {0.7, 0.2, 0.5}});
  const StationaryPolicy policy = OnlyPolicy(cycle, Pairwise(0.1));
  CHECK(Gap(policy.policy, Numbers({.42596, .15730, .41674})) <= kPrinted);
  CHECK(policy.preference.maxCoeff() == Approx(0.0760).margin(5e-5));
  const Vector lottery = Numbers({1.0 / 3, 2.0 / 9, 4.0 / 9});
  CHECK(Gap(Solve(cycle, Pairwise(1e-4))[0].policy, lottery) < 1e-3);
}

TEST_CASE("GRPO at G = 2 is a beta-approximate maximal lottery: no answer beats it by beta") {
  for (const double beta : {0.01, 0.1, 0.5}) {
    const StationaryPolicy policy = OnlyPolicy(ThreeAnswers(), Grpo(2, beta));
    CHECK(policy.preference.maxCoeff() < beta);
  }
}

TEST_CASE("Dynamic sampling (DAPO), two answers: P is divided by the probability of a group that is not silent") {
  RuleSpec dapo = Grpo(8, 0.6);
  dapo.preference.silent_groups = SilentGroups::kResample;
  const Rule rule = MakeRule(Question({0.25, 0.75}, {1, 0}), dapo);
  const double p = 0.4;
  const double loud = 1 - std::pow(p, 8) - std::pow(1 - p, 8);
  CHECK(rule.Preference(Numbers({p, 1 - p}))[0] == Approx(BinaryGroupPreference({p, 1 - p}, 8) / loud).epsilon(1e-13));
}

TEST_CASE(
    "DAPO, two answers: one stationary policy iff beta > sqrt(G-1)/(G(1-rho)), else the flow runs to the vertex") {
  RuleSpec dapo = Grpo(8, 1);
  dapo.preference.silent_groups = SilentGroups::kResample;
  const double reference = 0.25;
  const double threshold = std::sqrt(7) / (8 * (1 - reference));
  for (const double factor : {0.3, 0.99, 1.01, 3.0}) {
    INFO("beta = " << factor << " x the threshold");
    dapo.beta = factor * threshold;
    const auto policies = Solve(Question({reference, 1 - reference}, {1, 0}), dapo);
    REQUIRE(policies.size() == 1);
    CHECK(policies[0].boundary == (factor < 1));
    if (factor < 1) CHECK(policies[0].policy == Numbers({1, 0}));
  }
}

TEST_CASE(
    "DAPO: the flow runs to the highest sure answer that every other loses to on average, with noise or without") {
  const Law gamble = {{0.1, 1, 0}, {0.9, 0, 0}}, noise = {{1, 0, 0.3}}, luck = {{0.9, 1, 0}, {0.1, 0, 0}};
  const auto ends_at_vertex = [](const Law& other) {
    RuleSpec dapo = Grpo(6, 0.05);
    dapo.preference.silent_groups = SilentGroups::kResample;
    dapo.penalty.divergence = Divergence::kHellinger;
    const Rule rule = MakeRule(NoisyQuestion({0.3, 0.7}, {{{1, 0.5, 0}}, other}), dapo);
    const auto policies = SolveStationary(rule);
    const bool listed = !policies.empty() && policies.back().boundary;
    if (listed) CHECK(policies.back().policy == Numbers({1, 0}));
    const Vector end = Softmax(Simulate(rule, rule.reference().array().log(), 50, 0.01));
    CHECK((end[0] > 0.999) == listed);
    return listed;
  };
  CHECK(ends_at_vertex(gamble));
  CHECK(ends_at_vertex(noise));
  CHECK_FALSE(ends_at_vertex(luck));
}

}  // namespace
}  // namespace aggregation::testing
