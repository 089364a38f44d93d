// SPDX-License-Identifier: MIT
// The last few preference models, so that a change of β, of the reference or of the penalty, the values of a sweep and
// the parts of a path do not build the same tables again. A model is a function of what it is looked up by: a result is
// the same, to the last bit, whether its model was kept or not.
#ifndef WASM_MODEL_CACHE_H_
#define WASM_MODEL_CACHE_H_

#include <optional>

#include "aggregation/stationary.h"

/// The rule, with a model from the cache where there is one. None where this module is linked without the model's part.
std::optional<aggregation::Rule> FindRule(const aggregation::Scenario& scenario, const aggregation::RuleSpec& spec);

/// The same in a module that has all parts.
inline aggregation::Rule CachedRule(const aggregation::Scenario& scenario, const aggregation::RuleSpec& spec) {
  return *FindRule(scenario, spec);
}

#endif  // WASM_MODEL_CACHE_H_
