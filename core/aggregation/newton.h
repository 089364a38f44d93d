// SPDX-License-Identifier: MIT
// Newton's method on the stationarity equations: onto a plane while tracing, and to full accuracy
// at one β.
#ifndef AGGREGATION_NEWTON_H_
#define AGGREGATION_NEWTON_H_

#include <optional>
#include <vector>

#include "aggregation/equations.h"

namespace aggregation {

struct NewtonOptions {
  /// Converged where the step that Newton's method would take next is ≤ this in the Fisher metric.
  double tolerance = 1e-7;
  int max_iterations = 10;
};

/// A point that solves the equations, with their evaluation there.
struct Solution {
  Point point;
  Evaluation at;
};

/// A solution, and how far in the Fisher metric it was from the start.
struct Correction {
  Solution solution;
  double distance;
};

/// Full Newton steps from `start` that keep `plane`·(x − start) = 0 to first order. Empty when they do not
/// converge: the caller then starts nearer.
std::optional<Correction> Correct(const Problem& problem, const Point& start, const Border& plane,
                                  const NewtonOptions& options = {});

/// Damped Newton steps at fixed β from any start. Empty when they do not converge, or as soon as they are converging to
/// one of the `known` solutions.
std::optional<Solution> SolveFrom(const Problem& problem, const Point& start, const std::vector<Point>& known = {});

/// Whether two solutions at one β are the same policy, compared in logarithms.
bool SamePolicy(const Point& a, const Point& b, double tolerance = 1e-6);

/// Newton steps on `plane` until rounding stops them: the most accurate point that doubles allow.
Solution Polish(const Problem& problem, const Solution& solution, const Border& plane);

/// The same at fixed β.
Solution Polish(const Problem& problem, const Solution& solution);

}  // namespace aggregation

#endif  // AGGREGATION_NEWTON_H_
