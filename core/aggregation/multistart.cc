// SPDX-License-Identifier: MIT
#include "aggregation/multistart.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace aggregation {
namespace {

/// How far from a vertex the starts lie: stationary policies gather there when β is small.
constexpr double kVertexDistances[] = {0.3, 0.02, 1e-4};

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

}  // namespace

std::vector<Solution> FindOthers(const Problem& problem, double beta, const std::vector<Solution>& known, int starts) {
  std::vector<Solution> found;
  const auto is_known = [&](const Solution& solution) {
    const auto same = [&](const Solution& other) { return SamePolicy(solution, other); };
    return std::any_of(known.begin(), known.end(), same) || std::any_of(found.begin(), found.end(), same);
  };
  for (const Vector& start : Starts(problem.reference, starts)) {
    const Vector log_ratio = (start.array().max(1e-300) / problem.reference.array()).log();
    const Point point = PointOf(problem, log_ratio, std::log(beta));
    const std::optional<Solution> solution = SolveFrom(problem, point);
    if (solution && !is_known(*solution)) found.push_back(*solution);
  }
  std::stable_sort(found.begin(), found.end(), [&](const Solution& a, const Solution& b) {
    return Overlap(problem.reference, a.at.policy) > Overlap(problem.reference, b.at.policy);
  });
  return found;
}

}  // namespace aggregation
