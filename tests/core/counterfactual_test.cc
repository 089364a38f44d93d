// SPDX-License-Identifier: MIT
// What makes an answer win: each number found is verified by solving on both sides of it.
#include "aggregation/counterfactual.h"

#include "aggregation/closed_form.h"
#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

constexpr double kJust = 1e-6;

bool WinsWith(const ScenarioSpec& question, RuleSpec rule, int answer, double beta) {
  rule.beta = beta;
  return Wins(Validated(question), rule, answer);
}

ScenarioSpec WithReward(ScenarioSpec question, int answer, double reward) {
  question.answers[static_cast<size_t>(answer)].reward = Law{{1, reward, 0}};
  return question;
}

ScenarioSpec WithReference(ScenarioSpec question, int answer, double share) {
  double others = 0;
  for (const AnswerSpec& one : question.answers) others += one.reference;
  others -= question.answers[static_cast<size_t>(answer)].reference;
  for (AnswerSpec& one : question.answers) one.reference *= (1 - share) / others;
  question.answers[static_cast<size_t>(answer)].reference = share;
  return question;
}

ChangesToWin Changes(const ScenarioSpec& question, const RuleSpec& rule, int answer) {
  return WhatMakesWin(Validated(question), rule, answer);
}

TEST_CASE("The largest beta: the answer wins just below it and not just above") {
  for (const RuleSpec& rule : {Grpo(8, 1), Grpo(2, 1), DirectKl(Grpo(8, 1)), Rlhf(1), ShiftOnly(8, 1)}) {
    const auto beta = Changes(ThreeAnswers(), rule, 0).beta;
    REQUIRE(beta);
    CHECK(WinsWith(ThreeAnswers(), rule, 0, *beta));
    CHECK(WinsWith(ThreeAnswers(), rule, 0, *beta * (1 - kJust)));
    CHECK_FALSE(WinsWith(ThreeAnswers(), rule, 0, *beta * (1 + kJust)));
  }
}

TEST_CASE("Where a formula exists it gives the largest beta: (14) at p = 1/2, and logarithmic pooling") {
  // p = ½: ½(1 − γ/(2β)) = ρ with P(a) = γ/2, so β = γ/(2(1 − 2ρ)).
  const auto pairwise = Changes(Duel(.2, .6), Pairwise(1), 0).beta;
  REQUIRE(pairwise);
  CHECK(*pairwise == Approx(.6 / (2 * (1 - .4))).epsilon(1e-8));
  // log(.2/.5) + (1 − .3)/β = 0.
  const auto pooled = Changes(ThreeAnswers(), Rlhf(1), 0).beta;
  REQUIRE(pooled);
  CHECK(*pooled == Approx(.7 / std::log(2.5)).epsilon(1e-8));
}

TEST_CASE("The reference's favourite wins at the largest beta of all; a dominated answer at none") {
  CHECK(Changes(ThreeAnswers(), Grpo(8, 1), 1).beta == kMaxBeta);
  CHECK_FALSE(Changes(ThreeAnswers(), Grpo(8, 1), 2).beta);
  RuleSpec unpenalised = Grpo(8, 1);
  unpenalised.penalty.divergence = Divergence::kNone;
  CHECK_FALSE(Changes(ThreeAnswers(), unpenalised, 0).beta);
}

TEST_CASE("The least reward: the answer wins with just more and not with just less") {
  for (const RuleSpec& rule : {Grpo(8, .5), DirectKl(Grpo(8, .5)), Rlhf(.5), Grpo(kInfinite, .5)}) {
    for (const int answer : {0, 1, 2}) {
      const auto reward = Changes(ThreeAnswers(), rule, answer).reward;
      REQUIRE(reward);
      INFO("answer " << answer << ", reward " << *reward);
      CHECK(Wins(Validated(WithReward(ThreeAnswers(), answer, *reward + kJust)), rule, answer));
      CHECK_FALSE(Wins(Validated(WithReward(ThreeAnswers(), answer, *reward - kJust)), rule, answer));
    }
  }
}

TEST_CASE("Logarithmic pooling: the least reward of answer c is the favourite's plus beta log of their references") {
  // π ∝ .2 e^{1/β}, .5 e^{.3/β}, .3 e^{r/β} at β = ½: a leads b.
  const auto reward = Changes(ThreeAnswers(), Rlhf(.5), 2).reward;
  REQUIRE(reward);
  CHECK(*reward == Approx(1 + .5 * std::log(.2 / .3)).epsilon(1e-8));
}

TEST_CASE("The least reference: the answer wins with just more and not with just less") {
  const auto wins = [](int answer, double share, const RuleSpec& rule) {
    return Wins(Validated(WithReference(ThreeAnswers(), answer, share)), rule, answer);
  };
  int inside = 0;
  for (const RuleSpec& rule : {Grpo(8, .5), Grpo(8, 2), DirectKl(Grpo(8, .5)), Rlhf(.5)}) {
    for (const int answer : {0, 1, 2}) {
      const auto share = Changes(ThreeAnswers(), rule, answer).reference;
      INFO("answer " << answer << ", reference " << share.value_or(-1));
      if (!share) {
        CHECK_FALSE(wins(answer, 1 - kLeastReference, rule));
      } else if (*share < 1.01 * kLeastReference) {
        CHECK(wins(answer, kLeastReference, rule));
      } else {
        CHECK(wins(answer, *share * (1 + kJust), rule));
        CHECK_FALSE(wins(answer, *share * (1 - kJust), rule));
        ++inside;
      }
    }
  }
  CHECK(inside >= 6);
}

TEST_CASE("Below beta = gamma/2 the jump at pi_ref = 0 (14) makes the winner win however small its reference") {
  const auto least = Changes(Duel(.3, .8), Pairwise(.3), 0).reference;
  REQUIRE(least);
  CHECK(*least == Approx(kLeastReference));
  CHECK_FALSE(Changes(Duel(.3, .8), Pairwise(.3), 1).reference);
}

TEST_CASE("A win matrix has no reward to change; neither have several raters") {
  CHECK_FALSE(Changes(Duel(.2, .6), Pairwise(1), 0).reward);
  CHECK(Changes(Duel(.2, .6), Pairwise(1), 0).reference);
  ScenarioSpec rated = Question({.5, .5}, {0, 0});
  rated.raters = {{"a", 1, {{{1, 1, 0}}, {{1, 0, 0}}}}, {"b", 1, {{{1, 0, 0}}, {{1, 1, 0}}}}};
  CHECK_FALSE(Changes(rated, Grpo(8, 1), 0).reward);
}

TEST_CASE("A question of one answer is always won") {
  const ChangesToWin changes = Changes(Question({1}, {1}), Grpo(8, 1), 0);
  CHECK(changes.beta == kMaxBeta);
  CHECK(changes.reward == -kMaxReward);
  CHECK_FALSE(changes.reference);
}

}  // namespace
}  // namespace aggregation::testing
