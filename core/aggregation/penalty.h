// SPDX-License-Identifier: MIT
// Penalties D(π, π_ref) = Σ π_ref f(u) with u = π/π_ref: the generator, its marginal and the
// pooling function.
//
// At a stationary policy f'(u(o)) = (P(o|π) − λ)/β (mathematics §3), so u = (f')⁻¹ of that: how a
// penalty turns preference into probability. The solver needs the marginal as a function of v = log
// u, measured from the reference, where neither e^v − 1 nor 1 − e^{−v} may cancel.
#ifndef AGGREGATION_PENALTY_H_
#define AGGREGATION_PENALTY_H_

#include <cmath>
#include <limits>
#include <memory>

#include "aggregation/names.h"

namespace aggregation {

/// The open interval of marginals that some ratio u > 0 has.
struct MarginalRange {
  double lower;
  double upper;
};

/// A strictly convex generator f on u > 0, normalised as in the scenario format.
class Penalty {
 public:
  virtual ~Penalty() = default;
  /// f(u), u > 0.
  virtual double Value(double ratio) const = 0;
  /// f'(u), u > 0.
  virtual double Marginal(double ratio) const = 0;
  /// (f')⁻¹(x). Precondition: x in Range().
  virtual double InverseMarginal(double marginal) const = 0;
  /// The marginals that can occur.
  virtual MarginalRange Range() const = 0;
  /// f'(e^v) − f'(1) to full relative accuracy, any v; v = −∞ (u = 0) gives the limit.
  virtual double MarginalGap(double log_ratio) const = 0;
  /// Derivative of MarginalGap, positive.
  virtual double MarginalGapSlope(double log_ratio) const = 0;
  /// log u after a Newton step of v that is taken where the marginal is linear, so that it is exact for frozen P, and
  /// that stays in the domain: v + step to first order, for any step.
  virtual double Advance(double log_ratio, double step) const = 0;
};

/// KL(π_ref‖π), f(u) = −log u: what GRPO's k3 estimator amounts to (VY (7)–(10)); the rational tilt
/// u = −1/x.
class KlRefToPolicy final : public Penalty {
 public:
  double Value(double u) const override { return -std::log(u); }
  double Marginal(double u) const override { return -1 / u; }
  double InverseMarginal(double x) const override { return -1 / x; }
  MarginalRange Range() const override { return {-std::numeric_limits<double>::infinity(), 0}; }
  double MarginalGap(double v) const override { return -std::expm1(-v); }
  double MarginalGapSlope(double v) const override { return std::exp(-v); }
  /// Linear in 1/u when u falls; when u rises 1/u could pass 0, so then linear in u.
  double Advance(double v, double step) const override { return v + std::copysign(std::log1p(std::abs(step)), step); }
};

/// KL(π‖π_ref), f(u) = u log u: RLHF's penalty (VY (3)); the exponential tilt u = e^{x−1}.
class KlPolicyToRef final : public Penalty {
 public:
  double Value(double u) const override { return u == 0 ? 0 : u * std::log(u); }
  double Marginal(double u) const override { return std::log(u) + 1; }
  double InverseMarginal(double x) const override { return std::exp(x - 1); }
  MarginalRange Range() const override {
    return {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  }
  double MarginalGap(double v) const override { return v; }
  double MarginalGapSlope(double) const override { return 1; }
  double Advance(double v, double step) const override { return v + step; }
};

/// The penalty of that name; null where kDivergenceNames says it is not available.
std::unique_ptr<Penalty> MakePenalty(Divergence divergence);

}  // namespace aggregation

#endif  // AGGREGATION_PENALTY_H_
