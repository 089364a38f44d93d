// SPDX-License-Identifier: MIT
// Pairwise comparison of thousands of discrete rewards by sorting: P(o) = scale·(P(r(o) > r') − P(r(o) < r')), r' a
// reward of the policy (VY §2.1), without the matrix of all pairs.
#ifndef AGGREGATION_COMPARISON_MODEL_H_
#define AGGREGATION_COMPARISON_MODEL_H_

#include <optional>
#include <vector>

#include "aggregation/preference.h"
#include "aggregation/reward_sources.h"

namespace aggregation {

class ComparisonModel final : public PreferenceModel {
 public:
  /// `laws`: C discrete reward laws; `scale` > 0: P of a certain win.
  ComparisonModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, double scale);
  Vector Value(const Vector& policy) const override;
  /// The Jacobian, whose rank is the number of rewards, is that of neighbours lumped together until they hold a few
  /// thousandths of the mass: Newton's steps then gain a fixed number of digits each.
  void ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const override;
  bool IsMonotone() const override { return true; }
  std::optional<PairwiseGame> GameAt(const Vector& policy) const override {
    return PairwiseGame{Value(policy) / scale_, 1 / scale_, 0};
  }

 private:
  RewardSources sources_;
  double scale_;
};

}  // namespace aggregation

#endif  // AGGREGATION_COMPARISON_MODEL_H_
