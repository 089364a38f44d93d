// SPDX-License-Identifier: MIT
// Groups that teach nothing because all their rewards are equal, and by how much a group's std weakens the update.
//
// A group of G is silent with probability Σ (mass of a reward)^G: p^G + (1−p)^G for right and wrong answers. There the
// mean update is E √(k(G−k))/G against √(p(1−p)) of the limit, k ~ Binomial(G, p): about 1 − 1/(8Gp(1−p)) of it
// (arXiv 2607.00152).
#ifndef AGGREGATION_SILENCE_H_
#define AGGREGATION_SILENCE_H_

#include <optional>
#include <vector>

#include "aggregation/scenario.h"

namespace aggregation {

/// How a policy's rewards fall.
class RewardShares {
 public:
  /// `policy`: N. Precondition: the scenario has raters, that is, rewards.
  RewardShares(const Scenario& scenario, const Vector& policy);

  /// Probability that a group of that size is silent; falls with the size.
  double Silence(double group_size) const;
  /// Probability of the higher reward, where there is one rater and exactly two rewards have positive probability.
  std::optional<double> success() const { return success_; }

 private:
  struct RaterShares {
    double weight;
    std::vector<double> mass;  ///< of each reward that can repeat
  };
  std::vector<RaterShares> raters_;
  std::optional<double> success_;
};

/// E √(k(G−k)) / (G √(p(1−p))) for k ~ Binomial(G, p): in (0, 1), rises with G. p in (0, 1), G ≥ 1.
double Attenuation(double success, double group_size);
/// Its first two terms, 1 − 1/(8Gp(1−p)); no approximation at all where that is far from 1.
double AttenuationApproximation(double success, double group_size);

/// The smallest group size for which `holds`, which must go on to hold for larger ones; none up to kMaxGroupSize.
template <typename Predicate>
std::optional<double> SmallestGroup(const Predicate& holds) {
  double low = kMinGroupSize, high = kMaxGroupSize;
  if (!holds(high)) return std::nullopt;
  while (low < high) {
    const double middle = static_cast<double>(static_cast<long>((low + high) / 2));
    if (holds(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace aggregation

#endif  // AGGREGATION_SILENCE_H_
