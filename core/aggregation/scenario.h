// SPDX-License-Identifier: MIT
// One question as it is stated, and the same after validation: the core's only input.
#ifndef AGGREGATION_SCENARIO_H_
#define AGGREGATION_SCENARIO_H_

#include <optional>
#include <string>
#include <vector>

#include "aggregation/names.h"
#include "aggregation/reward.h"
#include "aggregation/simplex.h"
#include "aggregation/status.h"

namespace aggregation {

/// What a scenario may hold; describe() hands these on, so that no other place repeats them.
inline constexpr int kMaxAnswers = 10'000;
inline constexpr int kMaxRules = 100;
inline constexpr int kMaxLabelLength = 200;  ///< Unicode code points
inline constexpr int kMinGroupSize = 2;
inline constexpr int kMaxGroupSize = 1'000'000;
inline constexpr double kMinBeta = 1e-6;
inline constexpr double kMaxBeta = 1e6;
inline constexpr double kMaxReward = 1e9;
inline constexpr double kMaxAlpha = 100;
inline constexpr int kMaxRaters = 100;
/// Smallest reference relative to the largest: below it a share would leave the range of normal
/// doubles.
inline constexpr double kMinReferenceShare = 1e-300;
/// How far W(i,j) + W(j,i) may be from 1: the rounding of decimals with a dozen digits.
inline constexpr double kWinTolerance = 1e-9;
/// The same for a reward law's probabilities, which must sum to 1.
inline constexpr double kProbabilityTolerance = 1e-9;

/// G, or its limit G → ∞.
struct GroupSize {
  double size = 8;        ///< integer, kMinGroupSize … kMaxGroupSize; no meaning where infinite
  bool infinite = false;  ///< the limit
};

/// How rewards become preference. Fields without meaning for a model are ignored by it.
struct PreferenceSpec {
  ModelKind model = ModelKind::kGroup;
  GroupSize group_size;
  StdConvention std = StdConvention::kPopulation;
  double epsilon = 0;  ///< ≥ 0, reward units, added to the std
  SilentGroups silent_groups = SilentGroups::kZero;
};

/// The penalty: a divergence, or the term that stands for it in a training loop.
struct PenaltySpec {
  Divergence divergence = Divergence::kKlRefToPolicy;  ///< no meaning where `kl_term` is given
  std::optional<double> alpha;                         ///< |α| ≤ kMaxAlpha; given exactly for kAlpha
  std::optional<KlTerm> kl_term;
};

struct RuleSpec {
  std::string label;
  PreferenceSpec preference;
  PenaltySpec penalty;
  double beta = 1;  ///< kMinBeta … kMaxBeta
};

/// One rater: rewards of its own, and how often its groups are drawn.
struct RaterSpec {
  std::string label;
  double weight = 1;                                  ///< > 0; normalised over the raters
  std::vector<std::vector<RewardComponent>> rewards;  ///< one law for each answer
};

struct AnswerSpec {
  std::string label;
  double reference = 0;  ///< > 0, any scale
  /// The reward law's parts: one atom for a plain number, otherwise weights that sum to 1.
  std::optional<std::vector<RewardComponent>> reward;
};

/// A question as stated; nothing about it is known to hold.
struct ScenarioSpec {
  std::vector<AnswerSpec> answers;
  std::optional<std::vector<std::vector<double>>> wins;  ///< W(i,j) = P(i is preferred to j)
  std::vector<RuleSpec> rules;
  std::vector<RaterSpec> raters;  ///< empty: the answers' own rewards
};

/// Rewards as one rater gives them.
struct Rater {
  double weight = 1;              ///< the weights of all raters sum to 1
  std::vector<RewardLaw> reward;  ///< N
  double reward_offset = 0;       ///< what Validate subtracted from every reward: large offsets cost digits
};

/// A question that Validate has passed.
struct Scenario {
  Vector reference_policy;    ///< N, positive, sums to 1
  std::vector<Rater> raters;  ///< one with weight 1 where the answers carry rewards; none where only `margin` is given
  std::optional<Matrix> margin;  ///< W − Wᵀ: N×N, antisymmetric
  std::vector<RuleSpec> rules;

  Eigen::Index size() const { return reference_policy.size(); }
};

/// Adds an issue for each field of a rule that is out of its range, whatever the question. `path`
/// names the rule.
void CheckRule(const RuleSpec& rule, const std::string& path, Issues& issues);

/// Checks every rule of the scenario format and adds each broken one to `issues`.
/// Returns the scenario only if `issues` is then empty, its own earlier entries included.
std::optional<Scenario> Validate(const ScenarioSpec& spec, Issues& issues);

}  // namespace aggregation

#endif  // AGGREGATION_SCENARIO_H_
