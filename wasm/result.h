// SPDX-License-Identifier: MIT
// Turns the core's results into plain JavaScript objects with Float64Arrays that JavaScript owns.
#ifndef WASM_RESULT_H_
#define WASM_RESULT_H_

#include <emscripten/val.h>

#include <string>
#include <vector>

#include "aggregation/stationary.h"

/// object[name] = value, without an instance of embind's template for the length of every name.
void Put(const emscripten::val& object, const char* name, const emscripten::val& value);

/// How a caller asks: for the branch from π_ref alone, or for every policy.
aggregation::SolveOptions OptionsFor(bool branch_only);

/// A Float64Array with a copy of the numbers: the heap may move or be reused.
emscripten::val ToFloat64Array(const aggregation::Vector& numbers);

/// `{ status: "ok", issues: [] }`, to which the caller adds.
emscripten::val OkResult();

/// `{ status: "invalid", issues, [empty]: [] }`; `empty` names the list that an invalid result
/// leaves empty, or is null.
emscripten::val InvalidResult(const aggregation::Issues& issues, const char* empty);

/// The `stationary` list of engine.d.ts.
emscripten::val ToList(const std::vector<aggregation::StationaryPolicy>& policies);

/// A `RuleResult` of engine.d.ts.
emscripten::val ToObject(const std::string& label, const aggregation::RuleReport& report);

#endif  // WASM_RESULT_H_
