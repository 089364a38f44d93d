// SPDX-License-Identifier: MIT
// Silent groups and the weakened update, against enumeration of all groups.
#include "aggregation/silence.h"

#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

/// Visits all groups of that size over atoms of probability `mass`: function(probability, indices).
template <typename Function>
void ForEachGroup(const std::vector<double>& mass, int size, const Function& function) {
  std::vector<size_t> group(static_cast<size_t>(size), 0);
  for (;;) {
    double probability = 1;
    for (const size_t member : group) probability *= mass[member];
    function(probability, group);
    size_t i = 0;
    while (i < group.size() && ++group[i] == mass.size()) group[i++] = 0;
    if (i == group.size()) return;
  }
}

TEST_CASE("A group is silent with the probability that enumeration finds, for shared and drawn rewards") {
  // Rewards 1, 1, 0 and a coin: the values 1 and 0 have masses .2 + .1 + .4·.3 and .3 + .4·.7.
  const Scenario scenario =
      Validated(NoisyQuestion({.2, .1, .3, .4}, {{{1, 1, 0}}, {{1, 1, 0}}, {{1, 0, 0}}, Coin(.3)}));
  const Vector policy = Numbers({.2, .1, .3, .4});
  const std::vector<double> mass{.2 + .1 + .4 * .3, .3 + .4 * .7};
  for (const int size : {2, 3, 7}) {
    double silent = 0;
    ForEachGroup(mass, size, [&](double probability, const std::vector<size_t>& group) {
      for (const size_t member : group)
        if (member != group[0]) return;
      silent += probability;
    });
    CHECK(RewardShares(scenario, policy).Silence(size) == Approx(silent).epsilon(1e-13));
  }
  CHECK(*RewardShares(scenario, policy).success() == Approx(mass[0]).epsilon(1e-15));
}

TEST_CASE("Rewards with a normal part never repeat, and only two rewards make an attenuation") {
  const Scenario normal = Validated(NoisyQuestion({.5, .5}, {{{1, 0, 1}}, {{1, 1, 0}}}));
  CHECK(RewardShares(normal, Numbers({.5, .5})).Silence(4) == Approx(1.0 / 16));
  CHECK_FALSE(RewardShares(normal, Numbers({.5, .5})).success());
  const Scenario three = Validated(ThreeAnswers());
  CHECK_FALSE(RewardShares(three, Numbers({.2, .5, .3})).success());
  CHECK(RewardShares(three, Numbers({.2, .8, 0})).success());
  CHECK(RewardShares(three, Numbers({1, 0, 0})).Silence(8) == 1);
}

TEST_CASE("One rater per group: silence is the raters' mean") {
  ScenarioSpec question = Question({.5, .5}, {0, 0});
  question.raters = {{"tells apart", 3, {{{1, 1, 0}}, {{1, 0, 0}}}}, {"does not", 1, {{{1, 1, 0}}, {{1, 1, 0}}}}};
  const RewardShares shares(Validated(question), Numbers({.5, .5}));
  CHECK(shares.Silence(2) == Approx(.75 * .5 + .25).epsilon(1e-15));
  CHECK_FALSE(shares.success());
}

TEST_CASE("The attenuation is E sqrt(k(G-k))/(G sqrt(p(1-p))) as enumeration finds it (2607.00152)") {
  for (const double p : {.05, .5, .9}) {
    for (const int size : {2, 3, 8}) {
      double mean = 0;
      ForEachGroup({p, 1 - p}, size, [&](double probability, const std::vector<size_t>& group) {
        double k = 0;
        for (const size_t member : group) k += member == 0;
        mean += probability * std::sqrt(k * (size - k));
      });
      CHECK(Attenuation(p, size) == Approx(mean / (size * std::sqrt(p * (1 - p)))).epsilon(1e-13));
    }
  }
}

TEST_CASE("The attenuation tends to 1 - 1/(8Gp(1-p)), and rises with G") {
  for (const double p : {.1, .5, .7}) {
    for (const double size : {1e3, 1e4, 1e6}) {
      const double excess = 8 * size * p * (1 - p) * (1 - Attenuation(p, size));
      CHECK(excess == Approx(1).epsilon(20 / (size * p * (1 - p))));
      CHECK(AttenuationApproximation(p, size) == Approx(Attenuation(p, size)).epsilon(20 / (size * size * p * p)));
    }
    double before = 0;
    for (int size = 2; size < 200; ++size) {
      const double now = Attenuation(p, size);
      CHECK(now > before);
      before = now;
    }
  }
}

TEST_CASE("The smallest group that suffices is the one before which none does") {
  for (const double p : {.02, .3, .5}) {
    const auto strong = SmallestGroup([&](double size) { return Attenuation(p, size) >= .9; });
    REQUIRE(strong);
    CHECK(Attenuation(p, *strong) >= .9);
    if (*strong > 2) CHECK(Attenuation(p, *strong - 1) < .9);
  }
  CHECK_FALSE(SmallestGroup([](double) { return false; }));
  CHECK(SmallestGroup([](double) { return true; }) == 2);
  CHECK(SmallestGroup([](double size) { return size >= kMaxGroupSize; }) == kMaxGroupSize);
}

}  // namespace
}  // namespace aggregation::testing
