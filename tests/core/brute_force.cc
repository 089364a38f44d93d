// SPDX-License-Identifier: MIT
#include "brute_force.h"

#include <algorithm>
#include <numeric>

namespace aggregation::testing {
namespace {

bool AllEqual(const double* begin, const double* end) {
  return std::all_of(begin, end, [&](double reward) { return reward == *begin; });
}

/// One sampled answer with its reward: what a group has G of.
struct Outcome {
  double probability;
  double reward;
};

std::vector<Outcome> Outcomes(const ScenarioSpec& question, const Vector& policy) {
  std::vector<Outcome> outcomes;
  for (size_t o = 0; o < question.answers.size(); ++o)
    for (const auto& atom : *question.answers[o].reward) outcomes.push_back({policy[o] * atom.weight, atom.mean});
  return outcomes;
}

/// Sums over all groups that begin with `rewards`: the advantage, and the probability of a group
/// that is not silent.
struct Expectation {
  double advantage = 0;
  double loud = 0;

  void Add(std::vector<double>& rewards, double probability, const std::vector<Outcome>& outcomes,
           const PreferenceSpec& preference) {
    if (rewards.size() == static_cast<size_t>(preference.group_size.size)) {
      advantage += probability * FirstAdvantage(rewards, preference);
      if (!AllEqual(rewards.data(), rewards.data() + rewards.size())) loud += probability;
      return;
    }
    for (const Outcome& outcome : outcomes) {
      rewards.push_back(outcome.reward);
      Add(rewards, probability * outcome.probability, outcomes, preference);
      rewards.pop_back();
    }
  }
};

}  // namespace

double FirstAdvantage(const std::vector<double>& rewards, const PreferenceSpec& preference) {
  const bool leave_one_out = preference.std == StdConvention::kLeaveOneOut;
  const double* begin = rewards.data() + (leave_one_out ? 1 : 0);
  const double* end = rewards.data() + rewards.size();
  const double count = static_cast<double>(end - begin);
  const double mean = std::accumulate(begin, end, 0.0) / count;
  if (AllEqual(begin, end)) return leave_one_out ? rewards[0] - mean : 0;
  double squares = 0;
  for (const double* reward = begin; reward != end; ++reward) squares += (*reward - mean) * (*reward - mean);
  const double freedom = preference.std == StdConvention::kPopulation ? count : count - 1;
  return (rewards[0] - mean) / (std::sqrt(squares / freedom) + preference.epsilon);
}

Vector BruteForcePreference(const ScenarioSpec& question, const PreferenceSpec& preference, const Vector& policy) {
  const std::vector<Outcome> outcomes = Outcomes(question, policy);
  Vector result(policy.size());
  double loud = 0;
  for (Eigen::Index o = 0; o < policy.size(); ++o) {
    Expectation given_first;
    for (const auto& atom : *question.answers[o].reward) {
      std::vector<double> rewards{atom.mean};
      given_first.Add(rewards, atom.weight, outcomes, preference);
    }
    result[o] = given_first.advantage;
    loud += policy[o] * given_first.loud;
  }
  return preference.silent_groups == SilentGroups::kResample ? Vector(result / loud) : result;
}

}  // namespace aggregation::testing
