// SPDX-License-Identifier: MIT
// The last few preference models, so that a change of β, of the reference or of the penalty, the values of a sweep and
// the parts of a path do not build the same tables again. A model is a function of what it is looked up by: a result is
// the same, to the last bit, whether its model was kept or not.
#ifndef WASM_MODEL_CACHE_H_
#define WASM_MODEL_CACHE_H_

#include "aggregation/stationary.h"

/// The rule, with a model from the cache where there is one.
aggregation::Rule CachedRule(const aggregation::Scenario& scenario, const aggregation::RuleSpec& spec);

#endif  // WASM_MODEL_CACHE_H_
