// SPDX-License-Identifier: MIT
// The mean-field flow over the whole simplex (mathematics §6): its velocity anywhere, the way from any policy, and
// which stationary policy attracts which part. The steps are flow_step.h's, their end is told by reference_flow.h.
#ifndef AGGREGATION_LANDSCAPE_H_
#define AGGREGATION_LANDSCAPE_H_

#include <optional>
#include <vector>

#include "aggregation/reference_flow.h"
#include "aggregation/stationary.h"

namespace aggregation {

/// Largest number of starts along one side of the triangle of three answers.
inline constexpr int kMaxBasinResolution = 60;

struct Trajectory {
  Trail trail;
  FlowEnd end = FlowEnd::kUnresolved;
  std::optional<int> index;  ///< which of Landscape::ends, for kStationary and kBoundary
};

struct Basins {
  std::vector<Vector> starts;           ///< centres of a triangular grid, policies of three answers
  std::vector<std::optional<int>> end;  ///< which of Landscape::ends; none where the flow is not seen to settle
};

/// π' = π(θ' − E_π θ') at `policy`, N entries ≥ 0 that sum to 1; 0 for an answer of probability 0. Not finite there
/// where the penalty falls faster than 1/u as u → 0.
Vector PolicyVelocity(const Rule& rule, const Vector& policy);

/// Whether ways can be followed: N ≤ kMaxFlowAnswers, and P cheap enough.
bool CanFollow(const Rule& rule);

/// Where the flow of one rule can end.
class Landscape {
 public:
  /// Precondition: CanFollow. The rule must outlive this.
  explicit Landscape(const Rule& rule);

  /// The policies of SolveStationary, in its order; without a penalty the vertices that attract.
  const std::vector<Vector>& ends() const { return ends_; }

  /// From `start`, N entries > 0 that sum to 1, by at most `max_points` ≥ 2 points, the last one included.
  Trajectory From(const Vector& start, int max_points) const;

  /// Where starts from all over the simplex end. Precondition: three answers, resolution ≤ kMaxBasinResolution.
  Basins AllBasins(int resolution) const;

 private:
  const Rule& rule_;
  std::vector<Vector> ends_;
  std::vector<RestPoint> rests_;
};

}  // namespace aggregation

#endif  // AGGREGATION_LANDSCAPE_H_
