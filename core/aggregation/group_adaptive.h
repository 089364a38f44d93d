// SPDX-License-Identifier: MIT
// The integral of group_integral.h for hundreds to thousands of different rewards: the same expectation, to the same
// accuracy, at a cost that is close to linear in their number. Nothing is tabulated; each policy has nodes of its own
// (group_centres.h), and the rewards are seen through panels (reward_panels.h) as coarse as each scale t allows.
//
// With the leave-one-out std, v_o = E r(o) − c is linear in the first reward, so P(o) = A·E r(o) − B with two numbers
// A = E[1/σ], B = E[mean/σ] over the others: its Jacobian has rank 2.
#ifndef AGGREGATION_GROUP_ADAPTIVE_H_
#define AGGREGATION_GROUP_ADAPTIVE_H_

#include <vector>

#include "aggregation/group_centres.h"
#include "aggregation/group_expectation.h"
#include "aggregation/low_rank.h"

namespace aggregation {

class AdaptiveGroupIntegral {
 public:
  /// Takes what GroupIntegral takes: C reward laws, offset removed; the leave-one-out std needs G ≥ 3.
  AdaptiveGroupIntegral(const std::vector<RewardLaw>& laws, int group_size, const AdvantageConvention& convention);

  /// P of each class, silent groups counting as 0. `policy`: C masses ≥ 0 that sum to 1.
  Vector Value(const Vector& policy) const;
  /// Value and ∂P(c)/∂π(c') as left·rightᵀ, up to what directions with Σdπ = 0 do not see. Its entries are accurate to
  /// 1e-9 of the largest where a few hundred points represent the rewards. Where groups are so small, or so few rewards
  /// likely, that thousands stay distinct, it is that of neighbours lumped together: good for Newton's steps, which
  /// then gain a fixed number of digits each.
  void ValueAndJacobian(const Vector& policy, Vector* value, LowRank* jacobian) const;

  const RewardSources& sources() const { return sources_; }
  /// How far Value may be from exact: the rule with twice the step in t, whose error is the square root of this one's,
  /// and what panels and cuts may add.
  double ErrorEstimate(const Vector& policy) const;
  /// Multiplications for one Value, in order of magnitude, where all classes are equally likely.
  double Work() const;

 private:
  Vector ValueBy(const std::vector<Scale>& scales, const Vector& policy) const;
  double SilentRounding(const Vector& policy) const;

  RewardSources sources_;
  GroupShape shape_;
  double kappa_;
  std::vector<Scale> scales_;
  Vector mean_;  // C, leave-one-out alone
};

}  // namespace aggregation

#endif  // AGGREGATION_GROUP_ADAPTIVE_H_
