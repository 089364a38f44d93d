// SPDX-License-Identifier: MIT
// The calls about drawn groups: the groups themselves, what their advantages tend to, and how many say nothing.
#include <cmath>

#include "aggregation/sampling.h"
#include "aggregation/silence.h"
#include "aggregation/stationary.h"
#include "fields.h"
#include "views.h"

using aggregation::Indexed;
using aggregation::Rule;
using aggregation::SampledGroup;
using aggregation::Vector;
using emscripten::val;

namespace {

constexpr double kMaxMembers = 1024;
/// Members that one call draws at most, those of silent groups that are thrown away included: a second or two.
constexpr double kMaxDraws = 4e7;
constexpr size_t kMaxGroupSizes = 1000;
constexpr size_t kMaxCounts = 100;
constexpr double kEnoughAttenuation = 0.9;
constexpr double kFewSilent = 0.1;

uint64_t SeedOf(const val& request) { return static_cast<uint64_t>(request["seed"].as<double>()); }

/// Adds issues unless the list is of integers that grow, the last one at most `most`.
void NeedCounts(const Vector& counts, double most, Subject& subject) {
  subject.NeedAtMost("counts", static_cast<size_t>(counts.size()), kMaxCounts);
  for (Eigen::Index i = 0; i < counts.size(); ++i) {
    const double before = i == 0 ? 0 : counts[i - 1];
    if (counts[i] > before && counts[i] <= most && counts[i] == std::floor(counts[i])) continue;
    subject.issues().Add(Indexed("counts", static_cast<size_t>(i)), counts[i],
                         "is an integer, more than the one before, and at most " +
                             std::to_string(static_cast<int>(most)) + " for groups of this size");
  }
}

}  // namespace

val Groups(const val& document, const val& request) {
  Subject subject(document, request);
  if (!subject.is_valid()) return subject.Invalid();
  CheckSampled(subject.scenario(), subject.rule(), subject.rule_path(), subject.issues());
  if (!subject.is_valid()) return subject.Invalid();
  const double size = subject.rule().preference.group_size.size;
  const int most = static_cast<int>(std::max(1.0, std::floor(kMaxMembers / size)));
  const int count = subject.Integer("groups", 1, 1, most);
  if (size > kMaxMembers)
    subject.issues().Add(subject.rule_path() + ".preference.groupSize", size,
                         "is at most 1024 where groups are listed");
  if (!subject.is_valid()) return subject.Invalid();
  aggregation::GroupSampler sampler(subject.scenario(), subject.rule(), ToVector(request["policy"]), SeedOf(request));
  std::vector<int> answers, redrawn;
  std::vector<double> rewards, means, stds, advantages;
  for (int g = 0; g < count; ++g) {
    const SampledGroup& group = sampler.Draw();
    answers.insert(answers.end(), group.answer.begin(), group.answer.end());
    rewards.insert(rewards.end(), group.reward.begin(), group.reward.end());
    advantages.insert(advantages.end(), group.advantage.begin(), group.advantage.end());
    means.push_back(group.mean);
    stds.push_back(group.std);
    redrawn.push_back(group.redrawn);
  }
  val result = OkResult();
  Put(result, "groupSize", val(size));
  Put(result, "answers", ToInt32Array(answers));
  Put(result, "rewards", ToFloat64Array(rewards));
  Put(result, "means", ToFloat64Array(means));
  Put(result, "stds", ToFloat64Array(stds));
  Put(result, "advantages", ToFloat64Array(advantages));
  Put(result, "redrawn", ToInt32Array(redrawn));
  return result;
}

val AdvantageByCount(const val& document, const val& request) {
  Subject subject(document, request);
  if (!subject.is_valid()) return subject.Invalid();
  CheckSampled(subject.scenario(), subject.rule(), subject.rule_path(), subject.issues());
  if (!subject.is_valid()) return subject.Invalid();
  const double size = subject.rule().preference.group_size.size;
  const Vector counts = ToVector(request["counts"]), policy = ToVector(request["policy"]);
  NeedCounts(counts, std::floor(kMaxDraws / size), subject);
  if (!subject.is_valid()) return subject.Invalid();
  aggregation::GroupSampler sampler(subject.scenario(), subject.rule(), policy, SeedOf(request));
  aggregation::AdvantageSums sums(subject.rule(), policy);
  val points = val::array();
  double drawn = 0, draws = 0;
  for (const double count : counts) {
    while (drawn < count && draws < kMaxDraws) {
      const SampledGroup& group = sampler.Draw();
      sums.Add(group);
      draws += size * (1 + group.redrawn);
      ++drawn;
    }
    if (drawn < count) break;
    const aggregation::RunningAdvantage running = sums.Running();
    val point = val::object();
    Put(point, "count", val(count));
    Put(point, "mean", ToFloat64Array(running.mean));
    Put(point, "standardError", ToFloat64Array(running.standard_error));
    Put(point, "samples", ToFloat64Array(running.samples));
    points.call<void>("push", point);
  }
  val result = OkResult();
  Put(result, "points", points);
  Put(result, "exact", ToFloat64Array(Rule(subject.scenario(), subject.rule()).Preference(policy)));
  return result;
}

val Silence(const val& document, const val& request) {
  Subject subject(document, request);
  const Vector sizes = ToVector(request["groupSizes"]);
  subject.NeedAtMost("groupSizes", static_cast<size_t>(sizes.size()), kMaxGroupSizes);
  for (Eigen::Index i = 0; i < sizes.size(); ++i) {
    if (sizes[i] >= aggregation::kMinGroupSize && sizes[i] <= aggregation::kMaxGroupSize &&
        sizes[i] == std::floor(sizes[i]))
      continue;
    subject.issues().Add(Indexed("groupSizes", static_cast<size_t>(i)), sizes[i], "is an integer from 2 to 1000000");
  }
  if (subject.is_valid() && subject.scenario().raters.empty())
    subject.issues().Add("answers[0].reward", std::monostate(), "is given where groups are drawn");
  if (!subject.is_valid()) return subject.Invalid();
  const aggregation::RewardShares shares(subject.scenario(), ToVector(request["policy"]));
  const std::optional<double> success = shares.success();
  std::vector<double> silent, attenuation, approximation;
  for (const double size : sizes) {
    silent.push_back(shares.Silence(size));
    if (!success) continue;
    attenuation.push_back(aggregation::Attenuation(*success, size));
    approximation.push_back(aggregation::AttenuationApproximation(*success, size));
  }
  val needed = val::object();
  Put(needed, "attenuation90",
      OrNull(success ? aggregation::SmallestGroup(
                           [&](double size) { return aggregation::Attenuation(*success, size) >= kEnoughAttenuation; })
                     : std::nullopt));
  Put(needed, "silent10",
      OrNull(aggregation::SmallestGroup([&](double size) { return shares.Silence(size) <= kFewSilent; })));
  val result = OkResult();
  Put(result, "silent", ToFloat64Array(silent));
  Put(result, "success", OrNull(success));
  Put(result, "attenuation", success ? ToFloat64Array(attenuation) : val::null());
  Put(result, "approximation", success ? ToFloat64Array(approximation) : val::null());
  Put(result, "needed", needed);
  return result;
}
