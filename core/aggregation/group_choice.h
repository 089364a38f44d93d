// SPDX-License-Identifier: MIT
// Which of the finite groups' models computes P_G: enumeration where groups are few, the integral with tables where
// rewards are few, sorting or panels where they are many. And where no expectation exists.
#ifndef AGGREGATION_GROUP_CHOICE_H_
#define AGGREGATION_GROUP_CHOICE_H_

#include <memory>
#include <string>
#include <vector>

#include "aggregation/group_expectation.h"
#include "aggregation/preference.h"

namespace aggregation {

/// Adds an issue where the expectation does not exist or takes too long; `path` names the preference.
void CheckFiniteGroup(const std::vector<RewardLaw>& laws, const PreferenceSpec& preference, const std::string& path,
                      Issues& issues);

/// The cheapest model; null where the program is linked without the part that it needs (parts.h). Precondition:
/// CheckFiniteGroup finds no issue.
std::unique_ptr<PreferenceModel> MakeFiniteGroupModel(const AnswerClasses& classes, const std::vector<RewardLaw>& laws,
                                                      int group_size, const AdvantageConvention& convention);

}  // namespace aggregation

#endif  // AGGREGATION_GROUP_CHOICE_H_
