// SPDX-License-Identifier: MIT
#include "aggregation/reward.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "aggregation/order.h"

namespace aggregation {

RewardLaw::RewardLaw(std::vector<RewardComponent> components) {
  components = Sorted(components);
  double total = 0;
  for (const auto& component : components) total += component.weight;
  for (auto& component : components) {
    if (component.weight == 0) continue;
    component.weight /= total;
    if (!components_.empty() && components_.back().sd == component.sd && components_.back().mean == component.mean) {
      components_.back().weight += component.weight;
    } else {
      components_.push_back(component);
    }
  }
}

double RewardLaw::Mean() const {
  double mean = 0;
  for (const auto& c : components_) mean += c.weight * c.mean;
  return mean;
}

double RewardLaw::Variance() const {
  if (components_.size() == 1) return components_.front().sd * components_.front().sd;
  const double mean = Mean();
  double variance = 0;
  for (const auto& c : components_) variance += c.weight * (c.sd * c.sd + (c.mean - mean) * (c.mean - mean));
  return variance;
}

bool RewardLaw::IsDiscrete() const {
  return std::all_of(components_.begin(), components_.end(), [](const auto& c) { return c.sd == 0; });
}

RewardLaw RewardLaw::ShiftedBy(double offset) const {
  RewardLaw shifted = *this;
  for (auto& c : shifted.components_) c.mean -= offset;
  return shifted;
}

double Margin(const RewardLaw& x, const RewardLaw& y) {
  double margin = 0;
  for (const auto& a : x.components()) {
    for (const auto& b : y.components()) {
      const double spread = std::hypot(a.sd, b.sd);
      double part = 0;
      if (spread > 0) {
        part = std::erf((a.mean - b.mean) / (spread * std::sqrt(2.0)));
      } else if (a.mean != b.mean) {
        part = a.mean > b.mean ? 1 : -1;
      }
      margin += a.weight * b.weight * part;
    }
  }
  return margin;
}

std::vector<RewardLaw> WithoutRoundingTies(std::vector<RewardLaw> laws) {
  std::vector<double*> means;
  std::vector<std::vector<RewardComponent>> components;
  for (const auto& law : laws) components.push_back(law.components());
  for (auto& list : components)
    for (auto& component : list) means.push_back(&component.mean);
  means = Sorted(means, [](const double* a, const double* b) { return *a < *b; });
  constexpr double kUnits = 4 * std::numeric_limits<double>::epsilon();
  for (size_t i = 1; i < means.size(); ++i) {
    const double below = *means[i - 1];
    if (*means[i] - below <= kUnits * std::max(std::abs(*means[i]), std::abs(below))) *means[i] = below;
  }
  for (size_t i = 0; i < laws.size(); ++i) laws[i] = RewardLaw(std::move(components[i]));
  return laws;
}

}  // namespace aggregation
