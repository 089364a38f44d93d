// SPDX-License-Identifier: MIT
#include "aggregation/table_products.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "aggregation/vector_math.h"

namespace aggregation {
namespace {

/// Rows that are worked on at a time: a few columns of this length stay in the fastest cache.
constexpr Eigen::Index kBlock = 256;
bool AreAllZero(const double* weights, Eigen::Index size) {
  return std::all_of(weights, weights + size, [](double weight) { return weight == 0; });
}

/// Calls `work(start, size)` for each block of rows that has any weight.
template <typename Work>
void ForEachBlock(const Vector& weights, const Work& work) {
  for (Eigen::Index start = 0; start < weights.size(); start += kBlock) {
    const Eigen::Index size = std::min(kBlock, weights.size() - start);
    if (!AreAllZero(weights.data() + start, size)) work(start, size);
  }
}

/// Two doubles in one register, on every machine that has such; two plain doubles on others.
using Pair = double __attribute__((vector_size(16)));

Pair Load(const double* from) {
  Pair pair;
  std::memcpy(&pair, from, sizeof pair);
  return pair;
}

/// The four dot products of two columns with two: each number loaded serves twice.
std::array<double, 4> DotProducts(const double* a0, const double* a1, const double* b0, const double* b1,
                                  Eigen::Index size) {
  Pair sum00{}, sum01{}, sum10{}, sum11{}, next00{}, next01{}, next10{}, next11{};
  Eigen::Index i = 0;
  for (; i + 4 <= size; i += 4) {
    const Pair p0 = Load(a0 + i), p1 = Load(a1 + i), q0 = Load(b0 + i), q1 = Load(b1 + i);
    sum00 += p0 * q0, sum01 += p0 * q1, sum10 += p1 * q0, sum11 += p1 * q1;
    const Pair r0 = Load(a0 + i + 2), r1 = Load(a1 + i + 2), s0 = Load(b0 + i + 2), s1 = Load(b1 + i + 2);
    next00 += r0 * s0, next01 += r0 * s1, next10 += r1 * s0, next11 += r1 * s1;
  }
  const auto total = [](Pair x, Pair y) { return (x[0] + y[0]) + (x[1] + y[1]); };
  std::array<double, 4> result{total(sum00, next00), total(sum01, next01), total(sum10, next10), total(sum11, next11)};
  for (; i < size; ++i) {
    result[0] += a0[i] * b0[i], result[1] += a0[i] * b1[i];
    result[2] += a1[i] * b0[i], result[3] += a1[i] * b1[i];
  }
  return result;
}

/// result(c, d) += left columns' rows, weighted, by right's: `weighted` holds C columns of kBlock rows.
void AddBlockProduct(const std::vector<double>& weighted, const Matrix& right, Eigen::Index start, Eigen::Index size,
                     Matrix& result) {
  const Eigen::Index rows = result.rows(), columns = result.cols();
  const auto left_column = [&](Eigen::Index c) { return weighted.data() + c * kBlock; };
  const auto right_column = [&](Eigen::Index d) { return right.data() + d * right.rows() + start; };
  for (Eigen::Index c = 0; c < rows; c += 2) {
    for (Eigen::Index d = 0; d < columns; d += 2) {
      if (c + 1 < rows && d + 1 < columns) {
        const auto tile = DotProducts(left_column(c), left_column(c + 1), right_column(d), right_column(d + 1), size);
        result(c, d) += tile[0], result(c, d + 1) += tile[1];
        result(c + 1, d) += tile[2], result(c + 1, d + 1) += tile[3];
        continue;
      }
      for (Eigen::Index i = c; i < std::min(c + 2, rows); ++i)
        for (Eigen::Index j = d; j < std::min(d + 2, columns); ++j)
          result(i, j) += DotProduct(left_column(i), right_column(j), size);
    }
  }
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
  Vector result = Vector::Zero(table.cols());
  ForEachBlock(weights, [&](Eigen::Index start, Eigen::Index size) {
    for (Eigen::Index c = 0; c < table.cols(); ++c)
      result[c] += DotProduct(table.data() + c * table.rows() + start, weights.data() + start, size);
  });
  return result;
}

Matrix WeightedProduct(const Matrix& left, const Vector& weights, const Matrix& right) {
  Matrix result = Matrix::Zero(left.cols(), right.cols());
  std::vector<double> weighted(left.cols() * kBlock);
  ForEachBlock(weights, [&](Eigen::Index start, Eigen::Index size) {
    for (Eigen::Index c = 0; c < left.cols(); ++c) {
      const double* column = left.data() + c * left.rows() + start;
      for (Eigen::Index i = 0; i < size; ++i) weighted[c * kBlock + i] = column[i] * weights[start + i];
    }
    AddBlockProduct(weighted, right, start, size, result);
  });
  return result;
}

}  // namespace aggregation
