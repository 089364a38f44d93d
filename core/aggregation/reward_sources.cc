// SPDX-License-Identifier: MIT
#include "aggregation/reward_sources.h"

#include <algorithm>
#include <tuple>

#include "aggregation/order.h"

namespace aggregation {

RewardSources::RewardSources(const std::vector<RewardLaw>& laws) {
  struct Drawn {
    double sd, mean;
    size_t by;
    double weight;
  };
  std::vector<Drawn> all;
  for (size_t c = 0; c < laws.size(); ++c)
    for (const auto& component : laws[c].components())
      all.push_back({component.sd, component.mean, c, component.weight});
  all = Sorted(all, [](const Drawn& a, const Drawn& b) { return std::tie(a.sd, a.mean) < std::tie(b.sd, b.mean); });
  shares_.resize(laws.size());
  for (const Drawn& drawn : all) {
    if (layers_.empty() || layers_.back().sd != drawn.sd) layers_.push_back({drawn.sd, {}, size_});
    std::vector<double>& position = layers_.back().position;
    if (position.empty() || position.back() != drawn.mean) {
      position.push_back(drawn.mean);
      ++size_;
    }
    shares_[drawn.by].push_back({size_ - 1, drawn.weight});
  }
}

Vector RewardSources::Charges(const Vector& policy) const {
  Vector charges = Vector::Zero(size_);
  for (size_t c = 0; c < shares_.size(); ++c)
    for (const auto& [source, weight] : shares_[c]) charges[source] += weight * policy[c];
  return charges;
}

Matrix RewardSources::Mean(const Matrix& by_source) const {
  Matrix mean = Matrix::Zero(classes(), by_source.cols());
  for (Eigen::Index column = 0; column < by_source.cols(); ++column)
    for (size_t c = 0; c < shares_.size(); ++c)
      for (const auto& [source, weight] : shares_[c]) mean(c, column) += weight * by_source(source, column);
  return mean;
}

}  // namespace aggregation
