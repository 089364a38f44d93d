// SPDX-License-Identifier: MIT
// The equations of a stationary policy in coordinates where Newton's method behaves, and its
// bordered Newton step.
//
// Unknowns: v = log π/π_ref per class, the multiplier and log β. Equations (mathematics §1, §3):
//     P(c|π) − β·(f'(e^{v_c}) − f'(1)) − λ = 0        for each class c
// on the simplex log Σ π_ref e^v = 0, which every point keeps.
// In π itself full Newton steps leave the simplex for small β, and 1 − P/β loses eight digits at
// π_ref = 1e-9; in v the policy stays positive and tiny probabilities keep their relative accuracy.
//
//   paper          code
//   v = log π/π_ref  log_ratio
//   λ + β f'(1)      multiplier_gap: λ measured so that it is 0 at the reference with P = 0
//   log β            log_beta
#ifndef AGGREGATION_EQUATIONS_H_
#define AGGREGATION_EQUATIONS_H_

#include "aggregation/penalty.h"
#include "aggregation/preference.h"
#include "aggregation/simplex.h"

namespace aggregation {

/// One rule on one question, by class: what is to be stationary.
struct Problem {
  const PreferenceModel* model;  ///< not owned
  const Penalty* penalty;        ///< not owned
  Vector reference;              ///< C class masses of π_ref
};

/// A candidate on the simplex, or a direction: derivatives of the same three things.
struct Point {
  Vector log_ratio;  ///< C, log Σ π_ref e^v = 0
  double multiplier_gap = 0;
  double log_beta = 0;
};

Point operator-(const Point& a, const Point& b);
Point operator*(double factor, const Point& point);

/// The equations at a point, with what their Newton step needs.
struct Evaluation {
  Vector policy;              ///< C, normalised
  Vector preference;          ///< C
  Vector marginal_gap;        ///< C, f'(u) − f'(1)
  Vector slope;               ///< C, β ∂f'(u)/∂v > 0
  FactoredJacobian jacobian;  ///< of the preference
  Vector mismatch;            ///< C, P − β(f'(u) − f'(1)) − λ
  double beta = 0;

  /// max_c |mismatch|: the residual, in the units of P.
  double Residual() const { return mismatch.cwiseAbs().maxCoeff(); }
  /// max_c |P(c)|: what the residual is measured against.
  double Scale() const { return preference.cwiseAbs().maxCoeff(); }
};

Evaluation Evaluate(const Problem& problem, const Point& point);

/// One more linear equation for the step: log_ratio·dv + log_beta·dlogβ = value.
struct Border {
  Vector log_ratio;  ///< C
  double log_beta = 0;
  double value = 0;

  /// The step keeps β.
  static Border FixedBeta(Eigen::Index size) { return {Vector::Zero(size), 1, 0}; }
};

/// The tangential step d with mismatch + ∂mismatch·d = 0 and the border's equation. Not finite where the system is
/// singular.
Point NewtonStep(const Evaluation& at, const Border& border);

/// The point after a step, each class in its penalty's own coordinate, back on the simplex.
Point Advance(const Problem& problem, const Point& from, const Point& step);

/// The direction along the solution curve with border·d = value: the same system with no mismatch
/// left.
Point TangentStep(const Evaluation& at, const Border& border);

/// d·d' in the Fisher metric of policies and in log β: how far a step goes as seen in the picture.
double FisherProduct(const Vector& policy, const Point& a, const Point& b);

bool IsFinite(const Point& point);

}  // namespace aggregation

#endif  // AGGREGATION_EQUATIONS_H_
