// SPDX-License-Identifier: MIT
// Products of tall tables (thousands of nodes × few classes) with vectors: where nearly all time of a solve goes.
//
// Plain loops over contiguous columns with independent partial sums, in a file of their own: every compiler vectorises
// them, with or without SIMD in Eigen, and the rest of the core can be compiled for size. Blocks of rows whose weights
// are all 0 are passed over: for a policy that spreads its mass that is nearly every row of a large group.
#ifndef AGGREGATION_TABLE_PRODUCTS_H_
#define AGGREGATION_TABLE_PRODUCTS_H_

#include "aggregation/simplex.h"

namespace aggregation {

/// n×C, columns contiguous.
using Table = Eigen::Ref<const Matrix, 0, Eigen::OuterStride<>>;

/// table·weights, n entries. `table`: n×C, `weights`: C.
Vector Combine(const Table& table, const Vector& weights);
/// tableᵀ·weights, C entries. `table`: n×C, `weights`: n.
Vector Project(const Table& table, const Vector& weights);
/// leftᵀ·diag(weights)·right, C×D. `left`: n×C, `right`: n×D, `weights`: n.
Matrix WeightedProduct(const Table& left, const Vector& weights, const Table& right);

}  // namespace aggregation

#endif  // AGGREGATION_TABLE_PRODUCTS_H_
