// SPDX-License-Identifier: MIT
#include "aggregation/multistart.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "aggregation/order.h"

namespace aggregation {
namespace {

/// How far from a vertex the starts lie: stationary policies gather there when β is small.
constexpr double kVertexDistances[] = {0.3, 0.02, 1e-4};

/// Multiplications that all starts may take, some ten seconds; the Newton steps that one takes as a rule; and how often
/// the work of a value a step takes, with its Jacobian.
constexpr double kMaxWork = 1.2e10;
constexpr double kStepsPerStart = 40;
constexpr double kValuesPerStep = 10;
/// With fewer classes every start is cheap.
constexpr Eigen::Index kFewClasses = 50;

/// Uniform draws in (0, 1) that are the same with every standard library.
class Draws {
 public:
  double Next() { return (static_cast<double>(generator_() >> 11) + 0.5) * 0x1.0p-53; }

 private:
  std::mt19937_64 generator_{20250222};
};

std::vector<Vector> Starts(const Vector& reference, int count) {
  const Eigen::Index size = reference.size();
  std::vector<Vector> starts{reference, Vector::Constant(size, 1.0 / static_cast<double>(size))};
  for (const double distance : kVertexDistances) {
    for (Eigen::Index c = 0; c < size && static_cast<int>(starts.size()) < count * 2 / 3; ++c) {
      Vector near = distance * reference;
      near[c] += 1 - distance;
      starts.push_back(near);
    }
  }
  Draws draws;
  while (static_cast<int>(starts.size()) < count) {
    // Cubed exponentials: some starts lie inside, most near faces.
    Vector weights = Vector::NullaryExpr(size, [&](Eigen::Index) { return std::pow(-std::log(draws.Next()), 3); });
    starts.push_back(weights / weights.sum());
  }
  return starts;
}

/// Bhattacharyya overlap with the reference: 1 at it.
double Overlap(const Vector& reference, const Vector& policy) {
  return reference.cwiseProduct(policy).cwiseSqrt().sum();
}

/// As many starts as the budget pays for: a thousand answers that the model all tells apart get a few, ten thousand
/// one or two, and in groups of three none. Other branches may then be missed, and a count of solutions tells no more.
int AffordableStarts(const Problem& problem, double beta, int wanted) {
  const Eigen::Index size = problem.reference.size();
  if (size <= kFewClasses) return wanted;
  const Evaluation at = Evaluate(problem, {Vector::Zero(size), 0, std::log(beta)});
  const double rank = static_cast<double>(at.jacobian.left.cols());
  const double per_step = kValuesPerStep * problem.model->Work() + static_cast<double>(size) * rank * rank;
  return static_cast<int>(std::min<double>(wanted, kMaxWork / (kStepsPerStart * per_step)));
}

}  // namespace

std::vector<Solution> FindOthers(const Problem& problem, double beta, const std::vector<Point>& known, int starts) {
  std::vector<Solution> found;
  std::vector<Point> all = known;
  for (const Vector& start : Starts(problem.reference, AffordableStarts(problem, beta, starts))) {
    const Vector log_ratio = (start.array().max(1e-300) / problem.reference.array()).log();
    const std::optional<Solution> solution = SolveFrom(problem, PointOf(problem, log_ratio, std::log(beta)), all);
    const auto same = [&](const Point& other) { return SamePolicy(solution->point, other); };
    if (!solution || std::any_of(all.begin(), all.end(), same)) continue;
    found.push_back(*solution);
    all.push_back(solution->point);
  }
  return Sorted(found, [&](const Solution& a, const Solution& b) {
    return Overlap(problem.reference, a.at.policy) > Overlap(problem.reference, b.at.policy);
  });
}

}  // namespace aggregation
