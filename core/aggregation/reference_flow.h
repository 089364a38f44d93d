// SPDX-License-Identifier: MIT
// Where the mean-field flow from π_ref ends (mathematics §6): at rest, or going round for ever.
#ifndef AGGREGATION_REFERENCE_FLOW_H_
#define AGGREGATION_REFERENCE_FLOW_H_

#include <optional>
#include <vector>

#include "aggregation/flow_step.h"

namespace aggregation {

/// Each step solves one N×N system: above this many answers the flow cannot be followed.
inline constexpr int kMaxFlowAnswers = 200;

/// A policy at which the flow is at rest.
struct RestPoint {
  Vector policy;  ///< N
  bool attracts;
  bool boundary;
};

/// One turn of the flow once it repeats itself.
struct Cycle {
  Vector lowest;   ///< N, least π(o)
  Vector highest;  ///< N, greatest π(o)
  double period;   ///< in the time of flow_step.h
};

struct ReferenceFlow {
  FlowEnd end = FlowEnd::kUnresolved;
  std::optional<int> index;    ///< which rest point, for kStationary and kBoundary
  std::optional<Cycle> cycle;  ///< for kCycle
};

/// Whether the flow is worth following: N ≤ kMaxFlowAnswers, and P is cheap enough for the steps that it takes.
bool CanFollow(const FlowField& field);

/// Follows the flow until an attracting rest point has caught it, it stands still, or it goes round; a bounded number
/// of steps, fewer where P is dear. Precondition: CanFollow.
ReferenceFlow FollowFromReference(const FlowField& field, const std::vector<RestPoint>& rests);

}  // namespace aggregation

#endif  // AGGREGATION_REFERENCE_FLOW_H_
