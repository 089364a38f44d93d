// SPDX-License-Identifier: MIT
#include "aggregation/sampling.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace aggregation {
namespace {

double Mean(const std::vector<double>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
}

}  // namespace

void CheckSampled(const Scenario& scenario, const RuleSpec& rule, const std::string& path, Issues& issues) {
  const ModelKind model = rule.preference.model;
  const std::string field = path + ".preference.";
  if (scenario.raters.empty()) issues.Add("answers[0].reward", std::monostate(), "is given where groups are drawn");
  if (model == ModelKind::kReward || model == ModelKind::kPairwise)
    issues.Add(field + "model", std::string(Named(kModelNames, model).name),
               "is group, shift or leave-one-out where groups are drawn");
  if (rule.preference.group_size.infinite)
    issues.Add(field + "groupSize", std::string("inf"), "is a number where groups are drawn");
  if (rule.penalty.kl_term == KlTerm::kK1InRewardBeforeNormalising)
    issues.Add(path + ".penalty.klTerm", std::string(Named(kKlTermNames, *rule.penalty.kl_term).name),
               "is not part of the reward where groups are drawn");
}

GroupSampler::GroupSampler(const Scenario& scenario, const RuleSpec& rule, const Vector& policy, const Random& random)
    : scenario_(scenario), preference_(rule.preference), random_(random), most_redraws_(kMostRedraws) {
  SetPolicy(policy, {});
  const auto size = static_cast<size_t>(preference_.group_size.size);
  group_.answer.resize(size);
  group_.reward.resize(size);
  group_.advantage.resize(size);
}

void GroupSampler::SetPolicy(const Vector& policy, const Vector& bonus) {
  bonus_ = bonus;
  cumulative_.clear();
  double sum = 0;
  for (const double share : policy) cumulative_.push_back(sum += share);
  // Rounding must not leave a draw beyond the last answer that is given at all.
  for (double& bound : cumulative_)
    if (bound == sum) bound = 1;
}

const SampledGroup& GroupSampler::Draw() {
  const bool redraws = preference_.model == ModelKind::kGroup && preference_.silent_groups == SilentGroups::kResample;
  for (group_.redrawn = 0;; ++group_.redrawn) {
    DrawOnce();
    if (!redraws || group_.std > 0 || group_.redrawn == most_redraws_) break;
  }
  for (double& reward : group_.reward) reward += reward_offset_;
  group_.mean += reward_offset_;
  return group_;
}

void GroupSampler::DrawOnce() {
  double draw = scenario_.raters.size() > 1 ? random_.Uniform() : 0;
  size_t rater = 0;
  while (rater + 1 < scenario_.raters.size() && draw >= scenario_.raters[rater].weight)
    draw -= scenario_.raters[rater++].weight;
  reward_offset_ = scenario_.raters[rater].reward_offset;
  for (size_t i = 0; i < group_.answer.size(); ++i) {
    group_.answer[i] = DrawAnswer();
    group_.reward[i] = DrawReward(scenario_.raters[rater].reward[static_cast<size_t>(group_.answer[i])]);
  }
  if (bonus_.size() == 0) return Standardise(group_.reward);
  judged_.resize(group_.reward.size());
  for (size_t i = 0; i < judged_.size(); ++i) judged_[i] = group_.reward[i] + bonus_[group_.answer[i]];
  Standardise(judged_);
  group_.mean -= Mean(judged_) - Mean(group_.reward);
}

int GroupSampler::DrawAnswer() {
  const auto above = std::upper_bound(cumulative_.begin(), cumulative_.end(), random_.Uniform());
  return static_cast<int>(std::min<std::ptrdiff_t>(above - cumulative_.begin(), std::ssize(cumulative_) - 1));
}

double GroupSampler::DrawReward(const RewardLaw& law) {
  const auto& parts = law.components();
  size_t part = 0;
  if (parts.size() > 1)
    for (double draw = random_.Uniform(); part + 1 < parts.size() && draw >= parts[part].weight; ++part)
      draw -= parts[part].weight;
  return parts[part].sd > 0 ? parts[part].mean + parts[part].sd * random_.Normal() : parts[part].mean;
}

/// From differences to one of the rewards: equal rewards have a std of 0 exactly.
void GroupSampler::Standardise(const std::vector<double>& reward) {
  const double size = static_cast<double>(reward.size()), pivot = reward.front();
  double sum = 0, squares = 0;
  for (const double r : reward) sum += r - pivot;
  const double mean = sum / size;
  for (const double r : reward) squares += (r - pivot - mean) * (r - pivot - mean);
  if (std::all_of(reward.begin(), reward.end(), [&](double r) { return r == pivot; })) squares = 0;
  const bool is_group = preference_.model == ModelKind::kGroup;
  const StdConvention convention = is_group ? preference_.std : StdConvention::kPopulation;
  group_.mean = pivot + mean;
  group_.std = std::sqrt(squares / (convention == StdConvention::kPopulation ? size : size - 1));
  const std::ptrdiff_t alike_to[] = {std::count(reward.begin(), reward.end(), reward[0]),
                                     std::count(reward.begin(), reward.end(), reward[1])};
  for (size_t i = 0; i < reward.size(); ++i) {
    const double deviation = reward[i] - pivot - mean, from_others = deviation * size / (size - 1);
    double& advantage = group_.advantage[i];
    if (!is_group) {
      advantage = preference_.model == ModelKind::kShift ? deviation : from_others;
    } else if (convention != StdConvention::kLeaveOneOut) {
      advantage = squares == 0 ? 0 : deviation / (group_.std + preference_.epsilon);
    } else {
      // Of the others, the sum of squares lacks this one's share; where they are equal nothing scales the advantage.
      const double first_other = reward[i == 0 ? 1 : 0];
      const auto alike = alike_to[i == 0 ? 1 : 0] - static_cast<std::ptrdiff_t>(reward[i] == first_other);
      const bool equal_others = alike == std::ssize(reward) - 1;
      const double rest = std::max(0.0, squares - deviation * from_others);
      advantage =
          equal_others ? reward[i] - first_other : from_others / (std::sqrt(rest / (size - 2)) + preference_.epsilon);
    }
  }
}

AdvantageSums::AdvantageSums(const RuleSpec& rule, const Vector& policy)
    : counts_expected_(rule.preference.model == ModelKind::kGroup &&
                       rule.preference.silent_groups == SilentGroups::kResample),
      expected_(rule.preference.group_size.size * policy),
      sum_(Vector::Zero(policy.size())),
      count_(sum_),
      sum_squares_(sum_),
      products_(sum_),
      count_squares_(sum_),
      group_sum_(sum_),
      group_count_(sum_) {}

void AdvantageSums::Add(const SampledGroup& group) {
  ++groups_;
  for (size_t i = 0; i < group.answer.size(); ++i) {
    group_sum_[group.answer[i]] += group.advantage[i];
    ++group_count_[group.answer[i]];
  }
  for (const int answer : group.answer) {
    double &sum = group_sum_[answer], &count = group_count_[answer];
    if (count == 0) continue;  // its turn has come with an earlier member
    sum_[answer] += sum;
    count_[answer] += count;
    sum_squares_[answer] += sum * sum;
    products_[answer] += sum * count;
    count_squares_[answer] += count * count;
    sum = count = 0;
  }
}

RunningAdvantage AdvantageSums::Running() const {
  RunningAdvantage running{Vector::Zero(sum_.size()), Vector::Zero(sum_.size()), count_};
  for (Eigen::Index i = 0; i < sum_.size(); ++i) {
    if (count_[i] == 0) continue;
    const double n = expected_[i];
    const double total = counts_expected_ ? groups_ * n : count_[i];
    const double product = counts_expected_ ? n * sum_[i] : products_[i];
    const double square = counts_expected_ ? groups_ * n * n : count_squares_[i];
    const double mean = running.mean[i] = sum_[i] / total;
    running.standard_error[i] =
        std::sqrt(std::max(0.0, sum_squares_[i] - 2 * mean * product + mean * mean * square)) / total;
  }
  return running;
}

}  // namespace aggregation
