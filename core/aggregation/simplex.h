// SPDX-License-Identifier: MIT
// Policies as points of the probability simplex, carried by their logarithmic ratio to a reference.
//
//   paper      code        meaning
//   π_ref      reference   positive, sums to 1
//   π          policy      ≥ 0, sums to 1
//   log π/π_ref log_ratio  the coordinates the solver works in: exact near the reference, finite
//   where π underflows
#ifndef AGGREGATION_SIMPLEX_H_
#define AGGREGATION_SIMPLEX_H_

#include <Eigen/Dense>
#include <cmath>

namespace aggregation {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

/// log Σ reference·e^{log_ratio}: zero exactly on the simplex. Keeps its relative accuracy near the
/// reference and does not overflow far from it.
inline double LogMass(const Vector& reference, const Vector& log_ratio) {
  const double largest = log_ratio.maxCoeff();
  if (std::abs(largest) < 0.5 && log_ratio.minCoeff() > -0.5) {
    double excess = 0;
    for (Eigen::Index i = 0; i < log_ratio.size(); ++i) excess += reference[i] * std::expm1(log_ratio[i]);
    return std::log1p(excess);
  }
  // Near the simplex the sum itself is accurate, and its logarithm has nothing to cancel with.
  const double mass = (reference.array() * log_ratio.array().exp()).sum();
  if (mass > 0.5 && mass < 2) return std::log(mass);
  return largest + std::log((reference.array() * (log_ratio.array() - largest).exp()).sum());
}

/// The policy reference·e^{log_ratio}, normalised.
inline Vector PolicyFromLogRatio(const Vector& reference, const Vector& log_ratio) {
  const double log_mass = LogMass(reference, log_ratio);
  return reference.array() * (log_ratio.array() - log_mass).exp();
}

}  // namespace aggregation

#endif  // AGGREGATION_SIMPLEX_H_
