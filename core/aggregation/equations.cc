// SPDX-License-Identifier: MIT
#include "aggregation/equations.h"

#include <Eigen/LU>
#include <cmath>

namespace aggregation {
namespace {

/// Solves the bordered system for the right-hand sides −mismatch, 0 (Σπ dv, the simplex), border.value.
///
/// With D = slope, P's Jacobian L·Rᵀ and w = (R∘π)ᵀdv, each class gives dv = (mismatch + L w − dλ −
/// m β dlogβ)/D: only w, dλ and dlogβ are left, k + 2 unknowns, however many classes there are.
Point SolveBordered(const Evaluation& at, const Vector& mismatch, const Border& border) {
  const Eigen::Index rank = at.jacobian.left.cols();
  const Eigen::Index size = at.policy.size();

  // Columns of ∂dv/∂(w, dλ, dlogβ), then dv at zero.
  Matrix response(size, rank + 3);
  response.leftCols(rank) = at.jacobian.left;
  response.col(rank).setConstant(-1);
  response.col(rank + 1) = -at.beta * at.marginal_gap;
  response.col(rank + 2) = mismatch;
  response.array().colwise() /= at.slope.array();

  Matrix rows(rank + 2, size);  // what the remaining equations take from dv
  rows.topRows(rank) = (at.jacobian.right.array().colwise() * at.policy.array()).transpose();
  rows.row(rank) = at.policy.transpose();
  rows.row(rank + 1) = border.log_ratio.transpose();

  const Matrix projected = rows * response;
  Matrix system = projected.leftCols(rank + 2);
  system.topLeftCorner(rank, rank) -= Matrix::Identity(rank, rank);
  system(rank + 1, rank + 1) += border.log_beta;
  Vector right = -projected.col(rank + 2);
  right[rank + 1] += border.value;

  // Rows differ by the range of 1/slope, up to e^{|v|}: scale before pivoting.
  const Vector row_scale = system.cwiseAbs().rowwise().maxCoeff().cwiseMax(1e-300).cwiseInverse();
  const Vector unknown = (row_scale.asDiagonal() * system).partialPivLu().solve(Vector(row_scale.asDiagonal() * right));
  Point step;
  step.log_ratio = response.leftCols(rank + 2) * unknown + response.col(rank + 2);
  step.multiplier_gap = unknown[rank];
  step.log_beta = unknown[rank + 1];
  return step;
}

}  // namespace

Point operator-(const Point& a, const Point& b) {
  return {a.log_ratio - b.log_ratio, a.multiplier_gap - b.multiplier_gap, a.log_beta - b.log_beta};
}

Point operator*(double factor, const Point& point) {
  return {factor * point.log_ratio, factor * point.multiplier_gap, factor * point.log_beta};
}

Evaluation Evaluate(const Problem& problem, const Point& point) {
  Evaluation at;
  at.beta = std::exp(point.log_beta);
  at.policy = problem.reference.array() * point.log_ratio.array().exp();
  problem.model->ValueAndJacobian(at.policy, &at.preference, &at.jacobian);
  const Penalty& penalty = *problem.penalty;
  at.marginal_gap = point.log_ratio.unaryExpr([&](double v) { return penalty.MarginalGap(v); });
  at.slope = point.log_ratio.unaryExpr([&](double v) { return penalty.MarginalGapSlope(v); }) * at.beta;
  at.mismatch = at.preference - at.beta * at.marginal_gap;
  at.mismatch.array() -= point.multiplier_gap;
  return at;
}

Point NewtonStep(const Evaluation& at, const Border& border) { return SolveBordered(at, at.mismatch, border); }

Point Advance(const Problem& problem, const Point& from, const Point& step) {
  Point to{Vector(from.log_ratio.size()), from.multiplier_gap + step.multiplier_gap, from.log_beta + step.log_beta};
  for (Eigen::Index c = 0; c < to.log_ratio.size(); ++c)
    to.log_ratio[c] = problem.penalty->Advance(from.log_ratio[c], step.log_ratio[c]);
  to.log_ratio.array() -= LogMass(problem.reference, to.log_ratio);
  return to;
}

Point TangentStep(const Evaluation& at, const Border& border) {
  return SolveBordered(at, Vector::Zero(at.policy.size()), border);
}

double FisherProduct(const Vector& policy, const Point& a, const Point& b) {
  return policy.dot(a.log_ratio.cwiseProduct(b.log_ratio)) + a.log_beta * b.log_beta;
}

bool IsFinite(const Point& point) {
  return point.log_ratio.allFinite() && std::isfinite(point.multiplier_gap) && std::isfinite(point.log_beta);
}

}  // namespace aggregation
