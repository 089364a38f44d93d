// SPDX-License-Identifier: MIT
// One answer's reward law: a mixture of normals, where a component without spread is an atom.
#ifndef AGGREGATION_REWARD_H_
#define AGGREGATION_REWARD_H_

#include <tuple>
#include <vector>

namespace aggregation {

/// With probability `weight` the reward is drawn from a normal law, or is `mean` itself where `sd`
/// is 0.
struct RewardComponent {
  double weight;  ///< in (0, 1]
  double mean;    ///< reward units
  double sd;      ///< ≥ 0, reward units
  friend bool operator==(const RewardComponent&, const RewardComponent&) = default;
  friend bool operator<(const RewardComponent& a, const RewardComponent& b) {
    return std::tie(a.mean, a.sd, a.weight) < std::tie(b.mean, b.sd, b.weight);
  }
};

/// The law from which a fresh reward is drawn each time the answer is sampled. Components are
/// sorted by mean and merged where equal, so that two laws are the same exactly when they compare
/// equal.
class RewardLaw {
 public:
  /// Any mixture. Precondition: weights ≥ 0, not all 0 (normalised here), sd ≥ 0, all finite.
  explicit RewardLaw(std::vector<RewardComponent> components);

  const std::vector<RewardComponent>& components() const { return components_; }
  double Mean() const;
  /// Variance of one draw; 0 exactly for a constant.
  double Variance() const;
  /// Whether the law is a finite list of values.
  bool IsDiscrete() const;
  /// The law of the reward minus `offset`.
  RewardLaw ShiftedBy(double offset) const;

  friend bool operator==(const RewardLaw&, const RewardLaw&) = default;
  /// An order for sorting; it means nothing else.
  friend bool operator<(const RewardLaw& a, const RewardLaw& b) { return a.components_ < b.components_; }

 private:
  std::vector<RewardComponent> components_;
};

/// P(X > Y) − P(X < Y) for independent draws: the margin by which one answer beats another, in [−1,
/// 1].
double Margin(const RewardLaw& x, const RewardLaw& y);

/// The same laws with rewards that differ by rounding alone (0.1 + 0.2 and 0.3: within 4 units in
/// the last place) made equal. A tie that rounding decides would otherwise count as a win, whatever
/// its size. Precondition: the rewards are as they were given; after an offset is subtracted, the
/// size of their rounding is lost.
std::vector<RewardLaw> WithoutRoundingTies(std::vector<RewardLaw> laws);

}  // namespace aggregation

#endif  // AGGREGATION_REWARD_H_
