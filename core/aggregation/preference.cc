// SPDX-License-Identifier: MIT
// Which model a rule asks for, whether it can be computed, and the classes of answers it tells
// apart.
#include "aggregation/preference.h"

#include <algorithm>
#include <map>
#include <set>

#include "aggregation/group_expectation.h"
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

/// Answers with equal reward laws share a class; classes are numbered as they first appear.
AnswerClasses ClassesByReward(const std::vector<RewardLaw>& reward) {
  std::map<RewardLaw, int> number;
  AnswerClasses classes;
  for (const auto& law : reward) {
    const auto [it, fresh] = number.emplace(law, classes.count);
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

std::vector<double> DistinctLevels(const std::vector<RewardLaw>& reward) {
  std::set<double> levels;
  for (const auto& law : reward)
    for (const auto& component : law.components()) levels.insert(component.mean);
  return {levels.begin(), levels.end()};
}

/// An issue if the finite group's expectation is out of reach of enumeration.
void CheckEnumerable(const Scenario& scenario, int group_size, const std::string& path, Issues& issues) {
  const bool discrete = std::all_of(scenario.reward.begin(), scenario.reward.end(),
                                    [](const RewardLaw& law) { return law.IsDiscrete(); });
  if (!discrete) {
    issues.Add(path + ".preference.groupSize", static_cast<double>(group_size),
               "is \"inf\" where a reward is normally distributed: this version enumerates finite groups");
    return;
  }
  const auto levels = static_cast<int>(DistinctLevels(scenario.reward).size());
  if (group_size > kMaxEnumeratedGroupSize || EnumerationTerms(group_size, levels) > kMaxEnumerationTerms) {
    issues.Add(path + ".preference.groupSize", static_cast<double>(group_size),
               "is small enough to enumerate every group of " + std::to_string(levels) +
                   " distinct rewards (this case is too large), or \"inf\"");
  }
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

void CheckComputable(const Scenario& scenario, const PreferenceSpec& preference, const std::string& path,
                     Issues& issues) {
  if (!UsesMargins(scenario, preference) && scenario.reward.empty()) {
    issues.Add(path + ".preference.model", std::string(Named(kModelNames, preference.model).name),
               "is pairwise where answers have wins but no rewards");
    return;
  }
  if (IsFiniteGroup(preference)) CheckEnumerable(scenario, static_cast<int>(preference.group_size.size), path, issues);
  if (preference.model != ModelKind::kPairwise) return;
  const auto size = scenario.margin ? scenario.size() : ClassesByReward(scenario.reward).count;
  if (size > kMaxDenseClasses) {
    issues.Add(path + ".preference.model", std::string("pairwise"),
               "compares at most " + std::to_string(kMaxDenseClasses) + " different answers");
  }
}

std::unique_ptr<PreferenceModel> MakePreferenceModel(const Scenario& scenario, const PreferenceSpec& preference) {
  if (UsesMargins(scenario, preference))
    return std::make_unique<PairwiseModel>(EveryAnswerItsOwn(scenario.size()), *scenario.margin);

  AnswerClasses classes = ClassesByReward(scenario.reward);
  const std::vector<RewardLaw> laws = ClassLaws(scenario.reward, classes);
  const GroupSize& group = preference.group_size;
  switch (preference.model) {
    case ModelKind::kReward:
      return std::make_unique<RewardModel>(std::move(classes), laws, scenario.reward_offset);
    case ModelKind::kLeaveOneOut:
      return std::make_unique<ShiftModel>(std::move(classes), laws, 1.0);
    case ModelKind::kShift:
      return std::make_unique<ShiftModel>(std::move(classes), laws, group.infinite ? 1.0 : 1 - 1 / group.size);
    case ModelKind::kPairwise:
      return std::make_unique<PairwiseModel>(std::move(classes), MarginMatrix(laws));
    case ModelKind::kGroup:
      break;
  }
  if (group.infinite) return std::make_unique<LargeGroupModel>(std::move(classes), laws, preference.epsilon);
  return std::make_unique<FiniteGroupModel>(
      std::move(classes), laws,
      GroupExpectation(DistinctLevels(laws), static_cast<int>(group.size),
                       {preference.std, preference.epsilon, preference.silent_groups}));
}

}  // namespace aggregation
