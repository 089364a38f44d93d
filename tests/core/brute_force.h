// SPDX-License-Identifier: MIT
// The group preference by its definition (VY (2), (6)): every group of G answers and their rewards,
// one by one, with mean and std taken from the group itself. Exponential, and independent of the
// core.
#ifndef TESTS_CORE_BRUTE_FORCE_H_
#define TESTS_CORE_BRUTE_FORCE_H_

#include "questions.h"

namespace aggregation::testing {

/// A₁ of a group's first member, from the group's rewards. Rewards are equal only if bitwise equal.
double FirstAdvantage(const std::vector<double>& rewards, const PreferenceSpec& preference);

/// P_G(o | policy) for each answer. Every reward must be discrete and G finite.
Vector BruteForcePreference(const ScenarioSpec& question, const PreferenceSpec& preference, const Vector& policy);

}  // namespace aggregation::testing

#endif  // TESTS_CORE_BRUTE_FORCE_H_
