// SPDX-License-Identifier: MIT
#include "aggregation/table_products.h"

#include <algorithm>

namespace aggregation {
namespace {

/// Rows that are worked on at a time: a few columns of this length stay in the fastest cache.
constexpr Eigen::Index kBlock = 512;

/// Σ a_i b_i in eight interleaved sums: no chain of dependent additions.
double Dot(const double* a, const double* b, Eigen::Index size) {
  double sums[8] = {};
  Eigen::Index i = 0;
  for (; i + 8 <= size; i += 8)
    for (int k = 0; k < 8; ++k) sums[k] += a[i + k] * b[i + k];
  for (; i < size; ++i) sums[0] += a[i] * b[i];
  return ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]));
}

}  // namespace

Vector Combine(const Matrix& table, const Vector& weights) {
  Vector result = Vector::Zero(table.rows());
  double* out = result.data();
  for (Eigen::Index start = 0; start < table.rows(); start += kBlock) {
    const Eigen::Index end = std::min(start + kBlock, table.rows());
    for (Eigen::Index c = 0; c < table.cols(); ++c) {
      const double* column = table.data() + c * table.rows();
      const double weight = weights[c];
      for (Eigen::Index i = start; i < end; ++i) out[i] += weight * column[i];
    }
  }
  return result;
}

Vector Project(const Matrix& table, const Vector& weights) {
  Vector result(table.cols());
  for (Eigen::Index c = 0; c < table.cols(); ++c)
    result[c] = Dot(table.data() + c * table.rows(), weights.data(), table.rows());
  return result;
}

Matrix WeightedProduct(const Matrix& left, const Vector& weights, const Matrix& right) {
  Matrix result = Matrix::Zero(left.cols(), right.cols());
  double weighted[kBlock];
  for (Eigen::Index start = 0; start < left.rows(); start += kBlock) {
    const Eigen::Index size = std::min(kBlock, left.rows() - start);
    for (Eigen::Index c = 0; c < left.cols(); ++c) {
      const double* column = left.data() + c * left.rows() + start;
      for (Eigen::Index i = 0; i < size; ++i) weighted[i] = column[i] * weights[start + i];
      for (Eigen::Index d = 0; d < right.cols(); ++d)
        result(c, d) += Dot(weighted, right.data() + d * right.rows() + start, size);
    }
  }
  return result;
}

}  // namespace aggregation
