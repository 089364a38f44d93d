// SPDX-License-Identifier: MIT
// The equations of a stationary policy in coordinates where Newton's method behaves, and its
// bordered Newton step.
//
// Unknowns: each class's coordinate z (penalty.h), the multiplier and log β. Equations (mathematics §1, §3):
//     P(c|π) − β·(f'(u_c) − f'(1)) − λ = 0        for each class c, u = π/π_ref
// on the simplex Σ π_ref u = 1, which every point keeps. In π itself full Newton steps leave the simplex for small β,
// and 1 − P/β loses eight digits at π_ref = 1e-9; in z, mostly log u, the policy stays positive and tiny probabilities
// keep their relative accuracy. Where a penalty allows probability 0, z goes on below and the equation holds there too:
// it then says by how much the answer misses.
//
//   paper          code
//   u = π/π_ref    ratio, e^{LogRatio(z)}
//   λ + β f'(1)    multiplier_gap: λ measured so that it is 0 at the reference with P = 0
//   log β          log_beta
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
  Vector coordinate;  ///< C
  double multiplier_gap = 0;
  double log_beta = 0;
};

Point operator+(const Point& a, const Point& b);
Point operator-(const Point& a, const Point& b);
Point operator*(double factor, const Point& point);

/// The equations at a point, with what their Newton step needs.
struct Evaluation {
  Vector policy;              ///< C
  Vector log_slope;           ///< C, ∂log u/∂z ≥ 0; 0 where u is 0 exactly
  Vector mass_slope;          ///< C, ∂π/∂z
  Vector preference;          ///< C
  Vector marginal_gap;        ///< C, f'(u) − f'(1)
  Vector slope;               ///< C, β ∂f'(u)/∂z > 0
  FactoredJacobian jacobian;  ///< of the preference
  Vector mismatch;            ///< C, P − β(f'(u) − f'(1)) − λ
  double beta = 0;

  Vector metric;  ///< C, Fisher's: ds² = Σ metric dz² is Σ dπ²/π
  /// max_c |mismatch|: the residual, in the units of P.
  double Residual() const { return mismatch.cwiseAbs().maxCoeff(); }
  /// max_c |P(c)|: what the residual is measured against.
  double Scale() const { return preference.cwiseAbs().maxCoeff(); }
};

Evaluation Evaluate(const Problem& problem, const Point& point);

/// The same without what only steps need: `jacobian` is empty. Costs a fraction of it.
Evaluation EvaluateWithoutJacobian(const Problem& problem, const Point& point);

/// The same policy's evaluation at another multiplier and β. The preference, which costs nearly all, is kept.
Evaluation Moved(Evaluation at, double multiplier_gap, double log_beta);

/// One more linear equation for the step: coordinate·dz + log_beta·dlogβ = value.
struct Border {
  Vector coordinate;  ///< C
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

/// The sign of the step's system with that border, 1 or −1: along a smooth curve, with a border across it, it never
/// changes, through folds too. Costs what a step costs.
int Orientation(const Evaluation& at, const Border& border);

/// Whether det(β D'' − ∂P/∂π) on the tangent space is positive: the number of real eigenvalues at which the mean-field
/// flow leaves is then even, 0 as a rule. Costs what a step costs, where the eigenvalues would cost C³.
bool IsOrientedLikeReference(const Evaluation& at);

/// What (d log β)² counts beside Σ dπ²/π: little, so that steps are long where β changes and the policy hardly does.
inline constexpr double kLogBetaWeight = 0.1;

/// d·d' in the Fisher metric of policies, with kLogBetaWeight·dlogβ·dlogβ'.
double FisherProduct(const Vector& metric, const Point& a, const Point& b);

/// The point of a policy given by its logarithms relative to the reference, with a multiplier of 0.
Point PointOf(const Problem& problem, const Vector& log_ratio, double log_beta);

/// Shifts the point onto the simplex: by a factor of u where the coordinate is log u, along f' where it is that.
void Normalise(const Problem& problem, Point& point);

/// log u of each class; −∞ where the policy is 0.
Vector LogRatios(const Problem& problem, const Point& point);

bool IsFinite(const Point& point);

}  // namespace aggregation

#endif  // AGGREGATION_EQUATIONS_H_
