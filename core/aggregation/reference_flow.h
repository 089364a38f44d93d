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

/// The most multiplications that following it once may cost.
inline constexpr double kMaxFlowWork = 3e8;

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

/// The flow's way, step by step.
struct Trail {
  std::vector<double> times;     ///< in the time of flow_step.h, from 0
  std::vector<Vector> policies;  ///< N
};

/// Follows the flow from `start` until an attracting rest point has caught it, it stands still, or it goes round; a
/// bounded number of steps, fewer where P is dear. `start`: N, positive. `trail`, if any, gets the way; it ends where
/// the flow stands still on no policy of `rests`, or at the last step. `most_work`: multiplications. Precondition:
/// CanFollow.
ReferenceFlow Follow(const FlowField& field, const Vector& start, const std::vector<RestPoint>& rests,
                     Trail* trail = nullptr, double most_work = kMaxFlowWork);

/// The same from the reference; none where not CanFollow.
std::optional<ReferenceFlow> FollowFromReference(const FlowField& field, const std::vector<RestPoint>& rests);

/// Whether nothing moves: an answer of probability 0 may lose, but no answer gain.
bool StandsStill(const FlowState& at);

}  // namespace aggregation

#endif  // AGGREGATION_REFERENCE_FLOW_H_
