// SPDX-License-Identifier: MIT
#include "aggregation/newton.h"

#include <algorithm>
#include <cmath>

namespace aggregation {
namespace {

/// Full steps longer than this in the Fisher metric are no refinement of the start: the sphere's
/// quarter is π/2.
constexpr double kLongestCorrection = 1.0;
/// No coordinate is further off than this many tolerances: the Fisher metric hardly sees rare answers.
constexpr double kReachPerTolerance = 10;
/// Each correcting step is at most this part of the one before, or the start was too far away.
constexpr double kContraction = 0.6;
/// A step that must be damped more leads nowhere; nor do more than a few that are damped as much as a crawl.
constexpr double kShortestDamping = 1.0 / 2048;
constexpr double kCrawl = 1.0 / 16;
constexpr int kMaxCrawls = 3;
/// After a step this short Newton's method squares its distance from the solution: another one is no nearer by then.
constexpr double kNearKnown = 0.03;
/// After a step this short, relative to its coordinates, to a residual this small, relative to P, Newton's method has
/// converged to rounding, for errors are squared.
constexpr double kLastReach = 1e-7;
constexpr double kLastResidual = 1e-14;

double FisherLength(const Evaluation& at, const Point& step) { return std::sqrt(FisherProduct(at.metric, step, step)); }

double Reach(const Point& step) { return step.coordinate.cwiseAbs().maxCoeff(); }

/// How far the equations are from holding, each in units of its own Newton response, so that
/// classes with e^{−v} near overflow do not drown the others.
double Merit(const Evaluation& at) {
  return (at.mismatch.array() / (at.slope.array() + at.Scale() + 1e-300)).abs().maxCoeff();
}

/// With the multiplier where it makes the mean mismatch under the policy zero.
Solution Centred(const Problem& problem, Point point) {
  point.multiplier_gap = 0;
  const Evaluation at = Evaluate(problem, point);
  point.multiplier_gap = at.policy.dot(at.mismatch);
  return {point, Moved(at, point.multiplier_gap, point.log_beta)};
}

}  // namespace

std::optional<Correction> Correct(const Problem& problem, const Point& start, const Border& plane,
                                  const NewtonOptions& options) {
  Solution current{start, Evaluate(problem, start)};
  Border border = plane;
  border.value = 0;
  double distance = 0;
  double longest = kLongestCorrection;
  for (int i = 0; i < options.max_iterations; ++i) {
    if (!current.at.mismatch.allFinite()) return std::nullopt;
    const Point step = NewtonStep(current.at, border);
    if (!IsFinite(step)) return std::nullopt;
    const double length = FisherLength(current.at, step);
    if (!(length < longest)) return std::nullopt;
    distance += length;
    if (length <= options.tolerance && Reach(step) <= kReachPerTolerance * options.tolerance)
      return Correction{std::move(current), distance};
    longest = std::max(kContraction * length, options.tolerance);
    current.point = Advance(problem, current.point, step);
    current.at = Evaluate(problem, current.point);
  }
  return std::nullopt;
}

std::optional<Solution> SolveFrom(const Problem& problem, const Point& start, const std::vector<Point>& known) {
  constexpr int kMaxIterations = 60;
  constexpr double kTolerance = 1e-9;
  const Border border = Border::FixedBeta(start.coordinate.size());
  Solution current = Centred(problem, start);
  double merit = Merit(current.at);
  int crawls = 0;
  for (int i = 0; i < kMaxIterations; ++i) {
    const Point step = NewtonStep(current.at, border);
    if (!IsFinite(step)) return std::nullopt;
    const double length = FisherLength(current.at, step);
    double damping = std::min(1.0, kLongestCorrection / length);
    for (bool is_first = true;; damping /= 2, is_first = false) {
      if (damping < kShortestDamping) return std::nullopt;
      Solution next{Advance(problem, current.point, damping * step), {}};
      // Where one damping has failed, more may: their Jacobians are left until one is accepted.
      next.at = is_first ? Evaluate(problem, next.point) : EvaluateWithoutJacobian(problem, next.point);
      const double next_merit = Merit(next.at);
      if (!(next_merit < merit * (1 - 1e-4 * damping)) && next_merit > kTolerance) continue;
      current = is_first ? std::move(next) : Solution{next.point, Evaluate(problem, next.point)};
      merit = next_merit;
      break;
    }
    if (damping < kCrawl && ++crawls > kMaxCrawls) return std::nullopt;
    if (damping < 1) continue;
    if (length <= kTolerance && merit <= kTolerance) return current;
    const auto is_near = [&](const Point& other) { return SamePolicy(current.point, other, length * length); };
    if (length <= kNearKnown && std::any_of(known.begin(), known.end(), is_near)) return std::nullopt;
  }
  return std::nullopt;
}

bool SamePolicy(const Point& a, const Point& b, double tolerance) {
  const Vector difference = (a.coordinate - b.coordinate).cwiseAbs();
  return (difference.array() <= tolerance * (1 + a.coordinate.array().abs())).all();
}

Solution Polish(const Problem& problem, const Solution& solution, const Border& plane) {
  constexpr int kMaxSteps = 12;
  Border border = plane;
  border.value = 0;
  Solution best = solution;
  for (int i = 0; i < kMaxSteps; ++i) {
    const Point step = NewtonStep(best.at, border);
    if (!IsFinite(step)) return best;
    Solution next{Advance(problem, best.point, step), {}};
    next.at = Evaluate(problem, next.point);
    if (!(next.at.Residual() < best.at.Residual())) return best;
    best = std::move(next);
    const bool is_short =
        (step.coordinate.array().abs() <= kLastReach * (1 + best.point.coordinate.array().abs())).all();
    if (is_short && best.at.Residual() <= kLastResidual * best.at.Scale()) return best;
  }
  return best;
}

Solution Polish(const Problem& problem, const Solution& solution) {
  return Polish(problem, solution, Border::FixedBeta(solution.point.coordinate.size()));
}

}  // namespace aggregation
