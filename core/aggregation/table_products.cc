// SPDX-License-Identifier: MIT
#include "aggregation/table_products.h"

#include <algorithm>
#include <array>
#include <vector>

#include "aggregation/pair.h"
#include "aggregation/vector_math.h"

namespace aggregation {
namespace {

/// Rows that are worked on at a time: a few columns of this length stay in the fastest cache.
constexpr Eigen::Index kBlock = 256;
/// So many rows without weight in a row are left out, where fewer would cost more to go round.
constexpr Eigen::Index kGap = 16;

/// The end of the block of at most kBlock rows from `start`: before the next gap, and after a weight.
Eigen::Index BlockEnd(const Vector& weights, Eigen::Index start) {
  const Eigen::Index farthest = std::min(start + kBlock, weights.size());
  Eigen::Index end = start + 1;
  for (Eigen::Index i = end; i < farthest && i - end < kGap; ++i)
    if (weights[i] != 0) end = i + 1;
  return end;
}

/// Calls `work(start, size)` for blocks of rows that hold all the weight.
template <typename Work>
void ForEachBlock(const Vector& weights, const Work& work) {
  for (Eigen::Index start = 0; start < weights.size();) {
    if (weights[start] == 0) {
      ++start;
      continue;
    }
    const Eigen::Index end = BlockEnd(weights, start);
    work(start, end - start);
    start = end;
  }
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
  std::array<double, 4> result{Total(sum00, next00), Total(sum01, next01), Total(sum10, next10), Total(sum11, next11)};
  for (; i < size; ++i) {
    result[0] += a0[i] * b0[i], result[1] += a0[i] * b1[i];
    result[2] += a1[i] * b0[i], result[3] += a1[i] * b1[i];
  }
  return result;
}

void AddOne(const double* a, double weight, double* __restrict out, Eigen::Index size) {
  for (Eigen::Index i = 0; i < size; ++i) out[i] += weight * a[i];
}

/// Four columns at once: each result is loaded and stored a quarter as often.
void AddFour(const double* a, const double* b, const double* c, const double* d, const double* weights,
             double* __restrict out, Eigen::Index size) {
  const double u = weights[0], v = weights[1], w = weights[2], x = weights[3];
  for (Eigen::Index i = 0; i < size; ++i) out[i] += (u * a[i] + v * b[i]) + (w * c[i] + x * d[i]);
}

/// result(c, d) += left columns' rows, weighted, by right's: `weighted` holds C columns of kBlock rows.
void AddBlockProduct(const std::vector<double>& weighted, const Table& right, Eigen::Index start, Eigen::Index size,
                     Matrix& result) {
  const Eigen::Index rows = result.rows(), columns = result.cols();
  const auto left_column = [&](Eigen::Index c) { return weighted.data() + c * kBlock; };
  const auto right_column = [&](Eigen::Index d) { return right.col(d).data() + start; };
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

Vector Combine(const Table& table, const Vector& weights) {
  Vector result = Vector::Zero(table.rows());
  for (Eigen::Index start = 0; start < table.rows(); start += kBlock) {
    const Eigen::Index size = std::min(kBlock, table.rows() - start);
    const auto column = [&](Eigen::Index c) { return table.col(c).data() + start; };
    double* out = result.data() + start;
    Eigen::Index c = 0;
    for (; c + 4 <= table.cols(); c += 4)
      AddFour(column(c), column(c + 1), column(c + 2), column(c + 3), weights.data() + c, out, size);
    for (; c < table.cols(); ++c) AddOne(column(c), weights[c], out, size);
  }
  return result;
}

Vector Project(const Table& table, const Vector& weights) {
  Vector result = Vector::Zero(table.cols());
  ForEachBlock(weights, [&](Eigen::Index start, Eigen::Index size) {
    for (Eigen::Index c = 0; c < table.cols(); ++c)
      result[c] += DotProduct(table.col(c).data() + start, weights.data() + start, size);
  });
  return result;
}

Matrix WeightedProduct(const Table& left, const Vector& weights, const Table& right) {
  Matrix result = Matrix::Zero(left.cols(), right.cols());
  std::vector<double> weighted(left.cols() * kBlock);
  ForEachBlock(weights, [&](Eigen::Index start, Eigen::Index size) {
    for (Eigen::Index c = 0; c < left.cols(); ++c) {
      const double* column = left.col(c).data() + start;
      for (Eigen::Index i = 0; i < size; ++i) weighted[c * kBlock + i] = column[i] * weights[start + i];
    }
    AddBlockProduct(weighted, right, start, size, result);
  });
  return result;
}

}  // namespace aggregation
