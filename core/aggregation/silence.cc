// SPDX-License-Identifier: MIT
#include "aggregation/silence.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace aggregation {
namespace {

/// Terms of a positive sum that are smaller than this part of it change no digit.
constexpr double kNegligible = 1e-18;

}  // namespace

RewardShares::RewardShares(const Scenario& scenario, const Vector& policy) {
  std::map<double, double> mass;
  double noisy = 0;  // of rewards that never repeat
  for (const Rater& rater : scenario.raters) {
    mass.clear();
    noisy = 0;
    for (size_t i = 0; i < rater.reward.size(); ++i) {
      for (const RewardComponent& part : rater.reward[i].components()) {
        const double share = policy[static_cast<Eigen::Index>(i)] * part.weight;
        if (share == 0) continue;
        (part.sd == 0 ? mass[part.mean] : noisy) += share;
      }
    }
    RaterShares shares{rater.weight, {}};
    for (const auto& entry : mass) shares.mass.push_back(entry.second);
    raters_.push_back(std::move(shares));
  }
  if (raters_.size() == 1 && noisy == 0 && mass.size() == 2) success_ = mass.rbegin()->second;
}

double RewardShares::Silence(double group_size) const {
  double silent = 0;
  for (const RaterShares& rater : raters_)
    for (const double mass : rater.mass) silent += rater.weight * std::pow(mass, group_size);
  return std::min(silent, 1.0);
}

/// Binomial weights by their ratios, outwards from the largest: nothing overflows, and only the terms that count are
/// visited.
double Attenuation(double success, double group_size) {
  const double p = success, q = 1 - success, g = group_size;
  const double mode = std::min(g, std::floor((g + 1) * p));
  const auto update = [&](double k) { return std::sqrt(k * (g - k)); };
  double mass = 1, sum = update(mode);
  double weight = 1;
  for (double k = mode; k < g && weight > kNegligible; ++k) {
    weight *= (g - k) / (k + 1) * (p / q);
    mass += weight;
    sum += weight * update(k + 1);
  }
  weight = 1;
  for (double k = mode; k > 0 && weight > kNegligible; --k) {
    weight *= k / (g - k + 1) * (q / p);
    mass += weight;
    sum += weight * update(k - 1);
  }
  return sum / mass / (g * std::sqrt(p * q));
}

double AttenuationApproximation(double success, double group_size) {
  return 1 - 1 / (8 * group_size * success * (1 - success));
}

}  // namespace aggregation
