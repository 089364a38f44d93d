// SPDX-License-Identifier: MIT
// Stationary policies on branches that do not reach π_ref: Newton's method from many places of the
// simplex.
#ifndef AGGREGATION_MULTISTART_H_
#define AGGREGATION_MULTISTART_H_

#include <vector>

#include "aggregation/newton.h"

namespace aggregation {

/// Distinct solutions at `beta` other than `known`, nearest to the reference first. The starts are
/// fixed: the reference, points near each vertex, then draws from a generator with a fixed seed,
/// `starts` in all, or fewer where hundreds of classes and more make each take seconds.
std::vector<Solution> FindOthers(const Problem& problem, double beta, const std::vector<Point>& known, int starts);

}  // namespace aggregation

#endif  // AGGREGATION_MULTISTART_H_
