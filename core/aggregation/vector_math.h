// SPDX-License-Identifier: MIT
// Elementary functions of whole arrays, as plain loops without branches or library calls: every compiler vectorises
// them, natively and for WebAssembly, where Eigen has no vector instructions and the library's exp takes one number at
// a time.
#ifndef AGGREGATION_VECTOR_MATH_H_
#define AGGREGATION_VECTOR_MATH_H_

#include "aggregation/simplex.h"

namespace aggregation {

/// x ← e^x − 1 for each of `size` numbers ≤ 700, to 2 units in the last place, relatively: also where x is tiny. Below
/// −700 the result is −1.
void ExpMinusOne(double* x, Eigen::Index size);

/// x ← e^x for each of `size` numbers ≤ 700, to 2 units in the last place; 1e-304 below −700.
void Exp(double* x, Eigen::Index size);

/// out ← (1 + excess)^power for each of `size` numbers, excess in [−1, 0], power ≥ 1 an integer: the share of products
/// that a mean of factors has. Relative error about power·|excess|·2⁻⁵³ + 2⁻⁵¹, or power·2⁻⁵³ for powers up to 32: it
/// stays small in groups of a million because 1 + excess is never rounded. Results below 1e-26 are 0. `out` must not
/// overlap `excess`.
void PowersOfOnePlus(const double* excess, Eigen::Index size, double power, double* out);

/// Σ x_i, in an order that is the same on every machine.
double Sum(const double* x, Eigen::Index size);

/// Σ a_i b_i, in an order that is the same on every machine.
double DotProduct(const double* a, const double* b, Eigen::Index size);

}  // namespace aggregation

#endif  // AGGREGATION_VECTOR_MATH_H_
