// SPDX-License-Identifier: MIT
// Reads one reward law of a scenario document: a number, {values, probabilities}, {mean, sd} or {mixture}.
#ifndef WASM_REWARD_READER_H_
#define WASM_REWARD_READER_H_

#include <emscripten/val.h>

#include <optional>
#include <string>
#include <vector>

#include "aggregation/reward.h"
#include "aggregation/status.h"

/// The parts of the law, with the weights that the document states; none, and an issue, where its shape is wrong.
std::optional<std::vector<aggregation::RewardComponent>> ReadReward(const emscripten::val& reward,
                                                                    const std::string& field,
                                                                    aggregation::Issues& issues);

#endif  // WASM_REWARD_READER_H_
