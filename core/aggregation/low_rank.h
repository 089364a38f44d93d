// SPDX-License-Identifier: MIT
// A matrix as a product of two thin ones.
#ifndef AGGREGATION_LOW_RANK_H_
#define AGGREGATION_LOW_RANK_H_

#include "aggregation/simplex.h"

namespace aggregation {

/// left·rightᵀ, and the largest entry that it leaves out.
struct LowRank {
  Matrix left;   ///< n×k
  Matrix right;  ///< m×k
};

/// Gaussian elimination with full pivoting until no entry exceeds `tolerance` × the largest, or `max_rank` columns.
/// `matrix`: n×m; what is left of it is thrown away.
LowRank Compress(Matrix matrix, double tolerance, Eigen::Index max_rank);

}  // namespace aggregation

#endif  // AGGREGATION_LOW_RANK_H_
