// SPDX-License-Identifier: MIT
#include "aggregation/continuation.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace aggregation {
namespace {

/// At this many times the scale of P the stationary policy is near enough to the reference for Newton's method to go
/// there at once; if it does not converge, at twice that, and so on.
constexpr double kReferenceDominates = 2;
constexpr int kMaxDoublings = 8;
/// How far from the reference the first policy may be, in the Fisher metric.
constexpr double kNearReference = 0.7;

}  // namespace

std::optional<Station> StartAtReference(const Problem& problem, double beta, const StepOptions& options) {
  const Eigen::Index size = problem.reference.size();
  const double target = std::log(beta);
  const Border plane = Border::FixedBeta(size);
  Point reference{Vector::Zero(size), 0, target};
  const Evaluation at = Evaluate(problem, reference);
  reference.multiplier_gap = problem.reference.dot(at.preference);
  const Matrix weighted = at.jacobian.right.array().colwise() * problem.reference.array();
  const double slope =
      at.jacobian.left.cols() == 0
          ? 0
          : (at.jacobian.left.cwiseAbs() * weighted.cwiseAbs().colwise().sum().transpose()).cwiseAbs().maxCoeff();
  const double scale = std::max(at.preference.maxCoeff() - at.preference.minCoeff(), slope);
  double log_beta = scale > 0 ? std::max(target, std::log(kReferenceDominates * scale)) : target;
  for (int i = 0; i < kMaxDoublings; ++i, log_beta += std::log(2.0)) {
    const Evaluation here = Moved(at, reference.multiplier_gap, log_beta);
    reference.log_beta = log_beta;
    const Point guess = Advance(problem, reference, NewtonStep(here, plane));
    if (!IsFinite(guess)) continue;
    const std::optional<Correction> first = Correct(problem, guess, plane, {options.accuracy, 4});
    if (!first || first->distance > 0.25 * kNearReference) continue;
    Solution solution = first->solution;
    if (log_beta == target) solution = Polish(problem, solution, plane);
    return StationAt(solution, -1);
  }
  return std::nullopt;
}

std::vector<Solution> TraceReferenceBranch(const Problem& problem, double beta, const TraceOptions& options) {
  const double target = std::log(beta);
  const std::optional<Station> start = StartAtReference(problem, beta, options.step);
  if (!start) return {};
  std::vector<Solution> solutions;
  const double top = start->solution.point.log_beta;
  if (top == target) {
    solutions.push_back(start->solution);
    if (options.first_crossing_only) return solutions;
  }
  CurveTracer tracer(problem, *start, {target}, options.step);
  for (int i = 0; i < options.max_steps; ++i) {
    const double log_beta = tracer.here().solution.point.log_beta;
    const bool falls = tracer.here().tangent.log_beta < 0;
    if (falls ? log_beta < target - options.margin_below : log_beta > top + options.margin_above) break;
    if (!tracer.Next()) break;
    for (const Crossing& crossing : tracer.crossings()) {
      // Where the curve ends, at a vertex, a step can turn round and come back the same way.
      const bool retraced = std::any_of(solutions.begin(), solutions.end(), [&](const Solution& other) {
        return SamePolicy(crossing.solution.point, other.point);
      });
      if (retraced) return solutions;
      solutions.push_back(crossing.solution);
      if (options.first_crossing_only) return solutions;
    }
  }
  return solutions;
}

std::optional<Solution> Continue(const Problem& problem, const Solution& from, double beta,
                                 const StepOptions& options) {
  const double target = std::log(beta);
  const double log_beta = from.point.log_beta;
  if (log_beta == target) return from;
  const std::optional<Station> start = StationAt(from, target > log_beta ? 1 : -1);
  if (!start) return std::nullopt;
  CurveTracer tracer(problem, *start, {target}, options);
  while (tracer.here().tangent.log_beta * (target - log_beta) > 0 && tracer.Next())
    if (!tracer.crossings().empty()) return tracer.crossings().front().solution;
  return std::nullopt;
}

}  // namespace aggregation
