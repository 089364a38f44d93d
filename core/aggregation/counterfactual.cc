// SPDX-License-Identifier: MIT
#include "aggregation/counterfactual.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "aggregation/continuation.h"
#include "aggregation/root.h"
#include "aggregation/stationary.h"

namespace aggregation {
namespace {

/// Values are narrowed to this part of themselves.
constexpr double kTolerance = 1e-10;
/// log odds that stand for a policy which gives an answer never, or nothing else: searches need finite numbers.
constexpr double kCertain = 1e4;
/// Steps of log β from the largest downwards.
constexpr double kBetaStep = 0.25;
/// The first step outwards of a reward, against the spread of all rewards, and of the reference's log odds.
constexpr double kRewardStep = 0.125;
constexpr double kReferenceStep = 0.25;

/// By how much `answer` leads, in log π; negative where another answer does.
double Lead(Vector log_policy, int answer) {
  const double own = std::exchange(log_policy[answer], -std::numeric_limits<double>::infinity());
  if (log_policy.size() == 1) return kCertain;
  const double lead = own - log_policy.maxCoeff();
  return std::isnan(lead) ? -kCertain : std::clamp(lead, -kCertain, kCertain);
}

/// The same on the rule's branch from π_ref; negative where there is no policy.
double Lead(const Rule& rule, int answer) {
  SolveOptions options;
  options.search = Search::kBranch;
  const std::vector<StationaryPolicy> policies = SolveStationary(rule, options);
  return policies.empty() ? -kCertain : Lead(policies.front().log_policy, answer);
}

using SharedModel = std::shared_ptr<const PreferenceModel>;

/// P depends on neither β nor π_ref: one model serves all their values.
SharedModel ModelOf(const Scenario& scenario, const RuleSpec& spec) {
  return MakePreferenceModel(scenario, EffectivePreference(spec));
}

/// The lead at one β after another. What is known at the next larger one leads down to it, as the branch from π_ref
/// does itself; where a fold is between the two, it is followed from π_ref again.
class LeadByBeta {
 public:
  LeadByBeta(const Scenario& scenario, const RuleSpec& spec, int answer)
      : scenario_(scenario), spec_(spec), answer_(answer), model_(ModelOf(scenario, spec)) {}

  double operator()(double log_beta) {
    spec_.beta = std::clamp(std::exp(log_beta), kMinBeta, kMaxBeta);
    const Rule rule(scenario_, spec_, model_);
    std::optional<Solution> here = Solve(rule, log_beta);
    if (!here) return Lead(rule, answer_);
    const Vector log_ratio = model_->classes().Spread(LogRatios(rule.problem(), here->point));
    known_.insert_or_assign(log_beta, std::move(*here));
    return Lead(rule.reference().array().log() + log_ratio.array(), answer_);
  }

 private:
  std::optional<Solution> Solve(const Rule& rule, double log_beta) const {
    const auto above = known_.lower_bound(log_beta);
    if (above != known_.end())
      if (auto solution = Continue(rule.problem(), above->second, rule.beta())) return solution;
    TraceOptions options;
    options.first_crossing_only = true;
    std::vector<Solution> solutions = TraceReferenceBranch(rule.problem(), rule.beta(), options);
    if (solutions.empty()) return std::nullopt;
    return std::move(solutions.front());
  }

  const Scenario& scenario_;
  RuleSpec spec_;
  int answer_;
  SharedModel model_;
  std::map<double, Solution> known_;  // by log β
};

/// The change between `from` and the first place of the other sign that steps from there meet on the way to `limit`,
/// each `growth` times as long as the one before. Both places are `limit` where there is none.
template <typename Function>
SignChange FirstChange(const Function& lead, Probe from, double limit, double step, double growth) {
  while (from.x != limit) {
    const double ahead = from.x + std::copysign(step, limit - from.x);
    const double x = std::abs(limit - from.x) <= step ? limit : ahead;
    const Probe next{x, lead(x)};
    if ((next.value >= 0) != (from.value >= 0)) return {from, next};
    from = next;
    step *= growth;
  }
  return {from, from};
}

/// The winning side of a change once it is narrow; none where both sides lose.
template <typename Function>
std::optional<double> WinningSide(const Function& lead, const SignChange& change, double tolerance) {
  const bool differs = (change.from.value >= 0) != (change.to.value >= 0);
  const SignChange narrow = differs ? Narrow(lead, change, tolerance) : change;
  if (narrow.to.value >= 0) return narrow.to.x;
  if (narrow.from.value >= 0) return narrow.from.x;
  return std::nullopt;
}

/// Downwards from `start` where the answer wins there, otherwise upwards: the least value nearest to it that wins.
template <typename Function>
std::optional<double> Least(const Function& lead, double start, double lowest, double highest, double step) {
  const Probe from{start, lead(start)};
  const SignChange change = FirstChange(lead, from, from.value >= 0 ? lowest : highest, step, 2);
  return WinningSide(lead, change, kTolerance * step);
}

std::optional<double> LargestBeta(const Scenario& scenario, const RuleSpec& rule, int answer) {
  if (!Rule(scenario, rule).penalty()) return std::nullopt;
  LeadByBeta by_beta(scenario, rule, answer);
  const auto lead = [&](double log_beta) { return by_beta(log_beta); };
  const double highest = std::log(kMaxBeta);
  const Probe from{highest, lead(highest)};
  if (from.value >= 0) return kMaxBeta;
  const std::optional<double> found =
      WinningSide(lead, FirstChange(lead, from, std::log(kMinBeta), kBetaStep, 1), kTolerance);
  if (!found) return std::nullopt;
  return std::clamp(std::exp(*found), kMinBeta, kMaxBeta);
}

std::optional<double> LeastReward(Scenario scenario, const RuleSpec& rule, int answer) {
  const bool by_margins = rule.preference.model == ModelKind::kPairwise && scenario.margin;
  if (scenario.raters.size() != 1 || by_margins) return std::nullopt;
  Rater& rater = scenario.raters.front();
  const RewardLaw given = rater.reward[static_cast<size_t>(answer)];
  double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
  for (const RewardLaw& law : rater.reward) {
    for (const RewardComponent& part : law.components()) {
      lowest = std::min(lowest, part.mean - part.sd);
      highest = std::max(highest, part.mean + part.sd);
    }
  }
  const double spread = highest > lowest ? highest - lowest : 1;
  const auto lead = [&](double shift) {
    rater.reward[static_cast<size_t>(answer)] = given.ShiftedBy(-shift);
    Issues issues;  // a reward far from the others can need larger tables than there may be
    CheckComputable(scenario, rule, "", issues);
    return issues.empty() ? Lead(Rule(scenario, rule), answer) : -kCertain;
  };
  const double mean = given.Mean() + rater.reward_offset;
  const double step = kRewardStep * spread;
  const std::optional<double> shift = Least(lead, 0, -kMaxReward - mean, kMaxReward - mean, step);
  if (!shift) return std::nullopt;
  const double least = std::clamp(mean + *shift, -kMaxReward, kMaxReward);
  // Where it is a short number but for what the search leaves open, that.
  const double digit = std::pow(10, std::ceil(std::log10(2 * kTolerance * step)));
  const double rounded = std::round(least / digit) * digit;
  return lead(rounded - mean) >= 0 ? rounded : least;
}

std::optional<double> LeastReference(Scenario scenario, const RuleSpec& rule, int answer) {
  const Vector given = scenario.reference_policy;
  const double others = given.sum() - given[answer];
  if (given.size() == 1) return std::nullopt;
  const SharedModel model = ModelOf(scenario, rule);
  const auto share_at = [](double log_odds) { return 1 / (1 + std::exp(-log_odds)); };
  const auto lead = [&](double log_odds) {
    scenario.reference_policy = given * (share_at(-log_odds) / others);
    scenario.reference_policy[answer] = share_at(log_odds);
    return Lead(Rule(scenario, rule, model), answer);
  };
  const double farthest = -std::log(kLeastReference);
  const double start = std::clamp(std::log(given[answer] / others), -farthest, farthest);
  const std::optional<double> found = Least(lead, start, -farthest, farthest, kReferenceStep);
  if (!found) return std::nullopt;
  return share_at(*found);
}

}  // namespace

bool Wins(const Scenario& scenario, const RuleSpec& rule, int answer) {
  return Lead(Rule(scenario, rule), answer) >= 0;
}

ChangesToWin WhatMakesWin(const Scenario& scenario, const RuleSpec& rule, int answer) {
  return {LargestBeta(scenario, rule, answer), LeastReward(scenario, rule, answer),
          LeastReference(scenario, rule, answer)};
}

}  // namespace aggregation
