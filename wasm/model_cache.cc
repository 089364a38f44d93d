// SPDX-License-Identifier: MIT
#include "model_cache.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

using aggregation::PreferenceModel;
using aggregation::PreferenceSpec;
using aggregation::Scenario;

namespace {

/// Models that are kept: a rule or two at a few group sizes. The newest is kept whatever its size; when another has
/// been made, the oldest go until the rest is within both limits.
constexpr size_t kMaxModels = 8;
constexpr size_t kMaxBytes = 32 << 20;

using Key = std::vector<double>;

struct Entry {
  Key key;
  std::shared_ptr<const PreferenceModel> model;

  size_t Bytes() const { return model->TableBytes() + key.size() * sizeof(double); }
};

/// Everything that MakePreferenceModel looks at.
Key KeyOf(const Scenario& scenario, const PreferenceSpec& preference) {
  Key key{
      static_cast<double>(preference.model),         preference.group_size.infinite ? 0 : preference.group_size.size,
      static_cast<double>(preference.std),           preference.epsilon,
      static_cast<double>(preference.silent_groups), static_cast<double>(scenario.raters.size())};
  for (const auto& rater : scenario.raters) {
    key.insert(key.end(), {rater.weight, rater.reward_offset});
    for (const auto& law : rater.reward) {
      key.push_back(static_cast<double>(law.components().size()));
      for (const auto& part : law.components()) key.insert(key.end(), {part.weight, part.mean, part.sd});
    }
  }
  if (scenario.margin && preference.model == aggregation::ModelKind::kPairwise)
    key.insert(key.end(), scenario.margin->data(), scenario.margin->data() + scenario.margin->size());
  return key;
}

/// Bit by bit: numbers that only compare equal, 0 and −0, may lead to others.
bool IsSame(const Key& a, const Key& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

std::vector<Entry> kept;  // the newest last

std::shared_ptr<const PreferenceModel> ModelFor(const Scenario& scenario, const PreferenceSpec& preference) {
  Key key = KeyOf(scenario, preference);
  const auto found = std::find_if(kept.begin(), kept.end(), [&](const Entry& entry) { return IsSame(entry.key, key); });
  if (found != kept.end()) {
    std::rotate(found, found + 1, kept.end());
    return kept.back().model;
  }
  std::shared_ptr<const PreferenceModel> model = MakePreferenceModel(scenario, preference);
  if (!model) return nullptr;
  size_t bytes = 0;
  for (const Entry& entry : kept) bytes += entry.Bytes();
  for (; !kept.empty() && (bytes > kMaxBytes || kept.size() >= kMaxModels); kept.erase(kept.begin()))
    bytes -= kept.front().Bytes();
  kept.push_back({std::move(key), std::move(model)});
  return kept.back().model;
}

}  // namespace

std::optional<aggregation::Rule> FindRule(const Scenario& scenario, const aggregation::RuleSpec& spec) {
  std::shared_ptr<const PreferenceModel> model = ModelFor(scenario, EffectivePreference(spec));
  if (!model) return std::nullopt;
  return aggregation::Rule(scenario, spec, std::move(model));
}
