// SPDX-License-Identifier: MIT
// The mean-field flow of softmax logits from π_ref, where it ends (mathematics §6):
//     θ'(o) = π(o)[(P(o) − E_π P) − β(s(o) − E_π s)],  s = f'(π/π_ref),  π = softmax θ
// Answers of small probability move slowly, each at a rate of its own: the equation is stiff, and followed by
// Rosenbrock's method of order 2 with an estimate of order 3 (Shampine and Reichelt's ode23s).
#ifndef AGGREGATION_REFERENCE_FLOW_H_
#define AGGREGATION_REFERENCE_FLOW_H_

#include <optional>
#include <vector>

#include "aggregation/equations.h"

namespace aggregation {

/// Each step solves one N×N system: above this many answers the flow cannot be followed.
inline constexpr int kMaxFlowAnswers = 200;

/// What one rule makes of one question, answer by answer.
struct FlowField {
  const PreferenceModel& model;
  const Penalty& penalty;
  const Vector& reference;  ///< N ≤ kMaxFlowAnswers
  double beta;
};

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
  double period;   ///< in the time of the flow above
};

struct ReferenceFlow {
  FlowEnd end = FlowEnd::kUnresolved;
  std::optional<int> index;    ///< which rest point, for kStationary and kBoundary
  std::optional<Cycle> cycle;  ///< for kCycle
};

/// Whether the flow is worth following: P is cheap enough for the steps that it takes.
bool CanFollow(const FlowField& field);

/// Follows the flow until an attracting rest point has caught it, it stands still, or it goes round; a bounded number
/// of steps, fewer where P is dear. Precondition: CanFollow.
ReferenceFlow FollowFromReference(const FlowField& field, const std::vector<RestPoint>& rests);

}  // namespace aggregation

#endif  // AGGREGATION_REFERENCE_FLOW_H_
