// SPDX-License-Identifier: MIT
// E[A₁ | o₁ = class] for any group size and any reward laws, by the integral of group_nodes.h: exact to rounding and
// free of sampling, at a cost that grows with the number of classes, not with the number of groups.
//
//     P_G(o | π) = (2/π) ∫ t dt ∫ dc v_o(t,c) M(t,c)^{G−1},   M = Σ_o π(o) w_o,
//     w_o = E e^{−t²(r(o)−c)²/G},   v_o = E (r(o)−c) e^{−t²(r(o)−c)²/G}
//
// The tables of w and v do not depend on the policy. w is stored as w − 1: M^{G−1} =
// (1 + Σ π (w−1))^{G−1} then keeps its digits for groups of a million. Groups with equal rewards drop out by
// antisymmetry in c.
//
// With the leave-one-out std the first member stands outside: a = t²/(G−1), v_o = E r(o) − c, and groups whose others
// have equal rewards, for which the integral diverges, are taken out of M^{G−1} and counted by themselves.
#ifndef AGGREGATION_GROUP_INTEGRAL_H_
#define AGGREGATION_GROUP_INTEGRAL_H_

#include <vector>

#include "aggregation/group_expectation.h"
#include "aggregation/group_nodes.h"
#include "aggregation/simplex.h"

namespace aggregation {

/// P(r(c) = level) for C classes and the K distinct values that any of them takes with positive probability.
struct RewardLevels {
  std::vector<double> level;  ///< K, increasing
  Matrix probability;         ///< C×K; rows sum to 1 where the law is discrete
};

RewardLevels LevelsOf(const std::vector<RewardLaw>& laws);

class GroupIntegral {
 public:
  /// `laws`: C reward laws, rewards of the order of their differences (offset removed). Silent groups count as 0; the
  /// leave-one-out std needs G ≥ 3.
  GroupIntegral(const std::vector<RewardLaw>& laws, int group_size, const AdvantageConvention& convention);
  /// The same where GroupNodesOf these is known already.
  GroupIntegral(const std::vector<RewardLaw>& laws, int group_size, const AdvantageConvention& convention,
                const GroupNodes& nodes);

  /// P of each class. `policy`: C masses ≥ 0 that sum to 1.
  Vector Value(const Vector& policy) const;
  /// Value and ∂P(c)/∂π(c'), C×C.
  void ValueAndSlope(const Vector& policy, Vector* value, Matrix* slope) const;
  /// How far Value may be from exact: the rule with twice the step in t, whose error is the square root of this one's,
  /// and what every sum of such nodes leaves out.
  double ErrorEstimate(const Vector& policy) const;

  Eigen::Index nodes() const { return tables_.rows(); }

 private:
  struct RowWork;
  void AddComponent(const RewardComponent& component, const GroupShape& shape, RowWork& work, Eigen::Index c);
  void AddLevelProduct(size_t k, RowWork& work);
  Eigen::Index classes() const { return tables_.cols() / 2; }
  auto excess() const { return tables_.leftCols(classes()); }
  auto pull() const { return tables_.rightCols(classes()); }
  Vector PowersOfMean(const Vector& excess, double power) const;
  Vector Weights(const Vector& policy) const;
  Vector WithoutEqualOthers(Vector weights, const Vector& policy) const;
  void AddEqualOthers(const Vector& policy, Vector* value, Matrix* slope) const;

  double factors_;  // G − 1
  bool first_is_outside_;
  Matrix tables_;  // nodes×2C: excess, w − 1, then pull, v × the node's weight; one array spares the allocator
  std::vector<bool> coarse_;
  RewardLevels levels_;   // leave-one-out alone, otherwise empty
  Vector mean_;           // C: E r(c), likewise
  Matrix level_product_;  // nodes×K: w^{G−1} of a group of equal others, likewise
};

/// What the integral takes the std over, by convention: a sample std is κ = √(G/(G−1)) times the population's, so that
/// 1/(κσ + ε) = (1/κ)/(σ + ε/κ).
struct ScaledShape {
  GroupShape shape;
  double kappa;
};

ScaledShape ShapeOf(int group_size, const AdvantageConvention& convention);

/// The nodes of the integral for these laws.
GroupNodes GroupNodesOf(const std::vector<RewardLaw>& laws, int group_size, const AdvantageConvention& convention);

}  // namespace aggregation

#endif  // AGGREGATION_GROUP_INTEGRAL_H_
