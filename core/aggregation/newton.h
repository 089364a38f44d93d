// SPDX-License-Identifier: MIT
// Newton's method on the stationarity equations: onto a plane while tracing, and to full accuracy
// at one β.
#ifndef AGGREGATION_NEWTON_H_
#define AGGREGATION_NEWTON_H_

#include <optional>

#include "aggregation/equations.h"

namespace aggregation {

struct NewtonOptions {
  /// Converged when the last full step is ≤ this in the Fisher metric and the residual ≤ this × the
  /// scale of P.
  double tolerance = 1e-7;
  int max_iterations = 10;
};

/// A point that solves the equations, with their evaluation there.
struct Solution {
  Point point;
  Evaluation at;
};

/// Full Newton steps from `start` that keep `plane`·(x − start) = 0 to first order. Empty when they do not
/// converge: the caller then starts nearer.
std::optional<Solution> Correct(const Problem& problem, const Point& start, const Border& plane,
                                const NewtonOptions& options = {});

/// Damped Newton steps at fixed β from any start. Empty when they do not converge.
std::optional<Solution> SolveFrom(const Problem& problem, const Point& start, int max_iterations = 60);

/// Whether two solutions at one β are the same policy, compared in logarithms.
bool SamePolicy(const Solution& a, const Solution& b);

/// Newton steps at fixed β until rounding stops them: the most accurate point that doubles allow.
Solution Polish(const Problem& problem, const Solution& solution);

}  // namespace aggregation

#endif  // AGGREGATION_NEWTON_H_
