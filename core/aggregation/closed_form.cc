// SPDX-License-Identifier: MIT
#include "aggregation/closed_form.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace aggregation {
namespace {

/// Terms of a positive sum that are smaller than this part of it change no digit.
constexpr double kNegligible = 1e-20;

double Logit(double p) { return std::log(p) - std::log1p(-p); }

/// (14) for ratio = β/γ > 0. p solves p² − (1−k)p − kρ = 0 and 1 − p solves q² − (1+k)q + k(1−ρ) = 0
/// with the same discriminant; each root is taken in the form that adds.
BinaryPolicy PairwiseWinner(double ratio, double reference, double other_reference) {
  const double head_start = 1 - ratio;
  const double root = std::hypot(head_start, 2 * std::sqrt(ratio * reference));
  const double a = head_start > 0 ? 0.5 * (head_start + root) : 2 * reference * (ratio / (root - head_start));
  return {a, 2 * other_reference * (ratio / (1 + ratio + root))};
}

/// {ρ, 1 − ρ} tilted by odds e^{−handicap}, handicap ≥ 0, against the second.
BinaryPolicy TiltedToFirst(double reference, double other_reference, double handicap) {
  const double other = other_reference * std::exp(-handicap);
  return {reference / (reference + other), other / (reference + other)};
}

BinaryPolicy Swapped(const BinaryPolicy& policy) { return {policy.b, policy.a}; }

}  // namespace

Vector LogarithmicPool(const Vector& reference, const Vector& reward, double beta) {
  return PolicyFromLogRatio(reference, (reward.array() - reward.maxCoeff()) / beta);
}

BinaryPolicy BinaryPairwise(double confidence_margin, double reference, double beta) {
  const double other = 1 - reference;
  if (confidence_margin == 0) return {reference, other};
  if (confidence_margin > 0) return PairwiseWinner(beta / confidence_margin, reference, other);
  return Swapped(PairwiseWinner(beta / -confidence_margin, other, reference));
}

BinaryPolicy BinaryLargeGroup(double reference, double beta) {
  const double other = 1 - reference;
  const double square = beta * beta;
  const double root = std::sqrt(1 + 4 * square * reference * other);
  return {(2 * square * reference + 1 + root) / (2 * (1 + square)),
          2 * square * other * other / (2 * square * other + 1 + root)};
}

BinaryPolicy BinaryDirectKlPairwise(double confidence_margin, double reference, double beta) {
  const double other = 1 - reference;
  const double tilt = confidence_margin / beta;
  return tilt >= 0 ? TiltedToFirst(reference, other, tilt) : Swapped(TiltedToFirst(other, reference, -tilt));
}

double ShiftFactor(const GroupSize& group_size) { return group_size.infinite ? 1 : 1 - 1 / group_size.size; }

Vector ShiftOnlyPool(const Vector& reference, const Vector& reward, const GroupSize& group_size, double beta) {
  return LogarithmicPool(reference, reward, beta / ShiftFactor(group_size));
}

BinaryPolicy BinaryShiftOnly(double reward_gap, const GroupSize& group_size, double reference, double beta) {
  return BinaryPairwise(ShiftFactor(group_size) * reward_gap, reference, beta);
}

/// Binomial weights by their ratios, outwards from the largest: nothing overflows, and only the
/// terms that count are visited.
double BinaryGroupPreference(const BinaryPolicy& policy, int group_size) {
  const int others = group_size - 1;
  if (policy.b == 0) return 0;
  const int mode = std::min(others, static_cast<int>(group_size * policy.a));
  const double odds = policy.a / policy.b;
  const auto advantage = [&](int k) { return std::sqrt((others - k) / (k + 1.0)); };
  double mass = 1;
  double sum = advantage(mode);
  const auto matters = [&](double weight) { return weight * std::sqrt(others) > kNegligible * sum; };
  double weight = 1;
  for (int k = mode; k < others && matters(weight); ++k) {
    weight *= (others - k) / (k + 1.0) * odds;
    mass += weight;
    sum += weight * advantage(k + 1);
  }
  weight = 1;
  for (int k = mode; k > 0 && matters(weight); --k) {
    weight *= k / (others - k + 1.0) / odds;
    mass += weight;
    sum += weight * advantage(k - 1);
  }
  return sum / mass;
}

double DirectKlLargeGroupGap(double x, double reference, double beta) {
  return 1 / (beta * std::sqrt(x * (1 - x))) - Logit(x) + Logit(reference);
}

double DirectKlLargeGroupMinimum(double beta) { return 0.5 * (1 + beta / std::hypot(1, beta)); }

/// With 2p − 1 = tanh y the fold is where y − coth y = ½ logit ρ, and its β is sinh y. The left side
/// is concave and rises, so Newton's method from below never overshoots; coth y > 1/y gives the
/// start.
double DirectKlLargeGroupFold(double reference) {
  const double half_logit = 0.5 * Logit(reference);
  double y = 2 / (std::hypot(half_logit, 2) - half_logit);
  for (double step = y; std::abs(step) > 1e-15 * y;) {
    step = (half_logit - y + 1 / std::tanh(y)) / (1 + 1 / (std::sinh(y) * std::sinh(y)));
    if (step <= 0) break;  // rounding is reached
    y += step;
  }
  return std::sinh(y);
}

}  // namespace aggregation
