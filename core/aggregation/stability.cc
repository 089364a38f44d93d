// SPDX-License-Identifier: MIT
#include "aggregation/stability.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <vector>

#include "aggregation/order.h"

namespace aggregation {
namespace {

/// An underflowed mass counts as this: its direction decays slowly, but decays.
constexpr double kSmallestMass = 1e-300;

/// Answers in order of falling probability: the matrix is then graded from large to small, and the
/// QR iteration keeps the small eigenvalues' digits.
std::vector<size_t> ByFallingMass(const Vector& policy) {
  return SortedOrder(policy.size(), [&](size_t a, size_t b) { return policy[a] > policy[b]; });
}

/// Real parts of the eigenvalues of a real matrix, from its Schur form: eigenvalues alone, without Eigen's
/// eigenvectors, are a third of the bytes. A block of two rows holds a conjugate pair, whose real part is the mean of
/// its diagonal.
Vector RealParts(const Matrix& matrix) {
  const Eigen::RealSchur<Matrix> schur(matrix, false);
  const Matrix& triangular = schur.matrixT();
  Vector real = triangular.diagonal();
  for (Eigen::Index i = 0; i + 1 < real.size(); ++i) {
    if (triangular(i + 1, i) == 0) continue;
    real[i] = real[i + 1] = 0.5 * (triangular(i, i) + triangular(i + 1, i + 1));
    ++i;
  }
  return real;
}

}  // namespace

Vector FlowEigenvalues(const Vector& masses, const Matrix& left, const Matrix& right, const Vector& slope) {
  const Eigen::Index size = masses.size();
  if (size < 2) return Vector(0);
  const Vector policy = masses.cwiseMax(kSmallestMass);
  const std::vector<size_t> order = ByFallingMass(policy);

  // M S column by column in the order above: M S e_j = π_j (M e_j − M π), with β diag(f''/π_ref) π
  // = slope.
  const Vector drift = left * (right.transpose() * policy) - slope;
  Matrix response(size, size);
  for (Eigen::Index j = 0; j < size; ++j) {
    const size_t answer = order[j];
    Vector column = left * right.row(answer).transpose() - drift;
    column *= policy[answer];
    column[answer] -= slope[answer];
    for (Eigen::Index i = 0; i < size; ++i) response(i, j) = column[order[i]];
  }
  // S response, row by row. The flow keeps Σθ, so θ(first) = −Σ of the others closes it.
  Vector mass(size);
  for (Eigen::Index i = 0; i < size; ++i) mass[i] = policy[order[i]];
  const Eigen::RowVectorXd mean = mass.transpose() * response;
  const Matrix flow = ((response.rowwise() - mean).array().colwise() * mass.array()).matrix();
  Matrix tangent = (flow.bottomRightCorner(size - 1, size - 1).colwise() - flow.col(0).tail(size - 1)).eval();
  // Row i is of the size of mass(i): a similarity that grades rows and columns alike, large to
  // small.
  const Vector root = mass.tail(size - 1).cwiseSqrt();
  tangent.array().colwise() /= root.array();
  tangent.array().rowwise() *= root.transpose().array();
  const Vector real = RealParts(tangent);
  return real(SortedOrder(real.size(), [&](size_t a, size_t b) { return real[a] > real[b]; }));
}

}  // namespace aggregation
