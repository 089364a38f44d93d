// SPDX-License-Identifier: MIT
#include "aggregation/newton.h"

#include <algorithm>
#include <cmath>

namespace aggregation {
namespace {

/// Full steps longer than this in the Fisher metric are no refinement of the start: the sphere's
/// quarter is π/2.
constexpr double kLongestCorrection = 1.0;

double FisherLength(const Evaluation& at, const Point& step) { return std::sqrt(FisherProduct(at.metric, step, step)); }

/// How far the equations are from holding, each in units of its own Newton response, so that
/// classes with e^{−v} near overflow do not drown the others.
double Merit(const Evaluation& at) {
  return (at.mismatch.array() / (at.slope.array() + at.Scale() + 1e-300)).abs().maxCoeff();
}

/// Sets the multiplier where it makes the mean mismatch under the policy zero.
void CentreMultiplier(const Problem& problem, Point& point) {
  point.multiplier_gap = 0;
  const Evaluation at = Evaluate(problem, point);
  point.multiplier_gap = at.policy.dot(at.mismatch);
}

}  // namespace

std::optional<Solution> Correct(const Problem& problem, const Point& start, const Border& plane,
                                const NewtonOptions& options) {
  Solution current{start, Evaluate(problem, start)};
  Border border = plane;
  border.value = 0;
  for (int i = 0; i < options.max_iterations; ++i) {
    const Point step = NewtonStep(current.at, border);
    if (!IsFinite(step)) return std::nullopt;
    const double length = FisherLength(current.at, step);
    if (!(length < kLongestCorrection)) return std::nullopt;
    current.point = Advance(problem, current.point, step);
    current.at = Evaluate(problem, current.point);
    if (!current.at.mismatch.allFinite()) return std::nullopt;
    const bool small_residual = current.at.Residual() <= options.tolerance * current.at.Scale();
    if (length <= options.tolerance && small_residual) return current;
  }
  return std::nullopt;
}

std::optional<Solution> SolveFrom(const Problem& problem, const Point& start, int max_iterations) {
  constexpr double kTolerance = 1e-9;
  constexpr double kShortestDamping = 1e-4;
  const Border border = Border::FixedBeta(start.coordinate.size());
  Solution current{start, {}};
  CentreMultiplier(problem, current.point);
  current.at = Evaluate(problem, current.point);
  double merit = Merit(current.at);
  for (int i = 0; i < max_iterations; ++i) {
    const Point step = NewtonStep(current.at, border);
    if (!IsFinite(step)) return std::nullopt;
    const double length = FisherLength(current.at, step);
    double damping = std::min(1.0, kLongestCorrection / length);
    for (;; damping /= 2) {
      if (damping < kShortestDamping) return std::nullopt;
      Solution next{Advance(problem, current.point, damping * step), {}};
      next.at = Evaluate(problem, next.point);
      const double next_merit = Merit(next.at);
      if (!(next_merit < merit * (1 - 1e-4 * damping)) && next_merit > kTolerance) continue;
      current = std::move(next);
      merit = next_merit;
      break;
    }
    if (damping == 1.0 && length <= kTolerance && merit <= kTolerance) return current;
  }
  return std::nullopt;
}

bool SamePolicy(const Solution& a, const Solution& b) {
  constexpr double kTolerance = 1e-6;
  const Vector difference = (a.point.coordinate - b.point.coordinate).cwiseAbs();
  return (difference.array() <= kTolerance * (1 + a.point.coordinate.array().abs())).all();
}

Solution Polish(const Problem& problem, const Solution& solution) {
  constexpr int kMaxSteps = 12;
  const Border border = Border::FixedBeta(solution.point.coordinate.size());
  Solution best = solution;
  for (int i = 0; i < kMaxSteps; ++i) {
    const Point step = NewtonStep(best.at, border);
    if (!IsFinite(step)) return best;
    Solution next{Advance(problem, best.point, step), {}};
    next.at = Evaluate(problem, next.point);
    if (!(next.at.Residual() < best.at.Residual())) return best;
    best = std::move(next);
  }
  return best;
}

}  // namespace aggregation
