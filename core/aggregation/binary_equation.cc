// SPDX-License-Identifier: MIT
#include "aggregation/binary_equation.h"

#include <algorithm>

namespace aggregation {
namespace {

/// To rounding.
constexpr double kLogitTolerance = 4e-16;
/// Where the logit of ρ is sought: ρ itself has long left the range of doubles there.
constexpr double kFarthestSought = 1e4;

}  // namespace

BinaryEquation::BinaryEquation(const Rule& rule)
    : rule_(rule), highest_gap_(penalty().Range().upper - penalty().Marginal(1)) {}

const BinaryEquation::GapAndSlope& BinaryEquation::GapAt(double logit) {
  const auto found = gaps_.find(logit);
  if (found != gaps_.end()) return found->second;
  const AnswerClasses& classes = rule_.model().classes();
  const int a = classes.class_of[0], b = classes.class_of[1];
  Vector policy(2), value;
  policy << Share(logit), Share(-logit);
  FactoredJacobian jacobian;
  rule_.model().ValueAndJacobian(classes.Sum(policy), &value, &jacobian);
  double slope = 0;
  for (Eigen::Index k = 0; k < jacobian.left.cols(); ++k)
    slope += (jacobian.left(a, k) - jacobian.left(b, k)) * (jacobian.right(a, k) - jacobian.right(b, k));
  return gaps_.emplace(logit, GapAndSlope{value[a] - value[b], slope}).first->second;
}

/// f'(u) − f'(1) at log u.
double BinaryEquation::MarginalGap(double log_ratio) const {
  return penalty().MarginalGap(penalty().Coordinate(log_ratio));
}

/// u f''(u) at log u.
double BinaryEquation::Slope(double log_ratio) const {
  const double z = penalty().Coordinate(log_ratio);
  return penalty().MarginalGapSlope(z) / penalty().LogRatioSlope(z);
}

BinaryPoint BinaryEquation::At(double logit, double beta) {
  const GapAndSlope& gap = GapAt(logit);
  const double log_a = LogShare(logit), log_b = LogShare(-logit);
  const double target = gap.value / beta;
  // ρ → 0 takes the left side to its highest, f'(∞) − f'(1 − p), ρ → 1 to its lowest.
  BinaryPoint point{logit, target - (highest_gap_ - MarginalGap(log_b)), -target - (highest_gap_ - MarginalGap(log_a)),
                    0, 0};
  if (!point.Exists()) return point;
  const double t = point.reference_logit = SolveReference(target, logit);
  const double p = Share(logit), q = Share(-logit);
  point.drift = p * q * gap.slope / beta - q * Slope(log_a - LogShare(t)) - p * Slope(log_b - LogShare(-t));
  return point;
}

/// The logit of ρ with f'(p/ρ) − f'((1−p)/(1−ρ)) = target, as far as doubles can tell it from ±∞: Newton's method,
/// with a bisection wherever it does not halve the mismatch.
double BinaryEquation::SolveReference(double target, double logit) const {
  const double log_a = LogShare(logit), log_b = LogShare(-logit);
  const auto excess_at = [&](double t) {  // rises with t
    return target - MarginalGap(log_a - LogShare(t)) + MarginalGap(log_b - LogShare(-t));
  };
  double low = -kFarthestSought, high = kFarthestSought, t = logit, before = std::numeric_limits<double>::infinity();
  if (!(excess_at(low) < 0)) return low;
  if (!(excess_at(high) > 0)) return high;
  constexpr int kMostSteps = 200;
  for (int i = 0; i < kMostSteps; ++i) {
    const double excess = excess_at(t);
    if (excess == 0) return t;
    (excess < 0 ? low : high) = t;
    const double rise = Share(-t) * Slope(log_a - LogShare(t)) + Share(t) * Slope(log_b - LogShare(-t));
    double next = t - excess / rise;
    if (!(next > low && next < high) || std::abs(excess) > 0.5 * before) next = 0.5 * (low + high);
    if (std::abs(next - t) <= kLogitTolerance * std::max(1.0, std::abs(t))) return next;
    before = std::abs(excess);
    t = next;
  }
  return t;
}

}  // namespace aggregation
