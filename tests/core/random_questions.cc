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

/// A constant, a list of values, a normal law, or a mixture with both.
Law RandomLaw(Draws& draws) {
  if (draws.OneIn(3)) return {{1, RandomReward(draws), 0}};
  Law law;
  for (int parts = draws.Integer(1, 3); parts > 0; --parts)
    law.push_back({draws.LogUniform(0.05, 1), RandomReward(draws), draws.OneIn(2) ? draws.LogUniform(0.05, 1) : 0});
  return RewardLaw(law).components();  // weights that sum to 1
}

void PutInWins(Draws& draws, ScenarioSpec& question) {
  const size_t size = question.answers.size();
  question.wins.emplace(size, std::vector<double>(size, 0.5));
  for (size_t i = 0; i < size; ++i) {
    question.answers[i].reward.reset();
    for (size_t j = 0; j < i; ++j) (*question.wins)[j][i] = 1 - ((*question.wins)[i][j] = draws.Integer(0, 16) / 16.0);
  }
}

void PutInRaters(Draws& draws, ScenarioSpec& question) {
  for (int k = draws.Integer(2, 3); k > 0; --k) {
    RaterSpec rater{"rater", draws.LogUniform(0.1, 10), {}};
    while (rater.rewards.size() < question.answers.size()) rater.rewards.push_back(RandomLaw(draws));
    question.raters.push_back(rater);
  }
}

PenaltySpec RandomPenalty(Draws& draws) {
  PenaltySpec penalty;
  const int choice = draws.Integer(0, 6);
  penalty.divergence = kDivergenceNames[choice].choice;
  if (penalty.divergence == Divergence::kAlpha) penalty.alpha = draws.Integer(-8, 40) / 4.0;
  if (penalty.divergence != Divergence::kNone) return penalty;
  penalty.kl_term = kKlTermNames[draws.Integer(0, 5)].choice;  // in the place of no divergence
  if (penalty.kl_term == KlTerm::kK1InLoss) penalty.kl_term = KlTerm::kK3InLoss;
  return penalty;
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

ScenarioSpec RandomQuestionOfAnyKind(Draws& draws) {
  std::vector<Law> laws;
  const std::vector<double> reference = RandomReferences(draws);
  while (laws.size() < reference.size())
    laws.push_back(!laws.empty() && draws.OneIn(4) ? laws.back() : RandomLaw(draws));
  ScenarioSpec question = NoisyQuestion(reference, laws);
  if (draws.OneIn(6)) {
    PutInRaters(draws, question);
  } else if (draws.OneIn(6)) {
    PutInWins(draws, question);
  }
  return question;
}

RuleSpec RandomRuleOfAnyKind(Draws& draws) {
  RuleSpec rule;
  const double sizes[] = {2, 3, 4, 5, 6, 17, 40, kInfinite};
  const double group_size = sizes[draws.Integer(0, 7)];
  rule.preference.model = draws.OneIn(2) ? ModelKind::kGroup : kModelNames[draws.Integer(0, 4)].choice;
  rule.preference.group_size = {group_size, std::isinf(group_size)};
  rule.preference.std = kStdNames[draws.Integer(0, 2)].choice;
  rule.preference.epsilon = draws.OneIn(2) ? 0 : draws.LogUniform(1e-6, 0.3);
  rule.preference.silent_groups = draws.OneIn(4) ? SilentGroups::kResample : SilentGroups::kZero;
  rule.penalty = RandomPenalty(draws);
  rule.beta = draws.LogUniform(0.05, 20);
  return rule;
}

bool IsComputable(ScenarioSpec question, const RuleSpec& rule) {
  question.rules = {rule};
  Issues issues;
  return Validate(question, issues).has_value();
}

Drawn RandomPair(Draws& draws) {
  for (;;) {
    Drawn drawn{RandomQuestionOfAnyKind(draws), RandomRuleOfAnyKind(draws)};
    if (IsComputable(drawn.question, drawn.rule)) return drawn;
  }
}

Vector RandomPolicy(Draws& draws, Eigen::Index size) {
  const double power = draws.Uniform() * 4;
  const Vector weights =
      Vector::NullaryExpr(size, [&](Eigen::Index) { return std::pow(-std::log(draws.Uniform()), power); });
  return weights / weights.sum();
}

}  // namespace aggregation::testing
