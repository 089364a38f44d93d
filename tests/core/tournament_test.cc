// SPDX-License-Identifier: MIT
// Condorcet, Borda and the maximal lottery on questions where they are known, and where they differ.
#include "aggregation/tournament.h"

#include "aggregation/random.h"
#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

/// Margins .8, .6, .4 around a cycle (trainers.md).
ScenarioSpec Cycle() { return Comparison({.6, .3, .1}, {{.5, .9, .3}, {.1, .5, .8}, {.7, .2, .5}}); }

Matrix RandomMargins(Eigen::Index size, uint64_t seed, bool ties) {
  Random random(seed);
  Matrix margins = Matrix::Zero(size, size);
  for (Eigen::Index i = 0; i < size; ++i)
    for (Eigen::Index j = 0; j < i; ++j) {
      const double draw = 2 * random.Uniform() - 1;
      margins(i, j) = ties ? std::round(draw) : draw;
      margins(j, i) = -margins(i, j);
    }
  return margins;
}

TEST_CASE("The cycle with margins .8, .6, .4 has the maximal lottery (1/3, 2/9, 4/9) and no Condorcet winner") {
  const Matrix margins = Margins(Validated(Cycle()));
  const Vector lottery = MaximalLottery(margins);
  CHECK(Gap(lottery, Numbers({1.0 / 3, 2.0 / 9, 4.0 / 9})) < 1e-14);
  CHECK(Exploitability(margins, lottery) < 1e-15);
  CHECK_FALSE(CondorcetWinner(margins));
}

TEST_CASE("At beta = .1 the stationary policy of the cycle is (.42596, .15730, .41674), its exploitability .0760") {
  const ScenarioSpec question = Cycle();
  const Vector policy = OnlyPolicy(question, Pairwise(.1)).policy;
  CHECK(Gap(policy, Numbers({.42596, .15730, .41674})) < 5e-6);
  CHECK(Exploitability(Margins(Validated(question)), policy) == Approx(.0760).margin(5e-5));
}

TEST_CASE("As beta -> 0 the stationary policy at G = 2 tends to the maximal lottery") {
  const Matrix margins = Margins(Validated(Cycle()));
  const Vector policy = Solve(Cycle(), Pairwise(1e-4)).front().policy;
  CHECK(Gap(policy, MaximalLottery(margins)) < 5e-4);
}

TEST_CASE("Condorcet and Borda disagree: the answer that beats every other need not have the best mean") {
  // a beats both narrowly; b loses to a narrowly and beats c by far.
  const Scenario scenario = Validated(Comparison({.3, .3, .4}, {{.5, .55, .55}, {.45, .5, 1}, {.45, 0, .5}}));
  const Matrix margins = Margins(scenario);
  CHECK(CondorcetWinner(margins) == 0);
  const Vector borda = BordaScores(margins);
  CHECK(Gap(borda, Numbers({.55, .725, .225})) < 1e-15);
  CHECK(Highest(borda) == std::vector<int>{1});
  CHECK(Gap(MaximalLottery(margins), Numbers({1, 0, 0})) < 1e-15);
}

TEST_CASE("Borda's winners can be several, and without other answers the score is 1/2") {
  CHECK(Highest(BordaScores(Matrix::Zero(3, 3))) == std::vector<int>{0, 1, 2});
  CHECK(BordaScores(Matrix::Zero(1, 1))[0] == .5);
  CHECK(MaximalLottery(Matrix::Zero(1, 1))[0] == 1);
  CHECK(CondorcetWinner(Matrix::Zero(1, 1)) == 0);
}

TEST_CASE("No answer has an advantage against a maximal lottery: random games, with ties and without") {
  for (const Eigen::Index size : {2, 3, 5, 12, 40, 120}) {
    for (uint64_t seed = 0; seed < 8; ++seed) {
      for (const bool ties : {false, true}) {
        const Matrix margins = RandomMargins(size, seed, ties);
        const Vector lottery = MaximalLottery(margins);
        INFO(size << " answers, seed " << seed << (ties ? ", ties" : ""));
        CHECK(lottery.sum() == Approx(1).epsilon(1e-12));
        CHECK(lottery.minCoeff() >= 0);
        CHECK(Exploitability(margins, lottery) < 1e-11);
      }
    }
  }
}

TEST_CASE("Without a win matrix the margins are the rewards' comparisons, raters weighed") {
  const Matrix margins = Margins(Validated(NoisyQuestion({.5, .5}, {Coin(.7), Coin(.2)})));
  CHECK(margins(0, 1) == Approx(.7 * .8 - .3 * .2).epsilon(1e-14));
  CHECK(margins(1, 0) == -margins(0, 1));
  ScenarioSpec disagreeing = Question({.5, .5}, {0, 0});
  disagreeing.raters = {{"first", 3, {{{1, 1, 0}}, {{1, 0, 0}}}}, {"second", 1, {{{1, 0, 0}}, {{1, 1, 0}}}}};
  CHECK(Margins(Validated(disagreeing))(0, 1) == Approx(.5).epsilon(1e-15));
}

}  // namespace
}  // namespace aggregation::testing
