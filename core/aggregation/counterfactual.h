// SPDX-License-Identifier: MIT
// What would have to be different for one answer to be the likeliest under a rule: β, its reward, or its reference.
//
// Each is found by a search over solves of the branch from π_ref, changing one number at a time, and the value returned
// is one at which the answer was seen to win. The search goes outwards in growing steps, then narrows the first change
// that it meets: where winning comes and goes more than once it finds the change nearest to where it began.
#ifndef AGGREGATION_COUNTERFACTUAL_H_
#define AGGREGATION_COUNTERFACTUAL_H_

#include <optional>

#include "aggregation/scenario.h"

namespace aggregation {

/// The smallest odds of a reference that are tried, and the inverse of the largest.
inline constexpr double kLeastReference = 1e-9;

/// Each value is within the limits of the scenario format; none where no value that was tried makes the answer win, or
/// where the number means nothing to the rule.
struct ChangesToWin {
  /// The largest β at which the answer wins: kMaxBeta where it wins at that. None without a penalty.
  std::optional<double> beta;
  /// The least mean reward at which it wins, its law moved as a whole: −kMaxReward where it always does. None with
  /// several raters or where the rule compares by a win matrix.
  std::optional<double> reward;
  /// The least share of the reference at which it wins, the others keeping their proportions: kLeastReference where it
  /// wins at that.
  std::optional<double> reference;
};

/// Whether `answer` is the likeliest, alone or with others, on the branch from π_ref.
bool Wins(const Scenario& scenario, const RuleSpec& rule, int answer);

/// Precondition: `answer` is one of the scenario's, `rule` one of its rules or as valid.
ChangesToWin WhatMakesWin(const Scenario& scenario, const RuleSpec& rule, int answer);

}  // namespace aggregation

#endif  // AGGREGATION_COUNTERFACTUAL_H_
