// SPDX-License-Identifier: MIT
#include "aggregation/scenario.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "aggregation/preference.h"

namespace aggregation {
namespace {

int CodePoints(const std::string& utf8) {
  return static_cast<int>(
      std::count_if(utf8.begin(), utf8.end(), [](unsigned char byte) { return (byte & 0xC0) != 0x80; }));
}

void CheckLabels(const std::vector<AnswerSpec>& answers, Issues& issues) {
  std::map<std::string, size_t> first;
  for (size_t i = 0; i < answers.size(); ++i) {
    const std::string& label = answers[i].label;
    const std::string field = Indexed("answers", i) + ".label";
    if (label.empty()) {
      issues.Add(field, label, "is not empty");
    } else if (CodePoints(label) > kMaxLabelLength) {
      issues.Add(field, label, "has at most " + std::to_string(kMaxLabelLength) + " characters");
    } else if (const auto [it, fresh] = first.emplace(label, i); !fresh) {
      issues.Add(field, label, "is different from " + Indexed("answers", it->second) + ".label");
    }
  }
}

void CheckReferences(const std::vector<AnswerSpec>& answers, Issues& issues) {
  double largest = 0;
  for (const auto& answer : answers)
    if (std::isfinite(answer.reference)) largest = std::max(largest, answer.reference);
  for (size_t i = 0; i < answers.size(); ++i) {
    const double reference = answers[i].reference;
    const std::string field = Indexed("answers", i) + ".reference";
    if (!std::isfinite(reference) || reference <= 0) {
      issues.Add(field, reference, "is a number > 0");
    } else if (reference / largest < kMinReferenceShare) {
      issues.Add(field, reference, "is at least 1e-300 times the largest reference");
    }
  }
}

/// One issue per law, the first: its parts are not separate fields of the document.
void CheckReward(const std::vector<RewardComponent>& law, const std::string& field, Issues& issues) {
  double total = 0;
  for (const auto& part : law) {
    total += part.weight;
    if (!(std::abs(part.mean) <= kMaxReward)) return issues.Add(field, part.mean, "is between -1e9 and 1e9");
    if (!(part.sd >= 0 && part.sd <= kMaxReward)) return issues.Add(field, part.sd, "has an sd between 0 and 1e9");
    if (!(part.weight >= 0)) return issues.Add(field, part.weight, "has probabilities >= 0");
  }
  if (!(std::abs(total - 1) <= kProbabilityTolerance)) issues.Add(field, total, "has probabilities that sum to 1");
}

void CheckAnswers(const ScenarioSpec& spec, Issues& issues) {
  const auto& answers = spec.answers;
  if (answers.empty() || answers.size() > kMaxAnswers) {
    issues.Add("answers", static_cast<double>(answers.size()), "has 1 to " + std::to_string(kMaxAnswers) + " answers");
  }
  CheckLabels(answers, issues);
  CheckReferences(answers, issues);
  for (size_t i = 0; i < answers.size(); ++i) {
    const std::string field = Indexed("answers", i) + ".reward";
    if (answers[i].reward) {
      CheckReward(*answers[i].reward, field, issues);
    } else if (!spec.wins && spec.raters.empty()) {
      issues.Add(field, std::monostate(), "is given, unless the document has wins or raters");
    }
  }
}

void CheckRaters(const ScenarioSpec& spec, Issues& issues) {
  if (spec.raters.size() > kMaxRaters) {
    issues.Add("raters", static_cast<double>(spec.raters.size()),
               "has at most " + std::to_string(kMaxRaters) + " raters");
  }
  for (size_t k = 0; k < spec.raters.size(); ++k) {
    const RaterSpec& rater = spec.raters[k];
    const std::string path = Indexed("raters", k);
    if (!(rater.weight > 0 && rater.weight <= kMaxReward)) {
      issues.Add(path + ".weight", rater.weight, "is > 0 and at most 1e9");
    }
    if (rater.rewards.size() != spec.answers.size()) {
      issues.Add(path + ".rewards", static_cast<double>(rater.rewards.size()), "has one reward for each answer");
    }
    for (size_t i = 0; i < rater.rewards.size(); ++i)
      CheckReward(rater.rewards[i], Indexed(path + ".rewards", i), issues);
  }
}

void CheckWins(const std::vector<std::vector<double>>& wins, size_t answers, Issues& issues) {
  if (wins.size() != answers) {
    issues.Add("wins", static_cast<double>(wins.size()), "has one row for each answer");
    return;
  }
  for (size_t i = 0; i < answers; ++i) {
    if (wins[i].size() != answers) {
      issues.Add(Indexed("wins", i), static_cast<double>(wins[i].size()), "has one number for each answer");
      return;
    }
  }
  for (size_t i = 0; i < answers; ++i) {
    for (size_t j = 0; j < answers; ++j) {
      const double win = wins[i][j];
      const std::string field = Indexed(Indexed("wins", i), j);
      if (!(win >= 0 && win <= 1)) {
        issues.Add(field, win, "is between 0 and 1");
      } else if (i == j && std::abs(win - 0.5) > kWinTolerance) {
        issues.Add(field, win, "is 0.5: no answer beats itself");
      } else if (i < j && std::abs(win + wins[j][i] - 1) > kWinTolerance) {
        issues.Add(field, win, "and " + Indexed(Indexed("wins", j), i) + " sum to 1");
      }
    }
  }
}

void CheckGroupSize(const GroupSize& group_size, const std::string& field, Issues& issues) {
  if (group_size.infinite) return;
  const double size = group_size.size;
  if (!(size >= kMinGroupSize && size <= kMaxGroupSize) || size != std::floor(size)) {
    issues.Add(field, size,
               "is an integer from " + std::to_string(kMinGroupSize) + " to " + std::to_string(kMaxGroupSize) +
                   ", or \"inf\"");
  }
}

void CheckPenalty(const PenaltySpec& penalty, const std::string& path, Issues& issues) {
  const bool needs_alpha = !penalty.kl_term && penalty.divergence == Divergence::kAlpha;
  if (needs_alpha && !penalty.alpha) {
    issues.Add(path + ".alpha", std::monostate(), "is given where the divergence is alpha");
  } else if (!needs_alpha && penalty.alpha) {
    issues.Add(path + ".alpha", *penalty.alpha, "is absent unless the divergence is alpha");
  } else if (penalty.alpha && !(std::abs(*penalty.alpha) <= kMaxAlpha)) {
    issues.Add(path + ".alpha", *penalty.alpha, "is between -100 and 100");
  }
}

}  // namespace

void CheckRule(const RuleSpec& rule, const std::string& path, Issues& issues) {
  const auto& preference = rule.preference;
  CheckGroupSize(preference.group_size, path + ".preference.groupSize", issues);
  if (!(preference.epsilon >= 0 && preference.epsilon <= kMaxReward)) {
    issues.Add(path + ".preference.epsilon", preference.epsilon, "is between 0 and 1e9");
  }
  if (!(rule.beta >= kMinBeta && rule.beta <= kMaxBeta)) {
    issues.Add(path + ".beta", rule.beta, "is between 1e-6 and 1e6");
  }
  if (CodePoints(rule.label) > kMaxLabelLength) {
    issues.Add(path + ".label", rule.label, "has at most " + std::to_string(kMaxLabelLength) + " characters");
  }
  CheckPenalty(rule.penalty, path + ".penalty", issues);
}

namespace {

Vector NormalisedReferences(const std::vector<AnswerSpec>& answers) {
  Vector reference(answers.size());
  for (size_t i = 0; i < answers.size(); ++i) reference[i] = answers[i].reference;
  reference /= reference.maxCoeff();  // before the sum, which could overflow
  return reference / reference.sum();
}

Matrix MarginFromWins(const std::vector<std::vector<double>>& wins) {
  const auto size = static_cast<Eigen::Index>(wins.size());
  Matrix margin(size, size);
  for (Eigen::Index i = 0; i < size; ++i)
    for (Eigen::Index j = 0; j < size; ++j) margin(i, j) = wins[i][j] - wins[j][i];
  return margin;
}

/// Rounding ties made equal, then the lowest reward taken off all of them.
Rater MakeRater(double weight, std::vector<RewardLaw> reward) {
  Rater rater{weight, WithoutRoundingTies(std::move(reward)), 0};
  const auto lowest = [](const RewardLaw& law) { return law.components().front().mean; };
  rater.reward_offset = lowest(rater.reward.front());
  for (const auto& law : rater.reward) rater.reward_offset = std::min(rater.reward_offset, lowest(law));
  for (auto& law : rater.reward) law = law.ShiftedBy(rater.reward_offset);
  return rater;
}

Scenario Normalised(const ScenarioSpec& spec) {
  Scenario scenario;
  scenario.reference_policy = NormalisedReferences(spec.answers);
  scenario.rules = spec.rules;
  if (spec.wins) scenario.margin = MarginFromWins(*spec.wins);
  double total = 0;
  for (const auto& rater : spec.raters) total += rater.weight;
  for (const auto& rater : spec.raters)
    scenario.raters.push_back(MakeRater(rater.weight / total, {rater.rewards.begin(), rater.rewards.end()}));
  const bool has_rewards = std::all_of(spec.answers.begin(), spec.answers.end(),
                                       [](const AnswerSpec& answer) { return answer.reward.has_value(); });
  if (!has_rewards || !spec.raters.empty()) return scenario;
  std::vector<RewardLaw> reward;
  for (const auto& answer : spec.answers) reward.emplace_back(*answer.reward);
  scenario.raters.push_back(MakeRater(1, std::move(reward)));
  return scenario;
}

}  // namespace

std::optional<Scenario> Validate(const ScenarioSpec& spec, Issues& issues) {
  CheckAnswers(spec, issues);
  CheckRaters(spec, issues);
  if (spec.wins) CheckWins(*spec.wins, spec.answers.size(), issues);
  if (spec.rules.empty() || spec.rules.size() > kMaxRules) {
    issues.Add("rules", static_cast<double>(spec.rules.size()), "has 1 to " + std::to_string(kMaxRules) + " rules");
  }
  for (size_t k = 0; k < spec.rules.size(); ++k) CheckRule(spec.rules[k], Indexed("rules", k), issues);
  if (!issues.empty()) return std::nullopt;
  Scenario scenario = Normalised(spec);
  for (size_t k = 0; k < scenario.rules.size(); ++k)
    CheckComputable(scenario, scenario.rules[k], Indexed("rules", k), issues);
  if (!issues.empty()) return std::nullopt;
  return scenario;
}

}  // namespace aggregation
