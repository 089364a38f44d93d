// SPDX-License-Identifier: MIT
// The module's `path`: how one rule's policies move with β or the group size, a part at a time.
#ifndef WASM_PATH_H_
#define WASM_PATH_H_

#include <emscripten/val.h>

#include <vector>

#include "aggregation/path.h"
#include "aggregation/scenario.h"

/// What every part of one path has in common, checked.
struct PathPart {
  aggregation::Search search = aggregation::Search::kAll;
  double max_points = 0;      ///< ends the part; > 0
  std::vector<double> state;  ///< where the last part ended; empty for the first
};

/// Adds `curves` and `resume` to `result`: the next part of π(β) between `low` and `high`, and the state it ended in or
/// null after the last. False where the state is none of this path.
bool AddBetaPath(const aggregation::Scenario& scenario, const aggregation::RuleSpec& spec, double low, double high,
                 const PathPart& part, emscripten::val& result);

/// The same of π(G). `specs`: the rule at each group size; `values`: how the caller wrote those.
bool AddGroupSizePath(const aggregation::Scenario& scenario, const std::vector<aggregation::RuleSpec>& specs,
                      const emscripten::val& values, const PathPart& part, emscripten::val& result);

#endif  // WASM_PATH_H_
