// SPDX-License-Identifier: MIT
// GRPO's preference for finite groups, P_G(o | π) = E[A₁ | o₁ = o] (VY (6)): by enumeration where groups are few, by
// the integral of mathematics §5, with tables, where rewards are few. group_adaptive_model.h does without tables;
// group_choice.h chooses.
#ifndef AGGREGATION_GROUP_MODELS_H_
#define AGGREGATION_GROUP_MODELS_H_

#include <optional>
#include <vector>

#include "aggregation/group_expectation.h"
#include "aggregation/group_integral.h"
#include "aggregation/preference.h"

namespace aggregation {

/// With groups of 2, P compares two answers; only drawing silent groups again makes the comparison depend on the
/// policy.
inline bool ComparesPairs(int group_size, const AdvantageConvention& convention) {
  return group_size == 2 && convention.silent_groups == SilentGroups::kZero;
}

/// Where silent groups are drawn again, a loud group near the vertex of a sure reward has one other member, and P of
/// that member is its mean advantage over a probability Gε: the vertex attracts where that is negative for every other
/// class. Only the highest sure reward can be such. `model`: of these laws, one per class.
std::optional<VertexPull> PullOfLoudGroups(const std::vector<RewardLaw>& laws, const AdvantageConvention& convention,
                                           const PreferenceModel& model);

/// By enumeration of group compositions: discrete rewards only.
class EnumeratedGroupModel final : public PreferenceModel {
 public:
  EnumeratedGroupModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, int group_size,
                       const AdvantageConvention& convention);
  Vector Value(const Vector& policy) const override;
  void ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const override;
  bool IsMonotone() const override;
  std::optional<VertexPull> PullToVertex() const override { return pull_; }
  bool IsUniqueWithKlRefToPolicy() const override;
  bool IsContinuous() const override;
  std::optional<PairwiseGame> GameAt(const Vector& policy) const override;
  double ErrorEstimate(const Vector& policy, const Vector& value) const override;
  double Work() const override { return expectation_.terms(); }
  size_t TableBytes() const override;

 private:
  RewardLevels levels_;
  std::optional<VertexPull> pull_;
  GroupExpectation expectation_;
};

/// By the integral over (t, c): any rewards.
class IntegratedGroupModel final : public PreferenceModel {
 public:
  /// `nodes`: GroupNodesOf the others.
  IntegratedGroupModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, int group_size,
                       const AdvantageConvention& convention, const GroupNodes& nodes);
  Vector Value(const Vector& policy) const override;
  void ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const override;
  bool IsMonotone() const override;
  std::optional<VertexPull> PullToVertex() const override { return pull_; }
  bool IsUniqueWithKlRefToPolicy() const override;
  bool IsContinuous() const override;
  std::optional<PairwiseGame> GameAt(const Vector& policy) const override;
  double ErrorEstimate(const Vector& policy, const Vector& value) const override;
  double Work() const override;
  size_t TableBytes() const override;

 private:
  RewardLevels levels_;
  std::optional<VertexPull> pull_;
  int group_size_;
  AdvantageConvention convention_;
  GroupIntegral integral_;
};

}  // namespace aggregation

#endif  // AGGREGATION_GROUP_MODELS_H_
