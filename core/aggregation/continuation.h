// SPDX-License-Identifier: MIT
// The branch of stationary policies that starts at π_ref for β → ∞: where it begins, and where it meets one β.
#ifndef AGGREGATION_CONTINUATION_H_
#define AGGREGATION_CONTINUATION_H_

#include <vector>

#include "aggregation/curve.h"

namespace aggregation {

struct TraceOptions {
  bool first_crossing_only = false;
  StepOptions step;
  int max_steps = 600;
  /// How far in log β the curve is followed beyond the wanted β and beyond its start, for folds
  /// that lead back.
  double margin_below = 5;
  double margin_above = 4;
};

/// Where the reference branch begins, on its way down in β: at the wanted β if the reference dominates there, otherwise
/// above it. None where no β is large enough.
std::optional<Station> StartAtReference(const Problem& problem, double beta, const StepOptions& options = {});

/// Solutions at `beta` on the reference branch, in the order in which the branch meets them, solved to rounding.
std::vector<Solution> TraceReferenceBranch(const Problem& problem, double beta, const TraceOptions& options = {});

/// From a solution to the solution at `beta` on the same curve, none where the curve turns back before it: in one step
/// where that is near enough, otherwise by as many as it takes.
std::optional<Solution> Continue(const Problem& problem, const Solution& from, double beta,
                                 const StepOptions& options = {});

}  // namespace aggregation

#endif  // AGGREGATION_CONTINUATION_H_
