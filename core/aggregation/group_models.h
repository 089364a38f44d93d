// SPDX-License-Identifier: MIT
// GRPO's preference for finite groups, P_G(o | π) = E[A₁ | o₁ = o] (VY (6)): by enumeration where groups are few, by
// the integral of mathematics §5 everywhere else, with tables where rewards are few and without where they are many.
#ifndef AGGREGATION_GROUP_MODELS_H_
#define AGGREGATION_GROUP_MODELS_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aggregation/group_adaptive.h"
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
  IntegratedGroupModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, int group_size,
                       const AdvantageConvention& convention);
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

/// By the same integral, panels in the place of tables: any rewards, up to thousands of different ones.
class AdaptiveGroupModel final : public PreferenceModel {
 public:
  AdaptiveGroupModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, int group_size,
                     const AdvantageConvention& convention);
  Vector Value(const Vector& policy) const override;
  void ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const override;
  bool IsMonotone() const override;
  std::optional<VertexPull> PullToVertex() const override { return pull_; }
  bool IsContinuous() const override;
  std::optional<PairwiseGame> GameAt(const Vector& policy) const override;
  double ErrorEstimate(const Vector& policy, const Vector& value) const override;
  double Work() const override { return integral_.Work(); }

 private:
  Vector LevelMass(const Vector& policy) const;

  std::optional<VertexPull> pull_;
  int group_size_;
  AdvantageConvention convention_;
  AdaptiveGroupIntegral integral_;
};

/// Adds an issue where the expectation does not exist or takes too long; `path` names the preference.
void CheckFiniteGroup(const std::vector<RewardLaw>& laws, const PreferenceSpec& preference, const std::string& path,
                      Issues& issues);

/// The cheapest of the three. Precondition: CheckFiniteGroup finds no issue.
std::unique_ptr<PreferenceModel> MakeFiniteGroupModel(const AnswerClasses& classes, const std::vector<RewardLaw>& laws,
                                                      int group_size, const AdvantageConvention& convention);

}  // namespace aggregation

#endif  // AGGREGATION_GROUP_MODELS_H_
