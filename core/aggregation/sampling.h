// SPDX-License-Identifier: MIT
// Groups as training draws them: G answers from the policy, a reward each, and the advantages made of them (VY (2)).
//
// The mean advantage of an answer's samples tends to P_G(o | π), which the rest of the core computes without drawing.
#ifndef AGGREGATION_SAMPLING_H_
#define AGGREGATION_SAMPLING_H_

#include <cstdint>
#include <vector>

#include "aggregation/random.h"
#include "aggregation/scenario.h"

namespace aggregation {

/// One group, its members in the order in which they are drawn.
struct SampledGroup {
  std::vector<int> answer;        ///< G
  std::vector<double> reward;     ///< G, reward units
  std::vector<double> advantage;  ///< G
  double mean;                    ///< of the rewards
  double std;       ///< of the rewards, as the rule defines it, without ε; a sample's where each member has its own
  int redrawn = 0;  ///< silent groups that were drawn before it and thrown away
};

/// Adds an issue where the rule draws no groups of rewards; `path` names the rule.
void CheckSampled(const Scenario& scenario, const RuleSpec& rule, const std::string& path, Issues& issues);

/// Silent groups that are drawn again before one is taken as it is.
inline constexpr int kMostRedraws = 10'000;

class GroupSampler {
 public:
  /// `policy`: N entries ≥ 0 that sum to 1. Precondition: CheckSampled finds no issue.
  GroupSampler(const Scenario& scenario, const RuleSpec& rule, const Vector& policy, uint64_t seed)
      : GroupSampler(scenario, rule, policy, Random(seed)) {}
  GroupSampler(const Scenario& scenario, const RuleSpec& rule, const Vector& policy, const Random& random);

  /// Draws from another policy from now on, with `bonus` (N, reward units) added to the rewards of each answer before
  /// advantages are made of them. The groups' `reward` and `mean` are without it.
  void SetPolicy(const Vector& policy, const Vector& bonus);
  void set_most_redraws(int most) { most_redraws_ = most; }
  const Random& random() const { return random_; }

  /// The next group. It is silent, although the rule draws silent groups again, where too many others were.
  const SampledGroup& Draw();

 private:
  void DrawOnce();
  int DrawAnswer();
  double DrawReward(const RewardLaw& law);
  void Standardise(const std::vector<double>& reward);

  const Scenario& scenario_;
  PreferenceSpec preference_;
  Random random_;
  std::vector<double> cumulative_;  // N, of the policy
  Vector bonus_;                    // N, or empty for none
  std::vector<double> judged_;      // G: rewards with their bonus
  int most_redraws_;
  double reward_offset_ = 0;  // of the rater that was drawn
  SampledGroup group_;
};

/// What the groups drawn so far say of P, per answer.
struct RunningAdvantage {
  Vector mean;            ///< N; 0 where an answer has not been drawn
  Vector standard_error;  ///< N, of `mean`; 0 likewise
  Vector samples;         ///< N, how often each answer was drawn
};

/// Sums over groups that give each answer's mean advantage and its standard error. The members of a group depend on
/// each other, so groups are what is independent:
///     mean = Σ_g S_g / Σ_g n_g, its error √Σ (S_g − mean·n_g)² / Σ n_g,
/// with S_g the sum of the answer's advantages in group g and n_g their number. Where silent groups are drawn again
/// P is the advantage against what was to be expected of all groups, so there n_g is G π(o) itself.
class AdvantageSums {
 public:
  AdvantageSums(const RuleSpec& rule, const Vector& policy);
  void Add(const SampledGroup& group);
  RunningAdvantage Running() const;

 private:
  bool counts_expected_;
  Vector expected_;  // N, G π(o)
  double groups_ = 0;
  Vector sum_, count_, sum_squares_, products_, count_squares_;  // N, Σ S, Σ n, Σ S², Σ S n, Σ n²
  Vector group_sum_, group_count_;                               // N, of one group; 0 between calls
};

}  // namespace aggregation

#endif  // AGGREGATION_SAMPLING_H_
