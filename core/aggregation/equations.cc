// SPDX-License-Identifier: MIT
#include "aggregation/equations.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

namespace aggregation {
namespace {

/// A policy's sum is 1 to rounding.
constexpr double kMassTolerance = 4e-16;
constexpr int kMaxShifts = 100;
constexpr int kMaxRests = 6;

/// The bordered equations with dz eliminated.
///
/// With D = slope, P's Jacobian L·Rᵀ and w = Rᵀdπ, each class gives dz = (mismatch + L w − dλ − m β dlogβ)/D: only
/// w, dλ and dlogβ are left, k + 2 unknowns, however many classes there are.
struct Reduced {
  Matrix response;   // C×(k+3): dz by w, dλ, dlogβ, and dz at zero
  Matrix system;     // (k+2)×(k+2): w, Σdπ = 0 (the simplex), the border
  Vector right;      // k+2
  Vector row_scale;  // rows differ by the range of 1/slope: scale before pivoting
};

Reduced Reduce(const Evaluation& at, const Vector& mismatch, const Border& border) {
  const Eigen::Index rank = at.jacobian.left.cols();
  const Eigen::Index size = at.policy.size();
  Reduced reduced;
  reduced.response.resize(size, rank + 3);
  reduced.response.leftCols(rank) = at.jacobian.left;
  reduced.response.col(rank).setConstant(-1);
  reduced.response.col(rank + 1) = -at.beta * at.marginal_gap;
  reduced.response.col(rank + 2) = mismatch;
  reduced.response.array().colwise() /= at.slope.array();

  Matrix rows(rank + 2, size);  // what the remaining equations take from dz
  rows.topRows(rank) = (at.jacobian.right.array().colwise() * at.mass_slope.array()).transpose();
  rows.row(rank) = at.mass_slope.transpose();
  rows.row(rank + 1) = border.coordinate.transpose();

  const Matrix projected = rows * reduced.response;
  reduced.system = projected.leftCols(rank + 2);
  reduced.system.topLeftCorner(rank, rank) -= Matrix::Identity(rank, rank);
  reduced.system(rank + 1, rank + 1) += border.log_beta;
  reduced.right = -projected.col(rank + 2);
  reduced.right[rank + 1] += border.value;
  reduced.row_scale = reduced.system.cwiseAbs().rowwise().maxCoeff().cwiseMax(1e-300).cwiseInverse();
  return reduced;
}

Point SolveBordered(const Evaluation& at, const Vector& mismatch, const Border& border) {
  const Reduced reduced = Reduce(at, mismatch, border);
  const Eigen::Index rank = at.jacobian.left.cols();
  const Matrix scaled = reduced.row_scale.asDiagonal() * reduced.system;
  const Vector unknown = scaled.partialPivLu().solve(reduced.row_scale.cwiseProduct(reduced.right));
  Point step;
  step.coordinate = reduced.response.leftCols(rank + 2) * unknown + reduced.response.col(rank + 2);
  step.multiplier_gap = unknown[rank];
  // Where the border is about β alone, it holds without rounding.
  step.log_beta = border.coordinate.isZero(0) ? border.value / border.log_beta : unknown[rank + 1];
  return step;
}

}  // namespace

Point operator+(const Point& a, const Point& b) {
  return {a.coordinate + b.coordinate, a.multiplier_gap + b.multiplier_gap, a.log_beta + b.log_beta};
}

Point operator-(const Point& a, const Point& b) {
  return {a.coordinate - b.coordinate, a.multiplier_gap - b.multiplier_gap, a.log_beta - b.log_beta};
}

Point operator*(double factor, const Point& point) {
  return {factor * point.coordinate, factor * point.multiplier_gap, factor * point.log_beta};
}

namespace {

Evaluation EvaluateWith(const Problem& problem, const Point& point, bool needs_jacobian) {
  Evaluation at;
  at.beta = std::exp(point.log_beta);
  const Penalty& penalty = *problem.penalty;
  at.policy = problem.reference.array() * LogRatios(problem, point).array().exp();
  at.log_slope = point.coordinate.unaryExpr([&](double z) { return penalty.LogRatioSlope(z); });
  at.mass_slope = at.policy.cwiseProduct(at.log_slope);
  at.metric = at.mass_slope.cwiseProduct(at.log_slope);
  if (needs_jacobian) {
    problem.model->ValueAndJacobian(at.policy, &at.preference, &at.jacobian);
  } else {
    at.preference = problem.model->Value(at.policy);
  }
  at.marginal_gap = point.coordinate.unaryExpr([&](double z) { return penalty.MarginalGap(z); });
  at.slope = point.coordinate.unaryExpr([&](double z) { return penalty.MarginalGapSlope(z); }) * at.beta;
  at.mismatch = at.preference - at.beta * at.marginal_gap;
  at.mismatch.array() -= point.multiplier_gap;
  return at;
}

}  // namespace

Evaluation Evaluate(const Problem& problem, const Point& point) { return EvaluateWith(problem, point, true); }

Evaluation EvaluateWithoutJacobian(const Problem& problem, const Point& point) {
  return EvaluateWith(problem, point, false);
}

Evaluation Moved(Evaluation at, double multiplier_gap, double log_beta) {
  const double beta = std::exp(log_beta);
  at.slope *= beta / at.beta;
  at.beta = beta;
  at.mismatch = at.preference - beta * at.marginal_gap;
  at.mismatch.array() -= multiplier_gap;
  return at;
}

Point NewtonStep(const Evaluation& at, const Border& border) { return SolveBordered(at, at.mismatch, border); }

Point Advance(const Problem& problem, const Point& from, const Point& step) {
  Point to{Vector(from.coordinate.size()), from.multiplier_gap + step.multiplier_gap, from.log_beta + step.log_beta};
  for (Eigen::Index c = 0; c < to.coordinate.size(); ++c)
    to.coordinate[c] = problem.penalty->Advance(from.coordinate[c], step.coordinate[c]);
  Normalise(problem, to);
  return to;
}

Vector LogRatios(const Problem& problem, const Point& point) {
  const Penalty& penalty = *problem.penalty;
  double rest = 0;
  const auto ratios = [&] { return point.coordinate.unaryExpr([&](double z) { return penalty.LogRatio(z, rest); }); };
  Vector log_ratio = ratios();
  // For small shares f' is flat: rounding in z moves them by more than the policy's sum may be off.
  for (int i = 0; penalty.ReachesZero() && i < kMaxRests; ++i) {
    const Vector mass = problem.reference.array() * log_ratio.array().exp();
    const double excess = mass.sum() - 1;
    if (std::abs(excess) <= kMassTolerance) break;
    const Vector slope = point.coordinate.unaryExpr([&](double z) { return penalty.LogRatioSlope(z, rest); });
    rest -= excess / mass.dot(slope);
    log_ratio = ratios();
  }
  return log_ratio;
}

Point PointOf(const Problem& problem, const Vector& log_ratio, double log_beta) {
  return {log_ratio.unaryExpr([&](double v) { return problem.penalty->Coordinate(v); }), 0, log_beta};
}

void Normalise(const Problem& problem, Point& point) {
  const Penalty& penalty = *problem.penalty;
  if (!penalty.ReachesZero()) {
    point.coordinate.array() -= LogMass(problem.reference, point.coordinate);
    return;
  }
  // The mass grows with the shift: at most 1 where the largest coordinate comes to 0, at least 1 where the smallest
  // does.
  double low = -point.coordinate.maxCoeff();
  double high = -point.coordinate.minCoeff();
  double shift = std::clamp(0.0, low, high);
  for (int i = 0; i < kMaxShifts && low < high; ++i) {
    const Vector shifted = point.coordinate.array() + shift;
    const Vector mass =
        problem.reference.cwiseProduct(shifted.unaryExpr([&](double z) { return std::exp(penalty.LogRatio(z)); }));
    const double excess = mass.sum() - 1;
    if (std::abs(excess) <= kMassTolerance) break;
    (excess > 0 ? high : low) = shift;
    const double slope = mass.dot(shifted.unaryExpr([&](double z) { return penalty.LogRatioSlope(z); }));
    const double newton = shift - excess / slope;
    shift = newton > low && newton < high ? newton : 0.5 * (low + high);
  }
  point.coordinate.array() += shift;
}

Point TangentStep(const Evaluation& at, const Border& border) {
  return SolveBordered(at, Vector::Zero(at.policy.size()), border);
}

int Orientation(const Evaluation& at, const Border& border) {
  const Reduced reduced = Reduce(at, Vector::Zero(at.policy.size()), border);
  const auto factors = Matrix(reduced.row_scale.asDiagonal() * reduced.system).partialPivLu();
  // By signs, where the product of many pivots would underflow. Each w adds a −1 on the diagonal: without it the sign
  // does not depend on the number of factors, which may differ from policy to policy.
  const Eigen::Index negative = (factors.matrixLU().diagonal().array() < 0).count() + at.jacobian.left.cols();
  return static_cast<int>(factors.permutationP().determinant()) * (negative % 2 == 0 ? 1 : -1);
}

bool IsOrientedLikeReference(const Evaluation& at) {
  // With no Jacobian the system's diagonal, but for the w, is −Σ∂π/D and 1: its sign at the reference.
  return Orientation(at, Border::FixedBeta(at.policy.size())) < 0;
}

double FisherProduct(const Vector& metric, const Point& a, const Point& b) {
  return metric.dot(a.coordinate.cwiseProduct(b.coordinate)) + kLogBetaWeight * a.log_beta * b.log_beta;
}

bool IsFinite(const Point& point) {
  return point.coordinate.allFinite() && std::isfinite(point.multiplier_gap) && std::isfinite(point.log_beta);
}

}  // namespace aggregation
