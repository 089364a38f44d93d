// SPDX-License-Identifier: MIT
// The branch of stationary policies that starts at π_ref for β → ∞, followed through its folds.
//
// Pseudo-arclength continuation (Keller): the curve (v, λ, log β) is followed by its own length,
// measured in the Fisher metric of policies plus log β, so that it may turn back in β where two
// stationary policies meet. Every crossing of the wanted β on the way is a stationary policy.
#ifndef AGGREGATION_CONTINUATION_H_
#define AGGREGATION_CONTINUATION_H_

#include <vector>

#include "aggregation/newton.h"

namespace aggregation {

struct TraceOptions {
  bool first_crossing_only = false;
  /// Longest step in the metric; short enough that a cubic between two points shows each fold.
  double longest_step = 0.6;
  /// Steps shorter than this mean that the curve cannot be followed any further.
  double shortest_step = 1e-7;
  int max_steps = 600;
  /// How far in log β the curve is followed beyond the wanted β and beyond its start, for folds
  /// that lead back.
  double margin_below = 5;
  double margin_above = 1;
};

/// Solutions at `beta` on the reference branch, in the order in which the branch meets them.
std::vector<Solution> TraceReferenceBranch(const Problem& problem, double beta, const TraceOptions& options = {});

}  // namespace aggregation

#endif  // AGGREGATION_CONTINUATION_H_
