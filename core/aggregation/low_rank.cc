// SPDX-License-Identifier: MIT
#include "aggregation/low_rank.h"

#include <algorithm>
#include <cmath>

namespace aggregation {

LowRank Compress(Matrix matrix, double tolerance, Eigen::Index max_rank) {
  const Eigen::Index most = std::min({max_rank, matrix.rows(), matrix.cols()});
  LowRank result{Matrix(matrix.rows(), most), Matrix(matrix.cols(), most)};
  double largest = 0;
  Eigen::Index rank = 0;
  for (; rank < most; ++rank) {
    Eigen::Index row, column;
    const double pivot = matrix.cwiseAbs().maxCoeff(&row, &column);
    if (rank == 0) largest = pivot;
    if (!(pivot > tolerance * largest)) break;
    result.right.col(rank) = matrix.row(row).transpose() / matrix(row, column);
    result.left.col(rank) = matrix.col(column);
    matrix.noalias() -= result.left.col(rank) * result.right.col(rank).transpose();
  }
  result.left.conservativeResize(Eigen::NoChange, rank);
  result.right.conservativeResize(Eigen::NoChange, rank);
  return result;
}

}  // namespace aggregation
