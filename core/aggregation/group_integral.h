// SPDX-License-Identifier: MIT
// E[A₁ | o₁ = class] for any group size and any reward laws, by the integral of group_nodes.h: exact to rounding and
// free of sampling, at a cost that grows with the number of classes, not with the number of groups.
//
//     P_G(o | π) = (2/π) ∫ t dt ∫ dc v_o(t,c) M(t,c)^{G−1},   M = Σ_o π(o) w_o,
//     w_o = E e^{−t²(r(o)−c)²/G},   v_o = E (r(o)−c) e^{−t²(r(o)−c)²/G}
//
// The tables of w and v do not depend on the policy. w is stored as w − 1: M^{G−1} = e^{(G−1) log1p(Σ π (w−1))} then
// keeps its digits for groups of a million. Groups with equal rewards drop out by antisymmetry in c.
#ifndef AGGREGATION_GROUP_INTEGRAL_H_
#define AGGREGATION_GROUP_INTEGRAL_H_

#include <vector>

#include "aggregation/group_expectation.h"
#include "aggregation/reward.h"
#include "aggregation/simplex.h"

namespace aggregation {

class GroupIntegral {
 public:
  /// `laws`: C reward laws, rewards of the order of their differences (offset removed). Precondition: the std is
  /// population or sample; silent groups count as 0.
  GroupIntegral(const std::vector<RewardLaw>& laws, double group_size, const AdvantageConvention& convention);

  /// P of each class. `policy`: C masses ≥ 0 that sum to 1.
  Vector Value(const Vector& policy) const;
  /// Value and ∂P(c)/∂π(c'), C×C.
  void ValueAndSlope(const Vector& policy, Vector* value, Matrix* slope) const;
  /// How far Value may be from exact: the rule with twice the step in t, whose error is the square root of this one's.
  double ErrorEstimate(const Vector& policy) const;

  Eigen::Index nodes() const { return excess_.cols(); }

 private:
  Vector LogMean(const Vector& policy) const;

  double group_size_;
  Matrix excess_;  // C×nodes: w − 1
  Matrix pull_;    // C×nodes: v × the node's weight
  std::vector<bool> coarse_;
};

}  // namespace aggregation

#endif  // AGGREGATION_GROUP_INTEGRAL_H_
