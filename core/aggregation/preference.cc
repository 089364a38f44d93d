// SPDX-License-Identifier: MIT
// Which model a rule asks for, whether it can be computed, and the classes of answers it tells apart.
#include "aggregation/preference.h"

#include <algorithm>
#include <limits>
#include <map>

#include "aggregation/group_choice.h"
#include "aggregation/preference_models.h"

namespace aggregation {
namespace {

/// Largest number of classes for models that hold a C×C matrix.
constexpr int kMaxDenseClasses = 1000;

bool UsesMargins(const Scenario& scenario, const PreferenceSpec& preference) {
  return preference.model == ModelKind::kPairwise && scenario.margin.has_value();
}

bool IsFiniteGroup(const PreferenceSpec& preference) {
  return preference.model == ModelKind::kGroup && !preference.group_size.infinite;
}

/// Answers that every rater rewards alike share a class; classes are numbered as they first appear.
AnswerClasses ClassesByReward(const std::vector<Rater>& raters) {
  std::map<std::vector<RewardLaw>, int> number;
  AnswerClasses classes;
  for (size_t i = 0; i < raters.front().reward.size(); ++i) {
    std::vector<RewardLaw> rewards;
    for (const auto& rater : raters) rewards.push_back(rater.reward[i]);
    const auto [it, fresh] = number.emplace(std::move(rewards), classes.count);
    if (fresh) ++classes.count;
    classes.class_of.push_back(it->second);
  }
  return classes;
}

AnswerClasses EveryAnswerItsOwn(Eigen::Index size) {
  AnswerClasses classes;
  for (int i = 0; i < size; ++i) classes.class_of.push_back(i);
  classes.count = static_cast<int>(size);
  return classes;
}

std::vector<RewardLaw> ClassLaws(const std::vector<RewardLaw>& reward, const AnswerClasses& classes) {
  std::vector<RewardLaw> laws;
  for (size_t i = 0; i < reward.size(); ++i)
    if (classes.class_of[i] == static_cast<int>(laws.size())) laws.push_back(reward[i]);
  return laws;
}

/// The model for one rater's rewards.
std::unique_ptr<PreferenceModel> MakeForRater(const Rater& rater, const AnswerClasses& classes,
                                              const PreferenceSpec& preference) {
  const std::vector<RewardLaw> laws = ClassLaws(rater.reward, classes);
  const GroupSize& group = preference.group_size;
  switch (preference.model) {
    case ModelKind::kReward:
      return std::make_unique<RewardModel>(classes, laws, rater.reward_offset);
    case ModelKind::kLeaveOneOut:
      return std::make_unique<ShiftModel>(classes, laws, 1.0);
    case ModelKind::kShift:
      return std::make_unique<ShiftModel>(classes, laws, group.infinite ? 1.0 : 1 - 1 / group.size);
    case ModelKind::kPairwise:
      // Groups of 2 compare pairs too (VY §2.1), with no matrix where there are many.
      if (classes.count > kMaxDenseClasses) return MakeFiniteGroupModel(classes, laws, 2, {});
      return std::make_unique<PairwiseModel>(classes, MarginMatrix(laws));
    case ModelKind::kGroup:
      break;
  }
  if (group.infinite) return std::make_unique<LargeGroupModel>(classes, laws, preference.epsilon);
  return MakeFiniteGroupModel(classes, laws, static_cast<int>(group.size),
                              {preference.std, preference.epsilon, preference.silent_groups});
}

/// With one rater, or where P is linear in the rewards, k1 inside the normalised reward makes all shaped rewards equal.
/// Where groups are finite and rewards noisy, their whole laws would have to balance, which has no closed form.
bool PoolsLogarithmically(const Scenario& scenario, const PreferenceSpec& preference) {
  const auto constant = [](const RewardLaw& law) { return law.components().size() == 1 && law.IsDiscrete(); };
  const auto& raters = scenario.raters;
  if (preference.model != ModelKind::kGroup && preference.model != ModelKind::kPairwise) return true;
  if (raters.size() > 1) return false;
  return (preference.model == ModelKind::kGroup && preference.group_size.infinite) ||
         std::all_of(raters.front().reward.begin(), raters.front().reward.end(), constant);
}

}  // namespace

Vector AnswerClasses::Sum(const Vector& per_answer) const {
  Vector sums = Vector::Zero(count);
  for (size_t i = 0; i < class_of.size(); ++i) sums[class_of[i]] += per_answer[i];
  return sums;
}

Vector AnswerClasses::Spread(const Vector& per_class) const {
  Vector spread(class_of.size());
  for (size_t i = 0; i < class_of.size(); ++i) spread[i] = per_class[class_of[i]];
  return spread;
}

double PreferenceModel::ErrorEstimate(const Vector& policy, const Vector& value) const {
  constexpr double kFewRoundings = 8;
  const double terms = static_cast<double>(policy.size()) + kFewRoundings;
  return terms * std::numeric_limits<double>::epsilon() * std::max(1.0, value.cwiseAbs().maxCoeff());
}

void CheckComputable(const Scenario& scenario, const RuleSpec& rule, const std::string& path, Issues& issues) {
  const PreferenceSpec& preference = rule.preference;
  const bool k1_inside = rule.penalty.kl_term == KlTerm::kK1InRewardBeforeNormalising;
  if ((!UsesMargins(scenario, preference) || k1_inside) && scenario.raters.empty()) {
    issues.Add(path + ".preference.model", std::string(Named(kModelNames, preference.model).name),
               "is pairwise, without a KL term in the reward, where answers have wins but no rewards");
    return;
  }
  if (k1_inside) {
    if (!PoolsLogarithmically(scenario, preference))
      issues.Add(path + ".penalty.klTerm", std::string(Named(kKlTermNames, *rule.penalty.kl_term).name),
                 "is solved for finite groups only where one rater rewards every answer without noise");
    return;
  }
  if (IsFiniteGroup(preference)) {
    const AnswerClasses classes = ClassesByReward(scenario.raters);
    for (const auto& rater : scenario.raters)
      CheckFiniteGroup(ClassLaws(rater.reward, classes), preference, path + ".preference", issues);
  }
  if (preference.model != ModelKind::kPairwise) return;
  if (scenario.margin) {
    if (scenario.size() > kMaxDenseClasses)
      issues.Add(path + ".preference.model", std::string("pairwise"),
                 "compares at most " + std::to_string(kMaxDenseClasses) + " answers by their wins");
    return;
  }
  const AnswerClasses classes = ClassesByReward(scenario.raters);
  if (classes.count <= kMaxDenseClasses) return;
  PreferenceSpec pairs;
  pairs.group_size = {2};
  for (const auto& rater : scenario.raters)
    CheckFiniteGroup(ClassLaws(rater.reward, classes), pairs, path + ".preference", issues);
}

std::unique_ptr<PreferenceModel> MakePreferenceModel(const Scenario& scenario, const PreferenceSpec& preference) {
  if (UsesMargins(scenario, preference))
    return std::make_unique<PairwiseModel>(EveryAnswerItsOwn(scenario.size()), *scenario.margin);
  const AnswerClasses classes = ClassesByReward(scenario.raters);
  if (scenario.raters.size() == 1) return MakeForRater(scenario.raters.front(), classes, preference);
  std::vector<WeightedModel::Part> parts;
  for (const auto& rater : scenario.raters) {
    parts.push_back({rater.weight, MakeForRater(rater, classes, preference)});
    if (!parts.back().model) return nullptr;
  }
  return std::make_unique<WeightedModel>(classes, std::move(parts));
}

}  // namespace aggregation
