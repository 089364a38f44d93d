// SPDX-License-Identifier: MIT
#include "aggregation/penalty.h"

#include <cmath>
#include <limits>

namespace aggregation {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// u log u, continued to 0.
double Entropy(double u) { return u == 0 ? 0 : u * std::log(u); }

/// A step of log u along which u^k is linear when u rises and u^{−k} when it falls, k > 0: neither passes 0.
double PowerStep(double v, double step, double k) {
  return v + std::copysign(std::log1p(k * std::abs(step)) / k, step);
}

}  // namespace

double KlRefToPolicy::Value(double u) const { return -std::log(u); }
double KlRefToPolicy::Marginal(double u) const { return -1 / u; }
double KlRefToPolicy::InverseMarginal(double x) const { return -1 / x; }
MarginalRange KlRefToPolicy::Range() const { return {-kInfinity, 0}; }
double KlRefToPolicy::MarginalGap(double z) const { return -std::expm1(-z); }
double KlRefToPolicy::MarginalGapSlope(double z) const { return std::exp(-z); }
double KlRefToPolicy::Advance(double z, double step) const { return PowerStep(z, step, 1); }

double KlPolicyToRef::Value(double u) const { return Entropy(u); }
double KlPolicyToRef::Marginal(double u) const { return std::log(u) + 1; }
double KlPolicyToRef::InverseMarginal(double x) const { return std::exp(x - 1); }
MarginalRange KlPolicyToRef::Range() const { return {-kInfinity, kInfinity}; }

double AlphaDivergence::Value(double u) const {
  if (alpha_ == 0) return scale_ * (u - 1 - std::log(u));
  if (alpha_ == 1) return scale_ * (Entropy(u) - u + 1);
  return scale_ * (std::pow(u, alpha_) - alpha_ * u - (1 - alpha_)) / (alpha_ * (alpha_ - 1));
}

double AlphaDivergence::Marginal(double u) const {
  if (alpha_ == 1) return scale_ * std::log(u);
  return scale_ * (std::pow(u, alpha_ - 1) - 1) / (alpha_ - 1);
}

double AlphaDivergence::InverseMarginal(double x) const {
  if (alpha_ == 1) return std::exp(x / scale_);
  const double power = 1 + (alpha_ - 1) * x / scale_;  // u^{α−1}
  if (power <= 0 && ReachesZero()) return 0;
  return std::pow(power, 1 / (alpha_ - 1));
}

MarginalRange AlphaDivergence::Range() const {
  if (alpha_ == 1) return {-kInfinity, kInfinity};
  const double end = scale_ / (1 - alpha_);
  return ReachesZero() ? MarginalRange{end, kInfinity} : MarginalRange{-kInfinity, end};
}

double AlphaDivergence::LogRatio(double z, double rest) const {
  if (!ReachesZero()) return z + rest;
  const double excess = (alpha_ - 1) * z / scale_, apart = (alpha_ - 1) * rest / scale_;  // u^{α−1} − 1
  if (excess > -0.5) return std::log1p(excess + apart) / (alpha_ - 1);
  const double power = (1 + excess) + apart;  // 1 + excess is exact here
  return power <= 0 ? -kInfinity : std::log(power) / (alpha_ - 1);
}

double AlphaDivergence::LogRatioSlope(double z, double rest) const {
  if (!ReachesZero()) return 1;
  const double power = (1 + (alpha_ - 1) * z / scale_) + (alpha_ - 1) * rest / scale_;
  return power <= 0 ? 0 : 1 / (scale_ * power);
}

double AlphaDivergence::Coordinate(double v) const {
  return ReachesZero() ? scale_ * std::expm1((alpha_ - 1) * v) / (alpha_ - 1) : v;
}

double AlphaDivergence::MarginalGap(double z) const {
  if (ReachesZero()) return z;
  return scale_ * (alpha_ == 1 ? z : std::expm1((alpha_ - 1) * z) / (alpha_ - 1));
}

double AlphaDivergence::MarginalGapSlope(double z) const {
  return ReachesZero() ? 1 : scale_ * std::exp((alpha_ - 1) * z);
}

double AlphaDivergence::Advance(double z, double step) const {
  if (alpha_ >= 1) return z + step;
  return PowerStep(z, step, 1 - alpha_);
}

double JensenShannon::Value(double u) const { return 0.5 * (Entropy(u) - (u + 1) * std::log(0.5 * (u + 1))); }
double JensenShannon::Marginal(double u) const { return 0.5 * std::log(2 * u / (u + 1)); }
double JensenShannon::InverseMarginal(double x) const { return 1 / (2 * std::exp(-2 * x) - 1); }
MarginalRange JensenShannon::Range() const { return {-kInfinity, 0.5 * std::log(2.0)}; }
double JensenShannon::MarginalGap(double z) const {
  if (z < -40) return 0.5 * (z + std::log(2.0));  // where e^{−z} leaves nothing of the 1 beside it, or overflows
  return -0.5 * std::log1p(0.5 * std::expm1(-z));
}
double JensenShannon::MarginalGapSlope(double z) const { return 0.5 / (1 + std::exp(z)); }

std::unique_ptr<Penalty> MakePenalty(Divergence divergence, double alpha) {
  switch (divergence) {
    case Divergence::kKlRefToPolicy:
      return std::make_unique<KlRefToPolicy>();
    case Divergence::kKlPolicyToRef:
      return std::make_unique<KlPolicyToRef>();
    case Divergence::kChiSquared:
      return std::make_unique<ChiSquared>();
    case Divergence::kJensenShannon:
      return std::make_unique<JensenShannon>();
    case Divergence::kHellinger:
      return std::make_unique<Hellinger>();
    case Divergence::kAlpha:
      return std::make_unique<AlphaDivergence>(alpha);
    case Divergence::kNone:
      return nullptr;
  }
  return nullptr;
}

}  // namespace aggregation
