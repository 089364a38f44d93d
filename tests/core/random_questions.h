// SPDX-License-Identifier: MIT
// Random questions, rules and policies that are the same on every platform, natively and in wasm:
// a property that fails names the seed.
#ifndef TESTS_CORE_RANDOM_QUESTIONS_H_
#define TESTS_CORE_RANDOM_QUESTIONS_H_

#include <cstdint>
#include <random>

#include "questions.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TESTS_ARE_SANITIZED 1
#endif
#endif

namespace aggregation::testing {

/// How many random cases a test tries: a fifth with sanitizers, which take ten times as long and look for other faults.
#ifdef TESTS_ARE_SANITIZED
constexpr int Tries(int cases) { return cases / 5; }
#else
constexpr int Tries(int cases) { return cases; }
#endif

class Draws {
 public:
  explicit Draws(std::uint64_t seed) : generator_(seed) {}
  /// Uniform in (0, 1).
  double Uniform() { return (static_cast<double>(generator_() >> 11) + 0.5) * 0x1.0p-53; }
  /// Uniform in logarithm, between positive bounds.
  double LogUniform(double low, double high) { return low * std::pow(high / low, Uniform()); }
  /// Uniform in low … high, both included.
  int Integer(int low, int high) { return low + static_cast<int>(Uniform() * (high - low + 1)); }
  bool OneIn(int times) { return Integer(1, times) == 1; }

 private:
  std::mt19937_64 generator_;
};

/// 2 to 5 answers, references over three decades, rewards that are multiples of 1/16 in [−1, 1]:
/// ties are common, and shifting or doubling a reward is exact.
ScenarioSpec RandomQuestion(Draws& draws);
/// The same with reward laws of one to three values.
ScenarioSpec RandomNoisyQuestion(Draws& draws);
/// GRPO with 2 ≤ G ≤ 6 or G → ∞, any std convention, either penalty, β in [0.05, 20].
RuleSpec RandomGroupRule(Draws& draws);
/// Any model, with 2 ≤ G ≤ 6 and one of the KL divergences.
RuleSpec RandomRule(Draws& draws);

/// Any question of the scenario format: constants, lists of values, normal laws and mixtures of both; now and then
/// several raters, or wins in place of rewards.
ScenarioSpec RandomQuestionOfAnyKind(Draws& draws);
/// Any rule of the scenario format that regularises: every model and convention, 2 ≤ G ≤ 6, 17, 40 or G → ∞, every
/// divergence, −2 ≤ α ≤ 3, and every KL term but k1 in the loss.
RuleSpec RandomRuleOfAnyKind(Draws& draws);
/// A question and a rule of any kind that go together.
struct Drawn {
  ScenarioSpec question;
  RuleSpec rule;
};
Drawn RandomPair(Draws& draws);
/// Whether Validate accepts the question with that rule.
bool IsComputable(ScenarioSpec question, const RuleSpec& rule);

/// A policy in the interior, far from uniform as often as near.
Vector RandomPolicy(Draws& draws, Eigen::Index size);

}  // namespace aggregation::testing

#endif  // TESTS_CORE_RANDOM_QUESTIONS_H_
