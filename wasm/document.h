// SPDX-License-Identifier: MIT
// Reads a scenario document (a plain JavaScript object) into the core's ScenarioSpec.
#ifndef WASM_DOCUMENT_H_
#define WASM_DOCUMENT_H_

#include <emscripten/val.h>

#include <optional>
#include <string>

#include "aggregation/scenario.h"

inline constexpr const char* kFormat = "grpo-playground/scenario";
inline constexpr int kFormatVersion = 1;

/// The specification that the document states. Fields that are unknown, missing or of a wrong type
/// become issues and keep their defaults, so that the core can go on to find the issues of the
/// others. Ranges are the core's to check.
/// None where the format or the version is not this one's: its fields then mean nothing, and have no issues.
std::optional<aggregation::ScenarioSpec> ReadDocument(const emscripten::val& document, aggregation::Issues& issues);

/// The same after validation; none where there is any issue.
std::optional<aggregation::Scenario> ReadScenario(const emscripten::val& document, aggregation::Issues& issues);

/// A group size: a number, or "inf".
void ReadGroupSize(const emscripten::val& value, const std::string& field, aggregation::GroupSize* group_size,
                   aggregation::Issues& issues);

#endif  // WASM_DOCUMENT_H_
