// SPDX-License-Identifier: MIT
#include "random_questions.h"

namespace aggregation::testing {
namespace {

double RandomReward(Draws& draws) { return draws.Integer(-16, 16) / 16.0; }

std::vector<double> RandomReferences(Draws& draws) {
  std::vector<double> reference(draws.Integer(2, 5));
  for (double& share : reference) share = draws.LogUniform(1e-3, 1);
  return reference;
}

}  // namespace

ScenarioSpec RandomQuestion(Draws& draws) {
  const std::vector<double> reference = RandomReferences(draws);
  std::vector<double> reward;
  while (reward.size() < reference.size())
    reward.push_back(!reward.empty() && draws.OneIn(4) ? reward.back() : RandomReward(draws));
  return Question(reference, reward);
}

ScenarioSpec RandomNoisyQuestion(Draws& draws) {
  const std::vector<double> reference = RandomReferences(draws);
  const double levels[] = {RandomReward(draws), RandomReward(draws), RandomReward(draws), RandomReward(draws)};
  std::vector<Law> laws;
  while (laws.size() < reference.size()) {
    Law law;
    for (int parts = draws.Integer(1, 3); parts > 0; --parts)
      law.push_back({draws.LogUniform(0.05, 1), levels[draws.Integer(0, 3)], 0});
    laws.push_back(RewardLaw(law).components());  // weights that sum to 1
  }
  return NoisyQuestion(reference, laws);
}

RuleSpec RandomGroupRule(Draws& draws) {
  RuleSpec rule = Grpo(draws.OneIn(6) ? kInfinite : draws.Integer(2, 6), draws.LogUniform(0.05, 20));
  const StdConvention conventions[] = {StdConvention::kPopulation, StdConvention::kSample, StdConvention::kLeaveOneOut};
  rule.preference.std = conventions[draws.Integer(0, 2)];
  return draws.OneIn(2) ? DirectKl(rule) : rule;
}

RuleSpec RandomRule(Draws& draws) {
  const double beta = draws.LogUniform(0.05, 20);
  const int group_size = draws.Integer(2, 6);
  RuleSpec rule;
  switch (draws.Integer(0, 4)) {
    case 0:
      rule = ShiftOnly(group_size, beta);
      break;
    case 1:
      rule = Rloo(beta);
      break;
    case 2:
      rule = Rlhf(beta);
      break;
    case 3:
      rule = Pairwise(beta);
      break;
    default:
      return RandomGroupRule(draws);
  }
  return draws.OneIn(2) ? DirectKl(rule) : ReverseKl(rule);
}

Vector RandomPolicy(Draws& draws, Eigen::Index size) {
  const double power = draws.Uniform() * 4;
  const Vector weights =
      Vector::NullaryExpr(size, [&](Eigen::Index) { return std::pow(-std::log(draws.Uniform()), power); });
  return weights / weights.sum();
}

}  // namespace aggregation::testing
