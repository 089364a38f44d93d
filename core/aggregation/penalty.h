// SPDX-License-Identifier: MIT
// Penalties D(π, π_ref) = Σ π_ref f(u) with u = π/π_ref: the generator, its marginal and the pooling function.
//
// At a stationary policy f'(u(o)) = (P(o|π) − λ)/β (mathematics §3), so u = (f')⁻¹ of that: how a penalty turns
// preference into probability. The solver moves in a coordinate z of each penalty's own, z = 0 at the reference:
//   log u where every answer keeps some probability, because f' falls without bound at u = 0;
//   f'(u) − f'(1) where it does not: then u is 0 exactly below a threshold, and z goes on below it.
#ifndef AGGREGATION_PENALTY_H_
#define AGGREGATION_PENALTY_H_

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
  /// f(u), u ≥ 0; +∞ where f is infinite at 0.
  virtual double Value(double ratio) const = 0;
  /// f'(u), u > 0.
  virtual double Marginal(double ratio) const = 0;
  /// The u ≥ 0 at which an answer of marginal x is stationary: (f')⁻¹(x), or 0 below the range where f'(0) is finite.
  /// Precondition: x is below the range's upper end, and above its lower end where f'(0) is infinite.
  virtual double InverseMarginal(double marginal) const = 0;
  /// The marginals that can occur.
  virtual MarginalRange Range() const = 0;
  /// k where f'(u) falls like −u^{−k} as u → 0; 0 where it falls like log u or stays finite.
  virtual double PoleOrder() const { return 0; }
  /// Whether this is KL(π_ref‖π), for which more is proved (mathematics §6).
  virtual bool IsKlRefToPolicy() const { return false; }

  /// Whether f'(0) is finite, so that an answer can get probability 0; z is then f'(u) − f'(1), otherwise log u.
  virtual bool ReachesZero() const { return false; }
  /// log u at the coordinate z + rest; −∞ where u is 0. Any z. A rest that is lost in z's rounding counts all the same.
  virtual double LogRatio(double z, double rest = 0) const { return z + rest; }
  /// d log u/dz; 0 where u is 0.
  virtual double LogRatioSlope(double /*z*/, double /*rest*/ = 0) const { return 1; }
  /// The coordinate of log u = v: the inverse of LogRatio. v = −∞ only where f'(0) is finite.
  virtual double Coordinate(double log_ratio) const { return log_ratio; }
  /// f'(u) − f'(1) at z to full relative accuracy; where u is 0, z's own continuation below f'(0).
  virtual double MarginalGap(double z) const = 0;
  /// Derivative of MarginalGap, positive.
  virtual double MarginalGapSlope(double z) const = 0;
  /// z after a Newton step that is taken where the marginal is linear, so that it is exact for frozen P, and that stays
  /// in the domain: z + step to first order, for any step.
  virtual double Advance(double z, double step) const = 0;
};

/// The α-divergence, f(u) = (u^α − αu − (1−α))/(α(α−1)) times `scale`. α = 0 and 1 are the KL divergences, α = ½ is
/// 2 × Hellinger, α = 2 is χ². For α > 1 answers can get probability 0 exactly.
class AlphaDivergence : public Penalty {
 public:
  explicit AlphaDivergence(double alpha, double scale = 1) : alpha_(alpha), scale_(scale) {}
  double Value(double u) const override;
  double Marginal(double u) const override;
  double InverseMarginal(double x) const override;
  MarginalRange Range() const override;
  double LogRatio(double z, double rest = 0) const override;
  double LogRatioSlope(double z, double rest = 0) const override;
  double Coordinate(double log_ratio) const override;
  double MarginalGap(double z) const override;
  double MarginalGapSlope(double z) const override;
  double Advance(double z, double step) const override;
  bool ReachesZero() const override { return alpha_ > 1; }
  double PoleOrder() const override { return alpha_ < 1 ? 1 - alpha_ : 0; }
  bool IsKlRefToPolicy() const override { return alpha_ == 0 && scale_ == 1; }

 private:
  double alpha_;
  double scale_;
};

/// KL(π_ref‖π), f(u) = −log u: what GRPO's k3 estimator amounts to (VY (7)–(10)); the rational tilt u = −1/x.
class KlRefToPolicy final : public Penalty {
 public:
  double PoleOrder() const override { return 1; }
  bool IsKlRefToPolicy() const override { return true; }
  double Value(double u) const override;
  double Marginal(double u) const override;
  double InverseMarginal(double x) const override;
  MarginalRange Range() const override;
  double MarginalGap(double z) const override;
  double MarginalGapSlope(double z) const override;
  double Advance(double z, double step) const override;
};

/// KL(π‖π_ref), f(u) = u log u: RLHF's penalty (VY (3)); the exponential tilt u = e^{x−1}.
class KlPolicyToRef final : public Penalty {
 public:
  double Value(double u) const override;
  double Marginal(double u) const override;
  double InverseMarginal(double x) const override;
  MarginalRange Range() const override;
  double MarginalGap(double z) const override { return z; }
  double MarginalGapSlope(double) const override { return 1; }
  double Advance(double z, double step) const override { return z + step; }
};

/// χ², f(u) = (u−1)²/2: u = max(0, 1 + x), linear with a cut.
class ChiSquared final : public AlphaDivergence {
 public:
  ChiSquared() : AlphaDivergence(2) {}
};

/// Squared Hellinger distance, f(u) = (√u − 1)²: u = (1 − x)^{−2}.
class Hellinger final : public AlphaDivergence {
 public:
  Hellinger() : AlphaDivergence(0.5, 0.5) {}
};

/// Jensen–Shannon, f(u) = ½(u log u − (u+1) log((u+1)/2)): u = 1/(2e^{−2x} − 1). The marginal stays below ½ log 2.
class JensenShannon final : public Penalty {
 public:
  double Value(double u) const override;
  double Marginal(double u) const override;
  double InverseMarginal(double x) const override;
  MarginalRange Range() const override;
  double MarginalGap(double z) const override;
  double MarginalGapSlope(double z) const override;
  double Advance(double z, double step) const override { return z + step; }
};

/// The penalty of that name; null for kNone. `alpha` has meaning for kAlpha alone.
std::unique_ptr<Penalty> MakePenalty(Divergence divergence, double alpha);

}  // namespace aggregation

#endif  // AGGREGATION_PENALTY_H_
