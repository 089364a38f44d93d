// SPDX-License-Identifier: MIT
// E[A₁ | r₁ = level] over groups of G independent rewards, exactly, by enumerating group
// compositions.
//
// A group's advantages depend only on how many of its members have each distinct reward. With K
// levels there are C(G+K−2, K−1) compositions of the other G − 1 members; each has multinomial
// probability under the level masses q. The advantages do not depend on q: they are tabulated once,
// and a policy then costs one matrix-vector product.
//
//   paper                     code
//   A₁ = (r₁ − mean)/std      Advantage (0/0 ≡ 0, VY (2))
//   G                         group_size
//   q(level) = Σ π P(level|o) level_mass
#ifndef AGGREGATION_GROUP_EXPECTATION_H_
#define AGGREGATION_GROUP_EXPECTATION_H_

#include <vector>

#include "aggregation/names.h"
#include "aggregation/simplex.h"

namespace aggregation {

/// Largest group that is enumerated: beyond it the multinomial weights leave the range of doubles.
inline constexpr int kMaxEnumeratedGroupSize = 1024;

/// Entries of the table of (composition, level) advantages, C(G+K−2, K−1)·K, as a double because it overflows integers.
/// G ≥ 2, K ≥ 1.
double EnumerationTerms(int group_size, int levels);

/// The probability 1 − Σ q^G that a group is not silent. `level_mass`: probability of each reward that can repeat.
double LoudProbability(const Vector& level_mass, int group_size);

/// Divides the expectation by the probability 1 − Σ q^G that a group is not silent, as if silent groups were drawn
/// again (DAPO). `level_mass`: probability of each reward that can repeat. `slope`, if any: columns by level mass.
/// Where every group is silent nothing changes: the value is 0.
void ConditionOnLoudGroups(const Vector& level_mass, int group_size, Vector* value, Matrix* slope);

/// How one group turns rewards into advantages.
struct AdvantageConvention {
  StdConvention std = StdConvention::kPopulation;
  double epsilon = 0;  ///< ≥ 0, reward units
  SilentGroups silent_groups = SilentGroups::kZero;
};

/// The exact expectation for finite G and discrete rewards.
class GroupExpectation {
 public:
  /// `levels`: distinct rewards, increasing. Precondition:
  /// G ≤ kMaxEnumeratedGroupSize, and EnumerationTerms doubles fit in memory, twice.
  GroupExpectation(std::vector<double> levels, int group_size, AdvantageConvention convention);

  Eigen::Index levels() const { return static_cast<Eigen::Index>(levels_.size()); }
  const std::vector<double>& level_values() const { return levels_; }
  int group_size() const { return group_size_; }
  const AdvantageConvention& convention() const { return convention_; }
  /// (composition, level) pairs that one Value sums over.
  double terms() const { return static_cast<double>(advantages_.size()); }
  /// E[A₁ | r₁ = level], for each level; `level_mass` ≥ 0 sums to 1.
  Vector Value(const Vector& level_mass) const;
  /// Value and its derivative: slope(l, j) = ∂E[A₁ | r₁ = level l]/∂q(j).
  void ValueAndSlope(const Vector& level_mass, Vector* value, Matrix* slope) const;
  /// How far rounding may move Value: each probability has G factors, and the advantages may cancel.
  double ErrorEstimate(const Vector& level_mass) const;

 private:
  void Tabulate();
  void TabulateFrom(size_t level, int remaining);
  void TabulateRow();
  double Advantage(double lead, double squares) const;
  Vector Probabilities(const Vector& level_mass) const;

  std::vector<double> levels_;
  int group_size_;
  AdvantageConvention convention_;
  double factorial_share_;       // (G−1)!^{1/(G−1)}
  Matrix counts_;                // compositions × levels: members with each reward among the other G − 1
  Matrix advantages_;            // compositions × levels: A₁ when the first member has that level
  std::vector<double> current_;  // the composition being tabulated
  Eigen::Index row_ = 0;
};

}  // namespace aggregation

#endif  // AGGREGATION_GROUP_EXPECTATION_H_
