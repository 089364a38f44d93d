// SPDX-License-Identifier: MIT
// Turns the core's results into plain JavaScript objects with Float64Arrays that JavaScript owns.
#ifndef WASM_RESULT_H_
#define WASM_RESULT_H_

#include <emscripten/val.h>

#include <vector>

#include "aggregation/stationary.h"

/// A Float64Array with a copy of the numbers: the heap may move or be reused.
emscripten::val ToFloat64Array(const aggregation::Vector& numbers);

/// `{ status: "invalid", issues, [empty]: [] }`; `empty` names the list that an invalid result
/// leaves empty, or is null.
emscripten::val InvalidResult(const aggregation::Issues& issues, const char* empty);

/// The `stationary` list of engine.d.ts.
emscripten::val ToList(const std::vector<aggregation::StationaryPolicy>& policies);

#endif  // WASM_RESULT_H_
