// SPDX-License-Identifier: MIT
// GRPO's preference for finite groups, P_G(o | π) = E[A₁ | o₁ = o] (VY (6)): by enumeration where groups are few, by
// the integral of mathematics §5 everywhere else.
#ifndef AGGREGATION_GROUP_MODELS_H_
#define AGGREGATION_GROUP_MODELS_H_

#include <memory>
#include <string>
#include <vector>

#include "aggregation/group_expectation.h"
#include "aggregation/group_integral.h"
#include "aggregation/preference.h"

namespace aggregation {

/// By enumeration of group compositions: discrete rewards only.
class EnumeratedGroupModel final : public PreferenceModel {
 public:
  EnumeratedGroupModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, int group_size,
                       const AdvantageConvention& convention);
  Vector Value(const Vector& policy) const override;
  void ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const override;
  bool IsMonotone() const override;
  std::optional<VertexPull> PullToVertex() const override;

 private:
  RewardLevels levels_;
  GroupExpectation expectation_;
};

/// By the integral over (t, c): any rewards.
class IntegratedGroupModel final : public PreferenceModel {
 public:
  IntegratedGroupModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, int group_size,
                       const AdvantageConvention& convention);
  Vector Value(const Vector& policy) const override;
  void ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const override;
  bool IsMonotone() const override;
  std::optional<VertexPull> PullToVertex() const override;

 private:
  RewardLevels levels_;
  int group_size_;
  AdvantageConvention convention_;
  GroupIntegral integral_;
};

/// Adds an issue where the expectation does not exist or its tables would not fit; `path` names the preference.
void CheckFiniteGroup(const std::vector<RewardLaw>& laws, const PreferenceSpec& preference, const std::string& path,
                      Issues& issues);

/// The cheaper of the two. Precondition: CheckFiniteGroup finds no issue.
std::unique_ptr<PreferenceModel> MakeFiniteGroupModel(const AnswerClasses& classes, const std::vector<RewardLaw>& laws,
                                                      int group_size, const AdvantageConvention& convention);

}  // namespace aggregation

#endif  // AGGREGATION_GROUP_MODELS_H_
