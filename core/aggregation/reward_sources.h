// SPDX-License-Identifier: MIT
// The different components of many reward laws, sorted, and which class draws which: the sparse counterpart of a table
// of classes × levels.
#ifndef AGGREGATION_REWARD_SOURCES_H_
#define AGGREGATION_REWARD_SOURCES_H_

#include <utility>
#include <vector>

#include "aggregation/reward.h"
#include "aggregation/simplex.h"

namespace aggregation {

/// All components with one standard deviation.
struct SourceLayer {
  double sd;                     ///< ≥ 0, reward units
  std::vector<double> position;  ///< means, increasing
  Eigen::Index start;            ///< the number of the first among all sources
};

/// K sources in layers of rising sd, and the C classes' shares of them.
class RewardSources {
 public:
  explicit RewardSources(const std::vector<RewardLaw>& laws);

  const std::vector<SourceLayer>& layers() const { return layers_; }
  Eigen::Index size() const { return size_; }
  Eigen::Index classes() const { return static_cast<Eigen::Index>(shares_.size()); }
  bool IsDiscrete() const { return layers_.size() == 1 && layers_.front().sd == 0; }

  /// Σ_c policy(c) P(source | c): C masses → K masses.
  Vector Charges(const Vector& policy) const;
  /// Σ_source P(source | c) value(source, ·): K rows → C rows.
  Matrix Mean(const Matrix& by_source) const;

 private:
  std::vector<SourceLayer> layers_;
  Eigen::Index size_ = 0;
  std::vector<std::vector<std::pair<Eigen::Index, double>>> shares_;  // by class: source, weight
};

}  // namespace aggregation

#endif  // AGGREGATION_REWARD_SOURCES_H_
