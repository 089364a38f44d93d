// SPDX-License-Identifier: MIT
// GRPO's preference where rewards are too many for tables (mathematics §5): the same expectation as group_models.h.
#ifndef AGGREGATION_GROUP_ADAPTIVE_MODEL_H_
#define AGGREGATION_GROUP_ADAPTIVE_MODEL_H_

#include <memory>
#include <optional>
#include <vector>

#include "aggregation/group_adaptive.h"
#include "aggregation/preference.h"

namespace aggregation {

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

/// By sorting where groups of 2 compare exact rewards, by the adaptive integral else.
std::unique_ptr<PreferenceModel> MakeManyRewardsModel(const AnswerClasses& classes, const std::vector<RewardLaw>& laws,
                                                      int group_size, const AdvantageConvention& convention);

}  // namespace aggregation

#endif  // AGGREGATION_GROUP_ADAPTIVE_MODEL_H_
