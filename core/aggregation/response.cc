// SPDX-License-Identifier: MIT
#include "aggregation/response.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "aggregation/root.h"

namespace aggregation {
namespace {

constexpr int kMostSteps = 100;

/// The coordinate at which f'(u) is lower by `drop` ≥ 0 than at `from`. The penalties' own steps are exact where the
/// marginal is a power or a logarithm; elsewhere it is concave, and steps from below do not pass the goal.
double CoordinateBelow(const Penalty& penalty, double from, double drop) {
  const double goal = penalty.MarginalGap(from) - drop;
  double z = from;
  for (int i = 0; i < kMostSteps; ++i) {
    const double next = penalty.Advance(z, (goal - penalty.MarginalGap(z)) / penalty.MarginalGapSlope(z));
    const bool is_there = std::abs(next - z) <= 2 * std::numeric_limits<double>::epsilon() * std::max(1.0, std::abs(z));
    z = next;
    if (is_there) break;
  }
  return z;
}

/// u of each class when the best has log u = `highest`. `lag`: C, (max P − P)/β.
Vector RatiosBelow(const Penalty& penalty, const Vector& lag, double highest) {
  const double top = penalty.Coordinate(highest);
  Vector ratio(lag.size());
  for (Eigen::Index c = 0; c < lag.size(); ++c)
    ratio[c] = std::exp(lag[c] == 0 ? highest : penalty.LogRatio(CoordinateBelow(penalty, top, lag[c])));
  return ratio;
}

}  // namespace

Vector ResponseTo(const Rule& rule, const Vector& policy) {
  const AnswerClasses& classes = rule.model().classes();
  const Vector& reference = rule.problem().reference;
  const Vector preference = rule.model().Value(classes.Sum(policy));
  Eigen::Index best;
  const double highest = preference.maxCoeff(&best);
  const Vector lag = (highest - preference.array()) / rule.beta();
  // The best class gets at least its reference and at most everything: the mass passes 1 on the way.
  const auto excess = [&](double log_ratio) { return reference.dot(RatiosBelow(*rule.penalty(), lag, log_ratio)) - 1; };
  const double all = -std::log(reference[best]);
  SignChange change{{0, excess(0)}, {all, excess(all)}};
  if (change.from.value < 0 && change.to.value >= 0) change = Narrow(excess, change, 0);
  const Probe& nearer = std::abs(change.from.value) < std::abs(change.to.value) ? change.from : change.to;
  const Vector ratio = RatiosBelow(*rule.penalty(), lag, nearer.x);
  Vector response = rule.reference().cwiseProduct(classes.Spread(ratio));
  return response / response.sum();
}

double StationarityGap(const Rule& rule, const Vector& policy) {
  const Penalty& penalty = *rule.penalty();
  const Vector preference = rule.Preference(policy);
  const auto marginal_gap = [&](Eigen::Index answer) {
    const double share = policy[answer];
    if (share == 0 && !penalty.ReachesZero()) return -std::numeric_limits<double>::infinity();
    return penalty.MarginalGap(penalty.Coordinate(std::log(share) - std::log(rule.reference()[answer])));
  };
  return (preference[0] - preference[1]) / rule.beta() - (marginal_gap(0) - marginal_gap(1));
}

std::optional<double> PooledRatio(const Penalty& penalty, double marginal) {
  const MarginalRange range = penalty.Range();
  if (!(marginal < range.upper)) return std::nullopt;
  if (!(marginal > range.lower) && !penalty.ReachesZero()) return std::nullopt;
  return penalty.InverseMarginal(marginal);
}

}  // namespace aggregation
